// The units of estimates: times, sizes, and things that are counted. Anything else is not a unit here, however many the
// library knows, so that a forgotten name is told and not taken for a metre.

const timesOf: Record<string, string> = {
  ...{ ns: 'ns', us: 'us', ms: 'ms', s: 's', sec: 's', secs: 's', second: 's', seconds: 's' },
  ...{
    min: 'minute',
    mins: 'minute',
    minute: 'minute',
    minutes: 'minute',
    h: 'hour',
    hour: 'hour',
    hours: 'hour',
  },
  ...{ d: 'day', day: 'day', days: 'day', week: 'week', weeks: 'week', month: 'month', months: 'month' },
  ...{ year: 'year', years: 'year' },
};

/** A month of thirty days and a year of 365: what everybody calculates with. */
export const secondsIn: Record<string, number> = {
  ...{ ns: 1e-9, us: 1e-6, ms: 1e-3, s: 1, minute: 60, hour: 3_600, day: 86_400, week: 604_800 },
  ...{ month: 2_592_000, year: 31_536_000 },
};

export const bytesIn: Record<string, number> = {
  ...{ bit: 1 / 8, bits: 1 / 8, kbit: 125, Mbit: 125e3, Gbit: 125e6 },
  ...{ B: 1, byte: 1, bytes: 1, kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12, PB: 1e15, EB: 1e18 },
  ...{ KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 },
};

const things =
  'user request message event item row key call connection server node shard post view page photo image video order notification job record object file session query write read'.split(
    ' ',
  );
const plurals = new Map(things.map((thing) => [thing === 'query' ? 'queries' : `${thing}s`, thing]));
const shorts: Record<string, string> = {
  req: 'request',
  reqs: 'request',
  msg: 'message',
  msgs: 'message',
  conn: 'connection',
};

export type KnownUnit = { kind: 'time' | 'size' | 'count'; name: string };

/** The unit somebody means by a word, or null. */
export function unitNamed(word: string): KnownUnit | null {
  const time = timesOf[word];
  if (time) return { kind: 'time', name: time };
  if (word in bytesIn) return { kind: 'size', name: word };
  const thing = shorts[word] ?? plurals.get(word) ?? (things.includes(word) ? word : undefined);
  return thing ? { kind: 'count', name: thing } : null;
}

export const countedThings: readonly string[] = things;
export const knownUnits =
  's, minute, hour, day, month, year, B, kB, MB, GB, TB, bits, users, requests, messages, rows';
