// Share links over HTTP: making, listing and revoking one's own, and what a stranger with a link is shown. The
// token travels in a body, never in an address, so that no log holds it.
import { randomBytes } from 'node:crypto';
import express from 'express';
import type { Request, Response, Router } from 'express';
import * as v from 'valibot';
import { toSnapshot } from '#domain/fold.ts';
import type { RecordingAnswer } from '#domain/replay.ts';
import { isShareable, shareOf } from '#domain/share.ts';
import { shareRecording } from '#domain/share-recording.ts';
import { disclosure } from '#domain/view.ts';
import { answering, ok, refused } from './http-answer.ts';
import type { Answer } from './http-answer.ts';
import { sendFile } from './http-files.ts';
import { seatOf } from './http-parts.ts';
import type { HttpParts } from './http-parts.ts';
import { mendedFor } from './http-recording.ts';
import { invalidFields } from './invalid-fields.ts';
import { originOf } from './origin.ts';
import { Guesses, limitedByAddress } from './rate-limits.ts';
import type { Seat, Share } from './store/store.ts';

const dayMs = 24 * 60 * 60_000;
const sharesPerPerson = 20;
const sharesPerMinute = 60;

const wish = v.strictObject({
  withNames: v.boolean(),
  withReplay: v.optional(v.boolean(), false),
  /** Null: until it is revoked. */
  days: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(365))),
});
const id = v.pipe(v.string(), v.minLength(1), v.maxLength(80));
const token = v.pipe(v.string(), v.minLength(1), v.maxLength(100));
const watching = v.strictObject({ interviewId: id, token });
const looking = v.strictObject({ ...watching.entries, file: v.optional(id) });

export function shareRoutes(parts: HttpParts): Router {
  const { store, shareLinks, now } = parts;
  const router = express.Router();
  const guesses = new Guesses();

  router.get(
    '/interviews/:id/shares',
    answering<{ id: string }>(async (request) => {
      const seat = await seatOf(parts, request.params.id, request);
      if (!seat) return refused(404, 'unknown_interview');
      const origin = originOf(request, parts.origins);
      const shares = await store.shares(seat.interviewId, seat.participantId);
      return ok(shares.map((share) => shownOf(share, origin + shareLinks.pathOf(share))));
    }),
  );

  router.post(
    '/interviews/:id/shares',
    limitedByAddress(sharesPerMinute),
    answering<{ id: string }>(async (request) => {
      const asked = v.safeParse(wish, request.body);
      if (!asked.success) return refused(400, 'bad_request', { fields: invalidFields(asked.issues) });
      const seat = await seatOf(parts, request.params.id, request);
      if (!seat) return refused(404, 'unknown_interview');
      if (seat.role === 'observer') return refused(403, 'not_allowed');
      if (!(await canShare(parts, seat))) return refused(409, 'wrong_stage');
      const share = newShare(parts, seat, asked.output);
      if ((await store.addShare(share, sharesPerPerson)) === 'full') return refused(409, 'too_much');
      return ok(shownOf(share, originOf(request, parts.origins) + shareLinks.pathOf(share)), 201);
    }),
  );

  router.delete(
    '/interviews/:id/shares/:shareId',
    answering<{ id: string; shareId: string }>(async (request) => {
      const seat = await seatOf(parts, request.params.id, request);
      if (!seat) return refused(404, 'unknown_interview');
      const isGone = await store.removeShare(seat.participantId, request.params.shareId);
      return isGone ? ok({}) : refused(404, 'not_found');
    }),
  );

  router.post(
    '/shared',
    answering(async (request, response) => {
      const asked = v.safeParse(looking, request.body);
      if (!asked.success) return refused(400, 'bad_request', { fields: invalidFields(asked.issues) });
      const { interviewId, file } = asked.output;
      const found = await shareIn(asked.output, request, response);
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
      const asked = v.safeParse(watching, request.body);
      if (!asked.success) return refused(400, 'bad_request', { fields: invalidFields(asked.issues) });
      const found = await shareIn(asked.output, request, response);
      if ('status' in found) return found;
      if (!found.share.withReplay) return refused(403, 'no_replay');
      const recording = await sharedRecording(parts, found.share, found.owner);
      return recording ? ok(recording) : refused(404, 'bad_share');
    }),
  );

  /** The share behind a token, with its owner's seat as it is at this moment: one that was given up shares nothing
   * any more. Whoever has no right token is counted as guessing. */
  async function shareIn(
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

  return router;
}

function newShare(
  { shareLinks, now }: Pick<HttpParts, 'shareLinks' | 'now'>,
  seat: Seat,
  { withNames, withReplay, days }: v.InferOutput<typeof wish>,
): Share {
  const shareId = randomBytes(16).toString('base64url');
  return {
    id: shareId,
    interviewId: seat.interviewId,
    participantId: seat.participantId,
    tokenHash: shareLinks.hashOf(shareLinks.tokenOf(shareId)),
    withNames,
    withReplay,
    createdAt: now(),
    expiresAt: days === null ? null : now() + days * dayMs,
  };
}

/** What its owner is told of a share; never the hash. */
function shownOf({ id: shareId, withNames, withReplay, createdAt, expiresAt }: Share, link: string) {
  return { id: shareId, withNames, withReplay, createdAt, expiresAt, link };
}

async function canShare({ rooms }: HttpParts, seat: Seat): Promise<boolean> {
  const answer = await rooms.with(seat.interviewId, (room) => room.read((state) => isShareable(state, seat)));
  return answer ?? false;
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
