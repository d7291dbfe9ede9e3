// The next thing that happens in an interview without anybody asking: by the clock, or by the script that leads a solo
// interview. One answer, because the server keeps one timer for it.
import { abandonAfterMs, advanceFrom, phaseOf, plannedMs } from './clock.ts';
import type { Due } from './clock.ts';
import type { Happening } from './recording.ts';
import type { RoomState } from './room.ts';
import { scriptDue } from './script.ts';

/** What is due by `now`; null when nothing is, or nothing any more. For whoever lets everything due happen, one by one. */
export function overdue(state: RoomState, now: number): Due | null {
  const due = nextDue(state);
  return due && due.at <= now ? due : null;
}

const byClock = (at: number, happening: Happening): Due => ({ at, by: 'clock', happening });

/** At its own time, in the past when it is late (PH8); null when nothing will happen. */
export function nextDue(state: RoomState): Due | null {
  const { stage, solo } = state;
  if (stage === 'lobby')
    return byClock(state.createdAt + abandonAfterMs.lobby, { type: 'interview.abandoned' });
  // Nobody else waits for a scorecard of one's own.
  if (stage === 'rating' && state.endedAt !== null && !solo)
    return byClock(state.endedAt + state.ratingWaitMs, { type: 'interview.closed' });
  const phase = phaseOf(state.format, stage);
  const run = state.runs.at(-1);
  if (!phase || !run) return null;
  const patienceMs = solo ? abandonAfterMs.lobby : abandonAfterMs.live;
  const abandoned = byClock(state.lastAt + patienceMs, { type: 'interview.abandoned' });
  const scripted = scriptDue(state);
  if (scripted) return scripted.at < abandoned.at ? scripted : abandoned;
  if (state.format.settings.overrunPolicy !== 'hard' || run.pausedAt !== null || solo) return abandoned;
  const maxAt = run.startedAt + run.pausedMs + plannedMs(phase, run.addedMs).maxMs;
  return byClock(maxAt, advanceFrom(state, phase));
}
