// How often one may ask: each limit refuses in words, tells how long to wait, lets others be, and is over when the
// time is. The system's date is wound by hand.
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { limits } from '#domain/protocol.ts';
import { picture } from './authorisation-moments.ts';
import { startServer } from '../support/server.ts';
import type { Guest, HttpAnswer } from '../support/guest.ts';
import type { TestServer } from '../support/server.ts';

let server: TestServer;
let interviewId: string;
let ida: Guest;
let tokens: Awaited<ReturnType<Guest['tokens']>>;
const secondMs = 1_000;
const wind = (ms: number) => vi.setSystemTime(Date.now() + ms);
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  server = await startServer();
  ida = server.guest();
  interviewId = await ida.create();
  tokens = await ida.tokens(interviewId);
  await (await ida.open(interviewId)).must({ type: 'interview.start', confirmed: true });
});
afterAll(async () => {
  await server.close();
  vi.useRealTimers();
});
// Every test begins with nothing counted.
beforeEach(() => wind(60 * 60 * secondMs));

const wish = { formatId: 'system-design', questionId: null, level: 'senior', role: 'candidate', name: 'X' };
const at = (address: string) => ({ 'x-forwarded-for': address });
const statusOf = ({ status, body }: HttpAnswer) => (status === 429 ? `429 ${body.code}` : String(status));

function expectToBeToldToWait({ status, body, headers }: HttpAnswer, mostSeconds: number): void {
  expect([status, body.code]).toEqual([429, 'too_fast']);
  expect(body.message).toMatch(/^Too many requests at once; please try again in \d+ seconds?\.$/);
  expect(body.retryAfterSeconds).toBeGreaterThan(0);
  expect(body.retryAfterSeconds).toBeLessThanOrEqual(mostSeconds);
  expect(headers.get('retry-after')).toBe(String(body.retryAfterSeconds));
}

const together = 40;
/** Asks `times` times and answers how often each status came, and the last answer. */
async function repeat(times: number, ask: (i: number) => Promise<HttpAnswer>) {
  const statuses: Record<string, number> = {};
  let last: HttpAnswer | null = null;
  for (let asked = 0; asked < times; asked += together) {
    const some = Array.from({ length: Math.min(together, times - asked) }, (_, i) => ask(asked + i));
    for (last of await Promise.all(some)) statuses[statusOf(last)] = (statuses[statusOf(last)] ?? 0) + 1;
  }
  return { statuses, last: last! };
}

describe('a guest', () => {
  const create = (guest: Guest) => guest.post('/api/interviews', wish);
  const look = (guest: Guest) => guest.post('/api/invites/look', { interviewId, token: tokens.observer });
  const join = (guest: Guest) => guest.join(interviewId, tokens.observer, 'X');
  const upload = (guest: Guest) => guest.post(`/api/interviews/${interviewId}/files`, picture);

  test.each([
    ['creates', create, 60, 201],
    ['looks at invites', look, 240, 200],
    ['joins', join, 120, 200],
  ])('%s so often a minute, whatever address it comes from', async (_what, ask, most, status) => {
    const [guest, other] = [server.guest(), server.guest()];
    await guest.create();
    wind(60 * secondMs);
    const { statuses, last } = await repeat(most + 5, () => ask(guest));
    expect(statuses).toEqual({ [status]: most, '429 too_fast': 5 });
    expectToBeToldToWait(last, 60);
    expect((await ask(other)).status).toBe(status);
    wind(last.body.retryAfterSeconds * secondMs);
    expect((await ask(guest)).status).toBe(status);
  });

  test('uploads so often a minute', async () => {
    const { statuses, last } = await repeat(205, () => upload(ida));
    expect(statuses).toEqual({ '201': 200, '429 too_fast': 5 });
    expectToBeToldToWait(last, 60);
    wind(last.body.retryAfterSeconds * secondMs);
    expect((await upload(ida)).status).toBe(201);
  });
});

describe('an address', () => {
  test('creates so often a minute, with however many guests; another one does not wait for it', async () => {
    const create = (address: string) => server.guest().post('/api/interviews', wish, at(address));
    const { statuses, last } = await repeat(303, () => create('203.0.113.1'));
    expect(statuses).toEqual({ '201': 300, '429 too_fast': 3 });
    expectToBeToldToWait(last, 60);
    expect((await create('203.0.113.2')).status).toBe(201);
    wind(60 * secondMs);
    expect((await create('203.0.113.1')).status).toBe(201);
  });

  test('joins so often a minute, more than a class does', async () => {
    const join = () => server.guest().join(interviewId, tokens.observer, 'X', {});
    const { statuses, last } = await repeat(605, join);
    expect(statuses['429 too_fast']).toBe(5);
    expectToBeToldToWait(last, 60);
    wind(60 * secondMs);
    expect((await join()).status).not.toBe(429);
  });

  test('asks so often a minute, whatever it asks', async () => {
    const ask = () => server.guest().get('/api/health', at('203.0.113.3'));
    const { statuses, last } = await repeat(3_002, ask);
    expect(statuses).toEqual({ '200': 3_000, '429 too_fast': 2 });
    expectToBeToldToWait(last, 60);
    wind(60 * secondMs);
    expect((await ask()).status).toBe(200);
  });

  test('of IPv6 is a whole network, and of IPv4 the same in either spelling', async () => {
    const create = (address: string) => server.guest().post('/api/interviews', wish, at(address));
    const { statuses } = await repeat(305, (i) => create(`2001:db8:7:8::${i.toString(16)}`));
    expect(statuses['429 too_fast']).toBe(5);
    expect((await create('2001:0DB8:0007:8:ffff:1:2:3')).status).toBe(429);
    expect((await create('2001:db8:7:9::1')).status).toBe(201);
    await repeat(300, () => create('198.51.100.9'));
    expect((await create('::ffff:198.51.100.9')).status).toBe(429);
  });
});

describe('guessing invites', () => {
  const guess = (address: string, token = 'a-guess') =>
    server.guest().post('/api/invites/look', { interviewId, token }, at(address));

  test('waits twice as long each time, on looking and on joining alike, and right ones wait too', async () => {
    const here = '203.0.113.50';
    const { statuses } = await repeat(30, () => guess(here));
    expect(statuses).toEqual({ '404': 30 });
    const waits: number[] = [];
    for (let i = 0; i < 12; i++) {
      expect((await guess(here)).body.code).toBe('bad_invite');
      const told = await guess(here, tokens.observer);
      expectToBeToldToWait(told, 15 * 60);
      const joined = await server
        .guest()
        .post(`/api/interviews/${interviewId}/join`, { token: tokens.observer, name: 'X' }, at(here));
      expect(joined.status).toBe(429);
      waits.push(told.body.retryAfterSeconds);
      wind(told.body.retryAfterSeconds * secondMs);
    }
    expect(waits).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
    expect((await guess(here, tokens.observer)).status).toBe(200);
  });

  async function oneByOne(times: number, ask: () => Promise<HttpAnswer>) {
    const statuses: Record<string, number> = {};
    for (let i = 0; i < times; i++) {
      const status = statusOf(await ask());
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
    return statuses;
  }

  test('is forgotten after an hour, and is nobody’s business elsewhere', async () => {
    const statuses = await oneByOne(33, () => guess('203.0.113.60'));
    expect(statuses).toEqual({ '404': 31, '429 too_fast': 2 });
    expect((await guess('203.0.113.61', tokens.observer)).status).toBe(200);
    wind(60 * 60 * secondMs);
    expect((await repeat(30, () => guess('203.0.113.60'))).statuses).toEqual({ '404': 30 });
  });
});

test('a socket is told to wait and may go on when it has', async () => {
  const tab = await ida.open(interviewId);
  const many = Array.from({ length: limits.messageBurst + 20 }, () =>
    tab.submit({ type: 'chat.send', text: 'hello' }),
  );
  const refused = (await Promise.all(many)).filter((ack) => !ack.ok);
  expect(refused.length).toBeGreaterThan(0);
  for (const ack of refused)
    expect(ack).toMatchObject({ code: 'too_fast', message: expect.stringMatching(/wait/) });
  wind(2 * secondMs);
  expect(await tab.submit({ type: 'chat.send', text: 'again' })).toMatchObject({ ok: true });
});
