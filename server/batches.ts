// Items that are dealt with in batches, in the order they came and one batch at a time: what comes in the same turn of
// the event loop shares one, what comes during a batch waits for the next. It does not know what the items are.

const batchLength = 500;

export class Batches<T> {
  /** Must not reject. */
  readonly #run: (batch: readonly T[]) => Promise<void>;
  readonly #whenIdle: () => void;
  #waiting: T[] = [];
  #isRunning = false;

  constructor(run: (batch: readonly T[]) => Promise<void>, whenIdle: () => void) {
    this.#run = run;
    this.#whenIdle = whenIdle;
  }

  add(item: T): void {
    this.#waiting.push(item);
    if (!this.#isRunning) void this.#runAll();
  }

  async #runAll(): Promise<void> {
    this.#isRunning = true;
    // What arrives in the same turn shares the batch.
    await Promise.resolve();
    do {
      await this.#run(this.#waiting.splice(0, batchLength));
    } while (this.#waiting.length > 0);
    this.#isRunning = false;
    this.#whenIdle();
  }
}
