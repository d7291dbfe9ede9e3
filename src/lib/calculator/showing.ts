// How a quantity reads: in the size people say it in, per second and per day, with a word when it is unusually large or
// small. Knows the library's units only by their dimensions.
import type { Unit } from 'mathjs';
import { secondsIn } from '#domain/units.ts';

export type Shown = {
  /** In `unit`. */
  value: number;
  unit: string;
  /** Value and unit, as they are read. */
  words: string;
  /** The same in another unit, where that helps. */
  also: string | null;
  /** What to make of its order of magnitude. */
  hint: string | null;
};

/** Powers of what a quantity is made of: seconds, bytes, and things by name. */
type Parts = { value: number; seconds: number; bytes: number; things: Record<string, number> };

export const figure = (value: number): string => {
  const size = Math.abs(value);
  if (value !== 0 && (size >= 1e15 || size < 1e-3)) return value.toExponential(2).replace('e+', 'e');
  return value.toLocaleString('en-GB', { maximumSignificantDigits: 4 });
};

export function shownAs(quantity: number | Unit): Shown {
  const parts = partsOf(quantity);
  const { value, seconds, bytes } = parts;
  if (bytes === 1) return ofSize(parts);
  if (seconds === 1 && bytes === 0 && Object.keys(parts.things).length === 0) return ofTime(value);
  if (seconds === -1 && bytes === 0) return ofRate(parts);
  return plainly(value, unitWords(parts), powerOfTwo(value));
}

function partsOf(quantity: number | Unit): Parts {
  const parts: Parts = { value: 0, seconds: 0, bytes: 0, things: {} };
  if (typeof quantity === 'number') return { ...parts, value: quantity };
  const { units } = quantity as unknown as { units: { unit: { name: string }; power: number }[] };
  for (const { unit, power } of units) {
    if (unit.name === 's') parts.seconds += power;
    else if (unit.name === 'qbyte') parts.bytes += power;
    else parts.things[unit.name.slice(1)] = (parts.things[unit.name.slice(1)] ?? 0) + power;
  }
  for (const [thing, power] of Object.entries(parts.things)) if (power === 0) delete parts.things[thing];
  // A unit that cancels itself out leaves a plain number; the value is kept in seconds, bytes and ones throughout.
  return { ...parts, value: magnitudeOf(quantity) };
}

/** In seconds, bytes and ones: every unit the calculator makes is given in these. */
export const magnitudeOf = (quantity: number | Unit): number =>
  typeof quantity === 'number' ? quantity : (quantity as unknown as { value: number }).value;

const plural = (thing: string, value: number): string =>
  value === 1 ? thing : thing === 'query' ? 'queries' : `${thing}s`;

function unitWords({ value, seconds, bytes, things }: Parts): string {
  const powers: [string, number][] = [...Object.entries(things), ['B', bytes], ['s', seconds]];
  const raised = (name: string, power: number) => (power === 1 ? name : `${name}^${power}`);
  const over = powers
    .filter(([, power]) => power > 0)
    .map(([name, power]) => raised(name.length > 1 ? plural(name, value) : name, power));
  const under = powers.filter(([, power]) => power < 0).map(([name, power]) => raised(name, -power));
  return [over.join(' '), ...under].join('/');
}

function plainly(value: number, unit: string, hint: string | null, also: string | null = null): Shown {
  const joined = unit.startsWith('/') ? `${figure(value)} ${unit}` : `${figure(value)} ${unit}`.trim();
  return { value, unit, words: joined, also, hint };
}

const scales = [
  { unit: 'EB', bytes: 1e18 },
  { unit: 'PB', bytes: 1e15 },
  { unit: 'TB', bytes: 1e12 },
  { unit: 'GB', bytes: 1e9 },
  { unit: 'MB', bytes: 1e6 },
  { unit: 'kB', bytes: 1e3 },
  { unit: 'B', bytes: 1 },
];
const scaleFor = (value: number) => scales.find(({ bytes }) => Math.abs(value) >= bytes) ?? scales.at(-1)!;

function ofSize({ value, seconds, things }: Parts): Shown {
  // Ten million users times 150 bytes are bytes; 150 bytes a user stay that.
  const under = Object.entries(things).filter(([, power]) => power < 0);
  const per = unitWords({ value, seconds, bytes: 0, things: Object.fromEntries(under) });
  const { unit, bytes } = scaleFor(value);
  const perDay = value * secondsIn.day!;
  const day = scaleFor(perDay);
  const also = seconds === -1 ? `${figure(perDay / day.bytes)} ${day.unit}/day` : null;
  return plainly(value / bytes, `${unit}${per}`, sizeHint(value, seconds), also);
}

function sizeHint(bytes: number, seconds: number): string | null {
  if (seconds === -1) return bytes > 1e9 ? 'More than one network card carries (about 1 GB/s).' : null;
  if (seconds !== 0) return null;
  if (bytes > 1e16)
    return 'More than ten petabytes: check retention, copies and a slipped factor of a thousand.';
  if (bytes > 1e13) return 'More than one machine’s disks hold comfortably: it will be split.';
  return bytes >= 1e9 && bytes < 1.28e11 ? 'Fits into the memory of one machine.' : null;
}

function ofRate({ value, things }: Parts): Shown {
  const thing = Object.keys(things).length > 0 ? unitWords({ value, seconds: 0, bytes: 0, things }) : '';
  const perDay = value * secondsIn.day!;
  if (Math.abs(value) < 0.1 && value !== 0)
    return { ...plainly(perDay, `${thing}/day`, rateHint(value)), also: `${figure(value)} ${thing}/s` };
  return plainly(value, `${thing}/s`, rateHint(value), `${figure(perDay)} ${thing}/day`);
}

function rateHint(perSecond: number): string | null {
  if (perSecond > 1e6) return 'More than a million a second: only the largest systems see that.';
  if (perSecond > 1e4)
    return 'More than one database node writes (some thousands a second): it will be split.';
  return perSecond > 0 && perSecond < 1 ? 'Less than one a second: one machine has time to spare.' : null;
}

const timeScales = ['year', 'day', 'hour', 'minute', 's', 'ms', 'us', 'ns'] as const;

function ofTime(seconds: number): Shown {
  const unit = timeScales.find((name) => Math.abs(seconds) >= secondsIn[name]!) ?? 'ns';
  const value = seconds / secondsIn[unit]!;
  const words = ['year', 'day', 'hour', 'minute'].includes(unit) ? plural(unit, value) : unit;
  const also = seconds >= 60 ? `${figure(seconds)} s` : null;
  const hint = seconds > 0 && seconds < 1e-8 ? 'Faster than memory answers (100 ns).' : null;
  return plainly(value, words, hint, also);
}

function powerOfTwo(value: number): string | null {
  const size = Math.abs(value);
  const exponent = Math.log2(size);
  if (size >= 1024 && Number.isInteger(exponent)) return `2^${exponent}`;
  return null;
}
