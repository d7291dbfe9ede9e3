// Time as the server takes it: tests hand in one they wind by hand, everything else uses the system's.

export type Clock = {
  /** Epoch ms. */
  now(): number;
  /** Calls `fire` once after `ms`; the answer cancels it. Never keeps the process alive. */
  setTimer(fire: () => void, ms: number): () => void;
};

/** Timers beyond 2^31 - 1 ms fire at once in Node; a longer wait is cut and whoever set it looks again. */
const longestMs = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer(fire, ms) {
    const timer = setTimeout(fire, Math.min(Math.max(0, ms), longestMs));
    timer.unref();
    return () => clearTimeout(timer);
  },
};
