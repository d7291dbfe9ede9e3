// What of the library is shown, kept in the address, so that a list can be sent to somebody and found again.
import { questionsFor } from '#domain/content-choice.ts';
import type { Content, QuestionSummary } from './content.ts';

export const filterNames = ['format', 'level', 'difficulty', 'tag', 'standing'] as const;
/** An empty text filters nothing. */
export type Filters = Record<(typeof filterNames)[number], string>;
export const standings = ['new', 'done'] as const;

export function filtersIn(search: URLSearchParams): Filters {
  const of = (name: string) => search.get(name) ?? '';
  return {
    format: of('format'),
    level: of('level'),
    difficulty: of('difficulty'),
    tag: of('tag'),
    standing: of('standing'),
  };
}

/** The address part of `filters`, like `?level=senior`; empty without any. */
export function addressWith(filters: Filters): string {
  const search = new URLSearchParams();
  for (const name of filterNames) if (filters[name]) search.set(name, filters[name]);
  const text = search.toString();
  return text ? `?${text}` : '';
}

/** `isDone` knows this person's own past. */
export function questionsWith(
  { format: formatId, level, difficulty, tag, standing }: Filters,
  { formats, questions }: Pick<Content, 'formats' | 'questions'>,
  isDone: (question: QuestionSummary) => boolean,
): QuestionSummary[] {
  const format = formats.find(({ id }) => id === formatId);
  const offered = format ? questionsFor(format, formats, questions) : questions;
  return offered.filter(
    (question) =>
      (!level || question.levels.includes(level)) &&
      (!difficulty || question.difficulty === difficulty) &&
      (!tag || question.tags.includes(tag)) &&
      (!standing || isDone(question) === (standing === 'done')),
  );
}
