// The scoring rule: from one rater's values to a suggestion, with how far it can be trusted. A modified
// compensatory rule, all of its numbers from the rubric file; the live form, page, export and history ask here.
// It knows nothing of rooms: values in, a judgement out.
import type { RatingValue } from './protocol.ts';
import { levelValues } from './levels.ts';
import type { Criterion, Rubric } from './rubric.ts';
import type { LevelValue } from './levels.ts';

export const suggestions = ['strong_no', 'no', 'yes', 'strong_yes'] as const;
export type Suggestion = (typeof suggestions)[number];

/** A criterion's value by criterion id; null or absent is not rated yet. */
export type Values = Readonly<Record<string, RatingValue | null | undefined>>;

/** One changed value that would carry the suggestion across the yes/no line (SC7). */
export type Flip = { criterion: string; from: LevelValue; to: LevelValue; suggestion: Suggestion };

/** What can be said of the rated criteria whatever comes of it. Means are on the scale of 1 to 4. */
export type Measures = {
  /** Weight rated over weight applicable, 0 to 1. */
  coverage: number;
  mean: number;
  /** The mean bar of the criteria that were rated. */
  bar: number;
  netSteps: number;
  /** Weight at or above its bar over weight rated, 0 to 1. */
  shareAtBar: number;
  /** The mean, were all that was not observed a 1, or a 4 (SC6). */
  lowest: number;
  highest: number;
};

export type Assessment =
  | { state: 'incomplete'; unrated: string[] }
  | { state: 'insufficient'; measures: Measures | null; coverage: number; unseenCore: string[] }
  | {
      state: 'scored';
      measures: Measures;
      suggestion: Suggestion;
      belowBar: string[];
      /** Core criteria below their floor: what holds the suggestion at *no* at most (SC5). */
      brokenFloors: string[];
      /** The suggestions, were all that was not observed a 1, or a 4; both are the suggestion when all was seen. */
      ifLowest: Suggestion;
      ifHighest: Suggestion;
      flips: Flip[];
    };

type Rated = { of: Criterion; value: LevelValue };

/** The rule's answer for `values` at `level` (SC1 to SC7). */
export function suggest(rubric: Rubric, level: string, values: Values): Assessment {
  const unrated = rubric.criteria.filter(({ id }) => values[id] == null).map(({ id }) => id);
  if (unrated.length > 0) return { state: 'incomplete', unrated };
  const applicable = rubric.criteria.filter(({ id }) => values[id] !== 'not_applicable');
  const rated = applicable.flatMap((of): Rated[] => {
    const value = values[of.id];
    return typeof value === 'number' ? [{ of, value }] : [];
  });
  const unseen = applicable.filter(({ id }) => values[id] === 'not_observed');
  const unseenCore = unseen.filter((c) => c.core).map(({ id }) => id);
  if (rated.length === 0) return { state: 'insufficient', measures: null, coverage: 0, unseenCore };
  const measures = measure(rated, unseen, level);
  const { coverage } = measures;
  if (coverage < rubric.scoring.minCoverage || unseenCore.length > 0)
    return { state: 'insufficient', measures, coverage, unseenCore };
  const suggestion = ruleFor(rubric, level, rated);
  const filledWith = (value: LevelValue) =>
    ruleFor(rubric, level, [...rated, ...unseen.map((of) => ({ of, value }))]);
  return {
    state: 'scored',
    measures,
    suggestion,
    belowBar: rated.filter((r) => isBelowBar(r, level)).map(({ of }) => of.id),
    brokenFloors: belowFloor(rated, level),
    ifLowest: filledWith(1),
    ifHighest: filledWith(4),
    flips: flipsOf(rubric, level, rated, suggestion),
  };
}

/** Whether a suggestion is on the yes side of the line. */
export function isPositive(suggestion: Suggestion): boolean {
  return suggestion === 'yes' || suggestion === 'strong_yes';
}

function measure(rated: readonly Rated[], unseen: readonly Criterion[], level: string): Measures {
  const weight = sum(rated, ({ of }) => of.weight);
  const unseenWeight = sum(unseen, (of) => of.weight);
  const points = sum(rated, ({ of, value }) => of.weight * value);
  const all = weight + unseenWeight;
  return {
    coverage: weight / all,
    mean: points / weight,
    bar: sum(rated, ({ of }) => of.weight * barOf(of, level)) / weight,
    netSteps: netStepsOf(rated, level),
    shareAtBar: shareAtBar(rated, level),
    lowest: (points + unseenWeight) / all,
    highest: (points + 4 * unseenWeight) / all,
  };
}

/** The four tests in their order, held at *no* by a broken floor (SC3 to SC5). */
function ruleFor(rubric: Rubric, level: string, rated: readonly Rated[]): Suggestion {
  const coreOnes = rated.filter(({ of, value }) => of.core && value === 1);
  if (coreOnes.length >= 2) return 'strong_no';
  const suggestion = compensatory(rubric, level, rated);
  return isPositive(suggestion) && belowFloor(rated, level).length > 0 ? 'no' : suggestion;
}

function compensatory({ scoring }: Rubric, level: string, rated: readonly Rated[]): Suggestion {
  const position = positionOf(rated, level);
  const isNowhereBelow = !rated.some((r) => isBelowBar(r, level));
  if (position >= scoring.strongYesHeadroom && isNowhereBelow) return 'strong_yes';
  // Weights may be fractions, whose sums miss a whole step by a rounding error.
  const isNear = netStepsOf(rated, level) >= scoring.yesNetSteps - 1e-9;
  if (isNear && shareAtBar(rated, level) >= scoring.yesMinShareAtBar) return 'yes';
  return position >= -scoring.strongNoShortfall ? 'no' : 'strong_no';
}

/** Where the mean stands: 0 at the bar, 1 at the top of the scale, -1 at its bottom. */
function positionOf(rated: readonly Rated[], level: string): number {
  const weight = sum(rated, ({ of }) => of.weight);
  const mean = sum(rated, ({ of, value }) => of.weight * value) / weight;
  const bar = sum(rated, ({ of }) => of.weight * barOf(of, level)) / weight;
  const margin = mean - bar;
  if (margin >= 0 && bar < 4) return margin / (4 - bar);
  return bar > 1 ? margin / (bar - 1) : margin;
}

function flipsOf(rubric: Rubric, level: string, rated: readonly Rated[], suggestion: Suggestion): Flip[] {
  return rated.flatMap(({ of, value }, i) =>
    levelValues
      .filter((to) => Math.abs(to - value) === 1)
      .flatMap((to): Flip[] => {
        const changed = ruleFor(rubric, level, rated.with(i, { of, value: to }));
        if (isPositive(changed) === isPositive(suggestion)) return [];
        return [{ criterion: of.id, from: value, to, suggestion: changed }];
      }),
  );
}

/** Content is checked to have a bar for every level; a recording older than that check gets *solid*. */
function barOf(of: Criterion, level: string): LevelValue {
  return of.bar[level] ?? 3;
}

function isBelowBar({ of, value }: Rated, level: string): boolean {
  return value < barOf(of, level);
}

function belowFloor(rated: readonly Rated[], level: string): string[] {
  return rated.filter(({ of, value }) => of.core && value < (of.floor[level] ?? 1)).map(({ of }) => of.id);
}

function netStepsOf(rated: readonly Rated[], level: string): number {
  return sum(rated, ({ of, value }) => of.weight * (value - barOf(of, level)));
}

function shareAtBar(rated: readonly Rated[], level: string): number {
  const atBar = rated.filter((r) => !isBelowBar(r, level));
  return sum(atBar, ({ of }) => of.weight) / sum(rated, ({ of }) => of.weight);
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
