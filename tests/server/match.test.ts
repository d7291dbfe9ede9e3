// The partner queue at a real server: over HTTP and its stream, with a clock wound by hand and SQLite on disk.
import { rm } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MatchView } from '#domain/match-view.ts';
import { confirmMs } from '#domain/queue.ts';
import { interviewerCanary } from '../support/an-interview.ts';
import { contentWith, enter, slotOf, Stream, viewOf } from '../support/match-people.ts';
import { aFolder, startServer } from '../support/server.ts';
import type { Guest } from '../support/guest.ts';
import type { TestServer } from '../support/server.ts';
import { WoundClock } from '../support/wound-clock.ts';

const clock = new WoundClock();
let server: TestServer;
let folder: string;
let ada: Guest;
let bo: Guest;
const start = async () => startServer({ content: contentWith(), clock, dataDir: folder });
beforeEach(async () => {
  folder = await aFolder();
  server = await start();
  [ada, bo] = [server.guest(), server.guest()];
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const here = (who: Guest, view: MatchView) =>
  who.post('/api/match/here', { meetingId: view.is === 'meeting' ? view.meetingId : 'none' });
const isMeeting = (view: MatchView) => view.is === 'meeting';

/** Both in the queue with a page open, and brought together. */
async function brought(change: Record<string, unknown> = {}) {
  await enter(ada, { alias: 'Ada', ...change });
  clock.wind(1);
  await enter(bo, { alias: 'Bo', ...change });
  const streams = [await Stream.open(ada), await Stream.open(bo)] as const;
  await Promise.all(streams.map((stream) => stream.until(({ is }) => is === 'waiting')));
  clock.wind(1_000);
  const views = await Promise.all(streams.map((stream) => stream.until(isMeeting)));
  return { streams, views: views as [MatchView, MatchView] };
}

async function paired(): Promise<{ pairingId: string }> {
  const { streams, views } = await brought();
  await here(ada, views[0]);
  await here(bo, views[1]);
  const view = await streams[0].until(({ is }) => is === 'paired');
  return { pairingId: view.is === 'paired' ? view.pairingId : '' };
}

describe('[MQ2] [MQ3] [MQ5] two who wait', () => {
  test('are asked, say that they are here, and sit in two interviews with two questions', async () => {
    const { streams, views } = await brought();
    expect(views[0]).toMatchObject({
      isConfirmed: false,
      partner: { alias: 'Bo', level: 'senior', reliability: { came: 0, of: 0 } },
    });
    expect((await here(ada, views[0])).body).toMatchObject({ is: 'meeting', isConfirmed: true });
    expect((await here(bo, views[1])).body).toMatchObject({ is: 'paired' });
    const told = await Promise.all(streams.map((stream) => stream.until(({ is }) => is === 'paired')));
    expect(told[0]).toMatchObject({ pairingId: (told[1] as { pairingId: string }).pairingId });

    const { pairingId } = told[0] as { pairingId: string };
    const slot = await slotOf(ada, pairingId);
    expect(slot.interviews.map(({ role }) => role)).toEqual(['candidate', 'interviewer']);
    const asked = await Promise.all(
      slot.interviews.map(async ({ id, role }) => (await (role === 'interviewer' ? ada : bo).open(id)).state),
    );
    const titles = asked.map(({ question }) => question?.title);
    expect(new Set(titles).size).toBe(2);
    const mine = await ada.open(slot.interviews[0]!.id);
    expect(mine.state.question).toBeNull();
    expect(mine.frames.join('')).not.toContain(interviewerCanary);
    expect((await ada.get('/api/interviews')).text).not.toContain(String(titles[0]));
  });

  test('nothing of the other is told but alias, level and reliability', async () => {
    const { views } = await brought();
    const [partner] = views.map((view) => (view.is === 'meeting' ? view.partner : null));
    expect(Object.keys(partner ?? {})).toEqual(['alias', 'level', 'reliability']);
    const userOfBo = (await bo.get('/api/me')).body.user.id as string;
    await here(ada, views[0]);
    const { pairingId } = (await here(bo, views[1])).body as { pairingId: string };
    for (const path of ['/api/match', `/api/pairings/${pairingId}`, '/api/interviews'])
      expect((await ada.get(path)).text).not.toContain(userOfBo);
  });

  test('who says nothing leaves, the other keeps place and time', async () => {
    const { streams, views } = await brought();
    const since = (await viewOf(ada)).serverAt - 1_001;
    await here(ada, views[0]);
    clock.wind(confirmMs + 1);
    expect(await streams[1].until(({ is }) => is === 'out')).toMatchObject({ because: 'not_confirmed' });
    expect(await streams[0].until(({ is }) => is === 'waiting')).toMatchObject({ since });
    expect(await here(bo, views[1])).toMatchObject({ status: 409, body: { code: 'not_waiting' } });
  });

  test('"not now" takes nobody along, and "here" is then too late', async () => {
    const { streams, views } = await brought();
    await ada.post('/api/match/leave', {});
    expect(await streams[1].until(({ is }) => is === 'waiting')).toMatchObject({ others: 0 });
    expect(await here(bo, views[1])).toMatchObject({ status: 409, body: { code: 'meeting_over' } });
  });
});

describe('[MQ1] places', () => {
  test('two tabs are one place; the last one closed leaves it after half a minute', async () => {
    await enter(ada);
    await enter(ada);
    const [one, two] = [await Stream.open(ada), await Stream.open(ada)];
    await Promise.all([one, two].map((tab) => tab.until(({ is }) => is === 'waiting')));
    expect(await viewOf(ada)).toMatchObject({ is: 'waiting', others: 0, everybody: 1 });
    await one.close();
    clock.wind(31_000);
    expect((await viewOf(ada)).is).toBe('waiting');
    await two.close();
    await expect.poll(() => (clock.wind(31_000), viewOf(ada))).toMatchObject({ is: 'out', because: 'lost' });
    clock.wind(10 * 60_000);
    expect(await viewOf(ada)).toMatchObject({ is: 'out', because: null });
  });

  test('a page that comes back in time keeps it', async () => {
    await enter(ada);
    clock.wind(29_000);
    const stream = await Stream.open(ada);
    await stream.until(({ is }) => is === 'waiting');
    clock.wind(60_000);
    expect((await viewOf(ada)).is).toBe('waiting');
  });

  test('[MA6] it is told who else waits, what earlier waits say, and after two minutes that it takes long', async () => {
    await enter(ada);
    const stream = await Stream.open(ada);
    expect(await stream.until(({ is }) => is === 'waiting')).toMatchObject({
      ...{ others: 0, everybody: 1, isLong: false, estimate: { is: 'unknown' } },
    });
    for (let i = 0; i < 8; i += 1) {
      await enter(bo, { languages: ['de'] });
      expect(await viewOf(ada)).toMatchObject({ everybody: 2 });
      clock.wind(20_000);
      await bo.post('/api/match/leave', {});
    }
    await stream.until((view) => view.is === 'waiting' && view.isLong);
    await enter(bo, { languages: ['de'] });
    expect(await viewOf(bo)).toMatchObject({ others: 1, estimate: { is: 'unlikely', longestMs: 20_000 } });
    await stream.close();
  });

  test.each([
    ['no language', { languages: [] }, 400, 'bad_request'],
    ['no known language', { languages: ['xx'] }, 400, 'bad_request'],
    ['no such format', { formatId: 'chess' }, 400, 'unknown_content'],
    ['no such level', { level: 'boss' }, 400, 'unknown_content'],
    ['no name', { alias: ' \u200b ' }, 400, 'bad_request'],
  ])('%s is refused', async (_what, change, status, code) => {
    expect(await enter(ada, change)).toMatchObject({ status, body: { code } });
    expect((await viewOf(ada)).is).toBe('out');
  });

  test('when too much is left out to ask two questions, it is said', async () => {
    await server.close();
    server = await startServer({ content: contentWith(['one']), clock, dataDir: folder });
    ada = server.guest();
    expect(await enter(ada)).toMatchObject({ status: 409, body: { code: 'too_few_questions' } });
  });
});

test('[MQ4] a server that is killed while two are asked leaves no half-made pair, and everybody in place', async () => {
  const { views } = await brought();
  await here(ada, views[0]);
  const since = await server.store.tickets();
  await server.close();
  server = await start();
  expect(await server.store.tickets()).toEqual(since);
  const again = [ada, bo].map((who) => Object.assign(server.guest(), { cookie: who.cookie }));
  for (const who of again) expect(await viewOf(who)).toMatchObject({ is: 'waiting' });
  expect((await again[0]!.get('/api/interviews')).body).toEqual([]);
});

test('[MA1] two who met are not brought together again, and a block holds for good', async () => {
  const { pairingId } = await paired();
  clock.wind(11 * 60_000);
  await enter(ada);
  await enter(bo);
  clock.wind(5_000);
  expect([(await viewOf(ada)).is, (await viewOf(bo)).is]).toEqual(['waiting', 'waiting']);
  expect((await bo.post(`/api/pairings/${pairingId}/block`, {})).status).toBe(200);
  for (const who of [ada, bo]) await who.post('/api/match/leave', {});
  clock.wind(8 * 24 * 3_600_000);
  for (const who of [ada, bo]) await enter(who, { isAgainWelcome: true });
  clock.wind(5_000);
  expect([(await viewOf(ada)).is, (await viewOf(bo)).is]).toEqual(['waiting', 'waiting']);
});

test('[MQ6] whoever is expected does not wait for another; leaving frees both, and counts', async () => {
  const { pairingId } = await paired();
  expect((await enter(ada)).body).toEqual({ serverAt: clock.now(), is: 'paired', pairingId });
  expect(await server.store.tickets()).toEqual([]);
  expect((await bo.post(`/api/pairings/${pairingId}/leave`, {})).status).toBe(200);
  expect(await slotOf(ada, pairingId)).toMatchObject({
    slot: 'missed',
    partner: { reliability: { came: 0, of: 1 } },
  });
  for (const who of [ada, bo]) expect((await enter(who)).body).toMatchObject({ is: 'waiting' });
});

test('who leaves altogether leaves the queue, is nobody to the other, and frees them at once', async () => {
  const { pairingId } = await paired();
  expect((await bo.ask('DELETE', '/api/me')).status).toBe(200);
  const slot = await slotOf(ada, pairingId);
  expect(slot).toMatchObject({
    slot: 'missed',
    partner: { alias: '', isHere: false },
    missed: { mine: false },
  });
  expect((await ada.post(`/api/pairings/${pairingId}/alone`, {})).status).toBe(201);
  expect((await enter(ada)).body).toMatchObject({ is: 'waiting' });
  await ada.ask('DELETE', '/api/me');
  expect(await server.store.tickets()).toEqual([]);
});

test('one address has so many streams open and no more; one that is closed makes room', async () => {
  await server.close();
  server = await startServer({ content: contentWith(), clock, dataDir: folder, connectionsPerAddress: 3 });
  ada = server.guest();
  await enter(ada);
  const streams = await Promise.all([1, 2, 3].map(() => Stream.open(ada)));
  expect(await ada.get('/api/match/live')).toMatchObject({ status: 429, body: { code: 'too_much_open' } });
  await streams[0]!.close();
  await expect
    .poll(() =>
      Stream.open(ada).then(
        () => true,
        () => false,
      ),
    )
    .toBe(true);
});

test('[MA6] waits older than the estimate looks back are not kept', async () => {
  await enter(ada);
  await ada.post('/api/match/leave', {});
  clock.wind(29 * 24 * 60 * 60_000);
  await enter(ada);
  await ada.post('/api/match/leave', {});
  const kept = await server.database.selectFrom('waits').selectAll().execute();
  expect(kept.map(({ entered_at }) => Number(entered_at))).toEqual([clock.now()]);
});

test('a stream is for somebody, and ends with the server', async () => {
  expect((await server.guest().get('/api/match/live')).status).toBe(404);
  await enter(ada);
  const stream = await Stream.open(ada);
  await stream.until(({ is }) => is === 'waiting');
  await server.close();
  await stream.over;
  server = await start();
});
