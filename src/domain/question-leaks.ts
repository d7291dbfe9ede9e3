// What an interviewer knows, or what is revealed at the end, must not stand in the candidate's block: no copied
// wording and no figure of an answer (CO1). It knows the question alone.
import { isNear } from './arithmetic.ts';
import { textsOf } from './content.ts';
import type { ContentProblem } from './content.ts';
import { figuresIn } from './figures.ts';
import type { Question } from './question.ts';
import { unitOf } from './units.ts';

/** A run of so many words in both blocks is a copied sentence, and a shorter one when it is a whole one. */
const copiedWords = 8;
const sentenceWords = 4;
/** A figure in words, like 8.6 billion, is rounded. */
const rounding = 0.005;

export function leakProblems(question: Question): ContentProblem[] {
  return [...copyProblems(question), ...figureProblems(question)];
}

function copyProblems({ candidate, interviewer, reveal }: Question): ContentProblem[] {
  const read = textsOf(candidate).map(({ value }) => flat(value));
  return textsOf({ interviewer, reveal }).flatMap(({ path, value }) => {
    const copied = [...sentencesOf(value), ...runsOf(value)].find((words) =>
      read.some((text) => text.includes(words)),
    );
    return copied ? [{ path, message: `repeats the candidate block: “${copied.trim()}”` }] : [];
  });
}

function figureProblems({ candidate, interviewer }: Question): ContentProblem[] {
  const figures = textsOf(candidate).flatMap(({ value }) => figuresIn(value));
  const stands = (answers: readonly number[]) =>
    figures.some(({ value, isInWords }) =>
      answers.some((answer) => (isInWords ? isNear(value, answer, rounding) : value === answer)),
    );
  const leaks = interviewer.estimations.map(({ answer, unit }, i) => ({
    path: ['interviewer', 'estimations', i, 'answer'],
    answer,
    isRead: stands([answer, answer * magnitudeOf(unit)]),
  }));
  const { ceilingTotal: ceiling } = interviewer;
  const isInThousands = /^thousand/i.test(candidate.situationCard?.currency ?? '');
  if (ceiling !== undefined) {
    const isRead = stands([ceiling, ...(isInThousands ? [ceiling * 1_000] : [])]);
    leaks.push({ path: ['interviewer', 'ceilingTotal'], answer: ceiling, isRead });
  }
  return leaks
    .filter(({ isRead }) => isRead)
    .map(({ path, answer }) => ({ path, message: `${answer} stands in the candidate block` }));
}

/** How many a unit such as `million a day` counts by. */
function magnitudeOf(unit: string): number {
  const found = unitOf(unit);
  return found?.kind === 'count' ? found.factor * (found.perSeconds ?? 1) : 1;
}

const wordsOf = (value: string): string[] => value.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
const flat = (value: string): string => ` ${wordsOf(value).join(' ')} `;

function sentencesOf(value: string): string[] {
  return [value, ...value.split(/(?<=[.?!:;])\s+/)]
    .filter((sentence) => wordsOf(sentence).length >= sentenceWords)
    .map(flat);
}

function runsOf(value: string): string[] {
  const words = wordsOf(value);
  return words.slice(copiedWords - 1).map((_, i) => ` ${words.slice(i, i + copiedWords).join(' ')} `);
}
