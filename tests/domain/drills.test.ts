// When something is looked at again, and which drill is for what.
import { describe, expect, test } from 'vitest';
import { compareEstimates, unitOf } from '#domain/estimates.ts';
import { drillFor, drills, nextLook, practiseNext, valueOf } from '#domain/drills.ts';
import type { EnteredEstimate } from '#domain/room.ts';

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

describe('estimates against the reference', () => {
  const entered = (name: string, value: number, unit: string): EnteredEstimate => ({
    ...{ by: 'sia', name, value, unit, working: '', at: 0, phaseId: 'scope' },
  });
  const peak = {
    id: 'peak',
    ask: 'Peak rate',
    working: '1',
    answer: 1157,
    unit: 'per second',
    accept: [1000, 1300] as [number, number],
  };
  const storage = {
    id: 'storage',
    ask: 'Stored in a year',
    working: '1',
    answer: 2,
    unit: 'TB',
    accept: [1, 3] as [number, number],
  };

  test.each([
    ['per second', { kind: 'count', isRate: true, factor: 1 }],
    ['requests/day', { kind: 'count', isRate: true, factor: 1 / 86_400 }],
    ['GB a day', { kind: 'size', isRate: true, factor: 1e9 / 86_400 }],
    ['Gbit/s', { kind: 'size', isRate: true, factor: 125e6 }],
    ['ms', { kind: 'time', isRate: false, factor: 1e-3 }],
    ['shards', { kind: 'count', isRate: false, factor: 1 }],
  ])('the unit %s', (text, unit) => expect(unitOf(text)).toEqual(unit));

  test('[SO8] each answers the figure it is named after, in whatever unit', () => {
    const compared = compareEstimates(
      [storage, peak],
      [entered('peak', 1e8, 'requests/day'), entered('storage', 1500, 'GB')],
    );
    expect(
      compared.map(({ estimation, value, isWithin }) => [estimation.id, Math.round(value ?? -1), isWithin]),
    ).toEqual([
      ['storage', 2, true],
      ['peak', 1157, true],
    ]);
  });

  test('[SO8] one without a name is taken by its size, one of another kind not at all', () => {
    const [one] = compareEstimates([peak], [entered('x', 40, 'GB'), entered('y', 5000, '/s')]);
    expect(one).toMatchObject({ value: 5000, isWithin: false });
    expect(compareEstimates([peak], [entered('x', 40, 'GB')])[0]).toMatchObject({
      entered: null,
      value: null,
    });
  });
});
