// Whether somebody comes when they are expected, told from the last ten times. Pure; it knows nothing of clocks on
// screens or of how it was found out that somebody was not there.

export type Attendance = {
  cameAt: number | null;
  missedAt: number | null;
  /** The other says that the two had agreed otherwise. */
  isExcused: boolean;
};

/** `came` of `of` times; an excused one is no time at all, nor one nobody has judged (NS2). */
export type Reliability = { came: number; of: number };

export const timesCounted = 10;
/** How long after the agreed moment somebody is waited for. */
export const graceMs = 5 * 60_000;

export function reliabilityOf(latestFirst: readonly Attendance[]): Reliability {
  const judged = latestFirst
    .filter(({ cameAt, missedAt, isExcused }) => !isExcused && (cameAt !== null || missedAt !== null))
    .slice(0, timesCounted);
  return { came: judged.filter(({ missedAt }) => missedAt === null).length, of: judged.length };
}

export type SlotFacts = {
  startsAt: number;
  /** Of the two interviews the one that began, where one did; else `lobby` or `abandoned`. */
  stage: string;
  isPartnerHere: boolean;
  /** They left, or it was said already. */
  isPartnerMissed: boolean;
};
/** `early`: the two are not expected yet; `grace`: waiting for who is late; `missed`: it may be said that they did not come. */
export type Slot = 'early' | 'grace' | 'missed' | 'held';

/** Where a slot stands (NS1): whoever is there cannot have missed it, nor once the interview has begun. */
export function slotAt({ startsAt, stage, isPartnerHere, isPartnerMissed }: SlotFacts, at: number): Slot {
  if (stage !== 'lobby' && stage !== 'abandoned') return 'held';
  if (isPartnerMissed) return 'missed';
  if (at < startsAt) return 'early';
  return at < startsAt + graceMs || isPartnerHere ? 'grace' : 'missed';
}
