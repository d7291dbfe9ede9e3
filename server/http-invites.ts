// Invites over HTTP: the links a host hands out, what a link offers, and taking the seat. Whoever guesses
// links is slowed down.
import express from 'express';
import type { Router } from 'express';
import * as v from 'valibot';
import { nameSchema } from '#domain/protocol.ts';
import { Guesses } from './guesses.ts';
import { answering, ok, refused } from './http-answer.ts';
import { guest, limited, seatOf, visitor } from './http-parts.ts';
import type { HttpParts } from './http-parts.ts';
import { invalidFields } from './invalid-fields.ts';
import { originOf } from './origin.ts';

const token = v.pipe(v.string(), v.minLength(1), v.maxLength(100));
const looking = v.object({ interviewId: v.pipe(v.string(), v.minLength(1), v.maxLength(80)), token });
const joining = v.object({
  token,
  name: nameSchema,
  watch: v.optional(v.boolean(), false),
});

/** Per address and minute. A class behind one address that opens its links at the bell stays far below. */
const joinsPerMinute = 600;

export function inviteRoutes(parts: HttpParts): Router {
  const { interviews, origins } = parts;
  const router = express.Router();
  const guesses = new Guesses();

  router.get(
    '/interviews/:id/invites',
    answering<{ id: string }>(async (request) => {
      const seat = await seatOf(parts, request.params.id, request);
      if (!seat) return refused(404, 'unknown_interview');
      if (!seat.isHost) return refused(403, 'not_allowed');
      const paths = await interviews.invitePaths(seat.interviewId);
      const origin = originOf(request, origins);
      return ok(Object.fromEntries(Object.entries(paths).map(([role, path]) => [role, origin + path])));
    }),
  );

  router.post(
    '/invites/look',
    answering(async (request, response) => {
      const wish = v.safeParse(looking, request.body);
      if (!wish.success) return refused(400, 'bad_request', { fields: invalidFields(wish.issues) });
      if (!(await guesses.mayGo(request))) return refused(429, 'too_fast');
      const user = await visitor(parts, request, response);
      const look = await interviews.look(wish.output.interviewId, wish.output.token, user);
      if (!look) {
        await guesses.wrong(request);
        return refused(404, 'bad_invite');
      }
      const { isAlreadyIn, ...offer } = look;
      return ok({ ...offer, ...(isAlreadyIn && { you: 'already in' }) });
    }),
  );

  router.post(
    '/interviews/:id/join',
    limited(joinsPerMinute),
    answering<{ id: string }>(async (request, response) => {
      const wish = v.safeParse(joining, request.body);
      if (!wish.success) return refused(400, 'bad_request', { fields: invalidFields(wish.issues) });
      if (!(await guesses.mayGo(request))) return refused(429, 'too_fast');
      // A forged invite must not leave a guest behind.
      const isKnown = await interviews.look(request.params.id, wish.output.token, null);
      if (!isKnown) {
        await guesses.wrong(request);
        return refused(404, 'bad_invite');
      }
      const user = await guest(parts, request, response);
      const joined = await interviews.join(request.params.id, wish.output, user);
      if (!joined.ok)
        return refused(joined.code === 'not_saved' ? 503 : 409, joined.code, { canWatch: joined.canWatch });
      return ok({ participantId: joined.seat.participantId, role: joined.seat.role });
    }),
  );

  return router;
}
