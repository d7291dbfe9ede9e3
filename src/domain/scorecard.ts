// What makes a scorecard complete, and how its words read. The one place that judges ratings:
// the live form, the server, the page and exports ask here.
import { ratingsIn, unitsOf } from './parts.ts';
import type { Rubric } from './rubric.ts';
import type { Rating, RoomState, Scorecard } from './room.ts';

export type Missing = { field: string; message: string };

/** Whether this rating needs a note or a sentence of evidence and has neither (RB4). */
export function lacksEvidence(rubric: Rubric, rating: Rating): boolean {
  const isDemanded =
    typeof rating.value === 'number' && rubric.scoring.evidenceRequired.includes(rating.value);
  return isDemanded && rating.evidence.trim() === '' && rating.notes.length === 0;
}

type Rated = Pick<RoomState, 'rubric' | 'format' | 'runs'>;

/** What a form still lacks before it may be submitted, in the form's order; `field` is a rating's key or
 * `recommendation` (RB5, RB7). Empty means complete. */
export function missingForSubmission(state: Rated, card: Scorecard): Missing[] {
  const missing: Missing[] = [];
  for (const { key, title } of unitsOf(state)) {
    const rating = card.ratings[key];
    if (rating?.value == null) missing.push({ field: key, message: `“${title}” is not rated yet.` });
    else if (lacksEvidence(state.rubric, rating)) {
      missing.push({
        field: key,
        message: `“${title}” is rated ${rating.value}: say what you saw, or pick a note.`,
      });
    }
  }
  if (card.recommendation === null)
    missing.push({ field: 'recommendation', message: 'Your recommendation is missing.' });
  return missing;
}

/** How many rated criteria have evidence: “evidence for 5 of 7”. */
export function evidenceCount(state: Rated, card: Scorecard): { withEvidence: number; rated: number } {
  const ratings = ratingsIn(state, card);
  const rated = state.rubric.criteria.flatMap(({ id }) => {
    const rating = ratings[id];
    return typeof rating?.value === 'number' ? [rating] : [];
  });
  const withEvidence = rated.filter((rating) => rating.evidence.trim() !== '' || rating.notes.length > 0);
  return { withEvidence: withEvidence.length, rated: rated.length };
}

/** A recommendation as people read it: `strong_no` becomes “Strong no”. */
export function recommendationTitle(id: string): string {
  const words = id.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
