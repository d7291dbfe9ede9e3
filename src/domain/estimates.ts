// Figures somebody worked out, held against the question's own: which answers which, in one unit, and by how much they
// differ. Pure; units are the few that estimates come in, everything else compares as plain numbers.
import type { Guide } from './question.ts';
import type { EnteredEstimate } from './room.ts';

type Estimation = Guide['estimations'][number];
export type Compared = {
  estimation: Estimation;
  entered: EnteredEstimate | null;
  /** The entered value in the reference's unit; null without one. */
  value: number | null;
  isWithin: boolean;
};

const sizes: Record<string, number> = {
  b: 1,
  byte: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  pb: 1e15,
};
const bits: Record<string, number> = {
  bit: 1 / 8,
  kbit: 125,
  mbit: 125e3,
  gbit: 125e6,
};
const times: Record<string, number> = {
  ...{
    ns: 1e-9,
    us: 1e-6,
    µs: 1e-6,
    ms: 1e-3,
    millisecond: 1e-3,
    s: 1,
    sec: 1,
    second: 1,
  },
  ...{
    min: 60,
    minute: 60,
    h: 3600,
    hour: 3600,
    day: 86_400,
    d: 86_400,
    week: 604_800,
  },
  ...{ month: 2_592_000, year: 31_536_000 },
};

type Unit = {
  kind: 'count' | 'size' | 'time' | 'share';
  isRate: boolean;
  factor: number;
};

/** A unit as people write it: `GB a day`, `req/s`, `per second`, `minutes`. What it counts does not matter. */
export function unitOf(text: string): Unit {
  const [over = '', under] = text.toLowerCase().split(/\bper\b|\/|\ba\b(?=\s+\p{L})/u, 2);
  const per = under === undefined ? undefined : times[singular(under.trim().split(/\s+/)[0] ?? '')];
  const divisor = per ?? 1;
  const words = over.trim().split(/\s+/);
  const size = words.map((word) => sizes[singular(word)] ?? bits[singular(word)]).find(Boolean);
  if (size) return { kind: 'size', isRate: per !== undefined, factor: size / divisor };
  const time = per === undefined ? words.map((word) => times[singular(word)]).find(Boolean) : undefined;
  if (time) return { kind: 'time', isRate: false, factor: time };
  if (/percent|%/.test(over)) return { kind: 'share', isRate: false, factor: 1 };
  return { kind: 'count', isRate: per !== undefined, factor: 1 / divisor };
}

const singular = (word: string): string => (word.length > 3 ? word.replace(/s$/, '') : word);

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
  return from.kind === to.kind && from.isRate === to.isRate ? (value * from.factor) / to.factor : null;
}

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
