// When something is looked at again, and which drill is for what.
import { describe, expect, test } from 'vitest';
import { drillFor, drills, nextLook, practiseNext, valueOf } from '#domain/drills.ts';

const day = 24 * 60 * 60_000;
const gap = (id: string, text: string, at: number, value: 1 | 2 = 1) => ({
  id,
  criterion: 'depth',
  text,
  value,
  at,
  formatId: 'system-design',
});

describe('the schedule', () => {
  test.each([
    [1, 1.5],
    [2, 3.5],
    [3, 9],
    [4, 21],
  ] as const)('[DR2] a result of %i comes back after %f days', (value, days) => {
    expect(nextLook(value, 0, null)).toBe(days * day);
  });

  test('[DR2] the day of the interview draws it nearer, and nothing comes after it', () => {
    for (const value of [1, 2, 3, 4] as const)
      for (const days of [0.5, 1, 3, 7, 14, 40, 90, 400]) {
        const next = nextLook(value, 0, days * day);
        expect(next).toBeLessThanOrEqual(days * day);
        expect(next).toBeGreaterThan(0);
      }
    expect(nextLook(4, 0, 7 * day)).toBeCloseTo(2.1 * day, -3);
    expect(nextLook(3, 0, -day)).toBe(9 * day);
  });

  test.each([
    [1 / 24, 0.3],
    [5 / 24, 0.3],
    [0.5, 0.3],
    [10, 0.3],
    [40, 0.2],
    [100, 0.1],
  ])('[DR2] with %f days left the next look takes at most the share %f of them', (days, share) => {
    expect(nextLook(4, 0, days * day)).toBeCloseTo(share * days * day, -1);
  });

  test.each([
    ['system-design', 'estimation', 'Average and peak rate', 'numbers'],
    ['system-design', 'hld.endpoints', 'Endpoints with method and path', 'contract'],
    ['system-design', 'deep.retry', 'Bounded retries with backoff and jitter', 'break-it'],
    ['system-design', 'x', 'One transaction, acknowledged on upload, rapid', null],
    ['system-design', 'scope.agree', 'Scope said back in one breath and agreed', 'ask-first'],
    ['system-design', 'wrap.weak', 'At least one real weakness named', 'minute'],
    ['coding', 'testing', 'Sizes, ranges, duplicates', null],
    ['negotiation', 'neg.thanks', 'Showed interest in the work', null],
    ['negotiation', 'neg.number', 'Specific figure, above the target', 'first-figure'],
    ['behavioral-star', 'action', 'Action', 'action-only'],
    ['a-format-of-ones-own', 'estimation', 'Peak rate', null],
  ])('[DR1] %s: the drill for %s, %s is %s', (formatId, criterion, text, id) => {
    expect(drillFor({ criterion, text, formatId })?.id ?? null).toBe(id);
  });

  test('[DR1] gaps come first by when they are due, a drill once, and done ones later', () => {
    const gaps = [
      gap('c', 'Peak rate worked out', day, 2),
      gap('a', 'Cache policy and eviction', 0),
      gap('b', 'Hot key expiry in the cache', 0),
    ];
    const next = practiseNext(gaps, [], null);
    expect(new Set(next.map(({ drillId }) => drillId)).size).toBe(next.length);
    expect(next[0]?.gap?.id).toBe('a');
    const done = [{ drillId: next[0]!.drillId, gapId: 'a', at: 2 * day, value: 4 as const }];
    expect(practiseNext(gaps, done, null)[0]?.gap?.id).not.toBe('a');
  });

  test('[DR1] every drill lasts three to ten minutes and has points to tick', () => {
    for (const { minutes, points } of drills) {
      expect(minutes).toBeGreaterThanOrEqual(3);
      expect(minutes).toBeLessThanOrEqual(10);
      expect(points.length).toBeGreaterThan(2);
    }
    expect([valueOf(0, 4), valueOf(2, 4), valueOf(3, 4), valueOf(4, 4)]).toEqual([1, 2, 3, 4]);
  });
});
