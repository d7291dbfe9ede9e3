// The interviews someone had a seat in, as the server lists them, and how a page speaks of them.
import type { Role } from '#domain/protocol.ts';
import { api } from '$lib/ui/api.ts';
import type { Answer } from '$lib/ui/api.ts';

export type InterviewSummary = {
  id: string;
  /** Null while the question is hidden from this person. */
  title: string | null;
  formatTitle: string;
  level: string;
  role: Role;
  /** `lobby`, a phase's id, `rating`, `closed`, `revealed` or `abandoned`. */
  stage: string;
  createdAt: number;
  startedAt: number | null;
  endedAt: number | null;
  partnerName: string | null;
};

export async function listInterviews(): Promise<Answer<InterviewSummary[]>> {
  const answer = await api.get<InterviewSummary[]>('/api/interviews');
  if (!answer.ok) return answer;
  return { ok: true, data: answer.data.toSorted((a, b) => b.createdAt - a.createdAt) };
}

const hasScorecard = (stage: string): boolean => stage === 'revealed' || stage === 'closed';
export const isFinished = ({ stage }: InterviewSummary): boolean => hasScorecard(stage);
export const isUnfinished = ({ stage }: InterviewSummary): boolean =>
  !hasScorecard(stage) && stage !== 'abandoned';

/** Where its one link leads: the scorecard once there is one, else the room. */
export function addressOf({ id, stage }: Pick<InterviewSummary, 'id' | 'stage'>): string {
  return hasScorecard(stage) ? `/interview/${id}/scorecard` : `/interview/${id}`;
}

export const nameOf = ({ title, formatTitle }: InterviewSummary): string => title ?? formatTitle;

/** Where an interview stands, in words. */
export function standingOf({ stage, startedAt }: InterviewSummary): string {
  if (stage === 'lobby') return 'Not started';
  if (stage === 'rating') return 'Waiting for ratings';
  if (stage === 'revealed') return 'Scorecard ready';
  if (stage === 'closed') return 'Scorecard, one side';
  if (stage === 'abandoned') return startedAt === null ? 'Never started' : 'Left unfinished';
  return 'Running';
}
