// A room is the one place where a live interview changes. Commands queue here and are decided one at a time;
// a batch is appended, then published, then answered. It knows nothing of sockets or SQL: tests drive it
// with a real store and a clock they wind by hand.
import { nextDue, overdue } from '#domain/deadlines.ts';
import { decide } from '#domain/decide.ts';
import type { Decision } from '#domain/decide.ts';
import { refuse } from '#domain/protocol.ts';
import type { Ack, CommandMessage } from '#domain/protocol.ts';
import type { Entry, Happening } from '#domain/recording.ts';
import type { RoomState } from '#domain/room.ts';
import { absenceIn } from './absence.ts';
import { Alarm } from './alarm.ts';
import { Batches } from './batches.ts';
import type { Clock } from './clock.ts';
import { finishedBy, projectionOf } from './projection.ts';
import { RecordingSize } from './recording-size.ts';
import { RoomMemory } from './room-memory.ts';
import { StoreError } from './store/store.ts';
import type { Store } from './store/store.ts';

export type RoomParts = {
  store: Pick<Store, 'append' | 'entries' | 'recordedBytes'>;
  clock: Clock;
  /** How large the recording may become (RC7). */
  recordingBytes: number;
  /** A failed append or rebuild, for the log; its sender has been refused. */
  onTrouble: (error: unknown) => void;
};

/** Told of every committed batch, in `seq` order, at once after the commit. `state` is not theirs to keep. */
export type Listener = (entries: readonly Entry[], state: RoomState) => void;

type Asking = {
  by: string;
  clientId: string | null;
  clientSeq: number | null;
  decide: (state: RoomState, at: number) => Decision;
  answer: (ack: Ack) => void;
};
type Reading = { read: (state: RoomState) => void; fail: (error: StoreError) => void };

const retryMs = 1_500;

export class Room {
  readonly interviewId: string;
  readonly #parts: RoomParts;
  readonly #listeners = new Set<Listener>();
  readonly #size: RecordingSize;
  #memory: RoomMemory;
  readonly #queue: Batches<Asking | Reading>;
  readonly #alarm: Alarm;
  #isBroken = false;
  #hasFailed = false;

  private constructor(interviewId: string, parts: RoomParts, size: RecordingSize, memory: RoomMemory) {
    this.interviewId = interviewId;
    this.#parts = parts;
    this.#size = size;
    this.#memory = memory;
    this.#queue = new Batches(
      (batch) => this.#runBatch(batch),
      () => this.#setAlarm(),
    );
    this.#alarm = new Alarm(parts.clock, () => void this.read(() => undefined).catch(() => undefined));
  }

  /** Folds the recording and catches up with deadlines that passed meanwhile; null when there is no such interview. */
  static async open(interviewId: string, parts: RoomParts): Promise<Room | null> {
    const entries = await parts.store.entries(interviewId);
    if (entries.length === 0) return null;
    const bytes = await parts.store.recordedBytes(interviewId);
    const size = new RecordingSize(parts.recordingBytes, entries, bytes);
    const room = new Room(interviewId, parts, size, await RoomMemory.of(entries));
    try {
      await room.read(() => undefined);
      // Whoever was alone in it before has to come back first (SO7).
      await room.record('clock', (state) => absenceIn(state, false));
      return room;
    } catch (error) {
      room.close();
      throw error;
    }
  }

  /** Decides a participant's command. Never rejects; a resent command is answered as the first time. */
  submit(by: string, { clientId, clientSeq, command }: CommandMessage): Promise<Ack> {
    return this.#ask({
      ...{ by, clientId, clientSeq },
      decide: (state, at) => this.#size.whyNot(by, command.type) ?? decide(state, command, by, at),
    });
  }

  /** Records something the server itself saw, such as a seat being taken. `make` may find it is there already. */
  record(by: string, make: (state: RoomState) => Happening | null): Promise<Ack> {
    return this.#ask({
      by,
      clientId: null,
      clientSeq: null,
      decide: (state) => {
        const happening = make(state);
        return happening ? { ok: true, happening } : refuse('already_done');
      },
    });
  }

  /** Lets `keep` store a file of so many bytes, and counts them; null when there is no room for it (RC7). */
  async addFile<T extends string>(
    bytes: number,
    keep: () => Promise<T | 'kept'>,
  ): Promise<T | 'kept' | null> {
    if (!this.#size.takeFile(bytes)) return null;
    let isKept = false;
    try {
      const answer = await keep();
      isKept = answer === 'kept';
      return answer;
    } finally {
      if (!isKept) this.#size.giveBack(bytes);
    }
  }

  /** Reads the committed state: `read` runs between two batches, never in one. Rejects with a StoreError when
   * what is committed cannot be told, because the store could neither write nor be read again. */
  read<T>(read: (state: RoomState) => T): Promise<T> {
    return new Promise((resolve, fail) => {
      this.#queue.add({ read: (state) => resolve(Promise.try(() => read(state))), fail });
    });
  }

  /** To be called inside `read`, together with what is shown, so that nothing falls in between. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What a client that holds everything up to `seq` lacks; null when it needs a snapshot. Inside `read` only. */
  since(seq: number): readonly Entry[] | null {
    return this.#memory.since(seq);
  }

  /** Lets go of the timer. What was submitted is still decided and answered. */
  close(): void {
    this.#alarm.close();
  }

  #ask(asking: Omit<Asking, 'answer'>): Promise<Ack> {
    return new Promise((answer) => this.#queue.add({ ...asking, answer }));
  }

  /** Decide all, append once, then publish and answer. Readers see the state after the commit. */
  async #runBatch(batch: readonly (Asking | Reading)[]): Promise<void> {
    const asked = batch.filter((item) => 'answer' in item);
    const acks = await this.#carryOut(asked);
    asked.forEach((item, i) => item.answer(acks?.[i] ?? refuse('not_saved')));
    for (const item of batch) {
      if (!('read' in item)) continue;
      // A broken room holds what was applied and never committed (RC6).
      if (this.#isBroken) item.fail(new StoreError('failed', undefined));
      else item.read(this.#memory.state);
    }
  }

  /** The acks in the order asked, or null when nothing could be saved and nothing has happened. */
  async #carryOut(asked: readonly Asking[]): Promise<Ack[] | null> {
    const entries: Entry[] = [];
    try {
      if (this.#isBroken) await this.#rebuild();
      this.#fireDue(entries);
      this.#noteFull(entries);
      const acks = asked.map((item) => {
        const ack = this.#decideOne(item, entries);
        // What was asked of the script it answers at once, before anybody else is heard.
        if (this.#memory.state.solo) this.#fireDue(entries);
        return ack;
      });
      if (entries.length > 0) await this.#append(entries);
      // Append before publish: a peer must never see what a restart would forget (RC6).
      this.#keep(entries);
      this.#hasFailed = false;
      return acks;
    } catch (error) {
      this.#parts.onTrouble(error);
      // What was applied in memory did not happen; the store is the truth.
      this.#isBroken = true;
      this.#hasFailed = true;
      await this.#rebuild().catch((cause: unknown) => this.#parts.onTrouble(cause));
      return null;
    }
  }

  #fireDue(entries: Entry[]): void {
    const now = this.#parts.clock.now();
    for (let due = overdue(this.#memory.state, now); due; due = overdue(this.#memory.state, now)) {
      // At its own time, however late the timer fired (PH8).
      this.#happen(due.happening, { at: due.at, by: due.by, clientId: null, clientSeq: null }, entries);
    }
  }

  /** Everybody is told once that nothing more can be drawn, and that it can again (RC7). */
  #noteFull(entries: Entry[]): void {
    const { startedAt, endedAt, isFull = false } = this.#memory.state;
    if (startedAt === null || endedAt !== null || this.#size.isFull === isFull) return;
    const from = { at: this.#parts.clock.now(), by: 'clock', clientId: null, clientSeq: null };
    this.#happen({ type: 'recording.filled', isFull: this.#size.isFull }, from, entries);
  }

  #decideOne({ by, clientId, clientSeq, decide }: Asking, entries: Entry[]): Ack {
    const known = clientId === null ? undefined : this.#memory.seqOf(by, clientId, clientSeq ?? 0);
    if (known !== undefined) return { ok: true, seq: known };
    const at = Math.max(this.#parts.clock.now(), this.#memory.state.lastAt);
    const decision = decide(this.#memory.state, at);
    if (!decision.ok) return decision;
    this.#happen(decision.happening, { at, by, clientId, clientSeq }, entries);
    return { ok: true, seq: this.#memory.state.seq };
  }

  #happen(
    happening: Happening,
    from: Pick<Entry, 'at' | 'by' | 'clientId' | 'clientSeq'>,
    entries: Entry[],
  ): void {
    const { seq, lastAt } = this.#memory.state;
    const entry: Entry = { ...happening, ...from, seq: seq + 1, at: Math.max(from.at, lastAt) };
    this.#memory.apply(entry);
    entries.push(entry);
  }

  async #append(entries: readonly Entry[]): Promise<void> {
    const renamed = entries.filter((entry) => entry.type === 'name.changed');
    const bytes = await this.#parts.store.append({
      interviewId: this.interviewId,
      entries,
      projection: projectionOf(this.#memory.state),
      names: Object.fromEntries(renamed.map(({ by, name }) => [by, name])),
      ...finishedBy(entries, this.#memory.state),
    });
    this.#size.add(entries, bytes);
  }

  #keep(entries: readonly Entry[]): void {
    if (entries.length === 0) return;
    this.#memory.keep(entries);
    for (const listener of this.#listeners) listener(entries, this.#memory.state);
  }

  /** Nobody is answered before it is done. */
  async #rebuild(): Promise<void> {
    this.#memory = await RoomMemory.of(await this.#parts.store.entries(this.interviewId));
    this.#isBroken = false;
  }

  #setAlarm(): void {
    // A broken room does not know its deadlines until it is rebuilt.
    const dueAt = this.#isBroken ? 0 : nextDue(this.#memory.state)?.at;
    if (dueAt === undefined) return;
    // What could not be saved is tried again, but not in a tight loop.
    this.#alarm.setFor(this.#hasFailed ? Math.max(dueAt, this.#parts.clock.now() + retryMs) : dueAt);
  }
}
