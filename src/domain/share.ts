// A finished scorecard for somebody who was not there: what a share link shows, and what an import may hold. It
// starts from what its owner may read and takes away; nothing is added (VW9).
import type { Format, Phase } from './format.ts';
import type { Question, QuestionView } from './question.ts';
import type { Note, Participant, RoomState, Scorecard } from './room.ts';
import { sealState } from './view.ts';
import type { Viewer } from './view.ts';

/** Whether there is a scorecard to share: both sides are in, or the interview closed with the owner's own (VW8). */
export function isShareable({ stage, scorecards }: RoomState, owner: Viewer): boolean {
  if (owner.role === 'observer') return false;
  return stage === 'revealed' || (stage === 'closed' && scorecards[owner.participantId]?.submittedAt != null);
}

/** The scorecard as a stranger reads it. People are their roles, and have their names only when `withNames`. Chat,
 * private notes, notes nobody picked as evidence, prompts, the question's interviewer and reveal blocks stay behind, and
 * what the candidate said of the interviewer (RB6). */
export function shareOf(state: RoomState, owner: Viewer, withNames: boolean): RoomState {
  const sealed = sealState(state, owner);
  const people = Object.values(sealed.participants).filter(({ role }) => role !== 'observer');
  const aliasOf = aliasesIn(state);
  const shown = sharedNotes(state, owner);
  return {
    ...sealed,
    format: sharedFormat(sealed.format),
    interviewerRubric: null,
    question: sharedQuestion(sealed.question),
    participants: Object.fromEntries(people.map((person) => [person.role, aliased(person, withNames)])),
    areObserversWelcome: false,
    runs: sealed.runs.map((run) => ({ ...run, pausedBy: null })),
    slip: null,
    chat: [],
    estimates: sealed.estimates.map((estimate) => ({ ...estimate, by: aliasOf(estimate.by) ?? 'observer' })),
    solo: sealed.solo && {
      ...sealed.solo,
      said: [],
      wishes: [],
      rerates: Object.fromEntries(
        Object.entries(sealed.solo.rerates).map(([round, card]) => [round, { ...card, by: card.role }]),
      ),
    },
    notes: sealed.notes
      .filter((note) => shown.has(note.id))
      .map((note): Note => ({ ...note, by: aliasOf(note.by) ?? 'observer' })),
    scorecards: Object.fromEntries(
      Object.values(sealed.scorecards).map((card): [string, Scorecard] => [
        card.role,
        { ...card, by: card.role, ratings: sharedRatings(card, state) },
      ]),
    ),
  };
}

/** Whether a rating is of the interviewer: said to them, and to nobody else. */
export function isOfInterviewer(
  { interviewerRubric }: Pick<RoomState, 'interviewerRubric'>,
  criterion: string,
) {
  return interviewerRubric?.criteria.some(({ id }) => id === criterion) ?? false;
}

function sharedRatings({ ratings }: Scorecard, state: RoomState): Scorecard['ratings'] {
  return Object.fromEntries(
    Object.entries(ratings).filter(([criterion]) => !isOfInterviewer(state, criterion)),
  );
}

/** Interviewer and candidate are called by their roles; null for anybody else. */
export function aliasesIn({ participants }: Pick<RoomState, 'participants'>): (id: string) => string | null {
  return (id) => {
    const role = participants[id]?.role;
    return role === undefined || role === 'observer' ? null : role;
  };
}

/** The notes a stranger reads: picked as evidence in what the owner may read, and not private. */
export function sharedNotes(state: RoomState, owner: Viewer): Set<string> {
  const { scorecards, notes } = sealState(state, owner);
  const ratings = Object.values(scorecards).flatMap((card) => Object.values(sharedRatings(card, state)));
  const picked = new Set(ratings.flatMap((rating) => rating.notes));
  return new Set(notes.filter((note) => picked.has(note.id) && !note.isPrivate).map(({ id }) => id));
}

function aliased(person: Participant, withNames: boolean): Participant {
  const role = person.role === 'interviewer' ? 'Interviewer' : 'Candidate';
  return { ...person, id: person.role, name: withNames ? person.name : role, isHost: false };
}

export function sharedFormat(format: Format): Format {
  const bare = (phase: Phase): Phase => ({ ...phase, interviewerPrompts: [], candidatePrompts: [] });
  return { ...format, phases: format.phases.map(bare) };
}

/** Somebody may still want to practise it: the answer key stays where it is. */
export function sharedQuestion(question: QuestionView | null): QuestionView | null {
  if (!question) return null;
  const { interviewer: _interviewer, reveal: _reveal, ...rest } = question as Question;
  return rest;
}
