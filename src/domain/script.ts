// The scripted interviewer: a pure function from the state of a solo interview to the next thing the script does and
// when (SO1). The server carries it out like any deadline, late or on time with the same result; it reacts to the
// clock, to strokes and notes, and to what is asked of it, and to nothing else.
import { elapsedMs, phaseOf, plannedMs } from './clock.ts';
import type { Due } from './clock.ts';
import type { Phase } from './format.ts';
import type { Happening } from './recording.ts';
import type { PhaseRun, RoomState } from './room.ts';
import { replyTo } from './script-answers.ts';
import { nextHint } from './script-hints.ts';
import { cuesOf, overrunWords, stallOf } from './script-cues.ts';
import { endOf } from './solo.ts';
import type { Solo } from './solo.ts';

export const scriptAuthor = 'script';
/** Whoever lost the network goes on offline for this long before the clock is stopped for them. */
export const lostAfterMs = 15 * 60_000;

type Moment = { state: RoomState; solo: Solo; phase: Phase; run: PhaseRun };

/** The next thing the script does by itself; null when it waits. */
export function scriptDue(state: RoomState): Due | null {
  const { solo } = state;
  const phase = phaseOf(state.format, state.stage);
  const run = state.runs.at(-1);
  if (!solo || !phase || !run) return null;
  const moment = { state, solo, phase, run };
  const [wish] = solo.wishes;
  if (wish) return due(wish.at, replyTo(state, solo, phase, wish));
  if (run.pausedAt !== null) return null;
  const all = [stop(moment), freeze(moment), ...cues(moment), stall(moment)];
  return all.reduce(earlier, null);
}

const due = (at: number, happening: Happening): Due => ({ at, by: scriptAuthor, happening });

function earlier(best: Due | null, other: Due | null): Due | null {
  return other && (!best || other.at < best.at) ? other : best;
}

/** When the running phase had or will have lasted so long, were it not paused again. */
const momentAt = ({ run }: Moment, elapsed: number): number => run.startedAt + run.pausedMs + elapsed;

/** Nobody is there: the clock is stopped for them (SO7). */
function stop({ solo }: Moment): Due | null {
  if (!solo.away) return null;
  const { since, isLeaving } = solo.away;
  return due(since + (isLeaving ? solo.pauseAfterMs : lostAfterMs), { type: 'phase.paused' });
}

/** With a hard maximum the phase is over; with a soft one it is only said. */
function freeze(moment: Moment): Due | null {
  const { state, phase, run } = moment;
  const at = momentAt(moment, plannedMs(phase, run.addedMs).maxMs);
  if (state.format.settings.overrunPolicy === 'hard') return due(at, endOf(state, phase));
  const id = `${phase.id}:overrun`;
  if (isSaid(moment, id)) return null;
  return due(at, { type: 'script.said', id, kind: 'nudge', text: overrunWords(phase), phaseId: phase.id });
}

function cues(moment: Moment): Due[] {
  const { state, solo, phase } = moment;
  return cuesOf(state, solo, phase)
    .filter(({ happening }) => !isDone(moment, happening))
    .map(({ elapsedMs: elapsed, happening }) => due(momentAt(moment, elapsed), happening));
}

function isDone(moment: Moment, happening: Happening): boolean {
  if (happening.type === 'curveball.played')
    return moment.state.curveballs.some(({ phaseId }) => phaseId === happening.phaseId);
  return happening.type === 'script.said' && isSaid(moment, happening.id);
}

const isSaid = ({ solo }: Moment, id: string): boolean => solo.said.some((said) => said.id === id);

/** Nothing was drawn, written or asked for a while: first a word, then hints, one step each time (SO3). */
function stall(moment: Moment): Due | null {
  const { state, solo, phase, run } = moment;
  // Who works offline is not silent, only unheard.
  if (solo.help === 'exam' || solo.away) return null;
  const { afterMs, text } = stallOf(phase);
  const id = `${phase.id}:stall`;
  const hintedAt = state.hints.at(-1)?.at ?? 0;
  // Whoever was just asked something is thinking; what answers them was their own input.
  const spokenAt = solo.said.at(-1)?.at ?? 0;
  const playedAt = state.curveballs.at(-1)?.at ?? 0;
  const at = Math.max(solo.inputAt, run.startedAt, hintedAt, spokenAt, playedAt) + afterMs;
  if (text && !isSaid(moment, id))
    return due(at, { type: 'script.said', id, kind: 'nudge', text, phaseId: phase.id });
  const hint = nextHint(state, solo, phase, elapsedMs(run, at));
  return hint && due(at, hint);
}
