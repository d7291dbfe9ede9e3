// What the server knows of somebody's practice: where they are weakest.
import { api } from '$lib/ui/api.ts';
import type { Answer } from '$lib/ui/api.ts';

export type Practice = {
  /** By rubric as `id@major`: its criteria, weakest first. */
  weak: Record<string, string[]>;
};

export const loadPractice = (): Promise<Answer<Practice>> => api.get<Practice>('/api/practice');
