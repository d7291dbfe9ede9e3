// When something happened, as a reader says it: minutes and seconds into its phase.
import type { RoomState } from '#domain/room.ts';
import { minutesAndSeconds } from '../ui/words.ts';

export type Moment = { at: number; phaseId: string; phase: string; time: string };

/** "Step 2: Propose a design" as "Propose a design": where steps are counted anyway, the number is noise. */
export function phaseTitle(state: RoomState, phaseId: string): string {
  const title = state.format.phases.find(({ id }) => id === phaseId)?.title;
  return title?.replace(/^step \d+:\s*/i, '') ?? 'After the interview';
}

/** `time` is empty for what happened outside every phase, such as a note written while rating. */
export function momentOf(state: RoomState, { at, phaseId }: { at: number; phaseId: string }): Moment {
  const run = state.runs.find((one) => one.phaseId === phaseId);
  const time = run ? minutesAndSeconds(at - run.startedAt) : '';
  return { at, phaseId, phase: phaseTitle(state, phaseId), time };
}
