// Puts interviews of the authorisation matrix into a store, as if they had been held up to their moment, and
// gathers everybody who may ask of them at a real server.
import { createHash, randomBytes } from 'node:crypto';
import { roles } from '#domain/protocol.ts';
import type { Role } from '#domain/protocol.ts';
import { apply } from '#domain/fold.ts';
import { emptyRoom } from '#domain/room.ts';
import { openInvites } from '../../server/invites.ts';
import type { Invites } from '../../server/invites.ts';
import { projectionOf } from '../../server/projection.ts';
import { openShareLinks } from '../../server/share-links.ts';
import { readSecret } from '../../server/secret.ts';
import type { Store } from '../../server/store/store.ts';
import type { Guest } from '../support/guest.ts';
import type { TestServer } from '../support/server.ts';
import {
  hostFor,
  isSeated,
  participantOf,
  picture,
  recordingAt,
  roleOf,
  rolesAt,
  seatHolders,
} from './authorisation-moments.ts';
import type { Host, Moment, Outsider, Seated } from './authorisation-moments.ts';

export type Place = { store: Store; invites: Invites; now: number; users?: Record<Role, string> };

/** Writes an interview that is at `moment` right `now` (epoch ms); `users` hold its seats. Without them the
 * host's row alone is written, which is enough for its room. */
export async function newInterview(
  { store, invites, now, users }: Place,
  moment: Moment,
  host: Host,
): Promise<string> {
  const interviewId = randomBytes(16).toString('base64url');
  const entries = recordingAt(moment, host, interviewId, now);
  const state = emptyRoom();
  for (const entry of entries) apply(state, entry);
  const seatFor = (role: Role) => ({
    participantId: participantOf(interviewId, role),
    interviewId,
    userId: users?.[role] ?? `user-${role}`,
    role,
    name: role,
    isHost: role === roleOf(host),
  });
  await store.create({
    row: {
      id: interviewId,
      title: 'Notification service',
      formatTitle: state.format.title,
      level: state.level,
      createdAt: state.createdAt,
      ...projectionOf(state),
    },
    host: seatFor(roleOf(host)),
    // Nobody is invited to an interview with oneself.
    invites: roles
      .filter((role) => host !== 'alone' && role !== host)
      .map((role) => ({ role, tokenHash: invites.hashOf(invites.tokenOf(interviewId, role)) })),
    entries,
  });
  const [, ...others] = rolesAt(moment, host);
  for (const role of users ? others : []) await store.takeSeat(seatFor(role), 50);
  return interviewId;
}

export type Caller = Seated | Outsider;
export type AtMoment = {
  interviewId: string;
  moment: Moment;
  host: Host;
  file: string;
  /** Of the end, or as long as there is none of the newest entry. */
  pinnedAt: number;
  /** The tokens of links to the scorecard: without the replay, with it, and taken back. */
  shares: Record<'shown' | 'played' | 'revoked', string>;
};

type Guests = Record<Role | 'alone' | Outsider, Guest>;
type Users = Record<Role | 'alone' | 'expired', string>;

/** Everybody of the matrix, with cookies of their own. */
export class Cast {
  readonly #server: TestServer;
  readonly #now: () => number;
  readonly #guests: Guests;
  readonly #users: Users;
  readonly invites: Invites;
  readonly #shared = new Map<string, Promise<AtMoment>>();

  private constructor(
    server: TestServer,
    now: () => number,
    invites: Invites,
    guests: Record<Role | 'alone' | Outsider, Guest>,
    users: Users,
  ) {
    this.#server = server;
    this.#now = now;
    this.invites = invites;
    this.#guests = guests;
    this.#users = users;
  }

  static async gather(server: TestServer, now: () => number): Promise<Cast> {
    const seats = { interviewer: server.guest(), candidate: server.guest(), observer: server.guest() };
    const alone = server.guest();
    for (const guest of [...Object.values(seats), alone]) await guest.create();
    const [host, theirCandidate, theirObserver] = [server.guest(), server.guest(), server.guest()];
    const elsewhere = await host.create();
    const tokens = await host.tokens(elsewhere);
    await theirCandidate.join(elsewhere, tokens.candidate, 'Their candidate');
    await theirObserver.join(elsewhere, tokens.observer, 'Their observer');
    // Whoever comes too late for a seat has a session and no seat at all.
    const [stranger, expired, forged] = [server.guest(), server.guest(), server.guest()];
    for (const guest of [stranger, expired]) await guest.join(elsewhere, tokens.candidate, 'Too late');
    forged.cookie = seats.interviewer.cookie.replace(/.{6}$/, 'AAAA%3D');
    const guests = {
      ...{ ...seats, alone, 'no session': server.guest(), 'a forged session': forged },
      ...{ 'an expired session': expired, 'a stranger': stranger },
      'host elsewhere': host,
      'candidate elsewhere': theirCandidate,
      'observer elsewhere': theirObserver,
    };
    const userOf = async (guest: Guest) => (await guest.get('/api/me')).body.user.id as string;
    const users = {
      interviewer: await userOf(seats.interviewer),
      candidate: await userOf(seats.candidate),
      observer: await userOf(seats.observer),
      alone: await userOf(alone),
      expired: await userOf(expired),
    };
    const longAgo = new Date(0).toISOString();
    await server.database
      .updateTable('session' as never)
      .set({ expiresAt: longAgo } as never)
      .where('userId' as never, '=', users.expired as never)
      .execute();
    const invites = openInvites(await readSecret(server.dataDir));
    return new Cast(server, now, invites, guests, users);
  }

  guest(caller: Caller): Guest {
    if (caller === 'alone' || !isSeated(caller)) return this.#guests[caller];
    return this.#guests[seatHolders[caller].role];
  }

  /** The same for everybody who neither takes a seat nor moves it on: made once. */
  sharedInterview(caller: Caller, moment: Moment): Promise<AtMoment> {
    const host = hostFor(caller, moment);
    const key = `${moment}/${caller === 'an expired session' ? caller : host}`;
    const making = this.#shared.get(key) ?? this.interview(caller, moment);
    this.#shared.set(key, making);
    return making;
  }

  /** An interview at `moment` in which `caller` sits, or else has no business; it holds one picture. The expired
   * session is that of its very host. */
  async interview(caller: Caller, moment: Moment): Promise<AtMoment> {
    const host = hostFor(caller, moment);
    const users = { ...this.#users, ...(host === 'alone' && { candidate: this.#users.alone }) };
    if (caller === 'an expired session') users[roleOf(host)] = this.#users.expired;
    const { store } = this.#server;
    const now = this.#now();
    const interviewId = await newInterview({ store, invites: this.invites, now, users }, moment, host);
    const file = createHash('sha256').update(picture).digest('hex');
    const uploadedBy = participantOf(interviewId, roleOf(host));
    await store.putFile(
      { interviewId, hash: file, mime: 'image/png', bytes: picture, uploadedBy, at: now },
      100,
    );
    const row = await store.interview(interviewId);
    const pinnedAt = row?.endedAt ?? row?.lastAt ?? now;
    const owner = rolesAt(moment, host).find((role) => role === 'interviewer') ?? roleOf(host);
    const shares = await this.#shareLinks(interviewId, participantOf(interviewId, owner), now);
    return { interviewId, moment, host, file, pinnedAt, shares };
  }

  async #shareLinks(interviewId: string, participantId: string, at: number): Promise<AtMoment['shares']> {
    const { store, dataDir } = this.#server;
    const links = openShareLinks(await readSecret(dataDir));
    const make = async (withReplay: boolean) => {
      const id = randomBytes(16).toString('base64url');
      const [token, terms] = [links.tokenOf(id), { withNames: false, createdAt: at, expiresAt: null }];
      const share = { id, interviewId, participantId, tokenHash: links.hashOf(token), withReplay, ...terms };
      await store.addShare(share, 3);
      return { id, token };
    };
    const [shown, played, revoked] = [await make(false), await make(true), await make(true)];
    await store.removeShare(participantId, revoked.id);
    return { shown: shown.token, played: played.token, revoked: revoked.token };
  }
}
