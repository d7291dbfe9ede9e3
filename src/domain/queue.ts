// The queue: tickets that wait, and meetings of two who are asked whether they are here. Everything is decided into
// changes, which are kept before they are applied. Pure; it knows nothing of seats, streams or the store.
import { matchRound } from './matching.ts';
import type { Acquaintances, Ticket } from './matching.ts';

export const confirmMs = 15_000;

/** Two who were found for each other and have `confirmMs` to say that they are here. */
export type Meeting = {
  id: string;
  userIds: readonly [string, string];
  until: number;
  here: readonly string[];
};

export type Queue = { tickets: Map<string, Ticket>; meetings: Map<string, Meeting> };

export type LeftBecause = 'left' | 'not_confirmed' | 'lost' | 'paired';
export type QueueChange =
  | { type: 'ticket.added'; ticket: Ticket }
  | { type: 'ticket.removed'; ticket: Ticket; because: LeftBecause }
  | { type: 'meeting.made'; meeting: Meeting }
  | { type: 'meeting.confirmed'; meetingId: string; userId: string }
  | { type: 'meeting.ended'; meetingId: string }
  /** Both are here: their interviews are made together with this change. */
  | { type: 'pair.made'; tickets: readonly [Ticket, Ticket] };

export type QueueRefusal = 'too_late' | 'not_waiting';
type Decided = { ok: true; changes: QueueChange[] } | { ok: false; code: QueueRefusal };

export const emptyQueue = (): Queue => ({ tickets: new Map(), meetings: new Map() });

const done = (...changes: QueueChange[]): Decided => ({ ok: true, changes });

/** Two tabs are one place: entering again changes nothing. */
export function enter(queue: Queue, ticket: Ticket): QueueChange[] {
  return queue.tickets.has(ticket.userId) ? [] : [{ type: 'ticket.added', ticket }];
}

/** Leaves the queue; whoever was proposed keeps their place (MQ2). */
export function leave(queue: Queue, userId: string, because: LeftBecause = 'left'): QueueChange[] {
  const ticket = queue.tickets.get(userId);
  if (!ticket) return [];
  const meeting = meetingOf(queue, userId);
  const ended: QueueChange[] = meeting ? [{ type: 'meeting.ended', meetingId: meeting.id }] : [];
  return [...ended, { type: 'ticket.removed', ticket, because }];
}

/** "I am here": the second of the two makes the pair (MQ3). Too late is too late, and twice is once. */
export function confirm(queue: Queue, userId: string, meetingId: string, at: number): Decided {
  const meeting = queue.meetings.get(meetingId);
  if (!queue.tickets.has(userId)) return { ok: false, code: 'not_waiting' };
  if (!meeting?.userIds.includes(userId) || at > meeting.until) return { ok: false, code: 'too_late' };
  if (meeting.here.includes(userId)) return done();
  const [first, second] = meeting.userIds.map((id) => queue.tickets.get(id));
  if (meeting.here.length === 0 || !first || !second)
    return done({ type: 'meeting.confirmed', meetingId, userId });
  return done(
    { type: 'meeting.ended', meetingId },
    { type: 'ticket.removed', ticket: first, because: 'paired' },
    { type: 'ticket.removed', ticket: second, because: 'paired' },
    { type: 'pair.made', tickets: [first, second] },
  );
}

/** Meetings whose time is over: who did not confirm leaves the queue, the other keeps the place (MQ2). */
export function endOverdue(queue: Queue, at: number): QueueChange[] {
  return [...queue.meetings.values()]
    .filter(({ until }) => at > until)
    .flatMap(({ id, userIds, here }): QueueChange[] => [
      { type: 'meeting.ended', meetingId: id },
      ...userIds
        .filter((userId) => !here.includes(userId))
        .flatMap((userId) => queue.tickets.get(userId) ?? [])
        .map((ticket): QueueChange => ({ type: 'ticket.removed', ticket, because: 'not_confirmed' })),
    ]);
}

/** Meetings that a restart interrupted: nobody could confirm, so both keep their places (MQ4). */
export function endAll(queue: Queue): QueueChange[] {
  return [...queue.meetings.keys()].map((meetingId) => ({ type: 'meeting.ended', meetingId }));
}

/** Brings together who waits and is asked nothing at the moment. */
export function proposeMeetings(
  queue: Queue,
  known: Acquaintances,
  at: number,
  newId: () => string,
): QueueChange[] {
  const busy = new Set([...queue.meetings.values()].flatMap(({ userIds }) => userIds));
  const waiting = [...queue.tickets.values()].filter(({ userId }) => !busy.has(userId));
  return matchRound(waiting, known, at).map(([older, younger]) => ({
    type: 'meeting.made',
    meeting: { id: newId(), userIds: [older.userId, younger.userId], until: at + confirmMs, here: [] },
  }));
}

export function applyChange(queue: Queue, change: QueueChange): void {
  switch (change.type) {
    case 'ticket.added':
      queue.tickets.set(change.ticket.userId, change.ticket);
      return;
    case 'ticket.removed':
      queue.tickets.delete(change.ticket.userId);
      return;
    case 'meeting.made':
      queue.meetings.set(change.meeting.id, change.meeting);
      return;
    case 'meeting.confirmed': {
      const meeting = queue.meetings.get(change.meetingId);
      if (meeting) queue.meetings.set(meeting.id, { ...meeting, here: [...meeting.here, change.userId] });
      return;
    }
    case 'meeting.ended':
      queue.meetings.delete(change.meetingId);
      return;
    case 'pair.made':
      return;
  }
}

export function meetingOf(queue: Queue, userId: string): Meeting | null {
  return [...queue.meetings.values()].find(({ userIds }) => userIds.includes(userId)) ?? null;
}

/** When the next meeting runs out; null without one. */
export function nextOverdueAt(queue: Queue): number | null {
  const ends = [...queue.meetings.values()].map(({ until }) => until);
  return ends.length > 0 ? Math.min(...ends) + 1 : null;
}
