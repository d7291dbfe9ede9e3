// Who is brought together with whom: what is hard, what is soft, and that it is fair.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  againAfterMs,
  matchRound,
  mayMeet,
  mostSteps,
  relaxAfterMs,
  stepsApart,
  stepsForgiven,
} from '#domain/matching.ts';
import type { Ticket } from '#domain/matching.ts';
import { aTicket, anyAcquaintances, anyQueue, anyTicket, strangers } from '../support/tickets.ts';

const at = 300_000;
const pairsOf = (tickets: Ticket[], when = at, known = strangers) =>
  matchRound(tickets, known, when).map(([a, b]) => [a.userId, b.userId].toSorted().join(' + '));

describe('[MA1] hard', () => {
  test.each([
    ['another format', { formatId: 'coding' }],
    ['no common language', { languages: ['de', 'fr'] }],
  ])('%s', (_what, change) => {
    expect(pairsOf([aTicket('a'), aTicket('b', change)])).toEqual([]);
    expect(pairsOf([aTicket('a'), aTicket('b')])).toEqual(['a + b']);
  });

  test('one common language is enough', () =>
    expect(
      pairsOf([aTicket('a', { languages: ['fr', 'de'] }), aTicket('b', { languages: ['en', 'de'] })]),
    ).toEqual(['a + b']));

  test.each([
    ['a', 'b'],
    ['b', 'a'],
  ])('a block by either side holds: %s blocked %s', (by, whom) => {
    const known = new Map([[by, { blocked: new Set([whom]), metAt: new Map<string, number>() }]]);
    const tickets = [aTicket('a', { isAgainWelcome: true }), aTicket('b', { isAgainWelcome: true })];
    expect(pairsOf(tickets, at, known)).toEqual([]);
  });

  test('nobody again within a week, unless both want', () => {
    const known = new Map([['a', { blocked: new Set<string>(), metAt: new Map([['b', at]]) }]]);
    const round = (isA: boolean, isB: boolean, later = 0) =>
      pairsOf(
        [aTicket('a', { isAgainWelcome: isA }), aTicket('b', { isAgainWelcome: isB })],
        at + later,
        known,
      );
    expect([round(true, false), round(false, true), round(false, false)]).toEqual([[], [], []]);
    expect(round(true, true)).toEqual(['a + b']);
    expect(round(false, false, againAfterMs - 1)).toEqual([]);
    expect(round(false, false, againAfterMs)).toEqual(['a + b']);
  });
});

describe('[MA2] [MA4] soft', () => {
  test('a level apart is forgiven after half a minute, two after a minute', () => {
    const one = aTicket('a', { rank: 0 });
    const two = aTicket('b', { rank: 2, since: 5 });
    expect(pairsOf([one, two], 2 * relaxAfterMs - 1)).toEqual([]);
    expect(pairsOf([one, two], 2 * relaxAfterMs)).toEqual(['a + b']);
  });

  test('the nearest is taken, and of the near ones who has waited longest', () => {
    const tickets = [
      aTicket('oldest', { rank: 1 }),
      aTicket('other level', { rank: 2, since: 1 }),
      aTicket('late', { since: 3 }),
      aTicket('early', { since: 2 }),
    ];
    expect(pairsOf(tickets)[0]).toBe('early + oldest');
  });
});

describe('every round', () => {
  const rounds = fc.tuple(anyQueue(40), anyAcquaintances(40, at));

  test('[MA1] [MA3] pairs only who may meet, and nobody twice', () =>
    fc.assert(
      fc.property(rounds, ([tickets, known]) => {
        const pairs = matchRound(tickets, known, at);
        const names = pairs.flat().map(({ userId }) => userId);
        expect(new Set(names).size).toBe(names.length);
        for (const [a, b] of pairs) {
          expect(mayMeet(a, b, known, at)).toBe(true);
          expect(stepsApart(a, b)).toBeLessThanOrEqual(stepsForgiven(a, at));
        }
      }),
    ));

  test('[MA4] leaves no two who could have met', () =>
    fc.assert(
      fc.property(rounds, ([tickets, known]) => {
        const taken = new Set(matchRound(tickets, known, at).flat());
        const left = tickets.filter((ticket) => !taken.has(ticket));
        const missed = left.flatMap((a) =>
          left.filter((b) => {
            const longer = Math.max(stepsForgiven(a, at), stepsForgiven(b, at));
            return mayMeet(a, b, known, at) && stepsApart(a, b) <= longer;
          }),
        );
        expect(missed).toEqual([]);
      }),
    ));

  test('does not depend on the order it is given', () =>
    fc.assert(
      fc.property(rounds, ([tickets, known]) => {
        expect(pairsOf(tickets.toReversed(), at, known)).toEqual(pairsOf(tickets, at, known));
      }),
    ));
});

test('[MA5] nobody waits forever: with one who may meet everybody in each round, the queue empties from its head', () => {
  fc.assert(
    fc.property(anyQueue(25), fc.array(anyTicket('later'), { maxLength: 30 }), (first, later) => {
      const everybodys = { languages: ['en', 'de', 'fr'], isAgainWelcome: true };
      let waiting: Ticket[] = first.map((ticket) => ({ ...ticket, formatId: 'coding' }));
      const forgiving = Math.ceil((mostSteps * relaxAfterMs) / relaxAfterMs);
      const rounds = first.length + forgiving + 1;
      for (let round = 0; round < rounds; round += 1) {
        const now = at + round * relaxAfterMs;
        const extra = later[round];
        waiting.push(aTicket(`guest-${round}`, { ...everybodys, formatId: 'coding', rank: 1, since: now }));
        if (extra) waiting.push({ ...extra, userId: `later-${round}`, formatId: 'coding', since: now });
        const taken = new Set(matchRound(waiting, strangers, now).flat());
        waiting = waiting.filter((ticket) => !taken.has(ticket));
      }
      expect(waiting.filter(({ userId }) => userId.startsWith('user-'))).toEqual([]);
    }),
  );
});
