// The recording: the numbered entries of an interview. Its fold is the state; live room, reconnect,
// replay and scorecard read the same entries. Entries are facts: they are never changed or removed.
import type { ElementChange } from './board.ts';
import type { Format } from './format.ts';
import type { QuestionView } from './question.ts';
import type { Rubric } from './rubric.ts';
import type { Command, Role, Snapshot } from './protocol.ts';
import type { Round, SaidKind, SoloPlan, WishKind } from './solo.ts';

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
      /** For one person and a script. */
      solo?: SoloPlan;
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
  /** A solo phase is over: it stands still while its checklist is ticked. */
  | { type: 'phase.frozen'; phaseId: string }
  | { type: 'phase.paused' }
  | { type: 'phase.resumed' }
  | { type: 'phase.undone'; backTo: string }
  | { type: 'board.changed'; changes: ElementChange[] }
  | { type: 'picture.taken'; phaseId: string; file: string }
  /** There is no room left for drawing, or there is again: whoever runs the server allows more (RC7). */
  | { type: 'recording.filled'; isFull: boolean }
  | (Omit<Asked<'note.add'>, 'type'> & { type: 'note.added'; phaseId: string })
  | (Omit<Asked<'note.edit'>, 'type'> & { type: 'note.edited' })
  | { type: 'note.removed'; noteId: string }
  | { type: 'chat.sent'; text: string }
  | (Omit<Asked<'checklist.set'>, 'type'> & { type: 'checklist.ticked'; phaseId: string })
  | ({ type: 'answer.given'; clarificationId: string; ask: string; text: string; phaseId: string } & Reply)
  | ({ type: 'hint.given'; deepDiveId: string; step: 1 | 2 | 3; text: string; phaseId: string } & Reply)
  | { type: 'curveball.played'; curveballId: string; text: string; label?: string; phaseId: string }
  | { type: 'script.asked'; kind: WishKind; text: string; phaseId: string }
  | ({ type: 'script.said'; id: string; kind: SaidKind; text: string; phaseId: string } & Reply & {
        ask?: string;
        options?: string[];
      })
  /** Nobody of a solo interview is connected any more, or somebody is again. */
  | { type: 'participant.left'; isLeaving: boolean }
  | { type: 'participant.returned' }
  | (Omit<Asked<'estimate.set'>, 'type'> & { type: 'estimate.entered'; phaseId: string })
  | { type: 'estimate.removed'; name: string }
  | (Omit<Asked<'point.mark'>, 'type'> & { type: 'point.marked' })
  | (Omit<Asked<'rating.set'>, 'type' | 'base'> & { type: 'rating.changed' })
  | (Omit<Asked<'summary.set'>, 'type' | 'base'> & { type: 'summary.changed' })
  /** `reveals`: this was the last scorecard waited for, so everybody learns of it (VW4). */
  | { type: 'rating.submitted'; reveals: boolean; round?: Round };

/** The `seq` of what the script was asked. */
type Reply = { replyTo?: number };

/** One numbered fact. `at` is the server's epoch ms and never falls; `by` is a participant id, `clock` for a
 * deadline or `script` for the scripted interviewer. `clientId` and `clientSeq` name the command it answers; null for the server's own. */
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

/** A deadline and the scripted interviewer act in a recording, and are no participants of it. */
export const isNobody = (by: string): boolean => by === 'clock' || by === 'script';

export function isSealed(entry: WireEntry): entry is SealedEntry {
  return 'sealed' in entry;
}
