// What a viewer may read now (VW1). Every path out of the server goes through this file. An entry is
// sealed whole or shown, except those whose contents are cut: `interview.created` by block, notes by author.
import type { Format, Phase } from './format.ts';
import type { Role } from './protocol.ts';
import type { Question, QuestionView } from './question.ts';
import type { Entry, EntryOf, WireEntry } from './recording.ts';
import type { RoomState } from './room.ts';
import { openChecklists } from './solo.ts';

export type Viewer = { participantId: string; role: Role };

const hidden = (entry: Entry): WireEntry => ({ seq: entry.seq, sealed: true });

/** Hides what `viewer` may not read yet but keeps the entry's seq (VW2): a dropped entry would look like a
 * lost one. `state` is the room after the entry; what it discloses grows at the start and at the reveal. */
export function seal(entry: Entry, viewer: Viewer, state: RoomState): WireEntry {
  const isRevealed = state.stage === 'revealed';
  switch (entry.type) {
    case 'interview.created':
      return sealCreation(entry, viewer, state);
    case 'interview.imported':
      // It holds what its owner could read, and nobody else has a seat in it.
      return entry.by === viewer.participantId ? entry : hidden(entry);
    case 'note.added':
    case 'note.edited':
    case 'note.removed':
      return isNoteReadable(entry, viewer, state) ? entry : hidden(entry);
    case 'rating.submitted':
      // The last submission opens the interview for all; an observer learns that, not whose it was.
      if (entry.reveals)
        return viewer.role === 'observer'
          ? { ...entry, by: 'clock', clientId: null, clientSeq: null }
          : entry;
      return isRatingReadable(entry.by, viewer, state) ? entry : hidden(entry);
    case 'rating.changed':
    case 'summary.changed':
      return isRatingReadable(entry.by, viewer, state) ? entry : hidden(entry);
    case 'checklist.ticked':
      if (entry.by === viewer.participantId) return entry;
      return viewer.role === 'interviewer' || (isRevealed && viewer.role === 'candidate')
        ? entry
        : hidden(entry);
    case 'answer.given':
    case 'hint.given':
    case 'curveball.played':
    case 'chat.sent':
    case 'script.asked':
    case 'script.said':
    case 'estimate.entered':
    case 'estimate.removed':
    case 'point.marked':
      return viewer.role === 'observer' ? hidden(entry) : entry;
    case 'interview.started':
    case 'interview.ended':
    case 'interview.abandoned':
    case 'interview.closed':
    case 'participant.joined':
    case 'name.changed':
    case 'ready.changed':
    case 'observers.changed':
    case 'phase.advanced':
    case 'phase.extended':
    case 'phase.frozen':
    case 'participant.left':
    case 'participant.returned':
    case 'phase.paused':
    case 'phase.resumed':
    case 'phase.undone':
    case 'board.changed':
    case 'picture.taken':
    case 'recording.filled':
      return entry;
  }
}

/** The same rules on a whole state: equals the fold of the sealed entries (VW5), `lastAt` apart. */
export function sealState(state: RoomState, viewer: Viewer): RoomState {
  const isRevealed = state.stage === 'revealed';
  const isObserver = viewer.role === 'observer';
  const mayReadBoth = isRevealed && !isObserver;
  return {
    ...state,
    lastAt: 0,
    format: formatFor(state, viewer),
    question: questionFor(state, viewer),
    notes: state.notes.filter((note) => note.by === viewer.participantId || (mayReadBoth && !note.isPrivate)),
    ticks: viewer.role === 'interviewer' || mayReadBoth || (state.solo && !isObserver) ? state.ticks : [],
    estimates: isObserver ? [] : state.estimates,
    answers: isObserver ? [] : state.answers,
    hints: isObserver ? [] : state.hints,
    curveballs: isObserver ? [] : state.curveballs,
    chat: isObserver ? [] : state.chat,
    scorecards: mayReadBoth
      ? state.scorecards
      : Object.fromEntries(Object.entries(state.scorecards).filter(([by]) => by === viewer.participantId)),
  };
}

/** A participant asks for a snapshot again when this has changed, because what they may read has grown: after the
 * start, the reveal, and in a closed interview after whoever submits (VW8). */
export function disclosure(
  state: Pick<RoomState, 'stage' | 'startedAt' | 'scorecards' | 'solo' | 'runs'>,
): string {
  if (state.startedAt === null) return 'lobby';
  if (state.stage === 'revealed') return 'revealed';
  if (state.stage === 'closed') return `closed ${submittersOf(state).join(' ')}`;
  return ['live', ...new Set(openChecklists(state))].join(' ');
}

function submittersOf({ scorecards }: Pick<RoomState, 'scorecards'>): string[] {
  return Object.values(scorecards)
    .filter((card) => card.submittedAt !== null)
    .map((card) => card.by)
    .sort();
}

function sealCreation(entry: EntryOf<'interview.created'>, viewer: Viewer, state: RoomState): Entry {
  const question = questionFor(state, viewer);
  const { question: _whole, ...rest } = entry;
  return { ...rest, format: formatFor(state, viewer), ...(question && { question }) };
}

/** Checklists and the interviewer's prompts are an answer key: the interviewer's alone until the reveal (VW3). */
function formatFor(state: RoomState, { role }: Viewer): Format {
  const { format, stage } = state;
  // A solo candidate ticks the list of a phase when it is over (SO5).
  const open = role === 'candidate' ? openChecklists(state) : [];
  if (role === 'interviewer' || (stage === 'revealed' && role === 'candidate')) return format;
  return {
    ...format,
    phases: format.phases.map((phase): Phase => ({
      ...phase,
      checklist: open.includes(phase.id) ? phase.checklist : [],
      interviewerPrompts: [],
    })),
  };
}

/** The question cut by block (VW3). The candidate learns the statement at the start, the rest at the reveal, or in a
 * closed interview once their own scorecard is in: the reference must not come before their own rating (VW8). */
function questionFor(state: RoomState, { role, participantId }: Viewer): QuestionView | null {
  const question = state.question as Question | null;
  if (!question || role === 'interviewer') return question;
  if (role === 'observer' || disclosure(state) === 'lobby') return null;
  const isOwnIn = state.scorecards[participantId]?.submittedAt != null;
  if (state.stage === 'revealed' || (state.stage === 'closed' && isOwnIn)) return question;
  const { interviewer: _interviewer, reveal: _reveal, ...candidates } = question;
  return candidates;
}

function isRatingReadable(by: string, viewer: Viewer, state: RoomState): boolean {
  return by === viewer.participantId || (state.stage === 'revealed' && viewer.role !== 'observer');
}

function isNoteReadable(
  entry: EntryOf<'note.added' | 'note.edited' | 'note.removed'>,
  viewer: Viewer,
  state: RoomState,
): boolean {
  if (entry.by === viewer.participantId) return true;
  if (state.stage !== 'revealed' || viewer.role === 'observer') return false;
  // A note's privacy is what its author last said, so earlier versions are judged by the present one; one
  // that was removed stays unread for good.
  const note = state.notes.find((n) => n.id === entry.noteId);
  return note !== undefined && !note.isPrivate;
}
