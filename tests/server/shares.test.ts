// Share links on a real server: who may make one, what a stranger sees with it, and when it stops.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { interviewerCanary, ratingCanary, revealCanary } from '../support/an-interview.ts';
import { startServer } from '../support/server.ts';
import type { Guest } from '../support/guest.ts';
import type { TestServer } from '../support/server.ts';
import type { Tab } from '../support/tab.ts';
import { WoundClock } from '../support/wound-clock.ts';

const clock = new WoundClock();
const day = 24 * 60 * 60_000;
let server: TestServer;
beforeEach(async () => {
  server = await startServer({ clock });
});
afterEach(() => server.close());

async function fill(tab: Tab): Promise<void> {
  for (const { id } of tab.state.rubric.criteria) {
    const rating = { criterion: id, value: 3 as const, behaviours: [], evidence: ratingCanary, notes: [] };
    await tab.must({ type: 'rating.set', ...rating });
  }
  await tab.must({ type: 'summary.set', recommendation: 'yes', strength: '', change: '' });
}

async function aFinishedInterview(): Promise<{ id: string; ida: Guest; carl: Guest; olga: Guest }> {
  const [ida, carl, olga] = [server.guest(), server.guest(), server.guest()] as [Guest, Guest, Guest];
  const id = await ida.create();
  const tokens = await ida.tokens(id);
  await carl.join(id, tokens.candidate, 'Carl');
  await olga.join(id, tokens.observer, 'Olga');
  const [first, second] = [await ida.open(id), await carl.open(id)];
  await first.must({ type: 'interview.start' });
  await second.must({ type: 'chat.send', text: 'canary-chat' });
  await first.must({ type: 'interview.end' });
  for (const tab of [first, second]) {
    await fill(tab);
    await tab.must({ type: 'rating.submit' });
  }
  return { id, ida, carl, olga };
}

const share = async (who: Guest, id: string, wish: object = { withNames: true, days: null }) =>
  who.post(`/api/interviews/${id}/shares`, wish);
const look = (id: string, link: string) =>
  server.guest().post('/api/shared', { interviewId: id, token: link.split('#share=')[1] });

describe('[VW9] a share link', () => {
  test('shows a stranger the scorecard, and nothing the rule keeps back', async () => {
    const { id, carl } = await aFinishedInterview();
    const { status, body } = await share(carl, id);
    expect(status).toBe(201);
    expect(body.link).toContain(`/interview/${id}/scorecard#share=`);
    const seen = await look(id, body.link as string);
    expect(seen.status).toBe(200);
    expect(seen.text).toContain(ratingCanary);
    expect(seen.text).toContain('"name":"Carl"');
    for (const hidden of [revealCanary, 'canary-chat', `${interviewerCanary} brief`, 'Olga'])
      expect(seen.text).not.toContain(hidden);
    expect(seen.headers.getSetCookie()).toEqual([]);
  });

  test('without names says roles', async () => {
    const { id, carl } = await aFinishedInterview();
    const { body } = await share(carl, id, { withNames: false, days: 7 });
    const { text } = await look(id, body.link as string);
    expect(text).toContain('"name":"Candidate"');
    expect(text).not.toContain('Ida');
  });

  test('opens nothing but that one answer: no seat, no snapshot, no files, no list', async () => {
    const { id, carl } = await aFinishedInterview();
    const { body } = await share(carl, id);
    const token = (body.link as string).split('#share=')[1];
    const stranger = server.guest();
    for (const path of ['', '/snapshot', '/shares', `/files/${'0'.repeat(64)}`])
      expect((await stranger.get(`/api/interviews/${id}${path}`)).status).toBe(404);
    expect((await stranger.join(id, token, 'Mallory')).status).toBe(404);
    const asked = { interviewId: id, token, file: '0'.repeat(64) };
    expect((await stranger.post('/api/shared', asked)).status).toBe(404);
  });

  test('ends when it is revoked, and when its days are over', async () => {
    const { id, carl } = await aFinishedInterview();
    const forever = (await share(carl, id)).body;
    const week = (await share(carl, id, { withNames: true, days: 7 })).body;
    expect((await carl.ask('DELETE', `/api/interviews/${id}/shares/${forever.id}`)).status).toBe(200);
    expect(await look(id, forever.link as string)).toMatchObject({
      status: 404,
      body: { code: 'bad_share' },
    });
    expect((await look(id, week.link as string)).status).toBe(200);
    clock.wind(7 * day);
    expect((await look(id, week.link as string)).status).toBe(404);
  });

  test('is its owner’s alone: the partner neither sees nor revokes it', async () => {
    const { id, ida, carl } = await aFinishedInterview();
    const { body } = await share(carl, id);
    expect((await ida.get(`/api/interviews/${id}/shares`)).body).toEqual([]);
    expect((await carl.get(`/api/interviews/${id}/shares`)).body).toMatchObject([{ link: body.link }]);
    expect((await ida.ask('DELETE', `/api/interviews/${id}/shares/${body.id}`)).status).toBe(404);
  });
});

test('[VW9] a link shows the replay only where its owner said so, and nothing of it that is sealed', async () => {
  const { id, carl } = await aFinishedInterview();
  const watch = async (wish: object) => {
    const { body } = await share(carl, id, wish);
    const token = (body.link as string).split('#share=')[1];
    return server.guest().post('/api/shared/recording', { interviewId: id, token });
  };
  expect(await watch({ withNames: true, days: null })).toMatchObject({
    status: 403,
    body: { code: 'no_replay' },
  });
  const seen = await watch({ withNames: false, withReplay: true, days: null });
  expect(seen).toMatchObject({
    status: 200,
    body: { me: { role: 'observer' }, isRunning: false, comings: [] },
  });
  expect(seen.text).toContain('interview.started');
  for (const hidden of [revealCanary, 'canary-chat', `${interviewerCanary} brief`, 'Olga', 'Carl', 'Ida'])
    expect(seen.text).not.toContain(hidden);
});

test('[VW9] nobody shares what is not finished, what is not theirs, or without end', async () => {
  const { id, carl, olga } = await aFinishedInterview();
  expect((await share(olga, id)).body).toMatchObject({ code: 'not_allowed' });
  expect((await share(server.guest(), id)).body).toMatchObject({ code: 'unknown_interview' });
  for (const wish of [
    {},
    { withNames: 'yes', days: 1 },
    { withNames: true, days: 0 },
    { withNames: true, days: 1e9 },
  ])
    expect(await share(carl, id, wish)).toMatchObject({ status: 400 });
  for (let i = 0; i < 20; i += 1) expect((await share(carl, id)).status).toBe(201);
  expect((await share(carl, id)).body).toMatchObject({ code: 'too_much' });
  const early = server.guest();
  expect((await share(early, await early.create())).body).toMatchObject({ code: 'wrong_stage' });
});

test('whoever guesses share links is slowed down', async () => {
  const { id } = await aFinishedInterview();
  const stranger = server.guest();
  const guess = (i: number) => stranger.post('/api/shared', { interviewId: id, token: `guess-${i}` });
  const statuses = [];
  for (let i = 0; i < 32; i += 1) statuses.push((await guess(i)).status);
  expect(statuses.slice(0, 31)).toEqual(Array(31).fill(404));
  expect(statuses.at(-1)).toBe(429);
});
