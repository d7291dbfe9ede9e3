// What can be practised, as everyone may see it: formats and rubrics whole, questions without their answers.
import type { Bank } from '#domain/bank.ts';
import type { Format } from '#domain/format.ts';
import type { Question } from '#domain/question.ts';
import type { Rubric } from '#domain/rubric.ts';
import { api } from '$lib/ui/api.ts';
import type { Answer } from '$lib/ui/api.ts';

export type QuestionSummary = Pick<Question, 'id' | 'title' | 'difficulty' | 'tags' | 'levels' | 'format'> & {
  /** The criteria it exercises, in the rubric's order. */
  trains: string[];
};
export type Content = {
  formats: Format[];
  rubrics: Rubric[];
  questions: QuestionSummary[];
  banks: Bank[];
  /** In development: what is wrong with files changed since; the content is the one from before. */
  problems?: string[];
};

export const difficulties = ['easy', 'medium', 'hard'] as const;

export const loadContent = (): Promise<Answer<Content>> => api.get<Content>('/api/content');
