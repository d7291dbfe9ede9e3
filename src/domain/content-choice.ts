// Which questions an interview of a format can take. Formats of one kind that are rated by the same rubric share
// theirs. Free of schemas, so that a page can ask without loading them.
import type { Format } from './format.ts';
import type { Question } from './question.ts';

type Shared = Pick<Format, 'id' | 'kind' | 'rubric'>;

export function sharesQuestions(a: Shared, b: Shared): boolean {
  return a.id === b.id || (a.kind === b.kind && a.rubric === b.rubric);
}

/** The questions offered for `format`, in their order. */
export function questionsFor<Q extends Pick<Question, 'format'>>(
  format: Shared,
  formats: readonly Shared[],
  questions: readonly Q[],
): Q[] {
  const sharing = new Set(formats.filter((other) => sharesQuestions(other, format)).map(({ id }) => id));
  return questions.filter((question) => sharing.has(question.format));
}
