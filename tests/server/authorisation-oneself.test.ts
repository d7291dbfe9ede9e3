// The routes without moments at their real door: each for whoever has no part in what is asked about, for its two
// people, and for who holds a link.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AppointmentView } from '#domain/appointment-view.ts';
import { graceMs } from '#domain/reliability.ts';
import { readThroughMs } from '../../server/matchmaker.ts';
import { aWish, contentWith, viewOf } from '../support/match-people.ts';
import { startServer } from '../support/server.ts';
import type { Guest } from '../support/guest.ts';
import type { TestServer } from '../support/server.ts';
import { WoundClock } from '../support/wound-clock.ts';
import {
  callers,
  choice,
  oneselfDecision,
  oneselfTable,
  proposal,
  strangers,
} from './authorisation-oneself.ts';
import type { Caller } from './authorisation-oneself.ts';

const clock = new WoundClock(Date.UTC(2030, 2, 20, 9));
const rows = Object.keys(oneselfTable);
let server: TestServer;
let strange: Promise<Situation> | null = null;
let cells = 0;
let asked = 0;
let proposed = 0;
beforeAll(async () => {
  server = await startServer({ content: contentWith(), clock });
});
afterAll(() => server.close());

/** Two who are in one pairing and have agreed on one time, one time that was agreed on by nobody yet, and one that is
 * published. */
type Situation = Awaited<ReturnType<typeof aSituation>>;

async function aSituation() {
  const [host, guest] = [server.guest(), server.guest()];
  const booked = await propose(host, false);
  const open = await propose(host, false);
  const published = await propose(host, true);
  const path = `/api/appointments/${booked.id}`;
  const picked = await guest.post(`${path}/pick`, choice({ appointment: booked }), {
    ...keyIn(booked.inviteLink),
    ...address(),
  });
  expect(picked.status).toBe(200);
  const pairingId = await pairUp(host, guest);
  clock.wind(readThroughMs + graceMs);
  const ownLinks = [host, guest].map(async (who) => ((await who.get(path)).body as AppointmentView).ownLink);
  const [hostsLink = null, guestsLink = null] = await Promise.all(ownLinks);
  return { host, guest, pairingId, booked, open, published, hostsLink, guestsLink };
}

const keyIn = (link: string | null) => ({ 'x-appointment-key': String(link).split('#key=')[1] ?? '' });

async function propose(by: Guest, isPublic: boolean): Promise<AppointmentView> {
  // Times of their own, so that no two published ones are brought together.
  const minutes = 8 * 60 + (proposed += 1);
  const time = new Date(minutes * 60_000).toISOString().slice(11, 16);
  const answer = await by.post('/api/appointments', proposal(isPublic, time), address());
  expect(answer.status).toBe(201);
  return answer.body as AppointmentView;
}

async function pairUp(...pair: Guest[]): Promise<string> {
  // Whoever was left waiting has no page open, and goes (MQ1).
  await expect.poll(isNobodyWaiting, { interval: 5 }).toBe(true);
  for (const who of pair) await who.post('/api/match/enter', aWish(), address());
  for (const who of pair) {
    await expect.poll(() => hasMeeting(who), { interval: 5 }).toBe(true);
    const { meetingId } = (await viewOf(who)) as { meetingId?: string };
    await who.post('/api/match/here', { meetingId });
  }
  const view = await viewOf(pair[0]!);
  if (view.is !== 'paired') throw new Error('not brought together');
  return view.pairingId;
}

async function isNobodyWaiting(): Promise<boolean> {
  const waiting = await server.store.tickets();
  if (waiting.length > 0) clock.wind(60_000);
  return waiting.length === 0;
}

/** A round may still be under way when the clock is wound, and the next one is set after it. */
async function hasMeeting(who: Guest): Promise<boolean> {
  const { is } = await viewOf(who);
  if (is === 'waiting') clock.wind(1_000);
  return is === 'meeting';
}

/** As through a proxy, and from so many addresses that no limit is reached. */
const address = () => ({ 'x-forwarded-for': `10.1.${Math.floor((asked += 1) / 250)}.${asked % 250}` });

test.each(callers.map((who) => [who]))('%s', async (who) => {
  const isStrange = strangers.some((one) => one === who);
  const theirs = await (strange ??= aSituation());
  const before = await seenByHost(theirs);
  const wrong: string[] = [];
  for (const row of rows) {
    cells += 1;
    // What is done leaves other people; what is refused leaves everything as it was.
    const here = isStrange ? theirs : await aSituation();
    const answer = await answerTo(row, who, here);
    const decision = oneselfDecision(row, who);
    if (answer !== decision) wrong.push(`${row} by ${who}: ${answer}, not ${decision}`);
  }
  expect(wrong.join('\n')).toBe('');
  expect(await seenByHost(theirs)).toEqual(before);
});

test('the matrix is whole, and as large as it is said to be', () => {
  expect(cells).toBe(27 * 13);
  expect(readFileSync('tests/PROMISES.md', 'utf8')).toContain(`${cells} cells`);
});

async function seenByHost({ host, pairingId, booked }: Situation) {
  const seen = [`/api/pairings/${pairingId}`, `/api/appointments/${booked.id}`].map(async (path) => {
    const { serverAt: _serverAt, ...rest } = (await host.get(path)).body as Record<string, unknown>;
    return rest;
  });
  return Promise.all(seen);
}

async function answerTo(row: string, who: Caller, here: Situation): Promise<string> {
  const [method = '', pattern = ''] = row.split(' ');
  const appointment = appointmentFor(who, here);
  const path = pattern.replace(':id', pattern.includes('pairings') ? here.pairingId : appointment.id);
  const body = oneselfTable[row]?.body?.({ pairingId: here.pairingId, appointment });
  const guest = await guestFor(who, here);
  const key = linkFor(who, here);
  const headers = { ...address(), ...(key !== null && keyIn(key)) };
  if (row === 'GET /api/match/live') return statusOfStream(guest, path, headers);
  const answer = await guest.ask(method, path, body, headers);
  return answer.status < 400 ? `${answer.status}` : `${answer.status} ${answer.body.code}`;
}

function appointmentFor(who: Caller, { booked, open, published }: Situation): AppointmentView {
  if (who === 'published') return published;
  return who === 'invite' || who === 'link elsewhere' ? open : booked;
}

function linkFor(who: Caller, { booked, open, hostsLink, guestsLink }: Situation): string | null {
  if (who === 'host’s link') return hostsLink;
  if (who === 'guest’s link') return guestsLink;
  if (who === 'invite') return open.inviteLink;
  return who === 'spent invite' || who === 'link elsewhere' ? booked.inviteLink : null;
}

async function guestFor(who: Caller, { host, guest }: Situation): Promise<Guest> {
  if (who === 'host') return host;
  if (who === 'guest') return guest;
  if (who === 'somebody with both elsewhere') return (await aSituation()).host;
  const newcomer = server.guest();
  if (who === 'a forged session') newcomer.cookie = host.cookie.replace(/.{6}$/, 'AAAA%3D');
  if (who === 'a stranger' || who === 'an expired session') await newcomer.create({ questionId: 'one' });
  if (who === 'an expired session') await expire(newcomer);
  return newcomer;
}

async function expire(guest: Guest): Promise<void> {
  const userId = (await guest.get('/api/me')).body.user.id as string;
  const expiresAt = new Date(0).toISOString();
  await server.database
    .updateTable('session' as never)
    .set({ expiresAt } as never)
    .where('userId' as never, '=', userId as never)
    .execute();
}

/** The stream goes on until somebody hangs up. */
async function statusOfStream(guest: Guest, path: string, headers: Record<string, string>): Promise<string> {
  const hangUp = new AbortController();
  const response = await fetch(guest.origin + path, {
    headers: { origin: guest.origin, cookie: guest.cookie, ...headers },
    signal: hangUp.signal,
  });
  const answer = response.ok ? `${response.status}` : `${response.status} ${(await response.json()).code}`;
  hangUp.abort();
  return answer;
}
