// The rooms that are loaded. One for each interview, from its first reader until a while after its last; a
// deadline wakes a room nobody is in. It knows neither sockets nor SQL.
import type { Clock } from './clock.ts';
import { Room } from './room.ts';
import type { Store } from './store/store.ts';

export type RoomsParts = {
  store: Store;
  clock: Clock;
  onTrouble: (interviewId: string, error: unknown) => void;
};

/** Holds a room in memory until it is released. */
export type Lease = { room: Room; release: () => void };

type Held = { opening: Promise<Room | null>; leases: number; cancelLettingGo: (() => void) | null };

/** People come back within moments: a reload, the step to the scorecard. */
const lingerMs = 60_000;
/** A deadline that could not be saved is tried again after this. */
const retryMs = 5_000;

export class Rooms {
  readonly #parts: RoomsParts;
  readonly #held = new Map<string, Held>();
  #cancelDeadline: (() => void) | null = null;
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

  /** Wakes the interviews whose deadlines pass while nobody is there, those before the start included. */
  async watchDeadlines(): Promise<void> {
    this.#cancelDeadline?.();
    const { store, clock } = this.#parts;
    const due = await store.nextDue();
    if (this.#isClosed) return;
    const wait = due ? due.at - clock.now() : lingerMs;
    if (!due || wait > 0) {
      // Deadlines that come into being meanwhile belong to rooms that are loaded for at least this long.
      this.#watchAgainIn(Math.min(wait, lingerMs));
      return;
    }
    await this.with(due.interviewId, (room) => room.read(() => undefined));
    const next = await store.nextDue();
    this.#watchAgainIn(next?.interviewId === due.interviewId && next.at === due.at ? retryMs : 0);
  }

  close(): void {
    this.#isClosed = true;
    this.#cancelDeadline?.();
    for (const { opening, cancelLettingGo } of this.#held.values()) {
      cancelLettingGo?.();
      void opening.then((room) => room?.close());
    }
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
    const { store, clock, onTrouble } = this.#parts;
    const opening = Room.open(interviewId, {
      store,
      clock,
      onTrouble: (error) => onTrouble(interviewId, error),
    });
    const held: Held = { opening, leases: 0, cancelLettingGo: null };
    this.#held.set(interviewId, held);
    return held;
  }

  #release(interviewId: string, held: Held): void {
    held.leases -= 1;
    if (held.leases > 0 || this.#isClosed) return;
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
