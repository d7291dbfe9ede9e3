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

  test('[DR1] gaps come first by when they are due, a drill once, and done ones later', () => {
    const gaps = [
      gap('a', 'Cache policy and eviction', 0),
      gap('b', 'Hot key expiry in the cache', 0),
      gap('c', 'Peak rate worked out', day, 2),
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
    expect(drillFor({ criterion: 'estimation', text: 'Average and peak rate' }).id).toBe('numbers');
    expect(drillFor({ criterion: 'x', text: 'y' }).id).toBe('minute');
    expect([valueOf(0, 4), valueOf(2, 4), valueOf(3, 4), valueOf(4, 4)]).toEqual([1, 2, 3, 4]);
  });
});
