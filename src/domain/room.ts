// The room: the state of one interview, and what can be read off it. Nothing here asks for the time or
// does I/O; fold.ts says how entries change it. Top-level fields are replaced, never changed in place, so a screen can compare them by
// identity; only `scene` is one long-lived Map, because copying it for every stroke would cost the frame.
import type { Scene } from './board.ts';
import type { Format } from './format.ts';
import type { RatingValue, Role } from './protocol.ts';
import { limits } from './protocol.ts';
import type { QuestionView } from './question.ts';
import type { Rubric } from './rubric.ts';
import type { Round, Solo } from './solo.ts';

export type Participant = {
  id: string;
  role: Role;
  name: string;
  isHost: boolean;
  isReady: boolean;
  joinedAt: number;
};

/** One stay in a phase. Pauses are taken out of the elapsed time; `addedMs` was added in the room. */
export type PhaseRun = {
  phaseId: string;
  startedAt: number;
  endedAt: number | null;
  pausedMs: number;
  pausedAt: number | null;
  pausedBy: string | null;
  addedMs: number;
  /** The phase is over and stands still while its checklist is ticked (SO4). */
  isFrozen?: true;
};

/** What undoing the last advance or end goes back to (PH6). */
export type Slip = { at: number; stage: string; runs: PhaseRun[] };

export type Note = {
  id: string;
  by: string;
  at: number;
  begunAt: number;
  phaseId: string;
  text: string;
  criterion: string | null;
  isPrivate: boolean;
};
export type ChatMessage = { seq: number; by: string; at: number; text: string };
/** Where on the board or in which note something is to be seen. */
export type Pointer = { noteId: string } | { elementId: string };
export type Tick = { itemId: string; at: number; phaseId: string; pointer?: Pointer };
/** A figure somebody worked out: `value` in `unit`, by the name they gave it. */
export type EnteredEstimate = {
  by: string;
  name: string;
  value: number;
  unit: string;
  working: string;
  at: number;
  phaseId: string;
};
export type GivenAnswer = { clarificationId: string; ask: string; text: string; at: number; phaseId: string };
export type GivenHint = { deepDiveId: string; step: 1 | 2 | 3; text: string; at: number; phaseId: string };
/** `label` is what the question calls it instead of a curveball. */
export type PlayedCurveball = {
  curveballId: string;
  text: string;
  label?: string;
  at: number;
  phaseId: string;
};

export type Rating = {
  value: RatingValue | null;
  behaviours: string[];
  evidence: string;
  notes: string[];
  at: number;
};
export type RatingFields = Omit<Rating, 'at'>;
/** One rater's form. The interviewer rates the candidate, the candidate rates themselves (RB3). */
export type Scorecard = {
  by: string;
  role: Role;
  /** By criterion, or by criterion and part where parts are rated on their own (RB7): read them by parts.ts. */
  ratings: Record<string, Rating>;
  recommendation: string | null;
  strength: string;
  change: string;
  submittedAt: number | null;
};
export type SummaryFields = Pick<Scorecard, 'recommendation' | 'strength' | 'change'>;

export const unrated: RatingFields = { value: null, behaviours: [], evidence: '', notes: [] };

export type RoomState = {
  seq: number;
  lastAt: number;
  interviewId: string;
  createdAt: number;
  level: string;
  format: Format;
  rubric: Rubric;
  /** By which the candidate rates the interviewer; null when the format asks for no such rating (RB6). */
  interviewerRubric: Rubric | null;
  ratingWaitMs: number;
  /** Absent or cut to its blocks for whoever may not read it yet. */
  question: QuestionView | null;
  isHidden: boolean;
  /** Taken in from a file: this server did not witness it. */
  isImported: boolean;
  participants: Record<string, Participant>;
  areObserversWelcome: boolean;
  /** `lobby`, a phase's id, `rating`, `closed`, `revealed` or `abandoned`. */
  stage: string;
  isRehearsal: boolean;
  startedAt: number | null;
  endedAt: number | null;
  revealedAt: number | null;
  runs: PhaseRun[];
  slip: Slip | null;
  scene: Scene;
  notes: Note[];
  chat: ChatMessage[];
  ticks: Tick[];
  answers: GivenAnswer[];
  hints: GivenHint[];
  curveballs: PlayedCurveball[];
  scorecards: Record<string, Scorecard>;
  estimates: EnteredEstimate[];
  /** Null with a partner. */
  solo: Solo | null;
  /** Content hashes of the board's pictures by phase id. */
  pictures: Record<string, string>;
  /** The recording has no room for more drawing (RC7). */
  isFull?: true;
};

/** A day: long enough to sleep over it, short enough to remember. */
export const defaultRatingWaitMs = 24 * 60 * 60_000;

/** A room before its first entry; every field is set by `interview.created`. */
export function emptyRoom(): RoomState {
  return {
    seq: 0,
    lastAt: 0,
    interviewId: '',
    createdAt: 0,
    level: '',
    format: { phases: [] as Format['phases'], settings: {} } as Format,
    rubric: { criteria: [] as Rubric['criteria'] } as Rubric,
    interviewerRubric: null,
    ratingWaitMs: defaultRatingWaitMs,
    question: null,
    isHidden: false,
    isImported: false,
    participants: {},
    areObserversWelcome: false,
    stage: 'lobby',
    isRehearsal: false,
    startedAt: null,
    endedAt: null,
    revealedAt: null,
    runs: [],
    slip: null,
    scene: new Map(),
    notes: [],
    chat: [],
    ticks: [],
    answers: [],
    hints: [],
    curveballs: [],
    scorecards: {},
    estimates: [],
    solo: null,
    pictures: {},
  };
}

/** The participants whose scorecards the reveal waits for: interviewer and candidate (RB3). */
export function raters(state: Pick<RoomState, 'participants'>): string[] {
  return Object.values(state.participants)
    .filter((p) => p.role !== 'observer')
    .map((p) => p.id);
}

/** Whether every scorecard but `by`'s is in, so that theirs is the last one waited for (VW4). */
export function isLastToSubmit(state: RoomState, by: string): boolean {
  return raters(state).every((id) => id === by || state.scorecards[id]?.submittedAt != null);
}

/** Someone's form, empty when they have not begun; of a later round of their own when one is named. */
export function scorecardOf(
  state: Pick<RoomState, 'participants' | 'scorecards'> & { solo?: Solo | null },
  by: string,
  round?: Round,
): Scorecard {
  const role = state.participants[by]?.role ?? 'observer';
  return (
    (round ? state.solo?.rerates[round] : state.scorecards[by]) ?? {
      by,
      role,
      ratings: {},
      recommendation: null,
      strength: '',
      change: '',
      submittedAt: null,
    }
  );
}

/** Whether this role's scorecard is in and so final (RB5). A sealed state knows its own alone. */
export function hasSubmitted(state: Pick<RoomState, 'scorecards'>, role: Role): boolean {
  return Object.values(state.scorecards).some((card) => card.role === role && card.submittedAt !== null);
}

/** Whether the last advance or end can still be taken back at `at` (PH6). */
export function isSlipOpen(state: Pick<RoomState, 'slip'>, at: number): boolean {
  return state.slip !== null && at - state.slip.at <= limits.undoMs;
}
