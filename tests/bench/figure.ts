/** One measured number; `atMost` or `atLeast` is what it has to reach, `beside` what a reader holds it against. */
export type Figure = {
  what: string;
  value: number;
  unit: string;
  atMost?: number;
  atLeast?: number;
  beside?: string;
};

/** How something grows: a table and a plot. Each row begins with what grows. */
export type Series = {
  /** Also the name of its files. */
  name: string;
  title: string;
  columns: [string, ...string[]];
  rows: number[][];
  /** What is plotted upwards, by column; each plot has one unit. */
  plots: { columns: string[]; unit: string }[];
  /** Of the columns that are in no plot. */
  units?: Record<string, string>;
};

export type Report = { figures: Figure[]; series?: Series[] };

/** The value below which `share` of the samples lie. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

export const median = (samples: readonly number[]): number => percentile(samples, 0.5);

/** Median of several runs in ms. */
export function timed(runs: number, work: () => void): number {
  const samples = Array.from({ length: runs }, () => {
    const startedAt = performance.now();
    work();
    return performance.now() - startedAt;
  });
  return median(samples);
}

/** For people: three figures that count, and counts as they are. JSON keeps what was not measured as null. */
export function round(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return 'not measured';
  if (Number.isInteger(value)) return String(value);
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
