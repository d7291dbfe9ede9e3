/** One measured number; `beside` is the bound or peer a reader holds it against. */
export type Figure = { what: string; value: number; unit: string; beside?: string };

/** The value below which `share` of the samples lie. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

/** Median of several runs in ms. */
export function timed(runs: number, work: () => void): number {
  const samples = Array.from({ length: runs }, () => {
    const startedAt = performance.now();
    work();
    return performance.now() - startedAt;
  });
  return percentile(samples, 0.5);
}
