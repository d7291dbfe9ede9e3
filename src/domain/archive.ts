// A finished interview as a file that another installation can take in: what it holds, and the checks it has to pass.
// The file carries the state its owner could read, never more. Hashing is handed in: browser and server differ.
import * as v from 'valibot';
import { applyChanges, decideBoardChange, elementDeltaSchema } from './board.ts';
import { boardLimits } from './board-limits.ts';
import type { ElementDelta, Scene } from './board.ts';
import { formatSchema } from './format.ts';
import { roles } from './protocol.ts';
import type { Role, Snapshot } from './protocol.ts';
import { questionSchema } from './question.ts';
import { rubricSchema } from './rubric.ts';
import { helps, marks, rounds } from './solo.ts';

export const archiveKind = 'fourstep-interview';
/** Raised when an older installation could not read the file any more. */
export const archiveVersion = 2;

export type Archive = {
  kind: typeof archiveKind;
  version: typeof archiveVersion;
  /** SHA-256 in hex of `state` and `owner` as JSON: tells a damaged or edited file from a whole one. */
  digest: string;
  owner: { participantId: string; role: Role };
  state: Snapshot;
};

export type Unreadable = { ok: false; code: 'bad_archive' | 'other_version' | 'changed'; message: string };

const refuseArchive = (code: Unreadable['code'], message: string): Unreadable => ({
  ok: false,
  code,
  message,
});

/** What the digest is taken of. */
export const sealedText = ({ owner, state }: Pick<Archive, 'owner' | 'state'>): string =>
  JSON.stringify({ owner, state });

/** Reads a file's data, or says in one sentence why it cannot be taken in. Never throws. */
export function readArchive(
  data: unknown,
  hash: (text: string) => string,
): { ok: true; archive: Archive } | Unreadable {
  const head = v.safeParse(headSchema, data);
  if (!head.success)
    return refuseArchive(
      'bad_archive',
      'This is no scorecard file of Fourstep (JSON, from “Download JSON”).',
    );
  if (head.output.version !== archiveVersion)
    return refuseArchive(
      'other_version',
      `This file has version ${head.output.version}; this installation reads version ${archiveVersion}.`,
    );
  const text = textOf(data as Archive);
  if (text === null) return refuseArchive('bad_archive', 'This file is nested too deeply to be read.');
  if (hash(text) !== head.output.digest)
    return refuseArchive('changed', 'This file was changed or damaged after it was saved.');
  // No further than the first fault: a file has room for millions of them.
  const parsed = v.safeParse(archiveSchema, data, { abortEarly: true });
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const where = v.getDotPath(issue) ?? 'the file';
    return refuseArchive('bad_archive', `This file cannot be read: ${where} is not as it should be.`);
  }
  // What was checked, and not what was sent: a key such as `__proto__` is passed over, checked by nobody.
  const archive = parsed.output as unknown as Archive;
  const { owner, state } = archive;
  if (state.participants[owner.participantId]?.role !== owner.role)
    return refuseArchive('bad_archive', 'This file does not say whose scorecard it is.');
  const scene = boardIn(state);
  if (typeof scene === 'string') return refuseArchive('bad_archive', `The board in this file: ${scene}`);
  return { ok: true, archive: { ...archive, state: { ...state, scene: [...scene.values()] } } };
}

/** Null for what is nested so deeply that it cannot be written as text. */
function textOf(archive: Archive): string | null {
  try {
    return sealedText(archive);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** The board as if it were drawn here: every element passes the checks of a drawn one (BD1 to BD11). */
function boardIn({ scene: items }: Snapshot): Scene | string {
  const scene: Scene = new Map();
  const live = (items as { isDeleted?: boolean }[]).filter((item) => item.isDeleted !== true);
  for (let i = 0; i < live.length; i += boardLimits.elementsPerCommand) {
    const deltas = v.safeParse(
      v.array(elementDeltaSchema),
      live.slice(i, i + boardLimits.elementsPerCommand).map(drawn),
    );
    if (!deltas.success) return 'an element is not as it should be.';
    const decided = decideBoardChange(scene, deltas.output);
    if (!decided.ok) return decided.message;
    applyChanges(scene, decided.changes);
  }
  return scene;
}

function drawn(item: object): ElementDelta {
  const { id: elementId, version: _version, versionNonce, ...props } = item as Record<string, unknown>;
  return { id: elementId as string, base: null, version: 1, versionNonce: versionNonce as number, props };
}

const headSchema = v.object({ kind: v.literal(archiveKind), version: v.number(), digest: v.string() });

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(120));
const words = v.pipe(v.string(), v.maxLength(20_000));
/** What a calendar, a zip and a list by time can still hold. */
const at = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Date.UTC(2100, 0, 1)));
const ms = v.pipe(v.number(), v.minValue(0), v.maxValue(8.64e15));
const role = v.picklist(roles);
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
/** Counted before anything in it is looked at. */
const listOf = <S extends v.GenericSchema>(item: S, most: number) =>
  v.pipe(v.array(v.unknown()), v.maxLength(most), v.array(item));
const mapOf = <S extends v.GenericSchema>(item: S, most: number) =>
  v.pipe(v.record(id, v.unknown()), v.maxEntries(most), v.record(id, item));
const levelValue = v.picklist([1, 2, 3, 4]);
const value = v.union([levelValue, v.picklist(['not_observed', 'not_applicable'])]);

const rating = v.strictObject({
  value: v.nullable(value),
  behaviours: listOf(id, 60),
  evidence: words,
  notes: listOf(id, 50),
  at,
});
const scorecard = v.strictObject({
  by: id,
  role,
  ratings: mapOf(rating, 400),
  recommendation: v.nullable(id),
  strength: words,
  change: words,
  submittedAt: v.nullable(at),
});
const run = v.strictObject({
  phaseId: id,
  startedAt: at,
  endedAt: v.nullable(at),
  pausedMs: ms,
  pausedAt: v.nullable(at),
  pausedBy: v.nullable(id),
  addedMs: ms,
  isFrozen: v.optional(v.literal(true)),
});
const note = v.strictObject({
  ...{ id, by: id, at, begunAt: at, phaseId: id, text: words },
  ...{ criterion: v.nullable(id), isPrivate: v.boolean() },
});
const pointer = v.union([v.strictObject({ noteId: id }), v.strictObject({ elementId: id })]);
const estimate = v.strictObject({
  ...{
    by: id,
    name: words,
    value: v.pipe(v.number(), v.finite()),
    unit: words,
    working: words,
    at,
    phaseId: id,
  },
});
const said = v.strictObject({
  ...{
    id,
    kind: id,
    text: words,
    ask: v.optional(words),
    options: v.optional(listOf(words, 200)),
    at,
    phaseId: id,
  },
});
const solo = v.strictObject({
  ...{ seed: ms, help: v.picklist(helps), focus: v.nullable(id), prediction: v.nullable(levelValue) },
  ...{ pauseAfterMs: ms, said: listOf(said, 5_000), inputAt: at },
  wishes: listOf(v.strictObject({ seq: ms, kind: id, text: words, at }), 500),
  away: v.nullable(v.strictObject({ since: at, isLeaving: v.boolean() })),
  points: mapOf(v.picklist(marks), 400),
  rerates: v.strictObject(v.entriesFromList(rounds, v.optional(scorecard))),
});
const participant = v.strictObject({
  ...{ id, role, name: v.pipe(v.string(), v.maxLength(40)) },
  ...{ isHost: v.boolean(), isReady: v.boolean(), joinedAt: at },
});
const { interviewer, reveal, ...openEntries } = questionSchema.entries;
/** The whole question or what was open to its owner. */
const question = v.strictObject({
  ...openEntries,
  interviewer: v.optional(interviewer),
  reveal: v.optional(reveal),
});

const stateSchema = v.strictObject({
  seq: v.pipe(v.number(), v.integer(), v.minValue(1)),
  lastAt: at,
  interviewId: id,
  createdAt: at,
  level: id,
  format: formatSchema,
  rubric: rubricSchema,
  interviewerRubric: v.nullable(rubricSchema),
  ratingWaitMs: ms,
  question: v.nullable(question),
  isHidden: v.boolean(),
  isImported: v.boolean(),
  participants: mapOf(participant, 60),
  areObserversWelcome: v.boolean(),
  stage: v.picklist(['revealed', 'closed'], 'is not finished'),
  isRehearsal: v.boolean(),
  startedAt: v.nullable(at),
  endedAt: v.nullable(at),
  revealedAt: v.nullable(at),
  runs: listOf(run, 200),
  slip: v.null(),
  scene: listOf(v.looseObject({ id }), 20_000),
  notes: listOf(note, 2_000),
  chat: listOf(v.strictObject({ seq: ms, by: id, at, text: words }), 5_000),
  ticks: listOf(v.strictObject({ itemId: id, at, phaseId: id, pointer: v.optional(pointer) }), 1_000),
  answers: listOf(v.strictObject({ clarificationId: id, ask: words, text: words, at, phaseId: id }), 1_000),
  hints: listOf(
    v.strictObject({ deepDiveId: id, step: v.picklist([1, 2, 3]), text: words, at, phaseId: id }),
    1_000,
  ),
  curveballs: listOf(
    v.strictObject({ curveballId: id, text: words, label: v.optional(words), at, phaseId: id }),
    1_000,
  ),
  scorecards: mapOf(scorecard, 2),
  estimates: v.optional(listOf(estimate, 500), []),
  solo: v.optional(v.nullable(solo), null),
  pictures: mapOf(hash, 60),
  isFull: v.optional(v.literal(true)),
});

const archiveSchema = v.strictObject({
  kind: v.literal(archiveKind),
  version: v.literal(archiveVersion),
  digest: hash,
  owner: v.strictObject({ participantId: id, role: v.picklist(['interviewer', 'candidate']) }),
  state: stateSchema,
});

/** The archive with everybody under a new id: the same file may be taken in twice, and beside its original. */
export function withNewIds({ owner, state }: Archive, newId: () => string): Pick<Archive, 'owner' | 'state'> {
  const ids = new Map(Object.keys(state.participants).map((old) => [old, newId()]));
  const idOf = (old: string) => ids.get(old) ?? old;
  const rekeyed = <T>(record: Record<string, T>, change: (item: T) => T) =>
    Object.fromEntries(Object.entries(record).map(([old, item]) => [idOf(old), change(item)]));
  const renamed = <T extends { by: string }>(item: T): T => ({ ...item, by: idOf(item.by) });
  return {
    owner: { ...owner, participantId: idOf(owner.participantId) },
    state: {
      ...state,
      participants: rekeyed(state.participants, (person) => ({ ...person, id: idOf(person.id) })),
      scorecards: rekeyed(state.scorecards, renamed),
      notes: state.notes.map(renamed),
      chat: state.chat.map(renamed),
      estimates: state.estimates.map(renamed),
      solo: state.solo && {
        ...state.solo,
        rerates: Object.fromEntries(
          Object.entries(state.solo.rerates).map(([round, card]) => [round, renamed(card)]),
        ),
      },
      runs: state.runs.map((run) => ({ ...run, pausedBy: run.pausedBy && idOf(run.pausedBy) })),
    },
  };
}
