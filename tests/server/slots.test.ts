// A pairing of strangers after it is made: who is there, who did not come, contact, reports; for its two people alone.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { graceMs } from '#domain/reliability.ts';
import type { MatchView } from '#domain/match-view.ts';
import { readThroughMs } from '../../server/matchmaker.ts';
import { contentWith, enter, slotOf, viewOf } from '../support/match-people.ts';
import { startServer } from '../support/server.ts';
import type { Guest } from '../support/guest.ts';
import type { TestServer } from '../support/server.ts';
import type { Tab } from '../support/tab.ts';
import { WoundClock } from '../support/wound-clock.ts';

const clock = new WoundClock();
let server: TestServer;
let ada: Guest;
let bo: Guest;
let id: string;
beforeEach(async () => {
  server = await startServer({ content: contentWith(), clock });
  [ada, bo] = [server.guest(), server.guest()];
  id = await pairUp();
});
afterEach(() => server.close());

const ask = (who: Guest, what: string, body: object = {}) => who.post(`/api/pairings/${id}/${what}`, body);

const userIdOf = async (who: Guest) => (await who.get('/api/me')).body.user.id as string;

async function pairUp(): Promise<string> {
  await enter(ada, { alias: 'Ada', isAgainWelcome: true });
  await enter(bo, { alias: 'Bo', isAgainWelcome: true });
  clock.wind(1_000);
  let view: MatchView | null = null;
  for (const who of [ada, bo]) {
    await expect.poll(async () => (view = await viewOf(who)).is).toBe('meeting');
    const { meetingId } = view as unknown as { meetingId: string };
    view = (await who.post('/api/match/here', { meetingId })).body as MatchView;
  }
  return (view as unknown as { pairingId: string }).pairingId;
}

async function finish(interviewId: string): Promise<void> {
  const tabs = [await ada.open(interviewId), await bo.open(interviewId)];
  const interviewer = tabs.find(({ me }) => me?.role === 'interviewer') as Tab;
  await interviewer.must({ type: 'interview.start' });
  await interviewer.must({ type: 'interview.end' });
  const words = { behaviours: [], evidence: 'Said so', notes: [] };
  for (const tab of tabs) {
    for (const criterion of ['scope', 'depth'])
      await tab.must({ type: 'rating.set', criterion, value: 3, ...words });
    await tab.must({ type: 'summary.set', recommendation: 'yes', strength: 'Calm', change: 'Numbers' });
    await tab.must({ type: 'rating.submit' });
  }
}

describe('[NS1] [NS2] who did not come', () => {
  test('is said after the grace only, and shown to the next before they confirm', async () => {
    await slotOf(ada, id);
    expect(await ask(ada, 'missed')).toMatchObject({ status: 409, body: { code: 'wrong_stage' } });
    clock.wind(readThroughMs + graceMs - 1);
    expect((await slotOf(ada, id)).slot).toBe('grace');
    clock.wind(1);
    expect((await ask(ada, 'missed')).status).toBe(200);
    expect((await slotOf(bo, id)).missed).toMatchObject({ mine: true, isMineExcused: false });
    expect((await slotOf(ada, id)).partner.reliability).toEqual({ came: 0, of: 1 });
    const { body } = await ask(ada, 'alone');
    const alone = await ada.open(body.interviewId as string);
    const forMe = (await slotOf(ada, id)).interviews.find(({ role }) => role === 'candidate');
    const asked = await bo.open(forMe!.id);
    expect(alone.state.solo).not.toBeNull();
    await alone.must({ type: 'interview.start' });
    const started = await ada.open(body.interviewId as string);
    expect(started.state.question?.title).toBe(asked.state.question?.title);
  });

  test('nobody who is there, and nobody once it has begun', async () => {
    clock.wind(readThroughMs + graceMs);
    await slotOf(bo, id);
    expect(await ask(ada, 'missed')).toMatchObject({ status: 409, body: { code: 'partner_here' } });
    const [first] = (await slotOf(ada, id)).interviews;
    const tab = await (first!.role === 'interviewer' ? ada : bo).open(first!.id);
    await tab.must({ type: 'interview.start' });
    clock.wind(60_000);
    expect(await ask(ada, 'missed')).toMatchObject({ status: 409, body: { code: 'wrong_stage' } });
  });

  test('nobody who sits in the room, though a page in the background asks for nothing', async () => {
    const [first] = (await slotOf(bo, id)).interviews;
    const tab = await bo.open(first!.id);
    clock.wind(readThroughMs + graceMs);
    expect((await slotOf(ada, id)).partner.isHere).toBe(true);
    expect(await ask(ada, 'missed')).toMatchObject({ status: 409, body: { code: 'partner_here' } });
    tab.close();
    await expect.poll(async () => (await slotOf(ada, id)).partner.isHere).toBe(false);
    expect((await ask(ada, 'missed')).status).toBe(200);
  });

  test('a time that was given up hides neither that the other one runs, nor that somebody came', async () => {
    clock.wind(7 * 24 * 60 * 60_000 - 60_000);
    const [first, second] = (await slotOf(ada, id)).interviews;
    const tab = await (second!.role === 'interviewer' ? ada : bo).open(second!.id);
    await tab.must({ type: 'interview.start' });
    clock.wind(90_000);
    await expect
      .poll(async () => (await slotOf(ada, id)).interviews.map(({ stage }) => stage))
      .toEqual(['abandoned', 'scope']);
    expect(first!.stage).toBe('lobby');
    expect((await slotOf(ada, id)).slot).toBe('held');
    expect((await ask(ada, 'leave')).status).toBe(409);
  });

  test('whoever was there long before, and stays, came', async () => {
    await server.store.setAttendance(id, await userIdOf(ada), { cameAt: null });
    const { interviews } = (await server.store.pairing(id))!;
    const later = clock.now() + 60 * 60_000;
    await server.database.updateTable('pairings').set({ starts_at: later }).where('id', '=', id).execute();
    await slotOf(ada, id);
    clock.wind(59 * 60_000);
    await slotOf(ada, id);
    const mine = (await server.store.pairingPeople(id)).find(({ alias }) => alias === 'Ada');
    expect([interviews.length, mine?.cameAt]).toEqual([2, clock.now()]);
  });

  test('what nobody missed cannot be excused, and who came stays who came', async () => {
    await slotOf(ada, id);
    expect(await ask(bo, 'excuse')).toMatchObject({ status: 409, body: { code: 'wrong_stage' } });
    expect((await slotOf(bo, id)).partner.reliability).toEqual({ came: 1, of: 1 });
  });

  test('[NS3] one’s own question is practised alone only when the other did not come', async () => {
    expect(await ask(ada, 'alone')).toMatchObject({ status: 409, body: { code: 'wrong_stage' } });
    clock.wind(readThroughMs + graceMs - 1);
    expect((await ask(ada, 'alone')).status).toBe(409);
    clock.wind(1);
    expect((await ask(ada, 'alone')).status).toBe(201);
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask(ada, 'alone')));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 429]));
  });

  test('only whoever was let down can say that they had agreed otherwise', async () => {
    clock.wind(readThroughMs + graceMs);
    await ask(ada, 'missed');
    await ask(bo, 'excuse');
    expect((await slotOf(ada, id)).partner.reliability).toEqual({ came: 0, of: 1 });
    await ask(ada, 'excuse');
    expect((await slotOf(ada, id)).partner.reliability).toEqual({ came: 0, of: 0 });
  });

  test('whoever looked in while they were expected came', async () => {
    await slotOf(ada, id);
    expect((await slotOf(bo, id)).partner).toMatchObject({ isHere: true, reliability: { came: 1, of: 1 } });
    clock.wind(60_000);
    expect((await slotOf(bo, id)).partner.isHere).toBe(false);
    const [first] = (await slotOf(bo, id)).interviews;
    await ada.get(`/api/interviews/${first!.id}/pairing`);
    expect((await slotOf(bo, id)).partner.isHere).toBe(true);
  });
});

describe('[MQ5] contact', () => {
  test('is exchanged when both gave theirs, after a reveal, and not before', async () => {
    expect(await ask(ada, 'contact', { text: 'ada@example.org' })).toMatchObject({
      status: 409,
      body: { code: 'wrong_stage' },
    });
    const [first] = (await slotOf(ada, id)).interviews;
    await finish(first!.id);
    await ask(ada, 'contact', { text: 'ada@example.org' });
    expect((await bo.get(`/api/pairings/${id}`)).text).not.toContain('ada@example.org');
    await ask(bo, 'contact', { text: 'bo@example.org' });
    expect((await slotOf(bo, id)).contact).toMatchObject({ theirs: 'ada@example.org' });
    expect((await slotOf(ada, id)).contact).toMatchObject({ theirs: 'bo@example.org' });
    await ask(ada, 'block');
    expect((await slotOf(bo, id)).contact.theirs).toBeNull();
    await bo.ask('DELETE', '/api/me');
    expect((await ada.get(`/api/pairings/${id}`)).text).not.toContain('bo@example.org');
  });
});

test('both scorecards of a pairing lead to each other', async () => {
  const { interviews } = await slotOf(ada, id);
  await finish(interviews[0]!.id);
  const { body } = await ada.get(`/api/interviews/${interviews[0]!.id}/pairing`);
  expect(body).toMatchObject({ slotId: id, isPlanned: true, other: { id: interviews[1]!.id } });
});

test('a report is kept with who, about whom and in which pairing', async () => {
  expect((await ask(ada, 'report', { text: ' ' })).status).toBe(400);
  await ask(ada, 'report', { text: 'Rude' });
  const rows = await server.database.selectFrom('reports').selectAll().execute();
  const [userOfAda, userOfBo] = await Promise.all(
    [ada, bo].map(async (who) => (await who.get('/api/me')).body.user.id as string),
  );
  expect(rows).toMatchObject([{ by_user: userOfAda, about_user: userOfBo, pairing_id: id, text: 'Rude' }]);
});

test('for everybody else there is no such pairing', async () => {
  const eve = server.guest();
  await eve.create({ questionId: 'one' });
  expect((await eve.get(`/api/pairings/${id}`)).status).toBe(404);
  for (const what of ['missed', 'excuse', 'alone', 'contact', 'block', 'report', 'leave'])
    expect(await eve.post(`/api/pairings/${id}/${what}`, { text: 'x' })).toMatchObject({
      status: 404,
      body: { code: 'unknown_pairing' },
    });
  expect((await server.guest().get(`/api/pairings/${id}`)).status).toBe(404);
});
