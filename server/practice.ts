// What somebody practised so far and where it is weakest, from the rows that are kept of finished interviews; and what
// to practise next, with the drills they did.
import type { Content } from '#domain/content-rules.ts';
import { practiseNext } from '#domain/drills.ts';
import type { Suggested } from '#domain/drills.ts';
import { openGaps } from '#domain/gaps.ts';
import { weakFirst } from '#domain/solo-choice.ts';
import { sealOutcome } from '#domain/outcome.ts';
import type { Outcome } from '#domain/outcome.ts';
import type { Store } from './store/store.ts';

type Parts = { store: Pick<Store, 'pastOf' | 'outcomes'> };

/** More than the latest of these says nothing about today. */
const lookedAt = 60;

export type Practice = {
  past: Outcome[];
  /** By rubric as `id@major`: its criteria, weakest first. */
  weak: Record<string, string[]>;
};

/** Of interviews in which they were the candidate. */
export async function practiceOf({ store }: Parts, userId: string): Promise<Practice> {
  const own = (await store.pastOf(userId)).filter(({ role, outcome }) => role === 'candidate' && outcome);
  const latest = own.toSorted((a, b) => b.at - a.at).slice(0, lookedAt);
  const past = (await store.outcomes(latest.map(({ interviewId }) => interviewId))).map((outcome) =>
    sealOutcome(outcome, 'candidate'),
  );
  const weak = [...Map.groupBy(past, ({ rubric }) => rubric)].map(
    ([rubric, outcomes]) => [rubric, weakFirst(outcomes)] as const,
  );
  return { past, weak: Object.fromEntries(weak) };
}

export type PracticePage = {
  weak: Practice['weak'];
  interviewAt: number | null;
  /** Due first. */
  next: Suggested[];
  /** Solo interviews whose delayed rating may be given, longest waiting first. */
  rerates: { interviewId: string; dueAt: number; questionId: string | null }[];
};

export const noPractice: PracticePage = { weak: {}, interviewAt: null, next: [], rerates: [] };
const shownAtOnce = 12;
/** Older gaps were met again since, or do not matter any more. */
const gapsOf = 8;

export async function practicePage(
  parts: {
    store: Pick<Store, 'pastOf' | 'outcomes' | 'labels' | 'drillsOf' | 'interviewDayOf'>;
    content: Pick<Content, 'drills'>;
  },
  userId: string,
  now: number,
): Promise<PracticePage> {
  const [{ past, weak }, results, interviewAt] = await Promise.all([
    practiceOf(parts, userId),
    parts.store.drillsOf(userId),
    parts.store.interviewDayOf(userId),
  ]);
  const latest = past.toSorted((a, b) => b.startedAt - a.startedAt).slice(0, gapsOf);
  const labels = await parts.store.labels(keysOf(latest));
  const gaps = openGaps(latest, labels);
  const rerates = past.flatMap(({ interviewId, rerateAt, questionId }) =>
    rerateAt != null && rerateAt <= now ? [{ interviewId, dueAt: rerateAt, questionId }] : [],
  );
  return {
    weak,
    interviewAt,
    next: practiseNext(parts.content.drills, gaps, results, interviewAt).slice(0, shownAtOnce),
    rerates: rerates.sort((a, b) => a.dueAt - b.dueAt),
  };
}

const keysOf = (outcomes: readonly Outcome[]): string[] => [
  ...new Set(outcomes.flatMap(({ formatId, rubric }) => [`formats:${formatId}`, `rubrics:${rubric}`])),
];
