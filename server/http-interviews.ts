// /api/interviews and /api/invites: parse, ask who it is, hand over, answer. What a stranger may learn about
// an interview is nothing: it answers like one that does not exist.
import express from 'express';
import type { Request, Response, Router } from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import * as v from 'valibot';
import { limits } from '#domain/protocol.ts';
import { toSnapshot } from '#domain/room.ts';
import { sealState } from '#domain/view.ts';
import { cookieHeader, limited } from './http.ts';
import type { HttpParts } from './http.ts';
import { answering, ok, refused, sendBytes } from './http-answer.ts';
import type { Answer, Packed } from './http-answer.ts';
import type { User } from './identity.ts';
import { addressOf, originOf } from './origin.ts';
import { StoreError } from './store/store.ts';
import type { Seat } from './store/store.ts';

const name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(limits.nameLength));
const id = v.pipe(v.string(), v.minLength(1), v.maxLength(80));
const token = v.pipe(v.string(), v.minLength(1), v.maxLength(100));

const creation = v.object({
  formatId: id,
  questionId: v.nullable(id),
  isHidden: v.optional(v.boolean()),
  level: id,
  role: v.picklist(['interviewer', 'candidate']),
  name,
});
const looking = v.object({ interviewId: id, token });
const joining = v.object({ token, name, watch: v.optional(v.boolean(), false) });

/** Per address and minute. */
const creationsPerMinute = 300;
const wrongInvitesPerMinute = 30;

export function interviewRoutes(parts: HttpParts): Router {
  const { interviews, identity, store, origins } = parts;
  const router = express.Router();
  const guesses = new RateLimiterMemory({ points: wrongInvitesPerMinute, duration: 60 });
  const snapshots = new SnapshotCache();

  const asks = async (request: Request, response: Response): Promise<User | null> => {
    const { user, cookies } = await identity.find(cookieHeader(request.headers.cookie));
    response.append('Set-Cookie', cookies);
    return user;
  };
  /** A guest is made at the first thing that needs one: creating or joining. */
  const guest = async (request: Request, response: Response): Promise<User> => {
    const { user, cookies } = await identity.findOrMake(cookieHeader(request.headers.cookie));
    response.append('Set-Cookie', cookies);
    return user;
  };
  const seatOf = async (interviewId: string, user: User | null): Promise<Seat | null> =>
    user && store.seatOf(interviewId, user.id);
  /** Answers a wrong invite, more and more slowly for whoever goes on guessing. */
  const badInvite = async (request: Request): Promise<Answer> => {
    await guesses.consume(addressOf(request)).catch(() => undefined);
    return refused(404, 'bad_invite');
  };
  const mayGuess = async (request: Request): Promise<boolean> =>
    ((await guesses.get(addressOf(request)))?.consumedPoints ?? 0) < wrongInvitesPerMinute;

  router.get(
    '/interviews',
    answering(async (request, response) => {
      const user = await asks(request, response);
      return ok(user ? await interviews.listFor(user) : []);
    }),
  );

  router.post(
    '/interviews',
    limited(creationsPerMinute),
    answering(async (request, response) => {
      const wish = v.safeParse(creation, request.body);
      if (!wish.success) return refused(400, 'bad_request', { fields: fieldsOf(wish.issues) });
      const isHidden = wish.output.isHidden ?? wish.output.questionId === null;
      const user = await guest(request, response);
      try {
        const created = await interviews.create({ ...wish.output, isHidden }, user);
        return created ? ok({ id: created.interviewId }, 201) : refused(400, 'unknown_content');
      } catch (error) {
        if (error instanceof StoreError) return refused(503, 'not_saved');
        throw error;
      }
    }),
  );

  router.get(
    '/interviews/:id',
    answering<{ id: string }>(async (request, response) => {
      const seat = await seatOf(request.params.id, await asks(request, response));
      if (!seat) return refused(404, 'unknown_interview');
      const { participantId, role, isHost } = seat;
      return ok({ access: 'participant', me: { participantId, role, isHost } });
    }),
  );

  router.get(
    '/interviews/:id/snapshot',
    answering<{ id: string }>(async (request, response) => {
      const seat = await seatOf(request.params.id, await asks(request, response));
      const lease = seat && (await parts.rooms.lease(seat.interviewId));
      if (!lease) return refused(404, 'unknown_interview');
      try {
        const viewer = { participantId: seat.participantId, role: seat.role };
        const { etag, packed } = await lease.room.read((state) =>
          snapshots.of(`${seat.interviewId} ${seat.participantId}`, state.seq, () =>
            JSON.stringify(toSnapshot(sealState(state, viewer))),
          ),
        );
        response.set({ ETag: etag, 'Cache-Control': 'private, no-cache', Vary: 'Cookie' });
        if (request.headers['if-none-match'] === etag) response.status(304).end();
        else await sendBytes(request as unknown as Request, response.type('json'), packed);
        return null;
      } finally {
        lease.release();
      }
    }),
  );

  router.get(
    '/interviews/:id/invites',
    answering<{ id: string }>(async (request, response) => {
      const user = await asks(request, response);
      const seat = await seatOf(request.params.id, user);
      if (!user || !seat) return refused(404, 'unknown_interview');
      const paths = await interviews.invitePaths(seat.interviewId, user);
      if (!paths) return refused(403, 'not_allowed');
      const origin = originOf(request, origins);
      return ok(Object.fromEntries(Object.entries(paths).map(([role, path]) => [role, origin + path])));
    }),
  );

  router.post(
    '/invites/look',
    answering(async (request, response) => {
      if (!(await mayGuess(request))) return refused(429, 'too_fast');
      const wish = v.safeParse(looking, request.body);
      if (!wish.success) return refused(400, 'bad_request', { fields: fieldsOf(wish.issues) });
      const user = await asks(request, response);
      const look = await interviews.look(wish.output.interviewId, wish.output.token, user);
      if (!look) return badInvite(request);
      const { isAlreadyIn, ...offer } = look;
      return ok({ ...offer, ...(isAlreadyIn && { you: 'already in' }) });
    }),
  );

  router.post(
    '/interviews/:id/join',
    answering<{ id: string }>(async (request, response) => {
      if (!(await mayGuess(request))) return refused(429, 'too_fast');
      const wish = v.safeParse(joining, request.body);
      if (!wish.success) return refused(400, 'bad_request', { fields: fieldsOf(wish.issues) });
      // A forged invite must not leave a guest behind.
      if (!(await interviews.look(request.params.id, wish.output.token, null))) return badInvite(request);
      const user = await guest(request, response);
      const joined = await interviews.join(request.params.id, wish.output, user);
      if (joined.ok) return ok({ participantId: joined.seat.participantId, role: joined.seat.role });
      if (joined.code === 'bad_invite') return badInvite(request);
      return refused(409, joined.code, { canWatch: joined.canWatch });
    }),
  );

  return router;
}

function fieldsOf(issues: readonly v.BaseIssue<unknown>[]): string[] {
  return issues.map((issue) => v.getDotPath(issue) ?? '(body)');
}

type CachedSnapshot = { seq: number; etag: string; packed: Packed };

/** Snapshots as bytes, the newest of each viewer: a room full of reloads compresses once for each viewer. */
class SnapshotCache {
  readonly #cached = new Map<string, CachedSnapshot>();
  /** Tells apart the same seq sealed by another version of the server. */
  readonly #startedAt = Date.now().toString(36);

  of(key: string, seq: number, make: () => string): CachedSnapshot {
    const known = this.#cached.get(key);
    this.#cached.delete(key);
    const fresh = known?.seq === seq ? known : this.#make(key, seq, make());
    this.#cached.set(key, fresh);
    if (this.#cached.size > cachedSnapshots) this.#cached.delete([...this.#cached.keys()][0] ?? '');
    return fresh;
  }

  #make(key: string, seq: number, json: string): CachedSnapshot {
    const participantId = key.split(' ')[1];
    return {
      seq,
      etag: `W/"${this.#startedAt}-${seq}-${participantId}"`,
      packed: { raw: Buffer.from(json), packed: new Map() },
    };
  }
}

const cachedSnapshots = 64;
