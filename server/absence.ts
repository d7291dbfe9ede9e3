// Whether somebody who practises alone is there: put into the recording, so that the script stops the clock for them
// even when this server does not live to see it (SO7).
import { phaseOf } from '#domain/clock.ts';
import type { Happening } from '#domain/recording.ts';
import type { RoomState } from '#domain/room.ts';
import type { Room } from './room.ts';

/** Nobody is connected; `isLeaving`: they closed the page. Said twice, the goodbye counts. */
export function noteAbsence(room: Room, participantId: string, isLeaving: boolean): Promise<unknown> {
  return room.record(participantId, (state) => absenceIn(state, isLeaving));
}

/** A goodbye that comes after the connection has ended; before, it waits for that. */
export function noteGoodbye(room: Room, participantId: string): Promise<unknown> {
  return room.record(participantId, (state) => (state.solo?.away ? absenceIn(state, true) : null));
}

export function noteReturn(room: Room, participantId: string): Promise<unknown> {
  return room.record(participantId, ({ solo }) => (solo?.away ? { type: 'participant.returned' } : null));
}

/** Null where it is known already, and where no clock runs. */
export function absenceIn(state: RoomState, isLeaving: boolean): Happening | null {
  const { solo, stage, format } = state;
  if (!solo || !phaseOf(format, stage)) return null;
  if (solo.away && (solo.away.isLeaving || !isLeaving)) return null;
  return { type: 'participant.left', isLeaving };
}
