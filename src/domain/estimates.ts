// Figures somebody worked out, held against the question's own: which answers which, in one unit, and by how much they
// differ (ES1). Pure; the units are those of units.ts, everything else compares as plain numbers.
import type { Guide } from './question.ts';
import type { EnteredEstimate } from './room.ts';
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
  for (const estimation of estimations) {
    if (found.has(estimation)) continue;
    take(
      estimation,
      [...left].find((one) => isNear(estimation, one)),
    );
  }
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

const singular = (word: string): string => (word.length > 3 ? word.replace(/s$/, '') : word);
const words = (text: string): string[] => (text.toLowerCase().match(/\p{L}{3,}/gu) ?? []).map(singular);

function bestNamed(estimation: Estimation, entered: readonly EnteredEstimate[]): EnteredEstimate | undefined {
  const asked = new Set(words(`${estimation.ask} ${estimation.id}`));
  const shared = (one: EnteredEstimate) => words(one.name).filter((word) => asked.has(word)).length;
  return entered
    .filter((one) => shared(one) > 0 && convert(one, estimation.unit) !== null)
    .sort((a, b) => shared(b) - shared(a))[0];
}

/** Within a factor of thirty of the reference: far enough to be wrong, near enough to be meant. */
function isNear(estimation: Estimation, one: EnteredEstimate): boolean {
  const value = convert(one, estimation.unit);
  if (value === null || value <= 0 || estimation.answer <= 0) return false;
  return Math.abs(Math.log10(value / estimation.answer)) < Math.log10(30);
}
