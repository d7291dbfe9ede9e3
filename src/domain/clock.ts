// Deadlines as data: everything about time is computed from stored epoch milliseconds and a given
// `at`, so a refresh, a restart, a closed laptop or a late timer give the same answer (PH5).
import type { Format, Phase } from './format.ts';
import type { Happening } from './recording.ts';
import type { PhaseRun, RoomState } from './room.ts';

export const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** A lobby nobody started, and a running interview nobody touched, are given up after these (PH9). */
export const abandonAfterMs = { lobby: 7 * dayMs, live: dayMs } as const;

/** The phase with that id, or undefined for a stage that is no phase (lobby, rating ...). */
export function phaseOf(format: Format, id: string): Phase | undefined {
  return format.phases.find((p) => p.id === id);
}

/** Planned durations of a phase in ms, with the minutes added in the room on top of the maximum. */
export function plannedMs(phase: Phase, addedMs = 0): { minMs: number; targetMs: number; maxMs: number } {
  return {
    minMs: Math.round(phase.minMinutes * minuteMs),
    targetMs: Math.round(phase.targetMinutes * minuteMs),
    maxMs: Math.round(phase.maxMinutes * minuteMs) + addedMs,
  };
}

/** Time spent in a run up to `at`, pauses left out; never negative. */
export function elapsedMs(run: PhaseRun, at: number): number {
  const end = run.endedAt ?? run.pausedAt ?? at;
  return Math.max(0, end - run.startedAt - run.pausedMs);
}

/** Before the minimum moving on asks first; in the window it does not; beyond the maximum time is over (PH2). */
export type Mark = 'early' | 'window' | 'overtime';

export type PhaseTime = {
  phase: Phase;
  run: PhaseRun;
  elapsedMs: number;
  /** Until the maximum; negative in overtime. */
  remainingMs: number;
  minMs: number;
  targetMs: number;
  maxMs: number;
  mark: Mark;
  isPaused: boolean;
};

/** The running phase's time at `at`, or null when no phase is running. */
export function phaseTime(state: RoomState, at: number): PhaseTime | null {
  const phase = phaseOf(state.format, state.stage);
  const run = state.runs.at(-1);
  if (!phase || !run) return null;
  const planned = plannedMs(phase, run.addedMs);
  const elapsed = elapsedMs(run, at);
  const mark: Mark = elapsed < planned.minMs ? 'early' : elapsed < planned.maxMs ? 'window' : 'overtime';
  return {
    phase,
    run,
    ...planned,
    elapsedMs: elapsed,
    remainingMs: planned.maxMs - elapsed,
    mark,
    isPaused: run.pausedAt !== null,
  };
}

/** Something that happens by itself: at its own time, by the clock or by the script of a solo interview. */
export type Due = { at: number; by: string; happening: Happening };

/** What moving on from `phase` records: the following phase, or the end after the last one (PH3). */
export function advanceFrom(state: RoomState, phase: Phase): Happening {
  const next = state.format.phases[state.format.phases.indexOf(phase) + 1];
  return next ? { type: 'phase.advanced', from: phase.id, to: next.id } : { type: 'interview.ended' };
}

/** Planned against actual time, one row a phase of the format; `actualMs` null when never reached (PH7). */
export function timeSpent(state: RoomState, at: number) {
  return state.format.phases.map((phase) => {
    const run = state.runs.find((r) => r.phaseId === phase.id);
    return {
      phaseId: phase.id,
      title: phase.title,
      ...plannedMs(phase),
      addedMs: run?.addedMs ?? 0,
      actualMs: run ? elapsedMs(run, at) : null,
    };
  });
}
