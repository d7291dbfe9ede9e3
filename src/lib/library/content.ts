// What can be practised, as everyone may see it: formats in outline, questions without their answers; rubrics,
// banks and drills whole, but only for whoever reads them.
import type { Bank } from '#domain/bank.ts';
import type { CalibrationRound } from '#domain/calibration-round.ts';
import type { Drill } from '#domain/drill.ts';
import type { Format, Phase } from '#domain/format.ts';
import type { Question } from '#domain/question.ts';
import type { Rubric } from '#domain/rubric.ts';
import { api } from '$lib/ui/api.ts';
import type { Answer } from '$lib/ui/api.ts';

export type QuestionSummary = Pick<Question, 'id' | 'title' | 'difficulty' | 'tags' | 'levels' | 'format'> & {
  /** The criteria it exercises, in the rubric's order. */
  trains: string[];
};
/** A format as a list shows it. */
export type FormatSummary = Pick<
  Format,
  'id' | 'title' | 'kind' | 'summary' | 'rubric' | 'levels' | 'slotMinutes'
> & {
  phases: Pick<
    Phase,
    'id' | 'title' | 'scored' | 'minMinutes' | 'targetMinutes' | 'maxMinutes' | 'criteria'
  >[];
};
export type Content = {
  /** The one to offer first comes first. */
  formats: FormatSummary[];
  rubrics: { id: string; title: string; criteria: { id: string; title: string }[] }[];
  questions: QuestionSummary[];
  /** In development: what is wrong with files changed since; the content is the one from before. */
  problems?: string[];
};

export const difficulties = ['easy', 'medium', 'hard'] as const;

export const loadContent = (): Promise<Answer<Content>> => api.get<Content>('/api/content');
export const loadRubrics = (): Promise<Answer<Rubric[]>> => api.get<Rubric[]>('/api/rubrics');
export const loadCalibrations = (): Promise<Answer<CalibrationRound[]>> => api.get('/api/calibrations');
export const loadDrills = (): Promise<Answer<Drill[]>> => api.get<Drill[]>('/api/drills');
export const loadBanks = (): Promise<Answer<Bank[]>> => api.get<Bank[]>('/api/banks');
