// The server's time in this browser. The device's clock may be hours wrong: only its progress is used,
// and the offset to the server is measured again whenever that progress looks odd.

const roundTrips = 6;
const againAfterMs = 60_000;
const tickMs = 250;
const driftMs = 1_500;

/** `ask` answers the server's epoch ms, or null when there is no connection. */
export class ServerClock {
  /** The server's present time in epoch ms, four times a second, at its own quarters: whoever looks at the same
   * interview sees a second turn at the same moment. */
  now = $state(Date.now());
  isSynced = $state(false);

  #offsetMs = 0;
  #ask: () => Promise<number | null>;
  #ticker: ReturnType<typeof setTimeout> | undefined;
  #lastTick = { wall: 0, steady: 0 };
  #measuredAt = 0;
  #isMeasuring = false;

  constructor(ask: () => Promise<number | null>) {
    this.#ask = ask;
  }

  /** The server's time this very moment, without waiting for a tick. */
  read(): number {
    return Date.now() + this.#offsetMs;
  }

  start(): void {
    this.#lastTick = { wall: Date.now(), steady: performance.now() };
    this.#tickLater();
    document.addEventListener('visibilitychange', this.#onVisible);
  }

  stop(): void {
    clearTimeout(this.#ticker);
    document.removeEventListener('visibilitychange', this.#onVisible);
  }

  /** A first offset from a message that carried the server's time; the round trips then make it exact. */
  assume(serverAt: number): void {
    if (!this.isSynced) this.#set(serverAt - Date.now());
    void this.measure();
  }

  /** Several round trips; the one with the smallest delay gives the offset. */
  async measure(): Promise<void> {
    if (this.#isMeasuring) return;
    this.#isMeasuring = true;
    let best = { delay: Infinity, offset: 0 };
    for (let i = 0; i < roundTrips; i += 1) {
      const sentAt = performance.now();
      const serverAt = await this.#ask();
      if (serverAt === null) break;
      const delay = performance.now() - sentAt;
      if (delay < best.delay) best = { delay, offset: serverAt + delay / 2 - Date.now() };
    }
    this.#isMeasuring = false;
    this.#measuredAt = performance.now();
    if (best.delay < Infinity) this.#set(best.offset);
  }

  #set(offsetMs: number): void {
    this.#offsetMs = offsetMs;
    this.isSynced = true;
    this.now = this.read();
  }

  #tickLater(): void {
    this.#ticker = setTimeout(() => this.#tick(), tickMs - (this.read() % tickMs));
  }

  #tick(): void {
    const tick = { wall: Date.now(), steady: performance.now() };
    const passed = {
      wall: tick.wall - this.#lastTick.wall,
      steady: tick.steady - this.#lastTick.steady,
    };
    this.#lastTick = tick;
    this.now = this.read();
    this.#tickLater();
    // A closed laptop stops the ticks; somebody setting the clock moves wall time alone.
    const isOdd = passed.wall - tickMs > driftMs || Math.abs(passed.wall - passed.steady) > driftMs;
    if (isOdd || tick.steady - this.#measuredAt > againAfterMs) void this.measure();
  }

  #onVisible = (): void => {
    if (document.visibilityState === 'visible') void this.measure();
  };
}
