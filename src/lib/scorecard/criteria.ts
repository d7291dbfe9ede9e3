// Both views of each criterion side by side: value, bar, ticked behaviours, evidence.
import { partRatings, ratingsIn } from '#domain/parts.ts';
import type { RatingValue } from '#domain/protocol.ts';
import type { Criterion, Rubric } from '#domain/rubric.ts';
import type { LevelValue } from '#domain/levels.ts';
import type { Rating, RoomState, Scorecard } from '#domain/room.ts';
import { momentOf } from './moments.ts';
import type { Moment } from './moments.ts';

export type RatedView = {
  value: RatingValue | null;
  /** "3 Solid", "Not observed". */
  words: string;
  /** Where each part was rated on its own (RB7); the value is their median. */
  parts: PartView[];
  behaviours: { level: LevelValue; text: string }[];
  evidence: string;
  moments: { moment: Moment; text: string }[];
};

export type PartView = Omit<RatedView, 'parts'> & { title: string };

export type CriterionReport = {
  id: string;
  title: string;
  description: string;
  bar: LevelValue | null;
  self: RatedView | null;
  interviewer: RatedView | null;
  /** What the level above the interviewer's value looks like, else above one's own, less what was seen of it already. */
  next: { words: string; behaviours: string[] } | null;
};

/** One report a criterion, in rubric order. */
export function criteriaOf(state: RoomState): CriterionReport[] {
  const cards = Object.values(state.scorecards);
  const self = cards.find((card) => card.role !== 'interviewer');
  const interviewer = cards.find((card) => card.role === 'interviewer');
  return state.rubric.criteria.map((criterion) => ({
    id: criterion.id,
    title: criterion.title,
    description: criterion.description,
    bar: criterion.bar[state.level] ?? null,
    self: ratedView(state, criterion, self),
    interviewer: ratedView(state, criterion, interviewer),
    next: nextLevel(state, criterion, interviewer ?? self),
  }));
}

/** Furthest below the bar first, as the interviewer saw it, else oneself; what nobody gave a value comes last. */
export function byGap(criteria: readonly CriterionReport[]): CriterionReport[] {
  const gap = ({ self, interviewer, bar }: CriterionReport) => {
    const value = [interviewer?.value, self?.value].find((one) => typeof one === 'number');
    return value === undefined ? Infinity : value - (bar ?? value);
  };
  return criteria.toSorted((a, b) => (gap(a) === gap(b) ? 0 : gap(a) - gap(b)));
}

function nextLevel(
  state: RoomState,
  criterion: Criterion,
  card: Scorecard | undefined,
): CriterionReport['next'] {
  const rating = card && ratingsIn(state, card)[criterion.id];
  if (typeof rating?.value !== 'number' || rating.value === 4) return null;
  const level = (rating.value + 1) as LevelValue;
  const open = criterion.levels[level].filter(({ id }) => !rating.behaviours.includes(id));
  const shown = open.length > 0 ? open : criterion.levels[level];
  return { words: ratingWords(state.rubric, level), behaviours: shown.map(({ text }) => text) };
}

function ratedView(state: RoomState, criterion: Criterion, card: Scorecard | undefined): RatedView | null {
  if (!card) return null;
  const parts = partRatings(state, card, criterion);
  return {
    ...seenIn(state, criterion, ratingsIn(state, card)[criterion.id]),
    parts: parts.map(({ part, rating }) => ({ ...seenIn(state, criterion, rating), title: part.title })),
  };
}

function seenIn(
  state: RoomState,
  criterion: Criterion,
  rating: Rating | undefined,
): Omit<RatedView, 'parts'> {
  return {
    value: rating?.value ?? null,
    words: ratingWords(state.rubric, rating?.value ?? null),
    behaviours: state.rubric.scale.flatMap(({ value: level }) =>
      criterion.levels[level]
        .filter(({ id }) => rating?.behaviours.includes(id))
        .map(({ text }) => ({ level, text })),
    ),
    evidence: rating?.evidence.trim() ?? '',
    moments: momentsOf(state, rating),
  };
}

/** The notes picked as evidence. One that its author kept private since is not there to be read. */
function momentsOf(state: RoomState, rating: Rating | undefined): RatedView['moments'] {
  return (rating?.notes ?? []).flatMap((noteId) => {
    const note = state.notes.find(({ id }) => id === noteId);
    if (!note) return [];
    return [{ moment: momentOf(state, { at: note.begunAt, phaseId: note.phaseId }), text: note.text }];
  });
}

/** A rating as people read it, with the rubric's own word for the value. */
export function ratingWords(rubric: Rubric, value: RatingValue | null): string {
  if (value === null) return 'Not rated';
  if (value === 'not_observed') return 'Not observed';
  if (value === 'not_applicable') return 'Not applicable';
  return `${value} ${rubric.scale.find((one) => one.value === value)?.label ?? ''}`.trim();
}
