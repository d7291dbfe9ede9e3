// A finished interview as a file that another installation can take in: what it holds, and the checks it has to pass.
// The file carries the state its owner could read, never more. Hashing is handed in: browser and server differ.
import * as v from 'valibot';
import { archiveHeadSchema, archiveKind, archiveSchema, archiveVersion } from './archive-schema.ts';
import { applyChanges, decideBoardChange, elementDeltaSchema } from './board.ts';
import type { ElementDelta, Scene } from './board.ts';
import { boardLimits } from './board-limits.ts';
import type { Role, Snapshot } from './protocol.ts';

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

type Held = Pick<Archive, 'owner' | 'state'>;

/** The file of what its owner could read. `hash`: SHA-256 in hex. */
export function archiveOf({ owner, state }: Held, hash: (text: string) => string): Archive {
  const digest = hash(sealedText({ owner, state }));
  return { kind: archiveKind, version: archiveVersion, digest, owner, state };
}

/** What the digest is taken of. */
const sealedText = ({ owner, state }: Held): string => JSON.stringify({ owner, state });

/** Reads a file's data, or says in one sentence why it cannot be taken in. Never throws. */
export function readArchive(
  data: unknown,
  hash: (text: string) => string,
): { ok: true; archive: Archive } | Unreadable {
  const head = v.safeParse(archiveHeadSchema, data);
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

/** The archive with everybody under a new id: the same file may be taken in twice, and beside its original. */
export function withNewIds({ owner, state }: Archive, newId: () => string): Held {
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
