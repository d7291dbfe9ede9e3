// A clock wound by hand: the only stand-in the server tests use. Timers fire, in order, while it is wound.
import type { Clock } from '../../server/clock.ts';

type Timer = { at: number; fire: () => void };

export class WoundClock implements Clock {
  #now: number;
  #timers: Timer[] = [];

  constructor(now = Date.UTC(2030, 0, 1, 9)) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  setTimer(fire: () => void, ms: number): () => void {
    const timer = { at: this.#now + Math.max(0, ms), fire };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  wind(ms: number): void {
    const until = this.#now + ms;
    for (let next = this.#next(until); next; next = this.#next(until)) {
      this.#timers = this.#timers.filter((other) => other !== next);
      this.#now = Math.max(this.#now, next.at);
      next.fire();
    }
    this.#now = until;
  }

  /** Time passes without any timer firing, as on a machine that slept. */
  sleep(ms: number): void {
    this.#now += ms;
  }

  /** Timers that are set. */
  get pending(): number {
    return this.#timers.length;
  }

  /** How long until the next timer fires; Infinity when there is none. */
  get nextInMs(): number {
    return Math.min(...this.#timers.map((timer) => timer.at)) - this.#now;
  }

  #next(until: number): Timer | undefined {
    return this.#timers.filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0];
  }
}
