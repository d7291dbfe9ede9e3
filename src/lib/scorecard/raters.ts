// Who rated the candidate, and how the interviewer was rated: one column of a report for each.
import type { Role } from '#domain/protocol.ts';
import type { RoomState, Scorecard } from '#domain/room.ts';
import { evidenceCount, recommendationTitle } from '#domain/scorecard.ts';
import { ratingWords } from './criteria.ts';
import { judge } from './judgement.ts';
import type { Judgement } from './judgement.ts';
import { nameOf } from './names.ts';

/** Whose view of the candidate a column is: their own or the interviewer's. */
export type View = 'self' | 'interviewer';

export type Rater = {
  view: View;
  name: string;
  recommendation: string;
  strength: string;
  change: string;
  /** As in the rubric, such as `strong_yes`; null when none was given. */
  recommendationId: string | null;
  /** What the scoring rule makes of this rater's values. */
  judgement: Judgement | null;
  /** "Evidence for 5 of 7 ratings". */
  evidence: string;
};

export type InterviewerLine = { title: string; words: string; behaviours: string[]; evidence: string };

/** The scorecard's view of a rater: candidates rate themselves, interviewers rate the candidate (RB3). */
export const viewOf = (role: Role): View => (role === 'interviewer' ? 'interviewer' : 'self');

export function ratersOf(state: RoomState): Rater[] {
  return Object.values(state.scorecards)
    .map((card) => ({
      view: viewOf(card.role),
      name: nameOf(state, card.by),
      recommendation: card.recommendation === null ? 'None given' : recommendationTitle(card.recommendation),
      recommendationId: card.recommendation,
      strength: card.strength,
      change: card.change,
      judgement: judge(state, card),
      evidence: evidenceWords(state, card),
    }))
    .sort((a, b) => b.view.localeCompare(a.view));
}

function evidenceWords(state: RoomState, card: Scorecard): string {
  const { withEvidence, rated } = evidenceCount(state, card);
  return `Evidence for ${withEvidence} of ${rated} ratings`;
}

export function ofInterviewer({ interviewerRubric, scorecards }: RoomState): InterviewerLine[] {
  const card = Object.values(scorecards).find(({ role }) => role === 'candidate');
  if (!interviewerRubric || !card) return [];
  return interviewerRubric.criteria.flatMap(({ id, title, levels }): InterviewerLine[] => {
    const rating = card.ratings[id];
    if (rating?.value == null) return [];
    const behaviours = Object.values(levels).flat();
    return [
      {
        title,
        words: ratingWords(interviewerRubric, rating.value),
        behaviours: behaviours.filter((one) => rating.behaviours.includes(one.id)).map(({ text }) => text),
        evidence: rating.evidence.trim(),
      },
    ];
  });
}
