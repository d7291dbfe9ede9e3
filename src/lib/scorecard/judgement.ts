// What the scoring rule says of one card, in sentences: the suggestion, why, how far it can be trusted, and
// where it parts from the rater's own recommendation. The rule itself is domain/suggest.ts.
import { ratingsIn } from '#domain/parts.ts';
import type { RoomState, Scorecard } from '#domain/room.ts';
import type { Rubric } from '#domain/rubric.ts';
import { suggestionTitle } from '#domain/scorecard.ts';
import { isPositive, suggest } from '#domain/suggest.ts';
import type { Assessment, Measures, Suggestion, Values } from '#domain/suggest.ts';
import { inWords } from '../ui/words.ts';

type Scored = Extract<Assessment, { state: 'scored' }>;
type Insufficient = Extract<Assessment, { state: 'insufficient' }>;
type TitleOf = (suggestion: Suggestion) => string;

export type Judgement = {
  /** "Yes", "Insufficient evidence". */
  suggestion: string;
  /** Share of the applicable weight that was rated, 0 to 1. */
  coverage: number;
  reasons: string[];
  /** Which single step would carry it across the line; null when none would. */
  fragile: string | null;
  /** Why the rater's recommendation may differ; null when it does not. */
  difference: string | null;
};

export function valuesOf(state: RoomState, card: Scorecard): Values {
  return Object.fromEntries(Object.entries(ratingsIn(state, card)).map(([id, { value }]) => [id, value]));
}

/** The rule's word on a card; null while criteria lack a value. */
export function judge(state: RoomState, card: Scorecard): Judgement | null {
  const { rubric, level } = state;
  const titleOf: TitleOf = (id) => suggestionTitle(id, state.solo !== null);
  const assessment = suggest(rubric, level, valuesOf(state, card));
  if (assessment.state === 'incomplete') return null;
  if (assessment.state === 'insufficient') {
    const suggestion = 'Insufficient evidence';
    const reasons = whyInsufficient(rubric, assessment);
    return { suggestion, coverage: assessment.coverage, reasons, fragile: null, difference: null };
  }
  return {
    suggestion: titleOf(assessment.suggestion),
    coverage: assessment.measures.coverage,
    reasons: reasonsFor(rubric, assessment, titleOf),
    fragile: fragileWords(rubric, assessment, titleOf),
    difference: differenceWords(card, assessment),
  };
}

function reasonsFor(rubric: Rubric, scored: Scored, titleOf: TitleOf): string[] {
  const { measures, belowBar, brokenFloors, ifLowest, ifHighest } = scored;
  const { mean, bar, coverage } = measures;
  const reasons = [`The mean is ${figure(mean)}, the bar ${figure(bar)}.`];
  if (belowBar.length > 0) reasons.push(`Below the bar: ${titles(rubric, belowBar)}.`);
  if (brokenFloors.length > 0) {
    const are = brokenFloors.length === 1 ? 'is' : 'are';
    reasons.push(
      `${titles(rubric, brokenFloors)} ${are} below the floor, which allows no more than “${titleOf('no')}”.`,
    );
  }
  if (coverage < 1) {
    const range = rangeWords(measures);
    const ends = [ifLowest, ifHighest].map((end) => `“${titleOf(end)}”`);
    reasons.push(
      ifLowest === ifHighest ? `${range}.` : `${range}, and the suggestion from ${ends[0]} to ${ends[1]}.`,
    );
  }
  return reasons;
}

/** Never a guess: what the mean would be, were all of it a 1 or all of it a 4 (SC6). */
const rangeWords = ({ lowest, highest }: Measures): string =>
  `What was not observed could move the mean from ${figure(lowest)} to ${figure(highest)}`;

function whyInsufficient(rubric: Rubric, { coverage, unseenCore, measures }: Insufficient): string[] {
  const rated = `${Math.round(coverage * 100)} % of the weight was rated`;
  const needed = `${Math.round(rubric.scoring.minCoverage * 100)} %`;
  return [
    ...(unseenCore.length > 0 ? [`Core and not observed: ${titles(rubric, unseenCore)}.`] : []),
    ...(coverage < rubric.scoring.minCoverage ? [`${rated}; the rule needs ${needed}.`] : []),
    ...(measures ? [`${rangeWords(measures)}.`] : []),
    'The profile above is all that can be said.',
  ];
}

function fragileWords(rubric: Rubric, { flips, suggestion }: Scored, titleOf: TitleOf): string | null {
  if (flips.length === 0) return null;
  const ids = [...new Set(flips.map(({ criterion }) => criterion))];
  const [step, other] = isPositive(suggestion) ? (['down', 'no'] as const) : (['up', 'yes'] as const);
  const moved = `One step ${step} in ${titles(rubric, ids, 'or')}`;
  return `${moved} would turn “${titleOf(suggestion)}” into “${titleOf(other)}”.`;
}

function differenceWords({ recommendation }: Scorecard, { suggestion }: Scored): string | null {
  if (recommendation === null || recommendation === suggestion) return null;
  return 'The rule knows the ratings alone; a person may have weighed what no criterion asks for. Ask for the reason.';
}

/** Means carry one decimal: more would promise what seven ratings cannot keep. */
const figure = (value: number): string => value.toFixed(1);

function titles(rubric: Rubric, ids: readonly string[], last: 'and' | 'or' = 'and'): string {
  return inWords(
    ids.map((id) => rubric.criteria.find((one) => one.id === id)?.title ?? id),
    last,
  );
}
