// The wire: what a client may ask (commands), what it is answered (acks, refusals), and the limits.
// One discriminated union, so there is one parse, one limit and one ack. Both ends import this file.
import * as v from 'valibot';
import { elementDeltaSchema } from './board.ts';
import type { WireEntry } from './recording.ts';
import type { RoomState } from './room.ts';
import { marks, rounds } from './solo.ts';

/** Raised when an older client cannot talk to this server any more; it is then asked to reload. */
export const protocolVersion = 2;

export const limits = {
  messageBytes: 128 * 1024,
  nesting: 16,
  messagesPerSecond: 60,
  messageBurst: 120,
  unsentBytes: 1024 * 1024,
  connectionsPerAddress: 20,
  nameLength: 40,
  noteLength: 4_000,
  chatLength: 2_000,
  evidenceLength: 2_000,
  fileBytes: 2 * 1024 * 1024,
  filesPerParticipant: 100,
  notesPerPerson: 1_000,
  chatPerPerson: 2_500,
  commentLength: 2_000,
  commentsPerPerson: 500,
  askLength: 500,
  asksPerInterview: 500,
  estimatesPerPerson: 200,
  /** How long *Next phase* and *End interview* can be taken back. */
  undoMs: 10_000,
} as const;

/** Why a command was not carried out. Every code has one sentence a candidate understands. */
export const refusals = {
  not_allowed: 'Your role cannot do this.',
  wrong_stage: 'This is not possible at this point of the interview.',
  needs_confirmation: 'Please confirm this first.',
  too_late: 'The time to take this back is over.',
  changed_elsewhere: 'You have changed this in another tab or on another device meanwhile; that stands.',
  already_done: 'This was done already.',
  unknown_item: 'This item does not exist in this interview.',
  incomplete: 'The scorecard is not complete yet.',
  seat_taken: 'This seat is taken.',
  stale_append: 'This stroke has changed meanwhile; it is sent again whole.',
  bad_element: 'The board does not take this element.',
  board_full: 'The board is full.',
  recording_full:
    'The recording of this interview is full: nothing more can be drawn. Clock, notes and ratings go on.',
  too_much: 'The interview holds too many of these.',
  bad_message: 'The server did not understand this message.',
  too_fast: 'Too many messages at once; please wait a moment.',
  not_joined: 'Open the interview first.',
  unknown_interview: 'There is no such interview, or you have no seat in it.',
  old_client: 'This page is older than the server. Please reload it.',
  not_saved: 'The server could not save this. Nothing was lost on your side; please try again.',
} as const;

export type RefusalCode = keyof typeof refusals;
export type Refusal = { ok: false; code: RefusalCode; message: string; ids?: string[] };

/** A refusal is a value, never an exception. `detail` replaces the code's general sentence. */
export function refuse(code: RefusalCode, detail?: string, ids?: string[]): Refusal {
  return { ok: false, code, message: detail ?? refusals[code], ...(ids && { ids }) };
}

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(80), v.regex(/^[\w.:-]+$/));
const shortId = v.pipe(v.string(), v.regex(/^[\w-]{8,40}$/));
const line = (max: number) => v.pipe(v.string(), v.trim(), v.maxLength(max));
const filled = (max: number) => v.pipe(line(max), v.minLength(1));
const epochMs = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8.64e15));
const contentHash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const value = v.union([v.picklist([1, 2, 3, 4]), v.picklist(['not_observed', 'not_applicable'])]);
const confirmed = v.optional(v.boolean());
/** Which of one's own later ratings of a solo interview; without it the first. */
const round = v.optional(v.picklist(rounds));
const pointer = v.union([
  v.strictObject({ noteId: shortId }),
  v.strictObject({ elementId: v.pipe(v.string(), v.minLength(1), v.maxLength(64)) }),
]);

const ratingFields = {
  value: v.nullable(value),
  behaviours: v.pipe(v.array(id), v.maxLength(60)),
  evidence: line(limits.evidenceLength),
  notes: v.pipe(v.array(shortId), v.maxLength(50)),
};
const summaryFields = {
  recommendation: v.nullable(id),
  strength: line(limits.evidenceLength),
  change: line(limits.evidenceLength),
};

/** A name as others read it: without control, formatting and other invisible characters. */
export const nameSchema = v.pipe(
  v.string(),
  v.transform((name) => name.replace(/\p{C}/gu, '').trim()),
  v.minLength(1),
  v.maxLength(limits.nameLength),
);
export const roles = ['interviewer', 'candidate', 'observer'] as const;
export type Role = (typeof roles)[number];
const noteFields = {
  noteId: shortId,
  text: filled(limits.noteLength),
  criterion: v.nullable(id),
  isPrivate: v.boolean(),
};

/** What a participant may ask. `type` is the machine's event name (`noun.verb`). */
export const commandSchema = v.variant('type', [
  v.strictObject({ type: v.literal('name.set'), name: nameSchema }),
  v.strictObject({ type: v.literal('ready.set'), ready: v.boolean() }),
  v.strictObject({ type: v.literal('observers.set'), welcome: v.boolean() }),
  v.strictObject({ type: v.literal('interview.start'), confirmed }),
  v.strictObject({ type: v.literal('interview.end') }),
  v.strictObject({ type: v.literal('phase.advance'), from: id, confirmed }),
  v.strictObject({ type: v.literal('phase.extend'), from: id }),
  v.strictObject({ type: v.literal('phase.pause') }),
  v.strictObject({ type: v.literal('phase.resume') }),
  v.strictObject({ type: v.literal('phase.undo') }),
  v.strictObject({
    type: v.literal('board.change'),
    deltas: v.pipe(v.array(elementDeltaSchema), v.minLength(1), v.maxLength(10_000)),
  }),
  v.strictObject({ type: v.literal('picture.set'), phaseId: id, file: contentHash }),
  v.strictObject({ type: v.literal('note.add'), ...noteFields, begunAt: epochMs }),
  v.strictObject({ type: v.literal('note.edit'), ...noteFields }),
  v.strictObject({ type: v.literal('note.remove'), noteId: shortId }),
  v.strictObject({ type: v.literal('chat.send'), text: filled(limits.chatLength) }),
  v.strictObject({
    type: v.literal('checklist.set'),
    itemId: id,
    done: v.boolean(),
    /** Whoever ticks their own list shows where it is to be seen. */
    pointer: v.optional(pointer),
  }),
  v.strictObject({ type: v.literal('answer.give'), clarificationId: id }),
  v.strictObject({ type: v.literal('hint.give'), deepDiveId: id, step: v.picklist([1, 2, 3]) }),
  v.strictObject({ type: v.literal('curveball.play'), curveballId: id }),
  v.strictObject({ type: v.literal('script.ask'), text: filled(limits.askLength) }),
  v.strictObject({ type: v.literal('script.list') }),
  v.strictObject({ type: v.literal('script.stuck') }),
  v.strictObject({
    type: v.literal('estimate.set'),
    name: filled(80),
    value: v.pipe(v.number(), v.finite()),
    unit: line(40),
    working: line(400),
  }),
  v.strictObject({ type: v.literal('estimate.remove'), name: filled(80) }),
  v.strictObject({ type: v.literal('point.mark'), pointId: id, mark: v.picklist(marks) }),
  v.strictObject({
    type: v.literal('rating.set'),
    round,
    criterion: id,
    ...ratingFields,
    /** What its author changed it from (RB8). Without it all of it is meant. */
    base: v.optional(v.strictObject(ratingFields)),
  }),
  v.strictObject({
    type: v.literal('summary.set'),
    round,
    ...summaryFields,
    base: v.optional(v.strictObject(summaryFields)),
  }),
  v.strictObject({ type: v.literal('rating.submit'), round }),
]);

export type Command = v.InferOutput<typeof commandSchema>;
export type CommandType = Command['type'];
export type RatingValue = v.InferOutput<typeof value>;

/** The envelope of every command: `clientSeq` counts up per `clientId`, so a resend is known (RC3). */
export const commandMessageSchema = v.strictObject({
  clientId: shortId,
  clientSeq: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(Number.MAX_SAFE_INTEGER)),
  command: commandSchema,
});
export type CommandMessage = v.InferOutput<typeof commandMessageSchema>;

export type Ack = { ok: true; seq: number } | Refusal;

export const joinMessageSchema = v.strictObject({
  interviewId: shortId,
  /** The last entry this client holds; null asks for a snapshot. */
  lastSeq: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0))),
  protocol: v.number(),
});
export type JoinMessage = v.InferOutput<typeof joinMessageSchema>;

export type Me = { participantId: string; role: Role; isHost: boolean };
export type JoinAnswer =
  | ({ ok: true; me: Me; serverAt: number; people: PersonPresence[] } & (
      { snapshot: Snapshot } | { entries: WireEntry[] }
    ))
  | Refusal;

/** A sealed RoomState as JSON: the scene as an array. `reviveSnapshot` in room.ts reads it back. */
export type Snapshot = Omit<RoomState, 'scene'> & { scene: unknown[] };

const coordinate = v.pipe(v.number(), v.finite(), v.minValue(-1e7), v.maxValue(1e7));
/** Volatile: where someone points, what they look at, whether they type or look elsewhere. Never recorded. */
export const pointerMessageSchema = v.strictObject({
  pointer: v.optional(v.strictObject({ x: coordinate, y: coordinate, button: v.picklist(['up', 'down']) })),
  view: v.optional(
    v.strictObject({
      x: coordinate,
      y: coordinate,
      zoom: v.pipe(v.number(), v.finite(), v.minValue(0.01), v.maxValue(100)),
    }),
  ),
  isAway: v.optional(v.boolean()),
  isTyping: v.optional(v.boolean()),
});
export type PointerMessage = v.InferOutput<typeof pointerMessageSchema>;

export type PersonStatus = 'here' | 'away' | 'lost';
export type PersonPresence = { participantId: string; status: PersonStatus; isTyping: boolean };
/** `people` is sent whole when it changed; `pointers` only those that moved. */
export type PresenceMessage = {
  people?: PersonPresence[];
  pointers?: Record<string, Pick<PointerMessage, 'pointer' | 'view'>>;
};
