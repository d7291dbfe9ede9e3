// What lists show of a room: the columns written with each append.
import { nextDue } from '#domain/clock.ts';
import type { RoomState } from '#domain/room.ts';
import type { Projection } from './store/store.ts';

export function projectionOf(state: RoomState): Projection {
  const { stage, startedAt, endedAt, lastAt } = state;
  return { stage, startedAt, endedAt, lastAt, dueAt: nextDue(state)?.at ?? null };
}
