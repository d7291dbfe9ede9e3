// What somebody does with what is theirs: take an interview out of their list, take everything along as one
// archive, and leave.
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import express from 'express';
import type { Request, Response, Router } from 'express';
import { everythingOf } from './everything.ts';
import { answering, ok, refused } from './http-answer.ts';
import { cookieOf, seated, visitor } from './http-parts.ts';
import type { HttpParts } from './http-parts.ts';
import { limitedByAddress } from './rate-limits.ts';
import { leaveAll, leaveOne } from './leaving.ts';
import { zip } from './zip.ts';

/** Each reads every recording of somebody. */
const exportsPerMinute = 10;
const leavingsPerMinute = 120;

export function mineRoutes(parts: HttpParts): Router {
  const router = express.Router();

  router.delete(
    '/interviews/:id',
    limitedByAddress(leavingsPerMinute),
    seated(parts, async (seat) => {
      const left = await leaveOne(parts, seat);
      return left === 'still_running' ? refused(409, 'still_running') : ok({ left });
    }),
  );

  router.delete(
    '/me',
    limitedByAddress(leavingsPerMinute),
    answering(async (request, response) => {
      const user = await visitor(parts, request, response);
      if (!user) return ok({ left: 0, deleted: 0 });
      const count = await leaveAll(parts, user);
      await parts.matchmaker.forget(user.id);
      await parts.appointments.forget(user.id);
      const { cookies } = await parts.identity.remove(user, cookieOf(request));
      response.removeHeader('Set-Cookie');
      response.append('Set-Cookie', cookies);
      return ok(count);
    }),
  );

  router.get(
    '/me/export',
    limitedByAddress(exportsPerMinute),
    answering(async (request, response) => {
      const user = await visitor(parts, request, response);
      if (!user) return refused(404, 'nothing_kept');
      await sendEverything(parts, user.id, request, response);
      return null;
    }),
  );

  return router;
}

async function sendEverything(
  { store, now, log }: Pick<HttpParts, 'store' | 'now' | 'log'>,
  userId: string,
  request: Pick<Request, 'method'>,
  response: Response,
): Promise<void> {
  const day = new Date(now()).toISOString().slice(0, 10);
  response.type('application/zip').set({
    'Content-Disposition': `attachment; filename="fourstep-${day}.zip"`,
    'Cache-Control': 'no-store',
  });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  try {
    await pipeline(Readable.from(zip(everythingOf({ store }, userId, now()))), response);
  } catch (error) {
    // The headers are out: what is left is to break off, so that the browser tells of a failed download.
    if (!response.destroyed) log.error({ err: error }, 'an archive was broken off');
    response.destroy();
  }
}
