// What a stranger with a share link is shown: the scorecard, its pictures, and the replay where the link says so. The
// token travels in a body, never in an address, so that no log holds it.
import express from 'express';
import type { Request, Response, Router } from 'express';
import * as v from 'valibot';
import { toSnapshot } from '#domain/fold.ts';
import type { RecordingAnswer } from '#domain/replay.ts';
import { isShareable, shareOf } from '#domain/share.ts';
import { shareRecording } from '#domain/share-recording.ts';
import { disclosure } from '#domain/view.ts';
import { answering, ok, readAs, refused } from './http-answer.ts';
import type { Answer } from './http-answer.ts';
import { sendFile } from './http-files.ts';
import type { HttpParts } from './http-parts.ts';
import { mendedFor } from './sealed-recording.ts';
import { Guesses } from './rate-limits.ts';
import type { Seat, Share } from './store/store.ts';

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(80));
const token = v.pipe(v.string(), v.minLength(1), v.maxLength(100));
const watching = v.strictObject({ interviewId: id, token });
const looking = v.strictObject({ ...watching.entries, file: v.optional(id) });

export function sharedRoutes(parts: HttpParts): Router {
  const { store } = parts;
  const router = express.Router();
  const guesses = new Guesses();

  router.post(
    '/shared',
    answering(async (request, response) => {
      const asked = readAs(looking, request.body);
      if (!asked.ok) return asked.no;
      const { interviewId, file } = asked.output;
      const found = await shareIn(parts, guesses, asked.output, request, response);
      if ('status' in found) return found;
      const { share, owner } = found;
      const state = await sharedState(parts, share, owner);
      if (!state) return refused(404, 'bad_share');
      if (file === undefined) return ok({ ...toSnapshot(state), withReplay: share.withReplay });
      // The pictures of the board and nothing else: pasted images stay inside.
      const kept = Object.values(state.pictures).includes(file) && (await store.file(interviewId, file));
      return kept ? sendFile(response, kept) : refused(404, 'not_found');
    }),
  );

  router.post(
    '/shared/recording',
    answering(async (request, response) => {
      const asked = readAs(watching, request.body);
      if (!asked.ok) return asked.no;
      const found = await shareIn(parts, guesses, asked.output, request, response);
      if ('status' in found) return found;
      if (!found.share.withReplay) return refused(403, 'no_replay');
      const recording = await sharedRecording(parts, found.share, found.owner);
      return recording ? ok(recording) : refused(404, 'bad_share');
    }),
  );

  return router;
}

/** The share behind a token, with its owner's seat as it is at this moment: one that was given up shares nothing
 * any more. Whoever has no right token is counted as guessing. */
async function shareIn(
  { store, shareLinks, now }: HttpParts,
  guesses: Guesses,
  asked: v.InferOutput<typeof watching>,
  request: Request,
  response: Response,
): Promise<Answer | { share: Share; owner: Seat }> {
  const isGuessing = await guesses.refusalFor(request, response);
  if (isGuessing) return isGuessing;
  const share = await store.shareOf(asked.interviewId, shareLinks.hashOf(asked.token));
  const isOver = share?.expiresAt != null && share.expiresAt <= now();
  if (!share || isOver) return guesses.wrong(request, 'bad_share');
  const owner = (await store.seats(share.interviewId)).find(
    (one) => one.participantId === share.participantId,
  );
  return owner ? { share, owner } : refused(404, 'bad_share');
}

async function sharedState({ rooms }: HttpParts, share: Share, owner: Seat) {
  return rooms.with(share.interviewId, (room) =>
    room.read((state) => (isShareable(state, owner) ? shareOf(state, owner, share.withNames) : null)),
  );
}

/** The reader is nobody in the interview. Null when there is nothing to share any more. */
async function sharedRecording(
  { store }: HttpParts,
  share: Share,
  owner: Seat,
): Promise<RecordingAnswer | null> {
  const { entries, missing, state } = await mendedFor(store, owner);
  if (!isShareable(state, owner)) return null;
  return {
    me: { participantId: 'reader', role: 'observer', isHost: false },
    ...{ isRunning: false, disclosure: disclosure(state), comings: [], missing },
    entries: shareRecording(entries, state, owner, share.withNames),
  };
}
