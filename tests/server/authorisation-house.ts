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
import { readSecret } from '../../server/secret.ts';
import type { Store } from '../../server/store/store.ts';
import type { Guest } from '../support/guest.ts';
import type { TestServer } from '../support/server.ts';
import { isSeated, participantOf, picture, recordingAt, seatHolders } from './authorisation-moments.ts';
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
    isHost: role === host,
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
    host: seatFor(host),
    invites: roles
      .filter((role) => role !== host)
      .map((role) => ({ role, tokenHash: invites.hashOf(invites.tokenOf(interviewId, role)) })),
    entries,
  });
  for (const { role } of Object.values(state.participants))
    if (users && role !== host) await store.takeSeat(seatFor(role), 50);
  return interviewId;
}

export type Caller = Seated | Outsider;
/** `pinnedAt`: of the end, or as long as there is none of the newest entry. */
export type AtMoment = { interviewId: string; moment: Moment; host: Host; file: string; pinnedAt: number };

/** Everybody of the matrix, with cookies of their own. */
export class Cast {
  readonly #server: TestServer;
  readonly #now: () => number;
  readonly #guests: Record<Role | Outsider, Guest>;
  readonly #users: Record<Role, string>;
  readonly #expiredUser: string;
  readonly invites: Invites;
  readonly #shared = new Map<string, Promise<AtMoment>>();

  private constructor(
    server: TestServer,
    now: () => number,
    invites: Invites,
    guests: Record<Role | Outsider, Guest>,
    users: Record<Role | 'expired', string>,
  ) {
    this.#server = server;
    this.#now = now;
    this.invites = invites;
    this.#guests = guests;
    const { expired, ...seats } = users;
    this.#users = seats;
    this.#expiredUser = expired;
  }

  static async gather(server: TestServer, now: () => number): Promise<Cast> {
    const [interviewer, candidate, observer] = [server.guest(), server.guest(), server.guest()];
    const [host, theirCandidate, theirObserver] = [server.guest(), server.guest(), server.guest()];
    for (const guest of [interviewer, candidate, observer]) await guest.create();
    const elsewhere = await host.create();
    const tokens = await host.tokens(elsewhere);
    await theirCandidate.join(elsewhere, tokens.candidate, 'Their candidate');
    await theirObserver.join(elsewhere, tokens.observer, 'Their observer');
    // Whoever comes too late for a seat has a session and no seat at all.
    const [stranger, expired, forged] = [server.guest(), server.guest(), server.guest()];
    for (const guest of [stranger, expired]) await guest.join(elsewhere, tokens.candidate, 'Too late');
    forged.cookie = interviewer.cookie.replace(/.{6}$/, 'AAAA%3D');
    const userOf = async (guest: Guest) => (await guest.get('/api/me')).body.user.id as string;
    const users = {
      interviewer: await userOf(interviewer),
      candidate: await userOf(candidate),
      observer: await userOf(observer),
      expired: await userOf(expired),
    };
    const longAgo = new Date(0).toISOString();
    await server.database
      .updateTable('session' as never)
      .set({ expiresAt: longAgo } as never)
      .where('userId' as never, '=', users.expired as never)
      .execute();
    const guests = {
      ...{ interviewer, candidate, observer, 'no session': server.guest(), 'a forged session': forged },
      ...{ 'an expired session': expired, 'a stranger': stranger },
      'host elsewhere': host,
      'candidate elsewhere': theirCandidate,
      'observer elsewhere': theirObserver,
    };
    const invites = openInvites(await readSecret(server.dataDir));
    return new Cast(server, now, invites, guests, users);
  }

  guest(caller: Caller): Guest {
    return this.#guests[isSeated(caller) ? seatHolders[caller].role : caller];
  }

  /** The same for everybody who neither takes a seat nor moves it on: made once. */
  sharedInterview(caller: Caller, moment: Moment): Promise<AtMoment> {
    const { host } = seatHolders[isSeated(caller) ? caller : 'hosting interviewer'];
    const key = `${moment}/${caller === 'an expired session' ? caller : host}`;
    const making = this.#shared.get(key) ?? this.interview(caller, moment);
    this.#shared.set(key, making);
    return making;
  }

  /** An interview at `moment` in which `caller` sits, or else has no business; it holds one picture. The expired
   * session is that of its very host. */
  async interview(caller: Caller, moment: Moment): Promise<AtMoment> {
    const { host } = seatHolders[isSeated(caller) ? caller : 'hosting interviewer'];
    const isExpired = caller === 'an expired session';
    const users = isExpired ? { ...this.#users, interviewer: this.#expiredUser } : this.#users;
    const { store } = this.#server;
    const now = this.#now();
    const interviewId = await newInterview({ store, invites: this.invites, now, users }, moment, host);
    const file = createHash('sha256').update(picture).digest('hex');
    const uploadedBy = participantOf(interviewId, host);
    await store.putFile(
      { interviewId, hash: file, mime: 'image/png', bytes: picture, uploadedBy, at: now },
      100,
    );
    const row = await store.interview(interviewId);
    const pinnedAt = row?.endedAt ?? row?.lastAt ?? now;
    return { interviewId, moment, host, file, pinnedAt };
  }
}
