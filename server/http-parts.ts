// What the routes of the API share: their parts, and who is asking.
import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import type { AppointmentLinks } from './appointment-links.ts';
import type { Appointments } from './appointments.ts';
import type { ContentInUse } from './content-view.ts';
import type { Disk } from './disk.ts';
import type { Goodbyes } from './goodbyes.ts';
import { answering, refused } from './http-answer.ts';
import type { Answer } from './http-answer.ts';
import type { Identity, User } from './identity.ts';
import type { Interviews } from './interviews.ts';
import type { LiveSeats } from './live-seats.ts';
import type { MatchViews } from './match-views.ts';
import type { Matchmaker } from './matchmaker.ts';
import type { Metrics } from './metrics.ts';
import { originOf } from './origin.ts';
import type { Pairings } from './pairings.ts';
import type { Rooms } from './rooms.ts';
import type { ShareLinks } from './share-links.ts';
import type { Slots } from './slots.ts';
import type { Seat, Store } from './store/store.ts';

export type HttpParts = {
  origins: string[];
  connectionsPerAddress: number;
  version: string;
  log: Logger;
  store: Store;
  content: ContentInUse;
  rooms: Rooms;
  interviews: Interviews;
  pairings: Pairings;
  matchmaker: Matchmaker;
  matchViews: MatchViews;
  slots: Slots;
  appointments: Appointments;
  appointmentLinks: AppointmentLinks;
  shareLinks: ShareLinks;
  identity: Identity;
  goodbyes: Goodbyes;
  liveSeats: LiveSeats;
  metrics: Metrics;
  now: () => number;
  disk?: Disk;
  /** Serves whatever is not the API's. */
  pages: RequestHandler | null;
};

type Asked = Pick<Request, 'headers' | 'socket'>;

/** Who sends this; renews a session that is getting old. */
export async function visitor(
  { identity, origins }: Pick<HttpParts, 'identity' | 'origins'>,
  request: Asked,
  response: Response,
): Promise<User | null> {
  const { user, cookies } = await identity.find(cookieOf(request));
  response.append('Set-Cookie', asSecure(cookies, originOf(request, origins)));
  return user;
}

/** The same, made a guest if need be: at the first thing that needs one, creating or joining. */
export async function guest(
  { identity, origins }: Pick<HttpParts, 'identity' | 'origins'>,
  request: Asked,
  response: Response,
): Promise<User> {
  const { user, cookies } = await identity.findOrMake(cookieOf(request));
  response.append('Set-Cookie', asSecure(cookies, originOf(request, origins)));
  return user;
}

/** What came over https goes back over https only, also where a proxy here ends it and no ORIGIN is set. */
function asSecure(cookies: string[], origin: string): string[] {
  if (!origin.startsWith('https:')) return cookies;
  return cookies.map((cookie) => (/; *secure/i.test(cookie) ? cookie : `${cookie}; Secure`));
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

/** Answers whoever has a seat in the interview of the address; for everybody else there is none. */
export function seated<P extends { id: string } = { id: string }>(
  parts: Pick<HttpParts, 'identity' | 'store'>,
  handle: (seat: Seat, request: Request<P>, response: Response) => Promise<Answer | null>,
): RequestHandler<P> {
  return answering<P>(async (request, response) => {
    const seat = await seatOf(parts, request.params.id, request);
    return seat ? handle(seat, request, response) : refused(404, 'unknown_interview');
  });
}

/** The only header identity needs; nothing else of a request reaches it. */
export function cookieOf({ headers: { cookie } }: Asked): Headers {
  return new Headers(cookie ? { cookie } : {});
}
