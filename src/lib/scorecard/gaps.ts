// Self against interviewer, in sentences: each gap with how much of it is noise. The limits are
// domain/calibration.ts; neither side is called right.
import { biasOf, gapsOf, readGap } from '#domain/calibration.ts';
import type { GapReading } from '#domain/calibration.ts';
import type { RoomState } from '#domain/room.ts';
import { valuesOf } from './judgement.ts';
import { nameOf } from './names.ts';

export type GapLine = { criterion: string; gap: number; words: string; reading: GapReading; advice: string };
export type Gaps = { lines: GapLine[]; summary: string };

const advice: Record<GapReading, string> = {
  same: 'You agree.',
  noise: 'One step is within the noise of two raters.',
  recurring: 'One step, but in the same direction in three of your last five interviews.',
  compare: 'Two steps or more: read each other’s evidence and talk about it.',
};

/** Null unless both rated. `earlier`: the candidate's gaps of interviews before, by criterion, latest first. */
export function gapsIn(state: RoomState, earlier: Record<string, number[]> = {}): Gaps | null {
  const cards = Object.values(state.scorecards);
  const self = cards.find((card) => card.role === 'candidate');
  const partner = cards.find((card) => card.role === 'interviewer');
  if (!self || !partner) return null;
  const gaps = gapsOf(state.rubric, valuesOf(state, self), valuesOf(state, partner));
  const bias = biasOf(gaps.map(({ gap }) => gap));
  if (!bias) return null;
  return {
    lines: gaps.map(({ criterion, gap }) => {
      const reading = readGap(gap, earlier[criterion] ?? []);
      const title = state.rubric.criteria.find(({ id }) => id === criterion)?.title ?? criterion;
      return { criterion: title, gap, words: gapWords(gap), reading, advice: advice[reading] };
    }),
    summary: summaryOf(bias, nameOf(state, self.by) || 'The candidate'),
  };
}

function gapWords(gap: number): string {
  if (gap === 0) return 'same';
  return `${gap > 0 ? '+' : '−'}${Math.abs(gap)}`;
}

function summaryOf({ bias, distance }: { bias: number; distance: number }, name: string): string {
  if (distance === 0) return 'The two views are the same.';
  const size = `${distance.toFixed(1)} of a step apart on average`;
  // Half a step over a whole card is what two careful raters differ by anyway.
  if (Math.abs(bias) < 0.5) return `The two views are ${size}, without leaning to either side.`;
  return `The two views are ${size}; ${name} rated themselves ${bias > 0 ? 'higher' : 'lower'} than the partner did.`;
}
