// How long somebody will wait, as far as it can be told: from how long others waited at this time of the day, those
// who gave up counted as what they are. Pure; it knows nothing of the queue.

/** One wait that is over: how it began, how long it was, and whether somebody was found. */
export type Wait = { enteredAt: number; waitedMs: number; isFound: boolean };

export type Estimate =
  /** Too few have waited to say anything. */
  | { is: 'unknown' }
  /** Half of those who go on waiting find somebody within `halfMs` from now. */
  | { is: 'likely'; halfMs: number }
  /** Fewer than half do, however long the longest of them waited. */
  | { is: 'unlikely'; longestMs: number };

const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;
/** As far back as a queue's habits are taken to be the same. */
export const lookBackMs = 28 * dayMs;
const fewest = 8;

/** For somebody who has waited `waitedMs` at `at`: from waits that began within an hour and a half of this time of the
 * day, or from all of them when those are too few (MA6). */
export function estimateWait(waits: readonly Wait[], waitedMs: number, at: number): Estimate {
  const recent = waits.filter(({ enteredAt }) => at - enteredAt < lookBackMs && enteredAt <= at);
  const near = recent.filter(({ enteredAt }) => hoursApart(enteredAt, at) <= 1.5);
  const known = near.length >= fewest ? near : recent;
  const going = known.filter((wait) => wait.waitedMs > waitedMs);
  if (going.length < fewest) return { is: 'unknown' };
  const halfMs = median(going);
  if (halfMs !== null) return { is: 'likely', halfMs: halfMs - waitedMs };
  return { is: 'unlikely', longestMs: Math.max(...going.map((wait) => wait.waitedMs)) - waitedMs };
}

/** Kaplan and Meier's: whoever gave up counts as waiting up to then, and says nothing of what came after. */
function median(waits: readonly Wait[]): number | null {
  let stillWaiting = 1;
  let atRisk = waits.length;
  for (const { waitedMs, isFound } of waits.toSorted((a, b) => a.waitedMs - b.waitedMs)) {
    if (isFound) stillWaiting *= 1 - 1 / atRisk;
    atRisk -= 1;
    if (stillWaiting <= 0.5) return waitedMs;
  }
  return null;
}

function hoursApart(a: number, b: number): number {
  const apart = Math.abs(((a % dayMs) - (b % dayMs)) / hourMs);
  return Math.min(apart, 24 - apart);
}
