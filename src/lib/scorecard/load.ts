// Fetches what the scorecard page shows. Whatever stands in its way is a state of the page, not an error.
import type { BoardItem } from '#domain/board.ts';
import type { Me, Snapshot } from '#domain/protocol.ts';
import type { RoomState } from '#domain/room.ts';
import { api } from '../ui/api.ts';
import type { Viewer } from '#domain/view.ts';
import { reportOf } from './report.ts';
import type { Report } from './report.ts';

export type Loaded =
  | { stage: 'loading' }
  | { stage: 'failed'; code: string; message: string }
  /** Not both have submitted; nothing else may be said. */
  | { stage: 'sealed'; hasSubmitted: boolean; isObserver: boolean }
  | { stage: 'running' }
  | { stage: 'abandoned' }
  | { stage: 'ready'; report: Report; source: Source };

/** What a finished scorecard is made of; `owner` null for a share link's reader. */
export type Source = {
  state: RoomState;
  owner: Viewer | null;
  /** The replay's address; null where there is none for this reader. */
  replay: string | null;
  /** An address the browser may show for a file of the interview. */
  pictureOf: (hash: string) => string;
};

export async function loadScorecard(interviewId: string): Promise<Loaded> {
  const address = `/api/interviews/${encodeURIComponent(interviewId)}`;
  const [seat, snapshot] = await Promise.all([
    api.getAsked<{ me: Me }>(address),
    api.getAsked<Snapshot>(`${address}/snapshot`),
  ]);
  if (!seat.ok) return { stage: 'failed', code: seat.code, message: seat.message };
  if (!snapshot.ok) return { stage: 'failed', code: snapshot.code, message: snapshot.message };
  const state = roomIn(snapshot.data);
  const { participantId, role } = seat.data.me;
  const owner = { participantId, role };
  const hasSubmitted = state.scorecards[participantId]?.submittedAt != null;
  if (state.stage === 'revealed' || (state.stage === 'closed' && (hasSubmitted || role === 'observer'))) {
    const pictureOf = (hash: string) => `${address}/files/${hash}`;
    const replay = state.isImported ? null : `/interview/${interviewId}/replay`;
    return { stage: 'ready', report: reportOf(state, role), source: { state, owner, replay, pictureOf } };
  }
  if (state.stage === 'abandoned') return { stage: 'abandoned' };
  if (state.stage !== 'rating' && state.stage !== 'closed') return { stage: 'running' };
  return { stage: 'sealed', hasSubmitted, isObserver: role === 'observer' };
}

/** The scorecard behind a share link. Its pictures are fetched with the token in a body, never in an address. */
export async function loadShared(interviewId: string, token: string): Promise<Loaded> {
  const asked = { interviewId, token };
  const snapshot = await api.post<Snapshot & { withReplay: boolean }>('/api/shared', asked);
  if (!snapshot.ok) return { stage: 'failed', code: snapshot.code, message: snapshot.message };
  const { withReplay, ...shown } = snapshot.data;
  const state = roomIn(shown);
  const pictures = await Promise.all(
    Object.values(state.pictures).map(
      async (file) => [file, await api.blob('/api/shared', { ...asked, file })] as const,
    ),
  );
  const addresses = new Map(
    pictures.flatMap(([file, blob]) => (blob ? [[file, URL.createObjectURL(blob)]] : [])),
  );
  const replay = withReplay ? `/interview/${interviewId}/replay#share=${token}` : null;
  const source: Source = { state, owner: null, replay, pictureOf: (hash) => addresses.get(hash) ?? '' };
  return { stage: 'ready', report: reportOf(state, 'candidate'), source };
}

/** A room that is only read: the merge rules that `reviveSnapshot` brings along would double this page's weight. */
function roomIn(snapshot: Snapshot): RoomState {
  const items = snapshot.scene as BoardItem[];
  return { ...snapshot, scene: new Map(items.map((item) => [item.id, item])) };
}
