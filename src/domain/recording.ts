// The recording: the numbered entries of an interview. Its fold is the state; live room, reconnect,
// replay and scorecard read the same entries. Entries are facts: they are never changed or removed.
import type { ElementChange } from './board.ts';
import type { Format } from './format.ts';
import type { QuestionView } from './question.ts';
import type { Rubric } from './rubric.ts';
import type { Command, Role, Snapshot } from './protocol.ts';

type Asked<T extends Command['type']> = Extract<Command, { type: T }>;

/** What can have happened. Most entries repeat what was asked, in the past tense of the same noun. */
export type Happening =
  | {
      type: 'interview.created';
      interviewId: string;
      level: string;
      format: Format;
      rubric: Rubric;
      question?: QuestionView;
      /** By which the candidate rates the interviewer, where the format names one. */
      interviewerRubric?: Rubric;
      /** How long after the end both scorecards are waited for (VW8). */
      ratingWaitMs?: number;
      /** True when nobody but the interviewer learns the title before the start. */
      isHidden: boolean;
    }
  /** Taken in from another installation's file: all there is of it is its end. */
  | { type: 'interview.imported'; interviewId: string; snapshot: Snapshot }
  | { type: 'participant.joined'; participantId: string; role: Role; name: string; isHost: boolean }
  | { type: 'name.changed'; name: string }
  | { type: 'ready.changed'; ready: boolean }
  | { type: 'observers.changed'; welcome: boolean }
  | { type: 'interview.started'; isRehearsal: boolean }
  | { type: 'interview.ended' }
  | { type: 'interview.abandoned' }
  /** A scorecard was waited for long enough: each reads their own side (VW8). */
  | { type: 'interview.closed' }
  | { type: 'phase.advanced'; from: string; to: string }
  | { type: 'phase.extended'; phaseId: string; addedMs: number }
  | { type: 'phase.paused' }
  | { type: 'phase.resumed' }
  | { type: 'phase.undone'; backTo: string }
  | { type: 'board.changed'; changes: ElementChange[] }
  | { type: 'picture.taken'; phaseId: string; file: string }
  | (Omit<Asked<'note.add'>, 'type'> & { type: 'note.added'; phaseId: string })
  | (Omit<Asked<'note.edit'>, 'type'> & { type: 'note.edited' })
  | { type: 'note.removed'; noteId: string }
  | { type: 'chat.sent'; text: string }
  | { type: 'checklist.ticked'; itemId: string; done: boolean; phaseId: string }
  | { type: 'answer.given'; clarificationId: string; ask: string; text: string; phaseId: string }
  | { type: 'hint.given'; deepDiveId: string; step: 1 | 2 | 3; text: string; phaseId: string }
  | { type: 'curveball.played'; curveballId: string; text: string; label?: string; phaseId: string }
  | (Omit<Asked<'rating.set'>, 'type'> & { type: 'rating.changed' })
  | (Omit<Asked<'summary.set'>, 'type'> & { type: 'summary.changed' })
  /** `reveals`: this was the last scorecard waited for, so everybody learns of it (VW4). */
  | { type: 'rating.submitted'; reveals: boolean };

/** One numbered fact. `at` is the server's epoch ms and never falls; `by` is a participant id, or `clock`
 * for a deadline. `clientId` and `clientSeq` name the command it answers; null for the server's own. */
export type Entry = Happening & {
  seq: number;
  at: number;
  by: string;
  clientId: string | null;
  clientSeq: number | null;
};

export type EntryOf<T extends Happening['type']> = Extract<Entry, { type: T }>;
/** Keeps its place in the order and nothing else: not its kind, author or time (VW2). */
export type SealedEntry = { seq: number; sealed: true };
export type WireEntry = Entry | SealedEntry;

export function isSealed(entry: WireEntry): entry is SealedEntry {
  return 'sealed' in entry;
}
