// How fast commands go out: below the server's limit with room for pointers, so that a long outbox is never refused
// on its way out.

const [burst, perSecond] = [50, 35] as const;

export class SendPace {
  #left: number = burst;
  #at = performance.now();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #again: () => void;

  /** `again`: called when what had to stay can be tried once more. */
  constructor(again: () => void) {
    this.#again = again;
  }

  /** How many of so many may go out now. */
  take(wanted: number): number {
    const at = performance.now();
    const left = Math.min(burst, this.#left + ((at - this.#at) / 1_000) * perSecond);
    const taken = Math.min(Math.floor(left), wanted);
    [this.#left, this.#at] = [left - taken, at];
    clearTimeout(this.#timer);
    if (taken < wanted) this.#timer = setTimeout(this.#again, 1_000 / perSecond);
    return taken;
  }

  close(): void {
    clearTimeout(this.#timer);
  }
}
