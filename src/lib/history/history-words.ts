// How history speaks: of series, trends, gaps and raters, in whole sentences that promise no more than the
// figures do. Means carry one decimal and nothing is a percentage.
import type { GapReading } from '#domain/calibration.ts';
import type { History, RaterKind, Series } from '#domain/history.ts';
import type { Labels } from '#domain/outcome.ts';
import type { SeriesOf, Trend } from '#domain/trend.ts';
import { capitalised } from '$lib/ui/words.ts';

const figure = (value: number): string => value.toFixed(1);
/** 3 -> "3", 2.5 -> "2.5": a median of whole ratings is whole or in the middle. */
const plain = (value: number): string => (Number.isInteger(value) ? String(value) : figure(value));

export const interviewsIn = (count: number): string => `${count} interview${count === 1 ? '' : 's'}`;

/** "core@2" -> "Core rubric, version 2", by its id where nobody knows its title. */
export function rubricTitle(rubric: string, labels: Labels): string {
  const [id = rubric, major] = rubric.split('@');
  const title = labels.rubrics[rubric]?.title ?? capitalised(id);
  return major === undefined ? title : `${title}, version ${major}`;
}

export const formatTitle = (id: string, labels: Labels): string =>
  labels.formats[id]?.title ?? capitalised(id);

export function criterionTitle(rubric: string, id: string, labels: Labels): string {
  return labels.rubrics[rubric]?.criteria.find((one) => one.id === id)?.title ?? capitalised(id);
}

/** What sets a series apart inside its format: "Senior", "Senior, solo", "Senior, rubric 2". */
export function seriesTitle({ level, mode, rubric }: SeriesOf, among: readonly SeriesOf[]): string {
  const areRubricsSeveral = new Set(among.map((one) => one.rubric)).size > 1;
  const parts = [capitalised(level)];
  if (mode === 'solo') parts.push('solo');
  if (areRubricsSeveral) parts.push(`rubric ${rubric.split('@')[1] ?? rubric}`);
  return parts.join(', ');
}

/** How much so many interviews can carry, in one sentence. */
export function confidenceWords({ count, confidence }: Series): string {
  if (confidence === 'provisional')
    return `${interviewsIn(count)}: provisional. Medians and ranges only; trends begin with the fourth.`;
  const says = confidence === 'fair' ? 'a fair picture' : 'a good picture';
  return `${interviewsIn(count)}: ${says}. A change of less than half a point between two of them says nothing.`;
}

/** One line under a plot. */
export function trendWords(trend: Trend | null): string {
  if (!trend) return 'Not observed yet';
  const { count, median, lowest, highest, interval } = trend;
  if (count === 1) return `Rated once: ${lowest}`;
  if (lowest === highest) return `Always ${lowest}`;
  if (!interval) return `Median ${plain(median)}, from ${lowest} to ${highest}`;
  return `Median of the last three ${plain(median)}; mean likely ${figure(interval.from)}–${figure(interval.to)}`;
}

export const gapWords = (gap: number): string => (gap === 0 ? '0' : `${gap > 0 ? '+' : '−'}${Math.abs(gap)}`);

const readings: Record<GapReading, string> = {
  same: 'You agreed last time.',
  noise: 'One step is within the noise of two raters.',
  recurring: 'The same direction in three of the last five.',
  compare: 'Two steps or more last time: compare the evidence.',
};
export const readingWords = (reading: GapReading): string => readings[reading];

/** Bias and distance of one interview. */
export function selfViewWords({ bias, distance }: { bias: number; distance: number }): string {
  const size = `${figure(distance)} apart on average`;
  if (Math.abs(bias) < 0.05) return `no lean, ${size}`;
  return `${figure(Math.abs(bias))} ${bias > 0 ? 'higher' : 'lower'} than your interviewer, ${size}`;
}

/** Why nothing is said of how high somebody rates. */
export function tooFewLedWords({ interviews }: History['rater']): string {
  return `How you rate beside others is shown from five shared interviews of one kind on; you have led ${interviewsIn(interviews)}.`;
}

/** The rater's own severity and agreement in interviews of one kind, each with what it cannot say (CA4). */
export function raterWords({ severity, agreement }: RaterKind): string[] {
  const words: string[] = [];
  const lean =
    Math.abs(severity) < 0.05
      ? 'as high as they rate themselves'
      : `${figure(Math.abs(severity))} ${severity > 0 ? 'higher' : 'lower'} than they rate themselves`;
  words.push(`On average you rate candidates ${lean}. Neither side is the truth.`);
  if (agreement) {
    const { pairs, exact, withinOne, chanceExact, chanceWithinOne } = agreement;
    const of = (share: number) => Math.round(share * pairs);
    words.push(
      `Of ${pairs} ratings ${of(exact)} were the same as the candidate’s (by chance alone about ${of(chanceExact)}), and ` +
        `${of(withinOne)} within one step (by chance about ${of(chanceWithinOne)}).`,
    );
  }
  return words;
}
