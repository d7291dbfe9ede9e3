// A recording for somebody who was not there: what a share link's replay is made of. It folds to the very state that
// the link's scorecard shows (VW5, VW9), and starts, as that, from what its owner may read.
import { isNobody, isSealed } from './recording.ts';
import type { Entry, WireEntry } from './recording.ts';
import type { RoomState } from './room.ts';
import { aliasesIn, isOfInterviewer, sharedFormat, sharedNotes, sharedQuestion } from './share.ts';
import { seal } from './view.ts';
import type { Viewer } from './view.ts';

/** `state` is the fold of `entries`. People are their roles; they have names only when `withNames`. */
export function shareRecording(
  entries: readonly WireEntry[],
  state: RoomState,
  owner: Viewer,
  withNames: boolean,
): WireEntry[] {
  const aliasOf = aliasesIn(state);
  const notes = sharedNotes(state, owner);
  return entries.map((entry) => {
    const read = isSealed(entry) ? entry : seal(entry, owner, state);
    const shown = isSealed(read) ? null : shownOf(read, { aliasOf, notes, withNames, state });
    if (!shown) return { seq: entry.seq, sealed: true };
    const by = isNobody(shown.by) ? shown.by : aliasOf(shown.by);
    return by ? { ...shown, by, clientId: null, clientSeq: null } : { seq: entry.seq, sealed: true };
  });
}

type Cut = {
  aliasOf: (id: string) => string | null;
  notes: ReadonlySet<string>;
  withNames: boolean;
  state: RoomState;
};

/** The entry as a stranger may read it, but for its author; null when they may not. */
function shownOf(entry: Entry, { aliasOf, notes, withNames, state }: Cut): Entry | null {
  switch (entry.type) {
    case 'interview.created': {
      const question = sharedQuestion(entry.question ?? null);
      const { question: _whole, interviewerRubric: _own, ...rest } = entry;
      return { ...rest, format: sharedFormat(entry.format), ...(question && { question }) };
    }
    case 'participant.joined': {
      const alias = aliasOf(entry.participantId);
      const name = withNames ? entry.name : nameOfRole(entry.role);
      return alias === null ? null : { ...entry, participantId: alias, name, isHost: false };
    }
    case 'name.changed':
      return withNames ? entry : null;
    case 'rating.changed':
      return isOfInterviewer(state, entry.criterion) ? null : entry;
    case 'note.added':
    case 'note.edited':
      return notes.has(entry.noteId) ? entry : null;
    case 'interview.imported':
    case 'note.removed':
    case 'chat.sent':
    case 'script.asked':
    case 'script.said':
    case 'observers.changed':
      return null;
    default:
      return entry;
  }
}

const nameOfRole = (role: string): string => role.charAt(0).toUpperCase() + role.slice(1);
