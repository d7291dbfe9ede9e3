// The rooms that are loaded. One for each interview, from its first reader until a while after its last; a
// deadline wakes a room nobody is in. It knows neither sockets nor SQL.
import type { Clock } from './clock.ts';
import { defaultRecordingBytes } from './recording-size.ts';
import { Room } from './room.ts';
import type { Store } from './store/store.ts';

export type RoomsParts = {
  store: Store;
  clock: Clock;
  /** How large one recording may become (RC7). */
  recordingBytes?: number;
  onTrouble: (interviewId: string, error: unknown) => void;
};

/** Holds a room in memory until it is released. */
export type Lease = { room: Room; release: () => void };

type Held = { opening: Promise<Room | null>; leases: number; cancelLettingGo: (() => void) | null };

/** People come back within moments: a reload, the step to the scorecard. */
const lingerMs = 60_000;
/** A deadline that could not be saved is tried again after this. */
const retryMs = 1_500;
/** A recording that cannot be read is tried again after this: the disk was in trouble, or somebody mends it. */
const brokenRetryMs = 60_000;

export class Rooms {
  readonly #parts: RoomsParts;
  readonly #held = new Map<string, Held>();
  #cancelDeadline: (() => void) | null = null;
  /** Interviews whose deadline could not be met, with when it is tried again; the others do not wait for them. */
  readonly #postponed = new Map<string, number>();
  #isClosed = false;

  constructor(parts: RoomsParts) {
    this.#parts = parts;
  }

  get count(): number {
    return this.#held.size;
  }

  /** The interview's room, loaded if need be; null when there is no such interview. */
  async lease(interviewId: string): Promise<Lease | null> {
    const held = this.#held.get(interviewId) ?? this.#load(interviewId);
    held.leases += 1;
    held.cancelLettingGo?.();
    held.cancelLettingGo = null;
    try {
      const room = await held.opening;
      if (room) return { room, release: once(() => this.#release(interviewId, held)) };
    } catch (error) {
      this.#held.delete(interviewId);
      throw error;
    }
    this.#held.delete(interviewId);
    return null;
  }

  /** The room if it is in memory already; whoever only looks loads none. */
  async loaded(interviewId: string): Promise<Room | null> {
    return (await this.#held.get(interviewId)?.opening) ?? null;
  }

  /** Does `work` with the room and lets it go; null when there is no such interview. */
  async with<T>(interviewId: string, work: (room: Room) => Promise<T>): Promise<T | null> {
    const lease = await this.lease(interviewId);
    if (!lease) return null;
    try {
      return await work(lease.room);
    } finally {
      lease.release();
    }
  }

  /** Lets go at once of the room of an interview that was deleted, whoever is in it. */
  forget(interviewId: string): void {
    const held = this.#held.get(interviewId);
    this.#held.delete(interviewId);
    this.#postponed.delete(interviewId);
    held?.cancelLettingGo?.();
    void held?.opening.then(
      (room) => room?.close(),
      () => undefined,
    );
  }

  /** Wakes the interviews whose deadlines pass while nobody is there, those before the start included. */
  async watchDeadlines(): Promise<void> {
    this.#cancelDeadline?.();
    const { store, clock } = this.#parts;
    const due = await store.nextDue(this.#stillPostponed());
    if (this.#isClosed) return;
    const wait = due ? due.at - clock.now() : lingerMs;
    if (!due || wait > 0) {
      // Deadlines that come into being meanwhile belong to rooms that are loaded for at least this long.
      const postponed = [...this.#postponed.values()].map((at) => at - clock.now());
      this.#watchAgainIn(Math.min(wait, lingerMs, ...postponed));
      return;
    }
    await this.#wake(due.interviewId);
    const next = await store.nextDue(this.#stillPostponed());
    if (next?.interviewId === due.interviewId && next.at === due.at)
      this.#postponed.set(due.interviewId, clock.now() + retryMs);
    this.#watchAgainIn(0);
  }

  close(): void {
    this.#isClosed = true;
    this.#cancelDeadline?.();
    for (const { opening, cancelLettingGo } of this.#held.values()) {
      cancelLettingGo?.();
      void opening.then((room) => room?.close());
    }
  }

  /** Lets a room meet its deadline. One that cannot be read must not hold up the start nor the others. */
  async #wake(interviewId: string): Promise<void> {
    try {
      await this.with(interviewId, (room) => room.read(() => undefined));
    } catch (error) {
      this.#parts.onTrouble(interviewId, error);
      this.#postponed.set(interviewId, this.#parts.clock.now() + brokenRetryMs);
    }
  }

  #stillPostponed(): string[] {
    const now = this.#parts.clock.now();
    for (const [interviewId, at] of this.#postponed) if (at <= now) this.#postponed.delete(interviewId);
    return [...this.#postponed.keys()];
  }

  #watchAgainIn(ms: number): void {
    if (this.#isClosed) return;
    this.#cancelDeadline = this.#parts.clock.setTimer(() => {
      this.watchDeadlines().catch((error: unknown) => {
        this.#parts.onTrouble('', error);
        this.#watchAgainIn(retryMs);
      });
    }, ms);
  }

  #load(interviewId: string): Held {
    const { store, clock, recordingBytes = defaultRecordingBytes, onTrouble } = this.#parts;
    const opening = Room.open(interviewId, {
      ...{ store, clock, recordingBytes },
      onTrouble: (error) => onTrouble(interviewId, error),
    });
    const held: Held = { opening, leases: 0, cancelLettingGo: null };
    this.#held.set(interviewId, held);
    return held;
  }

  #release(interviewId: string, held: Held): void {
    held.leases -= 1;
    if (held.leases > 0 || this.#isClosed || this.#held.get(interviewId) !== held) return;
    held.cancelLettingGo = this.#parts.clock.setTimer(() => void this.#letGo(interviewId, held), lingerMs);
  }

  async #letGo(interviewId: string, held: Held): Promise<void> {
    const room = await held.opening;
    if (held.leases > 0 || this.#held.get(interviewId) !== held) return;
    this.#held.delete(interviewId);
    room?.close();
  }
}

function once(work: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) work();
    isDone = true;
  };
}
