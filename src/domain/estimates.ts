// Figures somebody worked out, held against the question's own: which answers which, in one unit, and by how much they
// differ (ES1). Pure; the units are those of units.ts, everything else compares as plain numbers.
import type { Guide } from './question.ts';
import type { EnteredEstimate } from './room.ts';
import { stems } from './script-words.ts';
import { converted, unitOf } from './units.ts';

type Estimation = Guide['estimations'][number];
export type Compared = {
  estimation: Estimation;
  entered: EnteredEstimate | null;
  /** The entered value in the reference's unit; null without one. */
  value: number | null;
  isWithin: boolean;
};

/** Each of the question's figures with the entered one that answers it: by name first, then by size. Each entered one
 * is used once. */
export function compareEstimates(
  estimations: readonly Estimation[],
  entered: readonly EnteredEstimate[],
): Compared[] {
  const left = new Set(entered);
  const found = new Map<Estimation, EnteredEstimate>();
  const take = (estimation: Estimation, one: EnteredEstimate | undefined) => {
    if (!one || found.has(estimation)) return;
    found.set(estimation, one);
    left.delete(one);
  };
  for (const estimation of estimations) take(estimation, bestNamed(estimation, [...left]));
  const near = estimations
    .flatMap((estimation) => entered.map((one) => ({ estimation, one, apart: factorApart(estimation, one) })))
    .filter(({ apart }) => apart < farthest)
    .sort((a, b) => a.apart - b.apart);
  for (const { estimation, one } of near) if (left.has(one)) take(estimation, one);
  return estimations.map((estimation) => compared(estimation, found.get(estimation) ?? null));
}

function compared(estimation: Estimation, entered: EnteredEstimate | null): Compared {
  const value = entered && convert(entered, estimation.unit);
  const [low, high] = estimation.accept;
  return {
    estimation,
    entered,
    value,
    isWithin: value !== null && value >= low && value <= high,
  };
}

/** Null where the two units measure different things. */
function convert({ value, unit }: EnteredEstimate, into: string): number | null {
  const [from, to] = [unitOf(unit), unitOf(into)];
  return from && to && converted(value, from, to);
}

function bestNamed(estimation: Estimation, entered: readonly EnteredEstimate[]): EnteredEstimate | undefined {
  const asked = new Set(stems(`${estimation.ask} ${estimation.id}`));
  const shared = (one: EnteredEstimate) => stems(one.name).filter((word) => asked.has(word)).length;
  return entered
    .filter((one) => shared(one) > 0 && convert(one, estimation.unit) !== null)
    .sort((a, b) => shared(b) - shared(a))[0];
}

/** Far enough from the reference to be wrong, near enough to be meant. */
const farthest = 30;

/** By what factor it is larger or smaller than the reference; Infinity where the two cannot be compared. */
function factorApart(estimation: Estimation, one: EnteredEstimate): number {
  const value = convert(one, estimation.unit);
  if (value === null || value <= 0 || estimation.answer <= 0) return Infinity;
  return Math.max(value / estimation.answer, estimation.answer / value);
}
