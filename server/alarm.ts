// One timer for whoever has many times to keep: it rings no later than the earliest it was set for. Whoever is woken
// looks what is due and sets it again; so a time that moves away needs no word, it is met by looking once too often.
import type { Clock } from './clock.ts';

export class Alarm {
  readonly #clock: Clock;
  readonly #ring: () => void;
  #set: { at: number; cancel: () => void } | null = null;
  #isClosed = false;

  constructor(clock: Clock, ring: () => void) {
    this.#clock = clock;
    this.#ring = ring;
  }

  /** `at`: epoch ms; in the past, it rings at once. */
  setFor(at: number): void {
    const now = this.#clock.now();
    if (this.#isClosed || (this.#set && this.#set.at <= at && this.#set.at > now)) return;
    // One whose time has passed without a ring was set by a clock that leapt since.
    const soonest = Math.min(at, this.#set?.at ?? at);
    this.#set?.cancel();
    const ring = () => {
      this.#set = null;
      this.#ring();
    };
    this.#set = { at: soonest, cancel: this.#clock.setTimer(ring, Math.max(0, soonest - now)) };
  }

  /** It never rings again, whatever it is set for. */
  close(): void {
    this.#isClosed = true;
    this.#set?.cancel();
  }
}
