// What the server knows of somebody's practice: where they are weakest, what is due next, and what came of drills.
import type { DrillResult, Suggested } from '#domain/drills.ts';
import { api } from '$lib/ui/api.ts';
import type { Answer } from '$lib/ui/api.ts';

export type Practice = {
  /** By rubric as `id@major`: its criteria, weakest first. */
  weak: Record<string, string[]>;
  /** The day of the real interview, epoch ms. */
  interviewAt: number | null;
  next: Suggested[];
  /** Solo interviews whose third rating may be given. */
  rerates: { interviewId: string; dueAt: number }[];
};

export const keepDrill = (result: Omit<DrillResult, 'at'>): Promise<Answer<object>> =>
  api.post('/api/practice/drills', result);
export const keepInterviewDay = (interviewAt: number | null): Promise<Answer<object>> =>
  api.post('/api/practice/day', { interviewAt });

export const loadPractice = (): Promise<Answer<Practice>> => api.get<Practice>('/api/practice');
