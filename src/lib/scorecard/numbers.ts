// The figures of an interview: what the candidate worked out or wrote down, beside what the question expects.
import { compareEstimates } from '#domain/estimates.ts';
import type { Compared } from '#domain/estimates.ts';
import type { RoomState } from '#domain/room.ts';
import { momentOf } from './moments.ts';
import type { Moment } from './moments.ts';

/** One of the question's figures; `own` null where the candidate has none that answers it. */
export type Estimate = {
  ask: string;
  working: string;
  answer: string;
  accept: string;
  own: { figure: string; isWithin: boolean } | null;
};
export type Numbers = {
  estimates: Estimate[];
  /** Those of `estimates` that were worked out, to be drawn. */
  compared: Compared[];
  /** Notes with a figure in them, and what was worked out and answers none of the question's. */
  figures: { moment: Moment; text: string }[];
};

export function numbersOf(state: RoomState): Numbers {
  const entered = ownEstimates(state);
  const all = compareEstimates(state.question?.interviewer?.estimations ?? [], entered);
  const compared = all.filter((one) => one.entered);
  const answering = new Set(compared.map((one) => one.entered));
  const further = entered.filter((one) => !answering.has(one));
  const written = state.notes.filter((note) => isCandidates(state, note) && /\d/.test(note.text));
  const figures = [
    ...written.map(({ begunAt: at, phaseId, text }) => ({ at, phaseId, text })),
    ...further.map((one) => ({ at: one.at, phaseId: one.phaseId, text: `${one.name}: ${figureOf(one)}` })),
  ];
  return {
    estimates: all.map(estimateOf),
    compared,
    figures: figures
      .toSorted((a, b) => a.at - b.at)
      .map(({ text, ...at }) => ({ moment: momentOf(state, at), text })),
  };
}

/** What the candidate kept in the calculator. */
export const ownEstimates = (state: RoomState) => state.estimates.filter((one) => isCandidates(state, one));

const isCandidates = ({ participants }: RoomState, { by }: { by: string }) =>
  participants[by]?.role === 'candidate';

function estimateOf({ estimation, entered, isWithin }: Compared): Estimate {
  const { ask, working, answer, unit, accept } = estimation;
  return {
    ...{ ask, working, answer: figureOf({ value: answer, unit }), accept: accept.map(rounded).join(' to ') },
    own: entered && { figure: figureOf(entered), isWithin },
  };
}

/** "1,157 per second" */
export const figureOf = ({ value, unit }: { value: number; unit: string }): string =>
  `${rounded(value)} ${unit}`.trim();

const rounded = (value: number): string => value.toLocaleString('en-GB', { maximumSignificantDigits: 4 });
