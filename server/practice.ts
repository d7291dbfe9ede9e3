// What somebody practised so far and where it is weakest, from the rows that are kept of finished interviews.
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
