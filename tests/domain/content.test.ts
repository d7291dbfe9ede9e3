import { readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { ContentError } from '#domain/content.ts';
import { parseFormat } from '#domain/format.ts';
import { parseQuestion } from '#domain/question.ts';
import { parseRubric } from '#domain/rubric.ts';
import { proposedValue } from '#domain/levels.ts';
import {
  evidenceCount,
  lacksEvidence,
  missingForSubmission,
  recommendationTitle,
} from '#domain/scorecard.ts';
import { SoloRoom } from '../support/a-solo-interview.ts';
import { aFormat, aQuestion, aRubric } from '../support/an-interview.ts';

const read = (path: string) => parse(readFileSync(`rubrics/${path}`, 'utf8')) as Record<string, unknown>;

test('the shipped format has exactly the four steps with their minutes', () => {
  const format = parseFormat(read('formats/system-design.yaml'));
  expect(format.phases.map((p) => [p.id, p.minMinutes, p.maxMinutes])).toEqual([
    ['scope', 3, 5],
    ['high-level', 10, 15],
    ['deep-dive', 15, 20],
    ['wrap-up', 3, 5],
  ]);
});

test('every shipped rubric and question parses', () => {
  for (const file of readdirSync('rubrics/rubrics')) parseRubric(read(`rubrics/${file}`));
  for (const file of readdirSync('rubrics/questions')) parseQuestion(read(`questions/${file}`));
});

const problemsOf = (parseIt: () => unknown): string[] => {
  try {
    parseIt();
  } catch (error) {
    if (error instanceof ContentError) return error.problems.map((p) => p.path.join('.'));
    throw error;
  }
  return [];
};

test('[PH1] a broken format names each broken field', () => {
  const format = aFormat();
  const phases = format.phases.map((p) => ({ ...p }));
  phases[0]!.minMinutes = 9;
  expect(problemsOf(() => parseFormat({ ...format, phases }))).toEqual(['phases.0.minMinutes']);
  expect(
    problemsOf(() => parseFormat({ ...format, phases: [phases[1], phases[1]], slotMinutes: 45 })),
  ).toContain('phases.1.id');
  expect(problemsOf(() => parseFormat({ ...format, slotMinutes: 10 }))).toEqual(['slotMinutes']);
  expect(problemsOf(() => parseFormat({ ...format, phases: [{ ...phases[1], id: 'rating' }] }))).toEqual([
    'phases.0.id',
  ]);
  expect(problemsOf(() => parseFormat({ ...format, title: 7, levels: [] }))).toEqual(['title', 'levels']);
});

test('[RB1] a floor above its bar, a repeated id and a missing level are refused', () => {
  const rubric = aRubric();
  const change = (fields: object) => ({
    ...rubric,
    criteria: [{ ...rubric.criteria[0], ...fields }, rubric.criteria[1]],
  });
  expect(problemsOf(() => parseRubric(change({ floor: { senior: 4 } })))).toEqual([
    'criteria.0.floor.senior',
  ]);
  expect(problemsOf(() => parseRubric(change({ id: 'depth' })))).toEqual(['criteria.0.id', 'criteria.1.id']);
  expect(problemsOf(() => parseRubric(change({ levels: { 1: [], 2: [], 3: [] } })))).toContain(
    'criteria.0.levels.4',
  );
});

test('[VW3] a question without its blocks, or with an answer outside its range, is refused', () => {
  const question = aQuestion();
  expect(problemsOf(() => parseQuestion({ ...question, reveal: undefined }))).toEqual(['reveal']);
  const estimation = {
    id: 'avg',
    ask: 'Rate',
    working: '10 / 2',
    answer: 5,
    unit: 'per second',
    accept: [1, 4],
  };
  const interviewer = { ...question.interviewer, estimations: [estimation] };
  expect(problemsOf(() => parseQuestion({ ...question, interviewer }))).toEqual([
    'interviewer.estimations.0.answer',
  ]);
});

test('[RB2] ticks propose the highest level half ticked, at most 2 with a level-1 behaviour', () => {
  const criterion = aRubric().criteria[0]!;
  const proposed = (...ids: string[]) =>
    proposedValue(
      criterion,
      ids.map((id) => `scope.${id}`),
    );
  expect(proposed()).toBeNull();
  expect(proposed('4a')).toBe(4);
  expect(proposed('3a', '2a')).toBe(3);
  expect(proposed('1a')).toBe(1);
  expect(proposed('1a', '4a', '4b')).toBe(2);
});

const rating = (value: 1 | 2 | 3 | 4 | 'not_observed' | null, evidence = '', notes: string[] = []) => ({
  value,
  evidence,
  notes,
  behaviours: [],
  at: 0,
});
const card = (ratings: Record<string, ReturnType<typeof rating>>, recommendation: string | null = 'yes') => ({
  by: 'x',
  role: 'interviewer' as const,
  ratings,
  recommendation,
  strength: '',
  change: '',
  submittedAt: null,
});

const aNote = (id: string, isPrivate = false) => ({
  ...{ id, isPrivate, by: 'x', at: 0, begunAt: 0, phaseId: 'scope', text: 'Named a target', criterion: null },
});
const rated = {
  ...{ rubric: aRubric(), format: aFormat(), runs: [], solo: null },
  notes: [aNote('note-0001'), aNote('note-0002', true)],
};

test('[RB4] 1 and 4 need a note or a sentence, 2, 3 and not observed do not', () => {
  const lacks = (...of: Parameters<typeof rating>) => lacksEvidence(rated, rating(...of));
  expect([1, 2, 3, 4].map((value) => lacks(value as 1))).toEqual([true, false, false, true]);
  expect(lacks(4, 'Named the bottleneck')).toBe(false);
  expect(lacks(1, '  ')).toBe(true);
  expect(lacks(1, '', ['note-0001'])).toBe(false);
  expect(lacks('not_observed')).toBe(false);
});

test('[RB4] a note that is private or gone shows the other nothing; alone there is no other', () => {
  expect(lacksEvidence(rated, rating(1, '', ['note-0002']))).toBe(true);
  expect(lacksEvidence(rated, rating(1, '', ['note-0003']))).toBe(true);
  expect(lacksEvidence({ ...rated, solo: new SoloRoom().state.solo }, rating(1, '', ['note-0002']))).toBe(
    false,
  );
});

test('[RB5] a form lacks what is unrated, unproven or unsaid, in rubric order', () => {
  const fields = (c: ReturnType<typeof card>) => missingForSubmission(rated, c).map((m) => m.field);
  expect(fields(card({}, null))).toEqual(['scope', 'depth', 'recommendation']);
  expect(fields(card({ scope: rating(4), depth: rating(null) }))).toEqual(['scope', 'depth']);
  expect(fields(card({ scope: rating('not_observed'), depth: rating(3) }))).toEqual([]);
  expect(evidenceCount(rated, card({ scope: rating(3, 'yes'), depth: rating('not_observed') }))).toEqual({
    withEvidence: 1,
    rated: 1,
  });
  expect(recommendationTitle('strong_no')).toBe('Strong no');
});
