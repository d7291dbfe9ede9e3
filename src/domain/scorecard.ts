// What makes a scorecard complete, and how its words read. The one place that judges ratings:
// the live form, the server, the page and exports ask here.
import type { Rubric } from './rubric.ts';
import type { Rating, Scorecard } from './room.ts';

export type Missing = { field: string; message: string };

/** Whether this rating needs a note or a sentence of evidence and has neither (RB4). */
export function lacksEvidence(rubric: Rubric, rating: Rating): boolean {
  const isDemanded =
    typeof rating.value === 'number' && rubric.scoring.evidenceRequired.includes(rating.value);
  return isDemanded && rating.evidence.trim() === '' && rating.notes.length === 0;
}

/** What a form still lacks before it may be submitted, in rubric order; `field` is a criterion id or
 * `recommendation` (RB5). Empty means complete. */
export function missingForSubmission(rubric: Rubric, card: Scorecard): Missing[] {
  const missing: Missing[] = [];
  for (const { id, title } of rubric.criteria) {
    const rating = card.ratings[id];
    if (rating?.value == null) missing.push({ field: id, message: `“${title}” is not rated yet.` });
    else if (lacksEvidence(rubric, rating)) {
      missing.push({
        field: id,
        message: `“${title}” is rated ${rating.value}: say what you saw, or pick a note.`,
      });
    }
  }
  if (card.recommendation === null)
    missing.push({ field: 'recommendation', message: 'Your recommendation is missing.' });
  return missing;
}

/** How many rated criteria have evidence: “evidence for 5 of 7”. */
export function evidenceCount(card: Scorecard): { withEvidence: number; rated: number } {
  const rated = Object.values(card.ratings).filter((rating) => typeof rating.value === 'number');
  const withEvidence = rated.filter((rating) => rating.evidence.trim() !== '' || rating.notes.length > 0);
  return { withEvidence: withEvidence.length, rated: rated.length };
}

/** A recommendation as people read it: `strong_no` becomes “Strong no”. */
export function recommendationTitle(id: string): string {
  const words = id.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
