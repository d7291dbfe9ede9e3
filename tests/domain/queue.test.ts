// The queue under everything 200 people can do to it in any order: what is promised holds after every step.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Ticket } from '#domain/matching.ts';
import {
  applyChange,
  confirm,
  confirmMs,
  emptyQueue,
  endAll,
  endOverdue,
  enter,
  leave,
  meetingOf,
  proposeMeetings,
} from '#domain/queue.ts';
import type { Queue, QueueChange } from '#domain/queue.ts';
import { aTicket, anyTicket, strangers } from '../support/tickets.ts';

class Driven {
  readonly queue: Queue = emptyQueue();
  readonly pairs: (readonly [Ticket, Ticket])[] = [];
  #id = 0;
  at = 0;

  carryOut(changes: readonly QueueChange[]): void {
    for (const change of changes) {
      applyChange(this.queue, change);
      if (change.type === 'pair.made') this.pairs.push(change.tickets);
    }
  }

  enter = (ticket: Ticket) => this.carryOut(enter(this.queue, ticket));
  leave = (userId: string) => this.carryOut(leave(this.queue, userId));
  round(): void {
    this.carryOut(endOverdue(this.queue, this.at));
    this.carryOut(proposeMeetings(this.queue, strangers, this.at, () => `meeting-${(this.#id += 1)}`));
  }
  confirm(userId: string, meetingId = meetingOf(this.queue, userId)?.id ?? 'none') {
    const decided = confirm(this.queue, userId, meetingId, this.at);
    if (decided.ok) this.carryOut(decided.changes);
    return decided.ok ? 'ok' : decided.code;
  }
}

/** Ada and Bo, brought together. */
function two(): Driven {
  const driven = new Driven();
  driven.enter(aTicket('ada'));
  driven.enter(aTicket('bo', { since: 1 }));
  driven.round();
  return driven;
}

test('[MQ3] both say that they are here: one pair, and both are out of the queue', () => {
  const driven = two();
  expect([driven.confirm('ada'), driven.confirm('ada'), driven.confirm('bo')]).toEqual(['ok', 'ok', 'ok']);
  expect(driven.pairs).toHaveLength(1);
  expect([driven.queue.tickets.size, driven.queue.meetings.size]).toEqual([0, 0]);
  expect(driven.confirm('bo')).toBe('not_waiting');
});

test('[MQ2] who does not confirm leaves, the other keeps place and time', () => {
  const driven = two();
  driven.confirm('bo');
  driven.at = confirmMs + 1;
  driven.round();
  expect([...driven.queue.tickets.values()]).toEqual([aTicket('bo', { since: 1 })]);
  expect(driven.queue.meetings.size).toBe(0);
});

test('[MQ2] a moment too late is too late, also for a meeting that was', () => {
  const driven = two();
  const meetingId = meetingOf(driven.queue, 'ada')?.id;
  driven.at = confirmMs + 1;
  expect(driven.confirm('ada', meetingId)).toBe('too_late');
  expect(driven.confirm('ada', 'another')).toBe('too_late');
});

test('[MQ2] leaving while asked, or after saying "here", takes nobody along', () => {
  const driven = two();
  driven.confirm('ada');
  driven.leave('ada');
  expect([...driven.queue.tickets.keys()]).toEqual(['bo']);
  expect(driven.confirm('bo')).toBe('too_late');
  expect(driven.pairs).toEqual([]);
});

test('[MQ1] two tabs are one place', () => {
  const driven = new Driven();
  driven.enter(aTicket('ada'));
  driven.enter(aTicket('ada', { since: 99 }));
  driven.round();
  expect([...driven.queue.tickets.values()]).toEqual([aTicket('ada')]);
  expect(driven.queue.meetings.size).toBe(0);
});

test('[MQ4] after a restart both keep their places', () => {
  const driven = two();
  driven.carryOut(endAll(driven.queue));
  expect([driven.queue.tickets.size, driven.queue.meetings.size]).toEqual([2, 0]);
});

const people = 200;
const someone = fc.nat({ max: people - 1 }).map((i) => `user-${i}`);
const deed = fc.oneof(
  {
    weight: 4,
    arbitrary: someone.chain((id) => anyTicket(id).map((ticket) => ({ do: 'enter' as const, ticket }))),
  },
  { weight: 1, arbitrary: someone.map((userId) => ({ do: 'leave' as const, userId })) },
  { weight: 4, arbitrary: fc.nat({ max: 400 }).map((which) => ({ do: 'confirm' as const, which })) },
  { weight: 2, arbitrary: fc.nat({ max: 20_000 }).map((ms) => ({ do: 'wait' as const, ms })) },
  { weight: 3, arbitrary: fc.constant({ do: 'round' as const }) },
);

test('[MQ1] [MQ2] [MQ3] in any order of deeds nobody is in two meetings, and a pair is two who were asked', () => {
  fc.assert(
    fc.property(fc.array(deed, { minLength: 50, maxLength: 600 }), (deeds) => {
      const driven = new Driven();
      for (const one of deeds) {
        const before = driven.pairs.length;
        if (one.do === 'enter') driven.enter({ ...one.ticket, since: driven.at });
        if (one.do === 'leave') driven.leave(one.userId);
        if (one.do === 'wait') driven.at += one.ms;
        if (one.do === 'round') driven.round();
        if (one.do === 'confirm') {
          const asked = [...driven.queue.meetings.values()].flatMap(({ userIds }) => userIds);
          const userId = asked[one.which % Math.max(1, asked.length)];
          if (userId) driven.confirm(userId);
        }
        holds(driven, before);
      }
    }),
    { numRuns: 60 },
  );
});

function holds({ queue, pairs }: Driven, before: number): void {
  const asked = [...queue.meetings.values()].flatMap(({ userIds }) => userIds);
  expect(new Set(asked).size).toBe(asked.length);
  for (const userId of asked) expect(queue.tickets.has(userId)).toBe(true);
  for (const [a, b] of pairs.slice(before)) {
    expect(a.userId).not.toBe(b.userId);
    expect(queue.tickets.has(a.userId) || queue.tickets.has(b.userId)).toBe(false);
  }
}
