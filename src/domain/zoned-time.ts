// Wall-clock times in a zone and the moments they name, by the zone rules the platform brings along (Intl). A time
// that a change of the clocks skips is none; of one that comes twice the first is meant.

export type LocalTime = { date: string; time: string };
export type Moment = { ok: true; at: number } | { ok: false; code: 'bad_zone' | 'bad_time' | 'skipped_time' };

const dayMs = 24 * 60 * 60_000;

/** Whether it is the name of a zone, such as `Europe/Berlin`. An offset is none: it does not say when clocks change. */
export function isZone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** The moment of `date` (2030-03-31) and `time` (02:30) as clocks in `zone` show them. */
export function momentOf({ date, time }: LocalTime, zone: string): Moment {
  if (!isZone(zone)) return { ok: false, code: 'bad_zone' };
  const shown = Date.parse(`${date}T${time}:00Z`);
  const isWhole = /^\d{4}-\d\d-\d\d$/.test(date) && /^\d\d:\d\d$/.test(time);
  if (!isWhole || Number.isNaN(shown) || new Date(shown).toISOString().slice(0, 10) !== date)
    return { ok: false, code: 'bad_time' };
  // Before and after any change of that day: of the two offsets each may be right, one, or neither.
  const offsets = [shown - dayMs, shown + dayMs].map((at) => offsetMs(at, zone));
  const moments = offsets
    .map((offset) => shown - offset)
    .filter((at) => at + offsetMs(at, zone) === shown)
    .sort((a, b) => a - b);
  const [at] = moments;
  return at === undefined ? { ok: false, code: 'skipped_time' } : { ok: true, at };
}

/** What clocks in `zone` show at `at`. */
export function localTimeOf(at: number, zone: string): LocalTime {
  const iso = new Date(at + offsetMs(at, zone)).toISOString();
  return { date: iso.slice(0, 10), time: iso.slice(11, 16) };
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** How much clocks in `zone` are ahead of UTC at `at`. */
function offsetMs(at: number, zone: string): number {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-US', {
      ...{ timeZone: zone, hourCycle: 'h23', era: 'short' },
      ...{ year: 'numeric', month: 'numeric', day: 'numeric' },
      ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
    });
  formats.set(zone, format);
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const whole = Math.floor(at / 1_000) * 1_000;
  return Date.UTC(year, month - 1, day, hour, minute, second) - whole;
}
