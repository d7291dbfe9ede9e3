// The up to three times somebody who was alone rated themselves, side by side: before the reference, with it, and a day
// or more later. The differences are the lesson; no number is made of them.
import type { RoomState, Scorecard } from '#domain/room.ts';
import { rounds } from '#domain/solo.ts';
import { ratingWords } from './criteria.ts';

export type Looks = {
  /** The first, and those that were given after it. */
  titles: string[];
  /** One row a criterion; its words in the order of `titles`. */
  rows: { id: string; title: string; words: string[]; hasMoved: boolean }[];
  /** What was expected of the focus before the start. */
  guess: { criterion: string; words: string } | null;
};

const titleOf = { first: 'Before the reference', after: 'With the reference', later: 'A day or more later' };

/** Null unless somebody was alone and rated more than once. */
export function looksOf({ solo, scorecards, rubric }: RoomState): Looks | null {
  const first = Object.values(scorecards)[0];
  if (!solo || !first) return null;
  const later = rounds.flatMap((round) => {
    const card = solo.rerates[round];
    return card?.submittedAt == null ? [] : [{ title: titleOf[round], card }];
  });
  if (later.length === 0) return null;
  const all: { title: string; card: Scorecard }[] = [{ title: titleOf.first, card: first }, ...later];
  const focus = rubric.criteria.find(({ id }) => id === solo.focus);
  return {
    titles: all.map(({ title }) => title),
    rows: rubric.criteria.map(({ id, title }) => {
      const words = all.map(({ card }) => ratingWords(rubric, card.ratings[id]?.value ?? null));
      return { id, title, words, hasMoved: new Set(words).size > 1 };
    }),
    guess:
      focus && solo.prediction
        ? { criterion: focus.title, words: ratingWords(rubric, solo.prediction) }
        : null,
  };
}
