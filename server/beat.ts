// How often what may wait is sent: pointers, and to an author that their own drawing is kept. With the server well
// below its limit 30 times a second, so that hands move smoothly; beyond it rarer, because every frame that is not
// written saves the time of the drawings, which never wait.
import { eventLoopUtilization } from 'node:perf_hooks';

export type Beat = () => number;

/** The beat of a server that has time. */
export const shortestBeatMs = 33;
const longestBeatMs = 100;
/** Of its time, how much a server may be at work before the beat slows down, and where it is slowest. */
const [busy, busiest] = [0.75, 0.95];
const lookEveryMs = 200;

/** The beat as this process is busy. */
export function beatOfThisProcess(): Beat {
  let seen = eventLoopUtilization();
  let [seenAt, beatMs] = [performance.now(), shortestBeatMs];
  return () => {
    if (performance.now() - seenAt < lookEveryMs) return beatMs;
    const { utilization } = eventLoopUtilization(seen);
    seen = eventLoopUtilization();
    seenAt = performance.now();
    return (beatMs = beatAt(utilization));
  };
}

export function beatAt(utilization: number): number {
  const excess = Math.min(1, Math.max(0, (utilization - busy) / (busiest - busy)));
  return Math.round(shortestBeatMs + excess * (longestBeatMs - shortestBeatMs));
}
