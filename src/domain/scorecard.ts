// What makes a scorecard complete, and how its words read. The one place that judges ratings:
// the live form, the server, the page and exports ask here.
import { ratingsIn, unitsOf } from './parts.ts';
import type { Rating, RoomState, Scorecard } from './room.ts';

export type Missing = { field: string; message: string };

type Rated = Pick<RoomState, 'rubric' | 'format' | 'runs' | 'notes' | 'solo'>;

/** Whether a sentence or a picked note says what was seen. A private note tells a partner nothing, and one that was
 * taken away tells nobody anything. */
export function hasEvidence(
  { notes, solo }: Pick<RoomState, 'notes' | 'solo'>,
  rating: Pick<Rating, 'evidence' | 'notes'>,
): boolean {
  if (rating.evidence.trim() !== '') return true;
  return notes.some(({ id, isPrivate }) => rating.notes.includes(id) && (solo !== null || !isPrivate));
}

/** Whether this rating needs a note or a sentence of evidence and has neither (RB4). */
export function lacksEvidence(state: Rated, rating: Omit<Rating, 'at'>): boolean {
  const { evidenceRequired } = state.rubric.scoring;
  const isDemanded = typeof rating.value === 'number' && evidenceRequired.includes(rating.value);
  return isDemanded && !hasEvidence(state, rating);
}

/** Whether the note stands in a scorecard of its author that is final (RB5). */
export function isFinalEvidence(
  { scorecards }: Pick<RoomState, 'scorecards'>,
  by: string,
  noteId: string,
): boolean {
  const card = scorecards[by];
  if (card?.submittedAt == null) return false;
  return Object.values(card.ratings).some(({ notes }) => notes.includes(noteId));
}

/** What a form still lacks before it may be submitted, in the form's order; `field` is a rating's key or
 * `recommendation` (RB5, RB7). Empty means complete. */
export function missingForSubmission(state: Rated, card: Scorecard): Missing[] {
  const missing: Missing[] = [];
  for (const { key, title } of unitsOf(state)) {
    const rating = card.ratings[key];
    if (rating?.value == null) missing.push({ field: key, message: `“${title}” is not rated yet.` });
    else if (lacksEvidence(state, rating)) {
      const lacking = rating.notes.length > 0 ? 'its note is private, so say' : 'pick a note, or say';
      missing.push({ field: key, message: `“${title}” is rated ${rating.value}: ${lacking} what you saw.` });
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
  const withEvidence = rated.filter((rating) => hasEvidence(state, rating));
  return { withEvidence: withEvidence.length, rated: rated.length };
}

const titlesAlone: Readonly<Record<string, string>> = {
  ...{ strong_no: 'Not yet', no: 'Close', yes: 'At the bar', strong_yes: 'Above the bar' },
};

/** The rule’s suggestion as people read it. Whoever was alone has passed nobody: it says where they stand (SC9). */
export function suggestionTitle(id: string, isSolo: boolean): string {
  return (isSolo ? titlesAlone[id] : undefined) ?? recommendationTitle(id);
}

/** A recommendation as people read it: `strong_no` becomes “Strong no”. */
export function recommendationTitle(id: string): string {
  const words = id.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
