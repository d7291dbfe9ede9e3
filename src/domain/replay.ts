// The recording walked through afterwards, forwards and back. It is the same fold as the live room's (RP1), with
// states kept along the way so that no step folds the interview from its beginning. It knows no screen and no clock.
import type { Coming } from './attendance.ts';
import type { ElementChange } from './board.ts';
import { apply } from './fold.ts';
import type { Me } from './protocol.ts';
import { isSealed } from './recording.ts';
import type { Entry, WireEntry } from './recording.ts';
import { emptyRoom } from './room.ts';
import type { RoomState } from './room.ts';

/** A recording as one viewer may read it: without gaps, what is missing standing in it as sealed (RP2). */
export type Recording = { entries: WireEntry[]; missing: number[] };

/** What the server answers to whoever asks for a recording, or for what came after the entries they have. When
 * `disclosure` is another than theirs, what was sealed for them may have opened, and they ask for all of it again. */
export type RecordingAnswer = Recording & {
  me: Me;
  isRunning: boolean;
  disclosure: string;
  /** Who came and went while the interview went on. */
  comings: Coming[];
};

/** After so many entries a state is kept: what one step folds at most. */
export const keyframeEvery = 500;

/** A copy that later entries do not change. Everything but the scene is replaced by the fold, never changed in place. */
const copyOf = (state: RoomState): RoomState => ({ ...state, scene: new Map(state.scene) });

/** What can still be read of a recording, numbered through: a sealed place stands for each entry that cannot be read
 * (RP2). `state` is the fold of the rest. `lastSeq`: how far the recording is known to go. */
export function mended(readable: readonly Entry[], lastSeq: number): Recording & { state: RoomState } {
  const bySeq = new Map(readable.map((entry) => [entry.seq, entry]));
  const state = emptyRoom();
  const entries: WireEntry[] = [];
  const missing: number[] = [];
  for (let seq = 1; seq <= lastSeq; seq += 1) {
    const found = bySeq.get(seq);
    const entry = found && missing.length > 0 ? withoutTorn(found, state) : found;
    if (entry && isApplied(state, entry)) entries.push(entry);
    else {
      missing.push(seq);
      entries.push({ seq, sealed: true });
      state.seq = seq;
    }
  }
  return { entries, missing, state };
}

/** Without the changes of elements whose beginning is missing: half an element cannot be drawn. */
function withoutTorn(entry: Entry, { scene }: RoomState): Entry {
  if (entry.type !== 'board.changed' || !Array.isArray(entry.changes)) return entry;
  const isWhole = ({ id, props }: ElementChange) =>
    scene.get(id)?.isDeleted === false || typeof props?.type === 'string';
  return { ...entry, changes: entry.changes.filter(isWhole) };
}

/** False for what was damaged into something no entry can be; of the state only the scene may then hold a part of it. */
function isApplied(state: RoomState, entry: Entry): boolean {
  const before = { ...state };
  try {
    apply(state, entry);
    return true;
  } catch {
    Object.assign(state, before);
    return false;
  }
}

export class Replay {
  readonly #entries: readonly WireEntry[];
  readonly #keyframes: RoomState[] = [];
  #state: RoomState;

  /** Folds everything once and stands at the end. */
  constructor(entries: readonly WireEntry[]) {
    this.#entries = entries;
    this.#state = emptyRoom();
    this.#foldTo(entries.length);
  }

  get length(): number {
    return this.#entries.length;
  }

  /** After the entry with the seq it was sent to. Its scene is changed in place by the next step forward, and is
   * another Map after a step back or far. */
  get state(): RoomState {
    return this.#state;
  }

  /** A state of its own after the entry `seq`, without going there. */
  stateAt(seq: number): RoomState {
    const target = Math.min(Math.max(Math.trunc(seq), 0), this.#entries.length);
    const state = copyOf(this.#keyframes[Math.floor(target / keyframeEvery)] ?? emptyRoom());
    for (let i = state.seq; i < target; i += 1) apply(state, this.#entries[i]!);
    return state;
  }

  /** Goes to the state after the entry `seq` (0: before the first) and answers which elements changed on the way;
   * after a jump none, because then the scene is another one. */
  goTo(seq: number): Set<string> {
    const target = Math.min(Math.max(Math.trunc(seq), 0), this.#entries.length);
    const touched = new Set<string>();
    const frame = Math.floor(target / keyframeEvery);
    const isNear = target >= this.#state.seq && target - this.#state.seq <= keyframeEvery;
    if (!isNear) this.#state = copyOf(this.#keyframes[frame] ?? emptyRoom());
    this.#foldTo(target, isNear ? touched : undefined);
    return touched;
  }

  #foldTo(seq: number, touched?: Set<string>): void {
    for (let i = this.#state.seq; i < seq; i += 1) {
      this.#keepFrame(i);
      const entry = this.#entries[i]!;
      apply(this.#state, entry);
      if (!touched || isSealed(entry) || entry.type !== 'board.changed') continue;
      for (const { id } of entry.changes) touched.add(id);
    }
    this.#keepFrame(seq);
  }

  #keepFrame(seq: number): void {
    if (seq % keyframeEvery === 0) this.#keyframes[seq / keyframeEvery] ??= copyOf(this.#state);
  }
}
