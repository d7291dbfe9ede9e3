// What somebody practises by themselves, over real HTTP: gaps of their scorecards, drills and their schedule, the day
// of the real interview. It is nobody else's, and gone with them.
import { rm } from 'node:fs/promises';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { aDrill } from '../support/a-drill.ts';
import { addPast } from '../support/past-interviews.ts';
import { aFolder, startServer, testContent } from '../support/server.ts';
import type { Guest } from '../support/guest.ts';
import type { TestServer } from '../support/server.ts';
import { unzipped } from '../support/unzipped.ts';
import { WoundClock } from '../support/wound-clock.ts';

const day = 24 * 60 * 60_000;
let server: TestServer;
let clock: WoundClock;
let carl: Guest;

beforeEach(async () => {
  clock = new WoundClock();
  server = await startServer({ clock });
  carl = server.guest();
});
afterEach(() => server.close());

type Next = { drillId: string; gap: { id: string; text: string } | null; dueAt: number };
const practiceOf = async (guest: Guest) =>
  (await guest.get('/api/practice')).body as { next: Next[]; interviewAt: number | null; rerates: unknown[] };
const drill = (guest: Guest, body: unknown) => guest.ask('POST', '/api/practice/drills', body);
const setDay = (guest: Guest, interviewAt: unknown) =>
  guest.ask('POST', '/api/practice/day', { interviewAt });

/** An interview a day ago that went badly in one criterion. */
async function aPast(guest: Guest, on = server): Promise<void> {
  if (!guest.cookie) await guest.create();
  const userId = (await guest.get('/api/me')).body.user.id as string;
  await addPast(on.store, testContent(), {
    ...{ userId, at: clock.now() - day, role: 'candidate' as const },
    byInterviewer: { scope: 1 },
  });
}

test('[DR1] what a scorecard found missing is offered with a drill for it; a drill that is kept comes back later', async () => {
  expect(await practiceOf(carl)).toMatchObject({ next: [], rerates: [] });
  await aPast(carl);
  const [first] = (await practiceOf(carl)).next;
  expect(first).toMatchObject({ gap: { id: 'rating.scope' } });
  expect(first!.dueAt).toBe(clock.now() + 0.5 * day);
  const { drillId } = first!;
  const kept = await drill(carl, { drillId, gapId: 'rating.scope', value: 3 });
  expect(kept.status).toBe(201);
  const again = (await practiceOf(carl)).next.find(({ gap }) => gap?.id === 'rating.scope');
  expect(again!.dueAt).toBe(clock.now() + 9 * day);
});

test('[DR2] the day of the real interview draws what is next nearer, and can be taken back', async () => {
  await drill(carl, { drillId: 'ask-first', gapId: null, value: 4 });
  const due = async () => (await practiceOf(carl)).next[0]!.dueAt - clock.now();
  expect(await due()).toBe(21 * day);
  expect((await setDay(carl, clock.now() + 5 * day)).status).toBe(200);
  expect(await due()).toBe(1.5 * day);
  await setDay(carl, null);
  expect(await practiceOf(carl)).toMatchObject({ interviewAt: null });
  expect(await due()).toBe(21 * day);
});

test.each([
  ['an unknown drill', '/api/practice/drills', { drillId: 'juggling', gapId: null, value: 3 }],
  ['a value off the scale', '/api/practice/drills', { drillId: 'ask-first', gapId: null, value: 5 }],
  ['an endless gap', '/api/practice/drills', { drillId: 'ask-first', gapId: 'x'.repeat(241), value: 3 }],
  ['a field too many', '/api/practice/drills', { drillId: 'ask-first', gapId: null, value: 3, at: 1 }],
  ['a day in words', '/api/practice/day', { interviewAt: 'soon' }],
  ['a day beyond time', '/api/practice/day', { interviewAt: 9e15 }],
  ['half a millisecond', '/api/practice/day', { interviewAt: 1.5 }],
  ['nothing', '/api/practice/day', {}],
])('%s is refused, and nothing is kept', async (_, path, body) => {
  expect(await carl.ask('POST', path, body)).toMatchObject({ status: 400, body: { code: 'bad_request' } });
  expect(await practiceOf(carl)).toMatchObject({ next: [], interviewAt: null });
});

test('practice is its owner’s alone, goes into their archive, and is gone when they leave', async () => {
  await carl.create();
  await drill(carl, { drillId: 'ask-first', gapId: null, value: 2 });
  await setDay(carl, clock.now() + 9 * day);
  const ida = server.guest();
  await ida.create();
  expect(await practiceOf(ida)).toMatchObject({ next: [], interviewAt: null });
  expect(await practiceOf(server.guest())).toMatchObject({ next: [], interviewAt: null });
  const taken = await fetch(`${server.origin}/api/me/export`, { headers: { cookie: carl.cookie } });
  const files = unzipped(Buffer.from(await taken.arrayBuffer()));
  expect(JSON.parse(String(files.get('practice.json')))).toMatchObject({
    interviewAt: clock.now() + 9 * day,
    drills: [{ drillId: 'ask-first', value: 2, at: clock.now() }],
  });
  expect(await carl.ask('DELETE', '/api/me')).toMatchObject({ status: 200 });
  for (const table of ['drill_results', 'practice_settings'])
    expect((await sql`select * from ${sql.table(table)}`.execute(server.database)).rows).toEqual([]);
});

test('[DR4] a drill whose file is gone is offered no more; what came of it stays with who did it', async () => {
  const dataDir = await aFolder();
  const cards = aDrill({ id: 'cards', title: 'Cards' });
  const before = await startServer({ dataDir, clock, content: { ...testContent(), drills: [cards] } });
  const ida = before.guest();
  await aPast(ida, before);
  const offered = await practiceOf(ida);
  expect(offered.next).toMatchObject([{ drillId: 'cards', title: 'Cards', gap: { id: 'rating.scope' } }]);
  expect((await drill(ida, { drillId: 'cards', gapId: 'rating.scope', value: 4 })).status).toBe(201);
  await before.close();

  const after = await startServer({ dataDir, clock });
  try {
    const back = after.guest();
    back.cookie = ida.cookie;
    // Another drill is for the gap; its day stays the one that the drill which is gone had set.
    expect((await practiceOf(back)).next).toMatchObject([
      { drillId: 'ask-first', gap: { id: 'rating.scope' }, dueAt: clock.now() + 21 * day },
    ]);
    expect((await back.get('/api/drills')).body.map(({ id }: { id: string }) => id)).toEqual(['ask-first']);
    expect(await drill(back, { drillId: 'cards', gapId: null, value: 4 })).toMatchObject({
      ...{ status: 400, body: { code: 'bad_request', fields: ['drillId'] } },
    });
    const taken = await fetch(`${after.origin}/api/me/export`, { headers: { cookie: back.cookie } });
    const files = unzipped(Buffer.from(await taken.arrayBuffer()));
    expect(JSON.parse(String(files.get('practice.json')))).toMatchObject({ drills: [{ drillId: 'cards' }] });
  } finally {
    await after.close();
    await rm(dataDir, { recursive: true });
  }
});

test('[DR2] of one person’s drills as many are kept as are looked at', async () => {
  const someone = server.guest();
  await someone.create();
  const userId = (await someone.get('/api/me')).body.user.id as string;
  const result = { drillId: 'ask-first', gapId: null, value: 3 } as const;
  for (let at = 1; at <= 305; at += 1) await server.store.addDrill(userId, `drill-${at}`, { ...result, at });
  const rows = await server.database.selectFrom('drill_results').select('at').orderBy('at').execute();
  expect([rows.length, Number(rows[0]?.at)]).toEqual([300, 6]);
});
