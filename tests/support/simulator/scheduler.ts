// Virtual time. Whatever waits in a simulated world waits here: the network, the server's timers, the
// browsers' timers, the disk. Nothing sleeps; the next thing due happens next, and its promises run out first.

/** Whom a waiting thing belongs to: a server process or a tab. What is gone never happens. */
export type Owner = { name: string; isAsleep: boolean; isGone: boolean };

type Waiting = { at: number; order: number; owner: Owner; run: (() => void) | null };

export const nobody: Owner = { name: 'nobody', isAsleep: false, isGone: false };

export class Scheduler {
  now = 0;
  /** Whose code runs at the moment: timers it sets are its own. */
  owner: Owner = nobody;
  /** How many things have happened, for the figures. */
  happened = 0;
  readonly #onError: (error: unknown, owner: Owner) => void;
  #busy = 0;
  #order = 0;
  /** The last is the next. */
  #waiting: Waiting[] = [];

  constructor(onError: (error: unknown, owner: Owner) => void) {
    this.#onError = onError;
  }

  after(ms: number, run: () => void, owner: Owner = this.owner): () => void {
    const waiting: Waiting = { at: this.now + Math.max(0, ms), order: ++this.#order, owner, run };
    let [low, high] = [0, this.#waiting.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      // Of two at the same time the one that was set first happens first.
      if (this.#waiting[middle]!.at > waiting.at) low = middle + 1;
      else high = middle;
    }
    this.#waiting.splice(low, 0, waiting);
    return () => {
      waiting.run = null;
    };
  }

  every(ms: number, run: () => void, owner: Owner = this.owner): () => void {
    let cancel = (): void => undefined;
    const again = (): void => {
      cancel = this.after(
        ms,
        () => {
          again();
          run();
        },
        owner,
      );
    };
    again();
    return () => cancel();
  }

  /** Does `work` as `owner`, and lets all promises run out. */
  async as(owner: Owner, work: () => void): Promise<void> {
    const before = this.owner;
    this.owner = owner;
    try {
      work();
    } catch (error) {
      this.#onError(error, owner);
    }
    do await turn();
    while (this.#busy > 0);
    this.owner = before;
  }

  /** Work that takes turns of the event loop, as the store's does: virtual time stands still meanwhile. */
  async whileBusy<T>(work: () => Promise<T>): Promise<T> {
    this.#busy += 1;
    try {
      return await work();
    } finally {
      this.#busy -= 1;
    }
  }

  /** Lets `ms` pass; what belongs to sleepers happens when they wake. */
  async pass(ms: number): Promise<void> {
    const until = this.now + ms;
    for (let next = this.#next(until); next; next = this.#next(until)) {
      this.now = Math.max(this.now, next.at);
      this.happened += 1;
      await this.as(next.owner, next.run!);
    }
    this.now = until;
  }

  /** How many things wait for `owner`. */
  waitingFor(owner: Owner): number {
    return this.#waiting.filter((waiting) => waiting.owner === owner && waiting.run !== null).length;
  }

  #next(until: number): Waiting | undefined {
    for (let i = this.#waiting.length - 1; i >= 0; i--) {
      const waiting = this.#waiting[i]!;
      const isDead = waiting.run === null || waiting.owner.isGone;
      if (!isDead && waiting.at > until) return undefined;
      if (!isDead && waiting.owner.isAsleep) continue;
      this.#waiting.splice(i, 1);
      if (!isDead) return waiting;
    }
    return undefined;
  }
}

/** All promises that can go on go on. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
