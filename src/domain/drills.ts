// What came of drills, when a gap is looked at again, and which drill is for it. Pure; it is given the drills there are
// and knows none of them. A gap comes from a scorecard, a drill is what one does about it.
import type { Drill } from './drill.ts';
import type { Gap } from './outcome.ts';
import { stem } from './script-words.ts';

/** What came of a drill: how many of its points were there, as 1 to 4. */
export type DrillResult = { drillId: string; gapId: string | null; at: number; value: 1 | 2 | 3 | 4 };

const dayMs = 24 * 60 * 60_000;
/** By the last result: soon after a miss, weeks after a good one. */
const gapDays = { 1: 1.5, 2: 3.5, 3: 9, 4: 21 } as const;

/** The share of the days left that a gap may take: more the nearer the interview is. */
const shareOf = (daysLeft: number): number => (daysLeft <= 10 ? 0.3 : daysLeft <= 60 ? 0.2 : 0.1);

/** When something is looked at again that went so well at `at`; never after the real interview (DR2). */
export function nextLook(value: DrillResult['value'], at: number, interviewAt: number | null): number {
  const days = gapDays[value];
  if (interviewAt === null || interviewAt <= at) return at + days * dayMs;
  const left = (interviewAt - at) / dayMs;
  return at + Math.min(days, left * shareOf(left)) * dayMs;
}

/** The value of a drill from the share of its points that were there. */
export function valueOf(ticked: number, points: number): DrillResult['value'] {
  const share = points === 0 ? 1 : ticked / points;
  return share >= 1 ? 4 : share >= 0.7 ? 3 : share >= 0.4 ? 2 : 1;
}

/** A gap, with the start and the format of the interview it was found in. */
export type FoundGap = Gap & { at: number; formatId: string };

export type Suggested = Pick<Drill, 'title' | 'minutes'> & {
  drillId: string;
  gap: Gap | null;
  dueAt: number;
};

/** What to practise next, most urgent first: gaps of the latest scorecards, each with the drill for it, then drills
 * that are due again (DR1). One of a drill at a time, so that topics mix; none that is not among `drills` (DR4). */
export function practiseNext(
  drills: readonly Drill[],
  gaps: readonly FoundGap[],
  results: readonly DrillResult[],
  interviewAt: number | null,
): Suggested[] {
  const lastOf = (key: (result: DrillResult) => boolean) =>
    results.filter(key).toSorted((a, b) => b.at - a.at)[0];
  const suggested = (
    { id, title, minutes }: Drill,
    gap: Gap | null,
    from: Pick<DrillResult, 'value' | 'at'>,
  ) => ({
    ...{ drillId: id, title, minutes, gap },
    dueAt: nextLook(from.value, from.at, interviewAt),
  });
  const latest = new Map(gaps.toSorted((a, b) => a.at - b.at).map((gap) => [gap.id, gap]));
  const fromGaps = [...latest.values()].flatMap((gap): Suggested[] => {
    const drill = drillFor(drills, gap);
    const done = lastOf(({ gapId, at }) => gapId === gap.id && at >= gap.at);
    return drill ? [suggested(drill, gap, done ?? gap)] : [];
  });
  const again = drills.flatMap((drill): Suggested[] => {
    const done = lastOf(({ drillId }) => drillId === drill.id);
    return done ? [suggested(drill, null, done)] : [];
  });
  const inOrder = [...fromGaps, ...again].sort((a, b) => a.dueAt - b.dueAt);
  return inOrder.filter(({ drillId }, i) => inOrder.findIndex((other) => other.drillId === drillId) === i);
}

/** The drill of the gap's format with most of its words in what is missing, of equals the first; null where none has
 * one: a wrong drill is worse than none (DR3). */
export function drillFor(
  drills: readonly Drill[],
  { criterion, text, formatId }: Pick<FoundGap, 'criterion' | 'text' | 'formatId'>,
): Drill | null {
  const read = new Set((`${criterion} ${text}`.toLowerCase().match(/\p{L}+/gu) ?? []).map(stem));
  const scored = drills
    .filter(({ formats }) => formats.includes(formatId))
    .map((drill) => ({ drill, score: drill.about.filter((word) => read.has(stem(word))).length }))
    .filter(({ score }) => score > 0);
  return scored.sort((a, b) => b.score - a.score)[0]?.drill ?? null;
}
