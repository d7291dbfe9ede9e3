// What the live regions say. The clock itself is silent; only crossings are spoken, and only those that
// happened while this page was watching: whoever reloads is not told again.
import { phaseTime } from '#domain/clock.ts';
import type { Role } from '#domain/protocol.ts';
import type { RoomState } from '#domain/room.ts';
import { givenSoFar } from './given.ts';
import { shortTitle } from './phase-words.ts';

const minuteMs = 60_000;

/** The few facts that announcements compare. */
export type Moment = {
  stage: string;
  phaseTitle: string | null;
  remainingMs: number | null;
  isPaused: boolean;
  /** What the candidate was given so far: how many, and the kind of the newest; its words
   * are read from the list itself. */
  given: number;
  newest: string;
  isConnected: boolean;
};

export function momentOf(state: RoomState, at: number, isConnected: boolean): Moment {
  const time = phaseTime(state, at);
  const given = givenSoFar(state);
  return {
    stage: state.stage,
    phaseTitle: time ? shortTitle(time.phase) : null,
    remainingMs: time?.remainingMs ?? null,
    isPaused: time?.isPaused ?? false,
    given: given.length,
    newest: given[0]?.kind ?? '',
    isConnected,
  };
}

/** What to say politely on the way from `before` to `now`; null for nothing. */
export function politeWords(before: Moment, now: Moment, role: Role): string | null {
  if (before.stage !== now.stage) return stageWords(now);
  if (before.isPaused !== now.isPaused)
    return now.isPaused ? 'The interview is paused.' : 'The interview goes on.';
  if (before.given < now.given && role === 'candidate') return `${now.newest} from the interviewer.`;
  if (!before.isConnected && now.isConnected) return 'Connected again.';
  return timeWords(before.remainingMs, now.remainingMs);
}

/** What must interrupt: a lost connection and the end of the interview; null for nothing. */
export function alertWords(before: Moment, now: Moment): string | null {
  if (before.isConnected && !now.isConnected)
    return 'Connection lost. Reconnecting. What you draw is kept on this device.';
  if (before.stage !== now.stage && now.stage === 'rating') return 'The interview has ended. Rating begins.';
  if (before.stage !== now.stage && now.stage === 'abandoned') return 'This interview was closed.';
  return null;
}

function stageWords(now: Moment): string | null {
  if (now.phaseTitle !== null && now.remainingMs !== null) {
    return `${now.phaseTitle} has begun. ${wholeMinutes(now.remainingMs)} at most.`;
  }
  return now.stage === 'revealed' ? 'The scorecard is open.' : null;
}

function timeWords(before: number | null, now: number | null): string | null {
  if (before === null || now === null) return null;
  const crossed = (mark: number) => before > mark && now <= mark;
  if (crossed(0)) return 'Time is up for this phase.';
  if (crossed(minuteMs)) return 'One minute left in this phase.';
  if (crossed(5 * minuteMs)) return 'Five minutes left in this phase.';
  return null;
}

function wholeMinutes(ms: number): string {
  const minutes = Math.round(ms / minuteMs);
  if (minutes < 1) return `${Math.round(ms / 1000)} seconds`;
  return minutes === 1 ? 'One minute' : `${minutes} minutes`;
}
