// The three lines a reader sees first: what was strongest, the one behaviour to change, what to practise next.
// They repeat what the raters said; nothing here computes a score.
import { ratingsIn } from '#domain/parts.ts';
import type { Criterion } from '#domain/rubric.ts';
import { levelValues } from '#domain/levels.ts';
import type { LevelValue } from '#domain/levels.ts';
import type { RoomState, Scorecard } from '#domain/room.ts';
import { ratingWords } from './criteria.ts';
import { momentOf } from './moments.ts';
import type { Moment } from './moments.ts';
import { inWordsOf } from './names.ts';

export type ThreeLines = {
  /** `behaviour`: the highest one ticked, else what its level looks like. `moment`: of the note that shows it. */
  strongest: {
    behaviour: string;
    criterion: string;
    words: string;
    evidence: string;
    moment: Moment | null;
  } | null;
  /** `behaviour` is an anchor of the next level that was not seen yet. */
  change: { criterion: string; behaviour: string; from: string; to: string } | null;
  practise: { text: string; source: string } | null;
};

type Rated = {
  criterion: Criterion;
  value: LevelValue;
  gap: number;
  evidence: string;
  moment: Moment | null;
  behaviours: string[];
};

/** The interviewer's card speaks; a rehearsal has only one's own. */
export function threeLines(state: RoomState): ThreeLines {
  const cards = Object.values(state.scorecards);
  const self = cards.find((card) => card.role !== 'interviewer');
  const card = cards.find(({ role }) => role === 'interviewer') ?? self;
  const rated = card ? ratedIn(state, card) : [];
  const best = bestOf(rated);
  return {
    strongest: best && {
      behaviour: behaviourOf(best),
      criterion: best.criterion.title,
      words: ratingWords(state.rubric, best.value),
      evidence: best.evidence,
      moment: best.moment,
    },
    change: changeOf(state, rated, best),
    practise: practiseOf(state, [self, card]),
  };
}

function ratedIn(state: RoomState, card: Scorecard): Rated[] {
  const ratings = ratingsIn(state, card);
  return state.rubric.criteria.flatMap((criterion) => {
    const rating = ratings[criterion.id];
    if (typeof rating?.value !== 'number') return [];
    const note = state.notes.find(({ id }) => rating.notes.includes(id));
    return [
      {
        criterion,
        value: rating.value,
        gap: rating.value - (criterion.bar[state.level] ?? rating.value),
        evidence: rating.evidence.trim() || (note?.text ?? ''),
        moment: note ? momentOf(state, { at: note.begunAt, phaseId: note.phaseId }) : null,
        behaviours: rating.behaviours,
      },
    ];
  });
}

/** The highest rated criterion that has evidence; among equals the one furthest above its bar, then core ones. */
function bestOf(rated: Rated[]): Rated | null {
  return (
    rated
      .filter(({ evidence }) => evidence !== '')
      .toSorted((a, b) => b.value - a.value || b.gap - a.gap || coreFirst(a, b))[0] ?? null
  );
}

/** What was ticked as missing is no strength, however the criterion was rated in the end. */
function behaviourOf({ criterion, value, behaviours }: Rated): string {
  const ticked = levelValues
    .filter((level) => level > 1)
    .flatMap((level) => criterion.levels[level].filter(({ id }) => behaviours.includes(id)));
  return (ticked.at(-1) ?? criterion.levels[value][0])?.text ?? criterion.title;
}

/** The criterion furthest below its bar, then the lowest rated, among equals not the strongest; one step up from where
 * it is. */
function changeOf(state: RoomState, rated: Rated[], best: Rated | null): ThreeLines['change'] {
  const weakest = rated
    .filter(({ value }) => value < 4)
    .toSorted(
      (a, b) =>
        a.gap - b.gap || a.value - b.value || Number(a === best) - Number(b === best) || coreFirst(a, b),
    )[0];
  if (!weakest) return null;
  const { criterion, value, behaviours } = weakest;
  const next = (value + 1) as LevelValue;
  const anchors = criterion.levels[next];
  const anchor = anchors.find(({ id }) => !behaviours.includes(id)) ?? anchors[0];
  if (!anchor) return null;
  return {
    criterion: criterion.title,
    behaviour: anchor.text,
    from: ratingWords(state.rubric, value),
    to: ratingWords(state.rubric, next),
  };
}

const coreFirst = (a: Rated, b: Rated): number => Number(b.criterion.core) - Number(a.criterion.core);

/** In the candidate's own words first: what one chose oneself is what one practises. */
function practiseOf(state: RoomState, cards: (Scorecard | undefined)[]): ThreeLines['practise'] {
  const card = cards.find((one) => one?.change.trim());
  return card ? { text: card.change.trim(), source: inWordsOf(state, card.by) } : null;
}
