// What a form asks for: every criterion once, or once for each part of the interview, such as every story told
// (RB7); and the one rating per criterion that all readers of a scorecard go by. Knows nothing of how it looks.
import type { RatingValue, Role } from './protocol.ts';
import type { Rating, RoomState, Scorecard } from './room.ts';
import type { Criterion } from './rubric.ts';

/** A phase that is rated for itself. */
export type Part = { id: string; title: string };
/** One thing to rate. `key` is what its rating is kept under; `title` tells it from all others of the form. */
export type Unit = { key: string; title: string; criterion: Criterion; part: Part | null };

type Rated = Pick<RoomState, 'rubric' | 'format' | 'runs'>;

/** The parts that were reached, in order; before any was, the first. Empty: the interview is rated as a whole. */
export function partsOf({ rubric, format, runs }: Rated): Part[] {
  if (rubric.ratedPer === undefined) return [];
  const all = format.phases.filter(({ repeat }) => repeat === rubric.ratedPer);
  const reached = all.filter(({ id }) => runs.some(({ phaseId }) => phaseId === id));
  return (reached.length > 0 ? reached : all.slice(0, 1)).map(({ id, title }) => ({ id, title }));
}

/** What the rubric asks of a rater: part by part, since each is rated on its own. */
export function unitsOf(state: Rated): Unit[] {
  const { criteria } = state.rubric;
  const parts = partsOf(state);
  if (parts.length === 0) return criteria.map(asWhole);
  return parts.flatMap((part) =>
    criteria.map((criterion) => ({
      ...{ key: keyOf(criterion, part), criterion, part },
      title: `${part.title}: ${criterion.title}`,
    })),
  );
}

/** All that a form of this role asks for: the candidate rates the interviewer too (RB3, RB6). */
export function unitsFor(state: Rated & Pick<RoomState, 'interviewerRubric'>, role: Role): Unit[] {
  const ofInterviewer = role === 'candidate' ? (state.interviewerRubric?.criteria ?? []) : [];
  return [...unitsOf(state), ...ofInterviewer.map(asWhole)];
}

const asWhole = (criterion: Criterion): Unit => ({
  ...{ key: criterion.id, title: criterion.title, criterion },
  part: null,
});

const keyOf = ({ id }: Pick<Criterion, 'id'>, part: Part): string => `${id}:${part.id}`;

/** The ratings of one criterion, part by part; empty where it is rated as a whole. */
export function partRatings(state: Rated, card: Scorecard, criterion: Criterion) {
  return partsOf(state).flatMap((part) => {
    const rating = card.ratings[keyOf(criterion, part)];
    return rating ? [{ part, rating }] : [];
  });
}

/** By criterion id: its rating, or that of its parts taken together (RB7). */
export function ratingsIn(state: Rated, card: Scorecard): Record<string, Rating> {
  const count = partsOf(state).length;
  if (count === 0) return card.ratings;
  const together = state.rubric.criteria.flatMap((criterion) => {
    const rated = partRatings(state, card, criterion);
    return rated.length > 0 ? [[criterion.id, asOne(rated, count)] as const] : [];
  });
  return { ...card.ratings, ...Object.fromEntries(together) };
}

function asOne(rated: { part: Part; rating: Rating }[], count: number): Rating {
  const ratings = rated.map(({ rating }) => rating);
  const said = rated.filter(({ rating }) => rating.evidence.trim() !== '');
  return {
    value: ratings.length < count ? null : medianOf(ratings.map(({ value }) => value)),
    behaviours: [...new Set(ratings.flatMap(({ behaviours }) => behaviours))],
    evidence: said.map(({ part, rating }) => `${part.title}: ${rating.evidence.trim()}`).join('\n'),
    notes: [...new Set(ratings.flatMap(({ notes }) => notes))],
    at: Math.max(...ratings.map(({ at }) => at)),
  };
}

/** Of two in the middle the lower one: a step that was seen in one part of two is not yet there. */
function medianOf(values: readonly (RatingValue | null)[]): RatingValue | null {
  if (values.includes(null)) return null;
  const seen = values.filter((value) => typeof value === 'number').sort((a, b) => a - b);
  const middle = seen[Math.floor((seen.length - 1) / 2)];
  if (middle !== undefined) return middle;
  return values.every((value) => value === 'not_applicable') ? 'not_applicable' : 'not_observed';
}
