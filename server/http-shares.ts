// Share links over HTTP, for their owners: making, listing and revoking. What a stranger with a link is shown is in
// http-shared.ts.
import { randomBytes } from 'node:crypto';
import express from 'express';
import type { Router } from 'express';
import * as v from 'valibot';
import { isShareable } from '#domain/share.ts';
import { answering, ok, readAs, refused } from './http-answer.ts';
import { seatOf, seated } from './http-parts.ts';
import type { HttpParts } from './http-parts.ts';
import { originOf } from './origin.ts';
import { limitedByAddress } from './rate-limits.ts';
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

export function shareRoutes(parts: HttpParts): Router {
  const { store, shareLinks } = parts;
  const router = express.Router();

  router.get(
    '/interviews/:id/shares',
    seated(parts, async (seat, request) => {
      const origin = originOf(request, parts.origins);
      const shares = await store.shares(seat.interviewId, seat.participantId);
      return ok(shares.map((share) => shownOf(share, origin + shareLinks.pathOf(share))));
    }),
  );

  router.post(
    '/interviews/:id/shares',
    limitedByAddress(sharesPerMinute),
    answering<{ id: string }>(async (request) => {
      const asked = readAs(wish, request.body);
      if (!asked.ok) return asked.no;
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
    seated<{ id: string; shareId: string }>(parts, async (seat, request) => {
      const isGone = await store.removeShare(seat.participantId, request.params.shareId);
      return isGone ? ok({}) : refused(404, 'not_found');
    }),
  );

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
