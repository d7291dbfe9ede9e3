import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agreementOf, biasOf, gapsOf, readGap, severityOf } from '#domain/calibration.ts';
import type { Pair } from '#domain/calibration.ts';
import type { LevelValue } from '#domain/levels.ts';
import { confidenceOf, seriesKey, trendOf } from '#domain/trend.ts';
import { aRubric } from '../support/an-interview.ts';

test('[CA1] only criteria both gave a value have a gap', () => {
  const rubric = aRubric();
  const [first, second] = rubric.criteria.map(({ id }) => id) as [string, string];
  expect(gapsOf(rubric, { [first]: 4, [second]: 3 }, { [first]: 2, [second]: 'not_observed' })).toEqual([
    { criterion: first, self: 4, partner: 2, gap: 2 },
  ]);
});

test.each([
  [0, [], 'same'],
  [1, [], 'noise'],
  [-1, [1, 1, 1, 1], 'noise'],
  [1, [1, -1, 0, 1], 'recurring'],
  [1, [1, 0, 0, 0, 1], 'noise'],
  [2, [], 'compare'],
  [-3, [0], 'compare'],
])('[CA2] a gap of %s after %j reads as %s', (gap, earlier, reading) => {
  expect(readGap(gap, earlier)).toBe(reading);
});

test('[CA2] bias has a sign, distance has none', () => {
  expect(biasOf([1, -1, 2])).toEqual({ bias: 2 / 3, distance: 4 / 3 });
  expect(biasOf([])).toBeNull();
});

test('[CA3] agreement stands beside what chance would give, and only from ten pairs on', () => {
  const even = [1, 2, 3, 4].flatMap((a) => [1, 2, 3, 4].map((b): Pair => [a, b] as Pair));
  expect(agreementOf(even.slice(0, 9))).toBeNull();
  // Two raters who use all four values evenly agree by chance on one in four, within one step on 62.5 %.
  expect(agreementOf(even)).toEqual({
    pairs: 16,
    exact: 0.25,
    withinOne: 0.625,
    meanDifference: 0,
    chanceExact: 0.25,
    chanceWithinOne: 0.625,
  });
});

test('[CA4] severity needs five shared interviews and weighs each the same', () => {
  const harsh: Pair[] = [[2, 3]];
  const long: Pair[] = Array.from({ length: 7 }, (): Pair => [3, 3]);
  expect(severityOf([harsh, harsh, harsh, harsh, []])).toBeNull();
  expect(severityOf([harsh, harsh, harsh, harsh, long])).toBeCloseTo(-0.8);
});

test('[TR1] format, level, rubric major and mode each part a series', () => {
  const of = {
    formatId: 'system-design',
    level: 'senior',
    rubric: 'core@1',
    mode: 'observed',
  } as const;
  const others = [
    { ...of, formatId: 'coding' },
    { ...of, level: 'staff' },
    { ...of, rubric: 'core@2' },
    { ...of, mode: 'solo' as const },
  ];
  expect(new Set([of, ...others].map(seriesKey)).size).toBe(5);
});

test('[TR2] below four values a median and the range, from four on the median of the last three', () => {
  expect(trendOf([])).toBeNull();
  expect(trendOf([2])).toMatchObject({ median: 2, confidence: 'provisional', interval: null });
  expect(trendOf([1, 4])).toMatchObject({ median: 2.5, lowest: 1, highest: 4, interval: null });
  expect(trendOf([1, 1, 3, 4, 4])).toMatchObject({ median: 4, confidence: 'fair' });
  expect(confidenceOf(8)).toBe('good');
});

test('[TR3] the interval is the 80 % one of the mean', () => {
  // Mean 2.5, standard deviation 1.291, t 1.638 for three degrees of freedom: 2.5 ± 1.057.
  const { interval } = trendOf([1, 2, 3, 4])!;
  expect(interval!.from).toBeCloseTo(1.443, 2);
  expect(interval!.to).toBeCloseTo(3.557, 2);
});

test('[TR3] an interval holds the mean and stays on the scale', () => {
  const values = fc.array(fc.constantFrom<LevelValue>(1, 2, 3, 4), { minLength: 4, maxLength: 60 });
  fc.assert(
    fc.property(values, (list) => {
      const { interval } = trendOf(list)!;
      const mean = list.reduce<number>((sum, value) => sum + value, 0) / list.length;
      expect(interval!.from).toBeLessThanOrEqual(mean + 1e-9);
      expect(interval!.to).toBeGreaterThanOrEqual(mean - 1e-9);
      expect(interval!.from).toBeGreaterThanOrEqual(1);
      expect(interval!.to).toBeLessThanOrEqual(4);
    }),
  );
});
