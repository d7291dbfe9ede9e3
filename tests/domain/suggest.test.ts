// The scoring rule against its table of cases, its own laws, and ten thousand cards that an independent
// reference implementation answered (reference-cards.txt).
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RatingValue } from '#domain/protocol.ts';
import type { Criterion, Rubric } from '#domain/rubric.ts';
import type { LevelValue } from '#domain/levels.ts';
import { suggest, suggestions } from '#domain/suggest.ts';
import type { Assessment } from '#domain/suggest.ts';

type Reference = {
  /** What the rule reads of a rubric. */
  rubrics: Rubric[];
  /** Rubric, level, signs, suggestion (empty when insufficient), mean, lowest, highest, flips, broken floors. */
  cards: [number, string, string, string, number | null, number | null, number | null, string, string][];
};
const reference = JSON.parse(
  readFileSync(new URL('./reference-cards.txt', import.meta.url), 'utf8'),
) as Reference;
const core = reference.rubrics.find((rubric) => rubric.id === 'system-design-core') as Rubric;

/** `3323-4/`: one sign a criterion in the rubric's order; `-` not observed, `/` not applicable. */
function valuesOf(rubric: Pick<Rubric, 'criteria'>, signs: string): Record<string, RatingValue> {
  const unrated: Record<string, RatingValue> = { '-': 'not_observed', '/': 'not_applicable' };
  return Object.fromEntries(
    rubric.criteria.map(({ id }, i) => [id, unrated[signs[i]!] ?? (Number(signs[i]) as LevelValue)]),
  );
}
const judged = (level: string, signs: string) => suggest(core, level, valuesOf(core, signs));
const answerOf = (a: Assessment) => (a.state === 'scored' ? a.suggestion : a.state);

describe('[SC3] [SC4] [SC5] the table of cases', () => {
  test.each([
    ['all 3', 'senior', '3333333', 'yes', 3, 3, false],
    ['all 3', 'mid', '3333333', 'strong_yes', 3, 2.14, false],
    ['all 3', 'staff', '3333333', 'no', 3, 3.43, null],
    ['all 2', 'mid', '2222222', 'yes', 2, 2.14, true],
    ['all 2', 'senior', '2222222', 'no', 2, 3, null],
    ['one 2', 'senior', '3233333', 'yes', 2.86, 3, true],
    ['two 2s', 'senior', '3233233', 'no', 2.71, 3, true],
    ['two 2s, two 4s', 'senior', '3244233', 'yes', 3, 3, true],
    ['a hole in the core', 'senior', '4414444', 'no', 3.57, 3, null],
    ['strong', 'senior', '3344334', 'strong_yes', 3.43, 3, null],
    ['resilience unseen', 'senior', '3333-33', 'yes', 3, 3, null],
    ['no deep dive seen', 'senior', '333--33', 'insufficient', 3, 3, null],
    ['weak', 'senior', '1121222', 'strong_no', 1.57, 3, null],
    ['staff at bar', 'staff', '3334344', 'yes', 3.43, 3.43, null],
    ['three unseen', 'senior', '3-33--3', 'insufficient', 3, 3, null],
    ['estimation not applicable', 'senior', '3/33333', 'yes', 3, 3, null],
  ])('%s at %s: %s is %s', (_name, level, signs, answer, mean, bar, isFragile) => {
    const assessment = judged(level, signs);
    expect(answerOf(assessment)).toBe(answer);
    if (assessment.state === 'incomplete') throw new Error('every criterion has its value');
    expect(assessment.measures?.mean).toBeCloseTo(mean, 2);
    expect(assessment.measures?.bar).toBeCloseTo(bar, 2);
    if (isFragile !== null && assessment.state === 'scored')
      expect(assessment.flips.length > 0).toBe(isFragile);
  });

  test('a broken floor says which criterion broke it', () => {
    expect(judged('senior', '4414444')).toMatchObject({ brokenFloors: ['hld'] });
  });

  test('[SC6] what was not observed spans a range', () => {
    const assessment = judged('senior', '3333-33');
    if (assessment.state !== 'scored') throw new Error(assessment.state);
    expect(assessment.measures.lowest).toBeCloseTo(2.71, 2);
    expect(assessment.measures.highest).toBeCloseTo(3.14, 2);
    expect(assessment.measures.coverage).toBeCloseTo(0.86, 2);
    expect([assessment.ifLowest, assessment.ifHighest]).toEqual(['no', 'yes']);
  });

  test('[SC1] a criterion without a value makes it incomplete, by name', () => {
    const { scope: _scope, ...rest } = valuesOf(core, '3333333');
    expect(suggest(core, 'senior', rest)).toEqual({ state: 'incomplete', unrated: ['scope'] });
  });

  test('[SC2] nothing observed is insufficient evidence and has no mean', () => {
    expect(judged('senior', '-------')).toMatchObject({ state: 'insufficient', measures: null, coverage: 0 });
  });

  test('[SC7] a fragile suggestion names the criteria that decide it', () => {
    const assessment = judged('senior', '3233233');
    if (assessment.state !== 'scored') throw new Error(assessment.state);
    expect(assessment.flips).toContainEqual({ criterion: 'resilience', from: 2, to: 3, suggestion: 'yes' });
  });
});

const value = fc.constantFrom<RatingValue>(1, 2, 3, 4, 'not_observed', 'not_applicable');
const card = fc.tuple(...core.criteria.map(() => value));
const level = fc.constantFrom('mid', 'senior', 'staff');
const valuesFrom = (signs: readonly RatingValue[]) =>
  Object.fromEntries(core.criteria.map(({ id }, i) => [id, signs[i]]));

describe('[SC8] laws of the rule', () => {
  test('raising a rating never lowers the suggestion', () => {
    fc.assert(
      fc.property(card, level, fc.nat(core.criteria.length - 1), (signs, target, i) => {
        const from = signs[i];
        fc.pre(typeof from === 'number' && from < 4);
        const before = suggest(core, target, valuesFrom(signs));
        const after = suggest(core, target, valuesFrom(signs.with(i, ((from as number) + 1) as LevelValue)));
        expect(after.state).toBe(before.state);
        if (before.state !== 'scored' || after.state !== 'scored') return;
        expect(suggestions.indexOf(after.suggestion)).toBeGreaterThanOrEqual(
          suggestions.indexOf(before.suggestion),
        );
      }),
      { numRuns: 3_000 },
    );
  });

  test('the order of criteria does not matter', () => {
    const shuffled = fc.shuffledSubarray(core.criteria, { minLength: core.criteria.length });
    fc.assert(
      fc.property(card, level, shuffled, (signs, target, criteria) => {
        const [a, b] = [core, { ...core, criteria }].map((r) => suggest(r, target, valuesFrom(signs)));
        expect(answerOf(b!)).toBe(answerOf(a!));
      }),
    );
  });

  test('a criterion not observed never changes the mean of the others', () => {
    fc.assert(
      fc.property(card, level, fc.nat(core.criteria.length - 1), (signs, target, i) => {
        const unseen = suggest(core, target, valuesFrom(signs.with(i, 'not_observed')));
        const without: Criterion[] = core.criteria.toSpliced(i, 1);
        const rest = suggest({ ...core, criteria: without }, target, valuesFrom(signs));
        if (unseen.state === 'incomplete' || rest.state === 'incomplete') throw new Error('all have values');
        expect(unseen.measures?.mean ?? null).toBe(rest.measures?.mean ?? null);
      }),
    );
  });

  test('the suggestion lies between its two ends', () => {
    fc.assert(
      fc.property(card, level, (signs, target) => {
        const assessment = suggest(core, target, valuesFrom(signs));
        fc.pre(assessment.state === 'scored');
        if (assessment.state !== 'scored') return;
        const [low, high] = [assessment.ifLowest, assessment.ifHighest].map((s) => suggestions.indexOf(s));
        expect(low).toBeLessThanOrEqual(high!);
      }),
    );
  });
});

test('[SC3] agrees with the reference implementation on 10,000 cards', () => {
  expect(reference.cards).toHaveLength(10_000);
  const different = reference.cards.filter((row) => {
    const [rubric, target, signs, ...answer] = row;
    const of = reference.rubrics[rubric] as Rubric;
    const ours = asReference(suggest(of, target, valuesOf(of, signs)));
    return !ours.every((part, i) => isSame(part, answer[i]));
  });
  expect(different).toEqual([]);
});

/** The reference's means have three decimals. */
function isSame(ours: unknown, theirs: unknown): boolean {
  if (typeof ours === 'number' && typeof theirs === 'number') return Math.abs(ours - theirs) <= 0.0006;
  return ours === theirs;
}

function asReference(assessment: Assessment): unknown[] {
  if (assessment.state === 'incomplete') return ['incomplete'];
  const { measures } = assessment;
  const means = [measures?.mean ?? null, measures?.lowest ?? null, measures?.highest ?? null];
  if (assessment.state === 'insufficient') return ['', ...means, '', ''];
  const flips = assessment.flips.map(({ criterion, from, to }) => `${criterion}${to > from ? '+' : '-'}`);
  return [assessment.suggestion, ...means, flips.join(' '), assessment.brokenFloors.join(' ')];
}
