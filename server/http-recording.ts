// /api/interviews/:id/recording: every entry of an interview as its participant may read it now, for the replay.
import express from 'express';
import type { Router } from 'express';
import * as v from 'valibot';
import type { RecordingAnswer } from '#domain/replay.ts';
import { disclosure } from '#domain/view.ts';
import { answering, ok, readAs, refused } from './http-answer.ts';
import { seatOf } from './http-parts.ts';
import type { HttpParts } from './http-parts.ts';
import { recordingAnswer, sinceThen } from './sealed-recording.ts';
import type { Since } from './sealed-recording.ts';
import type { Seat } from './store/store.ts';

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

async function recordingFor(parts: HttpParts, seat: Seat, after: number): Promise<RecordingAnswer> {
  const since = (await nothingSince(parts, seat, after)) ?? (await sinceThen(parts.store, seat, after));
  return recordingAnswer(parts.store, seat, since);
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
