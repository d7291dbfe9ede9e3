// Who said that they are closing the page: told from a network that was lost, because a closed page stops the clock
// of a solo interview soon. Kept for moments, never recorded by itself.
import type { Clock } from './clock.ts';

/** A goodbye and the end of its connection come within moments of each other, in either order. */
const holdsMs = 10_000;

export class Goodbyes {
  readonly #clock: Clock;
  readonly #said = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  say(participantId: string): void {
    const now = this.#clock.now();
    for (const [id, at] of this.#said) if (now - at > holdsMs) this.#said.delete(id);
    this.#said.set(participantId, now);
  }

  wasSaid(participantId: string): boolean {
    return this.#clock.now() - (this.#said.get(participantId) ?? -Infinity) <= holdsMs;
  }

  /** They are here again: it was a reload. */
  forget(participantId: string): void {
    this.#said.delete(participantId);
  }
}
