// A recording as the holder of one seat may read it now, from the store and not from a room, so that a damaged entry
// costs itself and not the rest. It knows nothing of HTTP.
import { mended } from '#domain/replay.ts';
import type { RecordingAnswer } from '#domain/replay.ts';
import { isSealed } from '#domain/recording.ts';
import type { WireEntry } from '#domain/recording.ts';
import type { RoomState } from '#domain/room.ts';
import { disclosure, seal } from '#domain/view.ts';
import type { Seat, Store } from './store/store.ts';

type Read = Pick<Store, 'readable'>;
export type Since = Pick<RecordingAnswer, 'missing' | 'entries' | 'disclosure'> & { endedAt: number | null };

export async function recordingAnswer(
  store: Pick<Store, 'comings'>,
  { interviewId, participantId, role, isHost }: Seat,
  { endedAt, ...since }: Since,
): Promise<RecordingAnswer> {
  const comings = await store.comings(interviewId);
  return {
    me: { participantId, role, isHost },
    isRunning: endedAt === null,
    // Who looks in while the other rates is nobody's business.
    comings: comings.filter(({ at }) => at <= (endedAt ?? Infinity)),
    ...since,
  };
}

export async function sinceThen(store: Read, seat: Seat, after: number): Promise<Since> {
  return sealedSince(await mendedFor(store, seat), seat, after);
}

/** What comes after the entry `after` of a recording, sealed for that seat. */
export function sealedSince(
  { entries, missing, state }: ReturnType<typeof mended>,
  seat: Seat,
  after = 0,
): Since {
  return {
    endedAt: state.endedAt,
    disclosure: disclosure(state),
    missing: missing.filter((seq) => seq > after),
    entries: entries
      .slice(after)
      .map((entry) => (isSealed(entry) ? entry : withoutClient(seal(entry, seat, state)))),
  };
}

/** The recording as it can still be read, with the state by which it is sealed for that seat. */
export async function mendedFor(store: Read, seat: Seat): Promise<ReturnType<typeof mended>> {
  const { entries: readable, lastSeq } = await store.readable(seat.interviewId);
  const whole = mended(readable, lastSeq);
  return whole.missing.length > 0 ? { ...whole, state: wary(whole.state, seat) } : whole;
}

/** What is missing may have been the word that made a note private, so the other's notes stay theirs (VW6). */
function wary(state: RoomState, { participantId }: Seat): RoomState {
  return { ...state, notes: state.notes.filter((note) => note.by === participantId) };
}

/** Which tab sent an entry is nobody's business afterwards, and it is half of a short entry's length. */
function withoutClient(entry: WireEntry): WireEntry {
  return isSealed(entry) ? entry : { ...entry, clientId: null, clientSeq: null };
}
