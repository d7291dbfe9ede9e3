// How long it will take, told honestly: from waits at this time of the day, with those who gave up counted as such.
import { expect, test } from 'vitest';
import { estimateWait, lookBackMs } from '#domain/waits.ts';
import type { Wait } from '#domain/waits.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const at = Date.UTC(2030, 0, 31, 20);
const waits = (minutes: number[], isFound = true, enteredAt = at - day): Wait[] =>
  minutes.map((one) => ({ enteredAt, waitedMs: one * minute, isFound }));

test('[MA6] half found somebody within the median', () => {
  const estimate = estimateWait(waits([1, 2, 3, 4, 5, 6, 7, 8]), 0, at);
  expect(estimate).toEqual({ is: 'likely', halfMs: 4 * minute });
});

test('[MA6] the longer one has waited, the more is told by those who waited longer still', () => {
  const many = waits([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 10, 11, 12, 13, 14, 15, 16, 17]);
  expect(estimateWait(many, 0, at)).toEqual({ is: 'likely', halfMs: minute });
  expect(estimateWait(many, 2 * minute, at)).toEqual({ is: 'likely', halfMs: 11 * minute });
});

test('[MA6] giving up is no finding, and no wait without end either', () => {
  const found = waits([2, 4, 6, 8]);
  expect(estimateWait([...found, ...waits([1, 1, 1, 1], false)], 0, at)).toEqual({
    is: 'likely',
    halfMs: 4 * minute,
  });
  expect(estimateWait([...waits([2]), ...waits([3, 4, 5, 6, 7, 8, 9], false)], 0, at)).toEqual({
    is: 'unlikely',
    longestMs: 9 * minute,
  });
});

test('[MA6] nothing is said of too few, of long ago, or of another time of the day while this one is known', () => {
  expect(estimateWait(waits([1, 2, 3, 4, 5, 6, 7]), 0, at)).toEqual({ is: 'unknown' });
  expect(estimateWait(waits([1, 2, 3, 4, 5, 6, 7, 8], true, at - lookBackMs), 0, at)).toEqual({
    is: 'unknown',
  });
  const atNight = waits(Array<number>(50).fill(60), true, at - day - 8 * hour);
  const atThisTime = waits([1, 2, 3, 4, 5, 6, 7, 8], true, at - 3 * day + hour);
  expect(estimateWait([...atNight, ...atThisTime], 0, at)).toEqual({ is: 'likely', halfMs: 4 * minute });
  expect(estimateWait(atNight, 0, at)).toEqual({ is: 'likely', halfMs: 60 * minute });
});
