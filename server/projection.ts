// What lists show of a room, and what history keeps of it: written with each append, in its transaction.
import { nextDue } from '#domain/deadlines.ts';
import { labelsOf, outcomeOf } from '#domain/outcome.ts';
import type { Entry } from '#domain/recording.ts';
import type { RoomState } from '#domain/room.ts';
import type { Finished, Projection } from './store/store.ts';

export function projectionOf(state: RoomState): Projection {
  const { stage, startedAt, endedAt, lastAt } = state;
  return { stage, startedAt, endedAt, lastAt, dueAt: nextDue(state)?.at ?? null };
}

const changesOutcome = new Set<Entry['type']>(['rating.submitted', 'interview.closed', 'point.marked']);

/** What is kept of `state` when these entries closed or revealed it, or changed what stands in a closed one (HI1). */
export function finishedBy(entries: readonly Entry[], state: RoomState): Finished {
  return entries.some(({ type }) => changesOutcome.has(type)) ? finishedOf(state) : {};
}

/** What is kept of a finished interview; nothing of one that is not finished. */
export function finishedOf(state: RoomState): Finished {
  if (state.stage !== 'revealed' && state.stage !== 'closed') return {};
  return { outcome: outcomeOf(state), labels: labelsOf(state) };
}
