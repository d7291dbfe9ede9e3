// What a soak is: a long run against the real thing that says what it measured and what should not have been.

export type Outcome = {
  /** What was measured, in words a table shows. */
  figures: Record<string, string | number>;
  /** Empty when everything held. */
  problems: string[];
};

export type Soak = {
  name: string;
  /** A sentence for the page. */
  what: string;
  run: (tell: (line: string) => void) => Promise<Outcome>;
};

/** A small generator (mulberry32), so that a run can be repeated. */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
