// What the candidate's interviews before this one say about it: how many of its kind there were, and whether a gap
// keeps coming back. Only they themselves may ask; whoever else reads the scorecard does without.
import type { HistoryAnswer } from '#domain/history-answer.ts';
import type { RoomState } from '#domain/room.ts';
import { confidenceOf, rubricMajor } from '#domain/trend.ts';
import { api } from '../ui/api.ts';

/** `gaps` by criterion, latest first, as calibration.readGap asks for. */
export type Earlier = { count: number; gaps: Record<string, number[]> };

/** Where the interviews of the same format, level, rubric and mode before this one are told (TR1). */
export function addressOfEarlier(state: RoomState): string {
  const query = new URLSearchParams({
    ...{ format: state.format.id, level: state.level, rubric: rubricMajor(state.rubric) },
    ...{ mode: state.solo ? 'solo' : 'observed', role: 'candidate', to: String(state.startedAt ?? 0) },
  });
  return `/api/history?${query}`;
}

/** Null when the server cannot be asked. */
export async function loadEarlier(state: RoomState): Promise<Earlier | null> {
  const answer = await api.get<HistoryAnswer>(addressOfEarlier(state));
  if (!answer.ok) return null;
  const [series] = answer.data.history.series;
  return { count: series?.count ?? 0, gaps: series?.gaps ?? {} };
}

/** Which one of its kind it is, as long as there are too few to trust (TR2). */
export function provisionalWords({ stage, isRehearsal }: RoomState, earlier: Earlier | null): string | null {
  if (earlier === null || isRehearsal || stage !== 'revealed') return null;
  const count = earlier.count + 1;
  if (confidenceOf(count) !== 'provisional') return null;
  return `Provisional: ${['first', 'second', 'third'][earlier.count]} of its kind`;
}
