// The units estimates come in: times, sizes, abbreviated rates, magnitudes in words. One table for the calculator and
// for the comparison with the reference, so that what the one prints the other reads. What is counted is no unit.

/** A month of thirty days and a year of 365: what everybody calculates with. */
export const secondsIn: Readonly<Record<string, number>> = {
  ...{ ns: 1e-9, us: 1e-6, ms: 1e-3, s: 1, minute: 60, hour: 3_600, day: 86_400, week: 604_800 },
  ...{ month: 2_592_000, year: 31_536_000 },
};

const timeWords: Record<string, string> = {
  ns: 'ns nanosecond nanoseconds',
  us: 'us µs microsecond microseconds',
  ms: 'ms millisecond milliseconds',
  s: 's sec secs second seconds',
  minute: 'min mins minute minutes',
  hour: 'h hour hours',
  day: 'd day days',
  week: 'week weeks',
  month: 'month months',
  year: 'year years',
};

export const bytesIn: Readonly<Record<string, number>> = {
  ...{ bit: 1 / 8, bits: 1 / 8, kbit: 125, Mbit: 125e3, Gbit: 125e6, Tbit: 125e9 },
  ...{ B: 1, byte: 1, bytes: 1, kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12, PB: 1e15, EB: 1e18 },
  ...{ KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40, PiB: 2 ** 50 },
};

/** Rates with a name of their own: what they are of, a second. */
const rates: Readonly<Record<string, string>> = {
  ...{ qps: 'query', rps: 'request', tps: 'transaction' },
  ...{ bps: 'bit', kbps: 'kbit', mbps: 'Mbit', gbps: 'Gbit', tbps: 'Tbit' },
};

const magnitudes = new Map(
  Object.entries({ thousand: 1e3, million: 1e6, billion: 1e9, trillion: 1e12 }).flatMap(([word, many]) => [
    ...([word, `${word}s`] as const).map((name) => [name, many] as const),
    ...([`${word}th`, `${word}ths`] as const).map((name) => [name, 1 / many] as const),
  ]),
);

const times = new Map(
  Object.entries(timeWords).flatMap(([name, words]) => words.split(' ').map((word) => [word, name] as const)),
);
const sizes = new Map(Object.keys(bytesIn).map((name) => [name, name]));
const anyCase = new Map(Object.keys(bytesIn).map((name) => [name.toLowerCase(), name]));

/** The name in `secondsIn` that a word means. */
export const timeNamed = (word: string): string | undefined => times.get(word);
/** The name in `bytesIn`; `GB` is not `gb` where a line's own names are in lower case. */
export const sizeNamed = (word: string): string | undefined => sizes.get(word);
/** What a rate such as `QPS` is of, each second. */
export const rateNamed = (word: string): string | undefined => {
  const lower = word.toLowerCase();
  return Object.hasOwn(rates, lower) ? rates[lower] : undefined;
};

export type Unit = {
  kind: 'count' | 'size' | 'time' | 'share';
  /** In bytes, seconds, ones or percent; of a rate each second. */
  factor: number;
  /** The seconds a rate is for; null where it is none. */
  perSeconds: number | null;
};

/** A unit as people write it: `GB a day`, `req/s`, `QPS`, `minutes a month`, `million euros`. What it counts does not
 * matter. Null: it says two things at once, or none. */
export function unitOf(text: string): Unit | null {
  const [over = '', ...under] = text.split(/\bper\b|\/|\ban?\b(?=\s+\p{L})/iu);
  const named = wordsIn(over);
  const periods = wordsIn(under.join(' ')).flatMap((word) => times.get(word.toLowerCase()) ?? []);
  if (periods.length > 1 || /\d/.test(text)) return null;
  const [period] = periods;
  const measured = named.flatMap((word): Unit[] => [measureOf(word)].filter((unit) => unit !== null));
  const scales = named.flatMap((word) => magnitudes.get(word.toLowerCase()) ?? []);
  if (measured.length > 1) return null;
  // Minutes are minutes; requests in two seconds are both.
  if (measured[0]?.kind === 'time' && named.length > 1 + scales.length) return null;
  const scale = scales.reduce((all, many) => all * many, 1);
  const unit = measured[0] ?? { kind: 'count', factor: 1, perSeconds: null };
  if (unit.perSeconds !== null && period) return null;
  if (!period) return { ...unit, factor: unit.factor * scale };
  const perSeconds = secondsIn[period]!;
  return { ...unit, factor: (unit.factor * scale) / perSeconds, perSeconds };
}

const wordsIn = (text: string): string[] => text.match(/[\p{L}%]+/gu) ?? [];

function measureOf(word: string): Unit | null {
  const lower = word.toLowerCase();
  if (/^(percent|%)$/.test(lower)) return { kind: 'share', factor: 1, perSeconds: null };
  const rate = rateNamed(word);
  if (rate) return { kind: rate in bytesIn ? 'size' : 'count', factor: bytesIn[rate] ?? 1, perSeconds: 1 };
  const size = sizes.get(word) ?? anyCase.get(lower);
  if (size) return { kind: 'size', factor: bytesIn[size]!, perSeconds: null };
  const time = times.get(lower);
  return time ? { kind: 'time', factor: secondsIn[time]!, perSeconds: null } : null;
}

/** `value` in another unit, or null where the two measure different things. A share of a period (`minutes a month`) is
 * also said as a time, or as a plain number, and a percentage as a plain number. */
export function converted(value: number, from: Unit, into: Unit): number | null {
  const isRate = from.perSeconds !== null;
  if (from.kind === into.kind && isRate === (into.perSeconds !== null))
    return (value * from.factor) / into.factor;
  if (from.kind === 'count' && !isRate && into.kind === 'share') return value * 100;
  if (into.kind !== 'time' || into.perSeconds === null || isRate) return null;
  if (from.kind === 'time') return (value * from.factor) / (into.factor * into.perSeconds);
  return from.kind === 'count' ? (value * from.factor) / into.factor : null;
}
