// Which gaps of past interviews are still open.
import { expect, test } from 'vitest';
import { openGaps } from '#domain/gaps.ts';
import type { Outcome } from '#domain/outcome.ts';

const labels = { rubrics: {}, formats: {}, questions: {} };
const anOutcome = (startedAt: number, scope: 2 | 4 | null, more: Partial<Outcome> = {}): Outcome => ({
  ...{
    interviewId: `interview-${startedAt}`,
    formatId: 'f',
    questionId: 'q',
    level: 'senior',
    rubric: 'r@1',
  },
  ...{ mode: 'solo', startedAt, isRevealed: true, partner: null, interviewerRubric: null, ofInterviewer: {} },
  self: { values: scope === null ? {} : { scope }, recommendation: null, suggestion: null },
  ...{ actualMs: { first: 1, second: 1 }, missed: [], hints: 0 },
  ...more,
});
const idsOf = (...outcomes: Outcome[]) => openGaps(outcomes, labels).map(({ id, at }) => `${id} ${at}`);

test('[DR1] a rating of 2 is a gap until a later one is better', () => {
  expect(idsOf(anOutcome(1, 2))).toEqual(['rating.scope 1']);
  expect(idsOf(anOutcome(1, 2), anOutcome(2, 4))).toEqual([]);
  expect(idsOf(anOutcome(2, 4), anOutcome(1, 2))).toEqual([]);
  expect(idsOf(anOutcome(1, 4), anOutcome(2, 2))).toEqual(['rating.scope 2']);
  expect(idsOf(anOutcome(1, 2), anOutcome(2, null))).toEqual(['rating.scope 1']);
  expect(idsOf(anOutcome(1, 2), anOutcome(2, 4, { rubric: 'other@1' }))).toEqual(['rating.scope 1']);
});

test('[DR1] a must-item is a gap until its phases were reached without missing it', () => {
  const then = anOutcome(1, null, { missed: ['first.users'] });
  expect(idsOf(then, anOutcome(2, null))).toEqual([]);
  expect(idsOf(then, anOutcome(2, null, { actualMs: { first: 1 } }))).toEqual(['item.first.users 1']);
  expect(idsOf(then, anOutcome(2, null, { formatId: 'other' }))).toEqual(['item.first.users 1']);
});

test('[DR1] a point not said is a gap until the same question was answered with it', () => {
  const gap = { id: 'point.atomic.0', criterion: 'depth', text: 'One atomic claim', value: 1 } as const;
  const then = anOutcome(1, null, { gaps: [gap] });
  expect(idsOf(then, anOutcome(2, null, { gaps: [] }))).toEqual([]);
  expect(idsOf(then, anOutcome(2, null, { gaps: [], questionId: 'other' }))).toEqual(['point.atomic.0 1']);
});
