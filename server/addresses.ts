// How many connections an address has, and how often it opens new ones: a connection that is cut for what it sends
// must not be worth coming back for at once. It knows addresses and no sockets.
import type { Clock } from './clock.ts';
import { TokenBucket } from './socket-limits.ts';

type Known = { open: number; knocks: TokenBucket };

/** New connections at once, for each an address may have open: all of them come back together after a restart. */
const knocksAtOnce = 5;
/** And for long, in a second. */
const knocksPerSecond = 0.25;
/** Addresses remembered before those that may be forgotten are looked for. */
const mostAtFirst = 1_000;

export class Addresses {
  readonly #most: number;
  readonly #clock: Clock;
  readonly #known = new Map<string, Known>();
  #sweepAt = mostAtFirst;

  constructor(most: number, clock: Clock) {
    this.#most = most;
    this.#clock = clock;
  }

  get size(): number {
    return this.#known.size;
  }

  /** Why another connection from here is not taken; null when it is. */
  refusalFor(address: string): 'too_many_connections' | 'too_fast' | null {
    const { open, knocks } = this.#of(address);
    if (open >= this.#most) return 'too_many_connections';
    return knocks.take(this.#clock.now()) ? null : 'too_fast';
  }

  opened(address: string): void {
    this.#of(address).open += 1;
  }

  closed(address: string): void {
    this.#of(address).open -= 1;
  }

  #of(address: string): Known {
    const known = this.#known.get(address);
    if (known) return known;
    if (this.#known.size >= this.#sweepAt) this.#sweep();
    const now = this.#clock.now();
    const knocks = new TokenBucket(this.#most * knocksPerSecond, this.#most * knocksAtOnce, now);
    const fresh = { open: 0, knocks };
    this.#known.set(address, fresh);
    return fresh;
  }

  /** Who has nothing open and is owed nothing is as good as new. */
  #sweep(): void {
    const now = this.#clock.now();
    for (const [address, { open, knocks }] of this.#known)
      if (open === 0 && knocks.has(now, this.#most * knocksAtOnce)) this.#known.delete(address);
    this.#sweepAt = Math.max(mostAtFirst, this.#known.size * 2);
  }
}
