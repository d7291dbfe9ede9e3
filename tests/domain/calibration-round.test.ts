// Calibration rounds: what a good file is, and how somebody's values stand to the agreed ones.
import { expect, test } from 'vitest';
import { contentProblems } from '#domain/content-rules.ts';
import { calibrated, parseCalibration } from '#domain/calibration-round.ts';
import { testContent } from '../support/server.ts';

const aSample = (id: string, agreed: number, criterion = 'scope') => ({
  ...{ id, agreed, criterion, title: `Title of ${id}`, text: 'Said so.', why: 'Because.' },
});
const aRound = (change: object = {}) => ({
  id: 'core',
  version: '1.0.0',
  rubric: 'core@1',
  samples: [aSample('a', 1), aSample('b', 2), aSample('c', 3), aSample('d', 3)],
  ...change,
});

test('[CB1] how many are the same, how many within a step, stricter or milder', () => {
  const { samples } = parseCalibration(aRound());
  expect(calibrated(samples, { a: 1, b: 2, c: 3, d: 3 })).toEqual({
    exact: 4,
    within1: 4,
    of: 4,
    severity: 0,
  });
  expect(calibrated(samples, { a: 1, b: 1, c: 1 })).toEqual({ exact: 1, within1: 2, of: 3, severity: -1 });
  expect(calibrated(samples, {})).toEqual({ exact: 0, within1: 0, of: 0, severity: 0 });
});

test.each([
  ['three samples', { samples: [aSample('a', 1), aSample('b', 2), aSample('c', 3)] }, /at least 4 samples/],
  [
    'two values only',
    { samples: ['a', 'b', 'c', 'd'].map((id, i) => aSample(id, i % 2 ? 2 : 3)) },
    /fewer than three/,
  ],
  [
    'an id twice',
    { samples: [aSample('a', 1), aSample('a', 2), aSample('c', 3), aSample('d', 4)] },
    /"a" twice/,
  ],
  [
    'a value there is not',
    { samples: [aSample('a', 5), aSample('b', 2), aSample('c', 3), aSample('d', 4)] },
    /agreed/,
  ],
  ['a rubric without a version', { rubric: 'core' }, /major version/],
])('[CB2] %s is refused by name', (_what, change, message) =>
  expect(() => parseCalibration(aRound(change))).toThrow(message),
);

test('[CB2] a rubric or criterion that does not exist is named', () => {
  const problemsOf = (change: object) =>
    contentProblems({ ...testContent(), calibrations: [parseCalibration(aRound(change))] }).map(
      ({ kind, message }) => `${kind}: ${message}`,
    );
  expect(problemsOf({})).toEqual([]);
  expect(problemsOf({ rubric: 'other@1' })).toEqual(['calibrations: there is no rubric "other@1"']);
  const unknown = [aSample('a', 1, 'tact'), aSample('b', 2), aSample('c', 3), aSample('d', 4)];
  expect(problemsOf({ samples: unknown })).toEqual([
    'calibrations: names the criterion "tact", which core does not have',
  ]);
});
