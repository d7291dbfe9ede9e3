// Many scorecards of one person, read over time: what may be put in one series, and how much a series says.
// It knows ratings and dates only, no rooms and no store.

/** What a past scorecard must share with another to be drawn in one line (TR1). */
export type SeriesOf = { formatId: string; level: string; rubric: string; mode: 'observed' | 'solo' };

/** `rubric` as `id@major`: anchors may change with a major version, so values are compared only inside one. */
export function rubricMajor(rubric: { id: string; version: string }): string {
  return `${rubric.id}@${rubric.version.split('.')[0]}`;
}

/** Equal for scorecards that may be pooled, and for no others (TR1). */
export function seriesKey({ formatId, level, rubric, mode }: SeriesOf): string {
  return [formatId, level, rubric, mode].join(' ');
}

export type Confidence = 'provisional' | 'fair' | 'good';

export type Trend = {
  count: number;
  confidence: Confidence;
  /** Of all below four values, of the last three from the fourth on (TR2). */
  median: number;
  lowest: number;
  highest: number;
  /** An 80 % interval for the mean, from the fourth value on (TR3). */
  interval: { from: number; to: number } | null;
};

const leastForTrend = 4;
const leastForGood = 8;
const lastFew = 3;

/** `values` on the scale of 1 to 4, oldest first; null without any. */
export function trendOf(values: readonly number[]): Trend | null {
  if (values.length === 0) return null;
  const hasTrend = values.length >= leastForTrend;
  return {
    count: values.length,
    confidence: confidenceOf(values.length),
    median: median(hasTrend ? values.slice(-lastFew) : values),
    lowest: Math.min(...values),
    highest: Math.max(...values),
    interval: hasTrend ? intervalOf(values) : null,
  };
}

/** How far so many interviews of one series can be trusted (TR2). */
export function confidenceOf(interviews: number): Confidence {
  if (interviews >= leastForGood) return 'good';
  return interviews >= leastForTrend ? 'fair' : 'provisional';
}

/** The middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

// Student's t, 0.90 quantile (80 % two-sided), for 1 to 15 degrees of freedom; beyond, the normal one with
// its first correction is right to three digits.
const tTable = [
  3.078, 1.886, 1.638, 1.533, 1.476, 1.44, 1.415, 1.397, 1.383, 1.372, 1.363, 1.356, 1.35, 1.345, 1.341,
];

function tOf(degrees: number): number {
  const z = 1.2816;
  return tTable[degrees - 1] ?? z + (z ** 3 + z) / (4 * degrees);
}

function intervalOf(values: readonly number[]): { from: number; to: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  const margin = tOf(values.length - 1) * Math.sqrt(variance / values.length);
  return { from: Math.max(1, mean - margin), to: Math.min(4, mean + margin) };
}
