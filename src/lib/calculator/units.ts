// The units of the calculator: times, sizes and rates as everywhere, and things that are counted. Anything else is no
// unit here, however many the library knows, so that a forgotten name is told and not taken for a metre.
import { rateNamed, sizeNamed, timeNamed } from '#domain/units.ts';

const things =
  'user request message event item row key call connection server node shard post view page photo image video order notification job record object file session query write read transaction'.split(
    ' ',
  );
const named = new Map([
  ...things.map((thing) => [thing, thing] as const),
  ...things.map((thing) => [thing === 'query' ? 'queries' : `${thing}s`, thing] as const),
  ...(['req', 'reqs'] as const).map((short) => [short, 'request'] as const),
  ...(['msg', 'msgs'] as const).map((short) => [short, 'message'] as const),
  ['conn', 'connection'] as const,
]);

/** A `rate` is so many of `name` a second. */
export type KnownUnit = { kind: 'time' | 'size' | 'count' | 'rate'; name: string };

/** The unit somebody means by a word, or null. */
export function unitNamed(word: string): KnownUnit | null {
  const time = timeNamed(word);
  if (time) return { kind: 'time', name: time };
  const size = sizeNamed(word);
  if (size) return { kind: 'size', name: size };
  const rate = rateNamed(word);
  if (rate) return { kind: 'rate', name: rate };
  const thing = named.get(word);
  return thing ? { kind: 'count', name: thing } : null;
}

export const countedThings: readonly string[] = things;
export const knownUnits =
  's, minute, hour, day, month, year, B, kB, MB, GB, TB, bits, users, requests, messages, rows, QPS, Gbps';
