// Fetches what the scorecard page shows. Whatever stands in its way is a state of the page, not an error.
import type { BoardItem } from '#domain/board.ts';
import type { Me, Snapshot } from '#domain/protocol.ts';
import type { RoomState } from '#domain/room.ts';
import { api } from '../ui/api.ts';
import { reportOf } from './report.ts';
import type { Report } from './report.ts';

export type Loaded =
  | { stage: 'loading' }
  | { stage: 'failed'; code: string; message: string }
  /** Not both have submitted; nothing else may be said. */
  | { stage: 'sealed'; hasSubmitted: boolean; isObserver: boolean }
  | { stage: 'running' }
  | { stage: 'abandoned' }
  | { stage: 'ready'; report: Report };

export async function loadScorecard(interviewId: string): Promise<Loaded> {
  const address = `/api/interviews/${encodeURIComponent(interviewId)}`;
  const [seat, snapshot] = await Promise.all([
    api.get<{ me: Me }>(address),
    api.get<Snapshot>(`${address}/snapshot`),
  ]);
  if (!seat.ok) return { stage: 'failed', code: seat.code, message: seat.message };
  if (!snapshot.ok) return { stage: 'failed', code: snapshot.code, message: snapshot.message };
  const state = roomIn(snapshot.data);
  const { participantId, role } = seat.data.me;
  if (state.stage === 'revealed') return { stage: 'ready', report: reportOf(state, role) };
  const hasSubmitted = state.scorecards[participantId]?.submittedAt != null;
  if (state.stage === 'closed' && (hasSubmitted || role === 'observer'))
    return { stage: 'ready', report: reportOf(state, role) };
  if (state.stage === 'abandoned') return { stage: 'abandoned' };
  if (state.stage !== 'rating' && state.stage !== 'closed') return { stage: 'running' };
  return { stage: 'sealed', hasSubmitted, isObserver: role === 'observer' };
}

/** A room that is only read: the merge rules that `reviveSnapshot` brings along would double this page's weight. */
function roomIn(snapshot: Snapshot): RoomState {
  const items = snapshot.scene as BoardItem[];
  return { ...snapshot, scene: new Map(items.map((item) => [item.id, item])) };
}
