// /api/interviews/:id/recording: every entry of an interview as its participant may read it now, for the replay. It is
// read from the store and not from the room, so that a damaged entry costs itself and not the rest.
import express from 'express';
import type { Router } from 'express';
import * as v from 'valibot';
import { mended } from '#domain/replay.ts';
import type { RecordingAnswer } from '#domain/replay.ts';
import { isSealed } from '#domain/recording.ts';
import type { WireEntry } from '#domain/recording.ts';
import type { RoomState } from '#domain/room.ts';
import { disclosure, seal } from '#domain/view.ts';
import { answering, ok, readAs, refused } from './http-answer.ts';
import { seatOf } from './http-parts.ts';
import type { HttpParts } from './http-parts.ts';
import type { Seat, Store } from './store/store.ts';

/** `after`: the last seq the asker has; what they may read since then is in `disclosure`. */
const query = v.strictObject({
  after: v.optional(v.pipe(v.string(), v.regex(/^\d{1,9}$/), v.transform(Number)), '0'),
});

export function recordingRoutes(parts: HttpParts): Router {
  const router = express.Router();
  router.get(
    '/interviews/:id/recording',
    answering<{ id: string }>(async (request) => {
      const asked = readAs(query, request.query);
      if (!asked.ok) return asked.no;
      const seat = await seatOf(parts, request.params.id, request);
      if (!seat) return refused(404, 'unknown_interview');
      return ok(await recordingFor(parts, seat, asked.output.after));
    }),
  );
  return router;
}

type Since = Pick<RecordingAnswer, 'missing' | 'entries' | 'disclosure'> & { endedAt: number | null };

async function recordingFor(parts: HttpParts, seat: Seat, after: number): Promise<RecordingAnswer> {
  const { participantId, role, isHost } = seat;
  const { endedAt, ...since } =
    (await nothingSince(parts, seat, after)) ?? (await sinceThen(parts, seat, after));
  const comings = await parts.store.comings(seat.interviewId);
  return {
    me: { participantId, role, isHost },
    isRunning: endedAt === null,
    // Who looks in while the other rates is nobody's business.
    comings: comings.filter(({ at }) => at <= (endedAt ?? Infinity)),
    ...since,
  };
}

/** Whoever follows a running interview asks every few seconds; mostly nothing has happened, and the room knows. */
async function nothingSince({ rooms }: HttpParts, seat: Seat, after: number): Promise<Since | null> {
  const room = after > 0 ? await rooms.loaded(seat.interviewId).catch(() => null) : null;
  if (!room) return null;
  return room.read((state) =>
    state.seq === after
      ? { endedAt: state.endedAt, disclosure: disclosure(state), missing: [], entries: [] }
      : null,
  );
}

async function sinceThen({ store }: HttpParts, seat: Seat, after: number): Promise<Since> {
  const { entries, missing, state } = await mendedFor(store, seat);
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
export async function mendedFor(
  store: Pick<Store, 'readable'>,
  seat: Seat,
): Promise<ReturnType<typeof mended>> {
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
