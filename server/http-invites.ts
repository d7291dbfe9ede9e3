// Invites over HTTP: the links a host hands out, what a link offers, and taking the seat. Whoever guesses
// links is slowed down.
import express from 'express';
import type { RequestHandler, Router } from 'express';
import * as v from 'valibot';
import { nameSchema } from '#domain/protocol.ts';
import { answering, ok, readAs, refused } from './http-answer.ts';
import { guest, seated, visitor } from './http-parts.ts';
import type { HttpParts } from './http-parts.ts';
import { originOf } from './origin.ts';
import { GuestLimit, Guesses, limitedByAddress } from './rate-limits.ts';

const token = v.pipe(v.string(), v.minLength(1), v.maxLength(100));
const looking = v.object({ interviewId: v.pipe(v.string(), v.minLength(1), v.maxLength(80)), token });
const joining = v.object({
  token,
  name: nameSchema,
  watch: v.optional(v.boolean(), false),
});

/** Per address and minute. A class behind one that opens its links at the bell stays far below. */
const joinsPerMinute = 600;
/** Per guest and minute. */
const guestsLooksPerMinute = 240;
const guestsJoinsPerMinute = 120;

export function inviteRoutes(parts: HttpParts): Router {
  const { interviews } = parts;
  const router = express.Router();
  const guesses = new Guesses();
  const looks = new GuestLimit(guestsLooksPerMinute);
  const joins = new GuestLimit(guestsJoinsPerMinute);

  router.get('/interviews/:id/invites', linksRoute(parts));

  router.post(
    '/invites/look',
    answering(async (request, response) => {
      const wish = readAs(looking, request.body);
      if (!wish.ok) return wish.no;
      const user = await visitor(parts, request, response);
      const no =
        (await guesses.refusalFor(request, response)) ??
        (user && (await looks.refusalFor(user.id, response)));
      if (no) return no;
      const look = await interviews.look(wish.output.interviewId, wish.output.token, user);
      if (!look) return guesses.wrong(request);
      const { isAlreadyIn, ...offer } = look;
      return ok({ ...offer, ...(isAlreadyIn && { you: 'already in' }) });
    }),
  );

  router.post(
    '/interviews/:id/join',
    limitedByAddress(joinsPerMinute),
    answering<{ id: string }>(async (request, response) => {
      const wish = readAs(joining, request.body);
      if (!wish.ok) return wish.no;
      const isGuessing = await guesses.refusalFor(request, response);
      if (isGuessing) return isGuessing;
      // A forged invite must not leave a guest behind.
      const isKnown = await interviews.look(request.params.id, wish.output.token, null);
      if (!isKnown) return guesses.wrong(request);
      const user = await guest(parts, request, response);
      const no = await joins.refusalFor(user.id, response);
      if (no) return no;
      const joined = await interviews.join(request.params.id, wish.output, user);
      if (!joined.ok)
        return refused(joined.code === 'not_saved' ? 503 : 409, joined.code, { canWatch: joined.canWatch });
      return ok({ participantId: joined.seat.participantId, role: joined.seat.role });
    }),
  );

  return router;
}

/** The links a host hands out: of the seats that are open, and for whoever watches. */
function linksRoute(parts: HttpParts): RequestHandler<{ id: string }> {
  return seated(parts, async (seat, request) => {
    if (!seat.isHost) return refused(403, 'not_allowed');
    const paths = await parts.interviews.invitePaths(seat.interviewId);
    const origin = originOf(request, parts.origins);
    return ok(Object.fromEntries(Object.entries(paths).map(([role, path]) => [role, origin + path])));
  });
}
