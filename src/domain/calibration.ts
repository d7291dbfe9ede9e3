// Two raters of one person, compared: the gap between self and partner, and how two people's ratings agree.
// The partner is not the truth either; nothing here says who is wrong. Sources of the limits: rubrics/README.md.
import type { LevelValue } from './levels.ts';
import { levelValues } from './levels.ts';
import type { Values } from './suggest.ts';

/** `gap` is self minus partner, -3 to 3. */
export type Gap = { criterion: string; self: LevelValue; partner: LevelValue; gap: number };

/** How a gap is read: one step alone is within the noise of two raters (CA2). */
export type GapReading = 'same' | 'noise' | 'recurring' | 'compare';

/** Of how many interviews, this one included, a one-step gap must recur in how many to mean something (CA2). */
const recentInterviews = 5;
const recurring = 3;

/** The criteria both gave a value, in rubric order (CA1). */
export function gapsOf(
  rubric: { criteria: readonly { id: string }[] },
  self: Values,
  partner: Values,
): Gap[] {
  return rubric.criteria.flatMap(({ id }): Gap[] => {
    const [own, theirs] = [self[id], partner[id]];
    if (typeof own !== 'number' || typeof theirs !== 'number') return [];
    return [{ criterion: id, self: own, partner: theirs, gap: own - theirs }];
  });
}

/** `earlier` are this person's gaps on the same criterion in interviews before, latest first. */
export function readGap(gap: number, earlier: readonly number[]): GapReading {
  if (gap === 0) return 'same';
  if (Math.abs(gap) >= 2) return 'compare';
  const recent = [gap, ...earlier].slice(0, recentInterviews);
  const sameSign = recent.filter((g) => Math.sign(g) === Math.sign(gap)).length;
  return sameSign >= recurring ? 'recurring' : 'noise';
}

/** Bias is the mean gap (above 0: rates oneself higher), distance the mean size of it; null without a gap. */
export function biasOf(gaps: readonly number[]): { bias: number; distance: number } | null {
  if (gaps.length === 0) return null;
  return { bias: mean(gaps), distance: mean(gaps.map(Math.abs)) };
}

/** One person's two ratings of the same thing by two raters. */
export type Pair = readonly [LevelValue, LevelValue];

export type Agreement = {
  pairs: number;
  exact: number;
  withinOne: number;
  /** Mean of first minus second. */
  meanDifference: number;
  /** What two raters who use the scale as these two do would reach by chance. */
  chanceExact: number;
  chanceWithinOne: number;
};

const leastPairs = 10;

/** Shares from 0 to 1 with the level expected by chance; null below ten pairs (CA3). */
export function agreementOf(pairs: readonly Pair[]): Agreement | null {
  if (pairs.length < leastPairs) return null;
  const share = (test: (pair: Pair) => boolean) => pairs.filter(test).length / pairs.length;
  const chance = (test: (a: number, b: number) => boolean) =>
    levelValues
      .flatMap((a) => levelValues.filter((b) => test(a, b)).map((b) => [a, b] as const))
      .reduce((sum, [a, b]) => sum + share((p) => p[0] === a) * share((p) => p[1] === b), 0);
  return {
    pairs: pairs.length,
    exact: share(([a, b]) => a === b),
    withinOne: share(([a, b]) => Math.abs(a - b) <= 1),
    meanDifference: mean(pairs.map(([a, b]) => a - b)),
    chanceExact: chance((a, b) => a === b),
    chanceWithinOne: chance((a, b) => Math.abs(a - b) <= 1),
  };
}

const leastInterviews = 5;

/** How much higher (above 0) or lower a rater rates than the others of the same interviews; each item is one
 * interview's pairs of own and other rating. Null below five interviews (CA4). */
export function severityOf(interviews: readonly (readonly Pair[])[]): number | null {
  const shared = interviews.filter((pairs) => pairs.length > 0);
  if (shared.length < leastInterviews) return null;
  return mean(shared.map((pairs) => mean(pairs.map(([own, other]) => own - other))));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
