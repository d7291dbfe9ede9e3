// What the routes of the API share: their parts, who is asking, and how often one may.
import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { ContentInUse } from './content-view.ts';
import { refused, send } from './http-answer.ts';
import type { Identity, User } from './identity.ts';
import type { Interviews } from './interviews.ts';
import type { Metrics } from './metrics.ts';
import { addressOf } from './origin.ts';
import type { Rooms } from './rooms.ts';
import type { ShareLinks } from './share-links.ts';
import type { Seat, Store } from './store/store.ts';

export type HttpParts = {
  origins: string[];
  version: string;
  log: Logger;
  store: Store;
  content: ContentInUse;
  rooms: Rooms;
  interviews: Interviews;
  shareLinks: ShareLinks;
  identity: Identity;
  metrics: Metrics;
  now: () => number;
  /** Serves whatever is not the API's. */
  pages: RequestHandler | null;
};

type Asked = Pick<Request, 'headers'>;

/** Who sends this; renews a session that is getting old. */
export async function visitor(
  { identity }: Pick<HttpParts, 'identity'>,
  request: Asked,
  response: Response,
): Promise<User | null> {
  const { user, cookies } = await identity.find(cookieOf(request));
  response.append('Set-Cookie', cookies);
  return user;
}

/** The same, made a guest if need be: at the first thing that needs one, creating or joining. */
export async function guest(
  { identity }: Pick<HttpParts, 'identity'>,
  request: Asked,
  response: Response,
): Promise<User> {
  const { user, cookies } = await identity.findOrMake(cookieOf(request));
  response.append('Set-Cookie', cookies);
  return user;
}

/** The asker's seat in an interview; null for strangers, and for interviews that do not exist. */
export async function seatOf(
  parts: Pick<HttpParts, 'identity' | 'store'>,
  interviewId: string,
  request: Asked,
): Promise<Seat | null> {
  const user = await parts.identity.peek(cookieOf(request));
  return user && parts.store.seatOf(interviewId, user.id);
}

/** The only header identity needs; nothing else of a request reaches it. */
export function cookieOf({ headers: { cookie } }: Asked): Headers {
  return new Headers(cookie ? { cookie } : {});
}

/** Lets each address ask so often a minute. */
export function limited(pointsPerMinute: number): RequestHandler {
  const limiter = new RateLimiterMemory({ points: pointsPerMinute, duration: 60 });
  return (request, response, next) => {
    limiter.consume(addressOf(request)).then(
      () => next(),
      () => void send(request, response.set('Retry-After', '60'), refused(429, 'too_fast')),
    );
  };
}
