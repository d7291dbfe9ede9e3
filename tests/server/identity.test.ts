// Guests, invites and seats, as browsers meet them.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { interviewerCanary, revealCanary } from '../support/an-interview.ts';
import { startServer } from '../support/server.ts';
import type { Guest } from '../support/guest.ts';
import type { TestServer } from '../support/server.ts';

let server: TestServer;
const logged: string[] = [];
beforeAll(async () => {
  server = await startServer({ log: (line) => logged.push(line) });
});
afterAll(() => server.close());

async function invited(): Promise<{
  ida: Guest;
  interviewId: string;
  tokens: Record<string, string | undefined>;
}> {
  const ida = server.guest();
  const interviewId = await ida.create();
  return { ida, interviewId, tokens: await ida.tokens(interviewId) };
}

describe('guests', () => {
  test('reading makes no guest; creating does, and the cookie is the browser’s alone for a year', async () => {
    const ida = server.guest();
    expect((await ida.get('/api/me')).body).toEqual({ user: null });
    expect((await ida.get('/api/interviews')).body).toEqual([]);
    expect(ida.cookie).toBe('');
    const answer = await ida.post('/api/interviews', {
      formatId: 'system-design',
      questionId: null,
      level: 'senior',
      role: 'candidate',
      name: ' Carl ',
    });
    const cookie = answer.headers.getSetCookie()[0] ?? '';
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Lax/i);
    expect(Number(/Max-Age=(\d+)/.exec(cookie)?.[1])).toBe(365 * 24 * 60 * 60);
    expect((await ida.get('/api/me')).body.user).toMatchObject({ isGuest: true });
    expect((await ida.get('/api/interviews')).body).toHaveLength(1);
  });

  test('a forged or foreign cookie is nobody', async () => {
    const ida = server.guest();
    await ida.create();
    const [name, value = ''] = ida.cookie.split('=');
    ida.cookie = `${name}=${value.slice(0, -6)}AAAA%3D`;
    expect((await ida.get('/api/me')).body).toEqual({ user: null });
  });

  test('over https the cookie is sent over https only', async () => {
    const secure = await startServer({ origins: ['https://interviews.example.org'] });
    const ida = secure.guest();
    const wish = {
      formatId: 'system-design',
      questionId: null,
      level: 'mid',
      role: 'candidate',
      name: 'Ida',
    };
    const answer = await ida.post('/api/interviews', wish, { origin: 'https://interviews.example.org' });
    expect(answer.headers.getSetCookie()[0]).toMatch(/; Secure/i);
    const { body } = await ida.get(`/api/interviews/${answer.body.id}/invites`);
    expect(body.observer).toMatch(/^https:\/\/interviews\.example\.org\/interview\//);
    await secure.close();
  });
});

describe('creating', () => {
  test.each([
    ['an unknown format', { formatId: 'nothing' }, 'unknown_content'],
    ['an unknown question', { questionId: 'nothing' }, 'unknown_content'],
    ['an unknown level', { level: 'king' }, 'unknown_content'],
    ['an empty name', { name: '   ' }, 'bad_request'],
    ['a long name', { name: 'x'.repeat(41) }, 'bad_request'],
    ['another role', { role: 'observer' }, 'bad_request'],
  ])('%s is refused', async (_what, change, code) => {
    const wish = {
      formatId: 'system-design',
      questionId: null,
      level: 'mid',
      role: 'candidate',
      name: 'Ida',
      ...change,
    };
    const answer = await server.guest().post('/api/interviews', wish);
    expect([answer.status, answer.body.code]).toEqual([400, code]);
    expect(answer.body.message).toMatch(/\.$/);
  });

  test('[VW3] whoever will be asked learns no title before the start, an observer never', async () => {
    const { ida, interviewId, tokens } = await invited();
    const [carl, olga] = [server.guest(), server.guest()];
    await carl.join(interviewId, tokens.candidate, 'Carl');
    await olga.join(interviewId, tokens.observer, 'Olga');
    const titles = async (guest: Guest) =>
      (await guest.get('/api/interviews')).body.map((row: { title: string }) => row.title);
    expect(await titles(ida)).toEqual(['Notification service']);
    expect(await titles(carl)).toEqual([null]);
    expect((await ida.get('/api/interviews')).body[0]).toMatchObject({
      partnerName: 'Carl',
      role: 'interviewer',
      stage: 'lobby',
    });
    const tab = await ida.open(interviewId);
    await tab.must({ type: 'interview.start' });
    expect(await titles(carl)).toEqual(['Notification service']);
    expect(await titles(olga)).toEqual([null]);
  });

  test('[VW3] the content for everyone has no answer key', async () => {
    const { text, body } = await server.guest().get('/api/content');
    expect(text).not.toContain(interviewerCanary);
    expect(text).not.toContain(revealCanary);
    expect(body.formats[0].phases).toHaveLength(4);
    expect(body.questions).toEqual([
      {
        id: 'notification-service',
        title: 'Notification service',
        difficulty: 'medium',
        tags: [],
        levels: ['mid', 'senior'],
        format: 'system-design',
        trains: ['depth'],
      },
    ]);
  });
});

describe('invites', () => {
  test('the host is shown links for the open seats, again and again; nobody else is', async () => {
    const { ida, interviewId, tokens } = await invited();
    expect(Object.keys(tokens).toSorted()).toEqual(['candidate', 'observer']);
    expect(await ida.tokens(interviewId)).toEqual(tokens);
    const carl = server.guest();
    await carl.join(interviewId, tokens.candidate, 'Carl');
    expect(Object.keys(await ida.tokens(interviewId))).toEqual(['observer']);
    expect((await carl.get(`/api/interviews/${interviewId}/invites`)).body.code).toBe('not_allowed');
    expect((await server.guest().get(`/api/interviews/${interviewId}/invites`)).body.code).toBe(
      'unknown_interview',
    );
  });

  test('an invite says what it offers', async () => {
    const { ida, interviewId, tokens } = await invited();
    const look = (guest: Guest, token?: string) => guest.post('/api/invites/look', { interviewId, token });
    expect((await look(server.guest(), tokens.candidate)).body).toEqual({
      role: 'candidate',
      hostName: 'Ida',
      formatTitle: 'System design in four steps',
      seatTaken: false,
      canWatch: false,
    });
    expect((await look(ida, tokens.candidate)).body).toMatchObject({ you: 'already in' });
  });

  test('forged, cut and foreign invites are not valid, and say no more than that', async () => {
    const { interviewId, tokens } = await invited();
    const other = await invited();
    const carl = server.guest();
    const bad = ['x', tokens.candidate?.slice(0, -1), `${tokens.candidate}A`, other.tokens.candidate];
    for (const token of bad) {
      const look = await carl.post('/api/invites/look', { interviewId, token });
      const join = await carl.join(interviewId, token, 'Carl');
      expect([look.status, look.body.code, join.status, join.body.code]).toEqual([
        404,
        'bad_invite',
        404,
        'bad_invite',
      ]);
    }
    const nowhere = await carl.join('no-such-interview', tokens.candidate, 'Carl');
    expect(nowhere.body).toEqual((await carl.join(interviewId, 'x', 'Carl')).body);
    expect(carl.cookie).toBe('');
  });

  test('a stranger cannot tell an interview from nothing', async () => {
    const { interviewId } = await invited();
    const eve = server.guest();
    for (const path of ['', '/snapshot', '/invites']) {
      const real = await eve.get(`/api/interviews/${interviewId}${path}`);
      const none = await eve.get(`/api/interviews/AAAAAAAAAAAAAAAAAAAAAA${path}`);
      expect([real.status, real.text]).toEqual([none.status, none.text]);
    }
  });
});

describe('seats', () => {
  test('of two who open one link at the same moment, one sits and the other is told', async () => {
    const { interviewId, tokens, ida } = await invited();
    const guests = Array.from({ length: 8 }, () => server.guest());
    const answers = await Promise.all(
      guests.map((guest, i) => guest.join(interviewId, tokens.candidate, `Guest ${i}`)),
    );
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([200, ...Array(7).fill(409)]);
    expect(answers.find((answer) => answer.status === 409)?.body).toMatchObject({
      code: 'seat_taken',
      canWatch: false,
    });
    const tab = await ida.open(interviewId);
    expect(Object.keys(tab.state.participants)).toHaveLength(2);
  });

  test('opening one’s link again gives the same seat back', async () => {
    const { interviewId, tokens } = await invited();
    const carl = server.guest();
    const first = await carl.join(interviewId, tokens.candidate, 'Carl');
    const again = await carl.join(interviewId, tokens.candidate, 'Carlo');
    expect(again.body).toEqual(first.body);
    expect((await carl.join(interviewId, tokens.observer, 'Carl', { watch: true })).body).toEqual(first.body);
    expect((await carl.get(`/api/interviews/${interviewId}`)).body).toMatchObject({
      access: 'participant',
      me: { role: 'candidate', isHost: false },
    });
  });

  test('a third person may watch when the host allows it, and always by an observer link', async () => {
    const { ida, interviewId, tokens } = await invited();
    await server.guest().join(interviewId, tokens.candidate, 'Carl');
    const third = server.guest();
    expect((await third.join(interviewId, tokens.candidate, 'Olga', { watch: true })).body.code).toBe(
      'seat_taken',
    );
    const tab = await ida.open(interviewId);
    await tab.must({ type: 'observers.set', welcome: true });
    expect((await third.join(interviewId, tokens.candidate, 'Olga')).body).toMatchObject({
      code: 'seat_taken',
      canWatch: true,
    });
    expect((await third.join(interviewId, tokens.candidate, 'Olga', { watch: true })).body.role).toBe(
      'observer',
    );
    expect((await server.guest().join(interviewId, tokens.observer, 'Otto')).body.role).toBe('observer');
  });

  test('nobody joins as a rater once the rating has begun', async () => {
    const { ida, interviewId, tokens } = await invited();
    const tab = await ida.open(interviewId);
    await tab.must({ type: 'interview.start', confirmed: true });
    await tab.must({ type: 'interview.end' });
    const late = await server.guest().join(interviewId, tokens.candidate, 'Carl');
    expect([late.status, late.body.code]).toEqual([409, 'too_late']);
    expect((await server.guest().join(interviewId, tokens.observer, 'Olga')).status).toBe(200);
  });
});

test('the log has no names, tokens or cookies', async () => {
  const { ida, interviewId, tokens } = await invited();
  await server.guest().join(interviewId, tokens.candidate, 'Carl the Logged');
  await ida.get('/api/me?secret=in-the-query');
  const log = logged.join('');
  expect(log).toContain('/join');
  for (const secret of ['Carl the Logged', tokens.candidate ?? '', 'session_token', 'in-the-query']) {
    expect(log).not.toContain(secret);
  }
});
