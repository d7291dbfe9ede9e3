// One line for somebody who interviews for the first time, whichever tool is open: what to do now, or, when most of the
// phase is over, what has not been heard yet.
import type { PhaseTime } from '#domain/clock.ts';
import type { Phase } from '#domain/format.ts';
import type { Tick } from '#domain/room.ts';
import { duePrompts } from './prompts.ts';

/** From this share of the planned time on, what is still missing comes first. */
const lateShare = 0.6;

export function coachLine(
  phase: Phase,
  ticks: readonly Pick<Tick, 'itemId'>[],
  time: PhaseTime,
): string | null {
  const prompt =
    duePrompts(phase.interviewerPrompts, time).find(({ state }) => state === 'now')?.text ?? null;
  const missing = phase.checklist.find(({ id, must }) => must && !ticks.some(({ itemId }) => itemId === id));
  const isLate = time.mark !== 'overtime' && time.elapsedMs >= lateShare * time.targetMs;
  return isLate && missing && time.elapsedMs < time.targetMs ? `Not seen yet: ${missing.text}` : prompt;
}
