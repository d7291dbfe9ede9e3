// What somebody does with what is theirs, over real HTTP: deleting, leaving altogether, and taking it along.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nameOfWhoLeft } from '../../server/leaving.ts';
import { interviewerCanary, noteCanary, startOfTime } from '../support/an-interview.ts';
import { addPast } from '../support/past-interviews.ts';
import type { PastWish } from '../support/past-interviews.ts';
import { startServer, testContent } from '../support/server.ts';
import type { Guest } from '../support/guest.ts';
import type { TestServer } from '../support/server.ts';
import type { Tab } from '../support/tab.ts';
import { unzipped } from '../support/unzipped.ts';

let server: TestServer;
let ida: Guest;
let carl: Guest;

beforeEach(async () => {
  server = await startServer();
  [ida, carl] = [server.guest(), server.guest()];
});
afterEach(() => server.close());

const listOf = async (guest: Guest) => (await guest.get('/api/history')).body.interviews as { id: string }[];
const idsOf = async (guest: Guest) => (await listOf(guest)).map(({ id }) => id);
const remove = (guest: Guest, id: string) => guest.ask('DELETE', `/api/interviews/${id}`);
const isKept = async (id: string) => (await server.store.interview(id)) !== null;

/** Ida and Carl in an interview that has begun. */
async function begun(): Promise<string> {
  const id = await ida.create();
  await carl.join(id, (await ida.tokens(id)).candidate, 'Carl');
  await (await ida.open(id)).must({ type: 'interview.start' });
  return id;
}

/** A finished one of the two. */
async function finished(change: Partial<PastWish> = {}): Promise<string> {
  const idOf = async (guest: Guest) => (await guest.get('/api/me')).body.user.id as string;
  if (!ida.cookie) await Promise.all([ida.create(), carl.create()]);
  const [partnerUserId, userId] = [await idOf(ida), await idOf(carl)];
  return addPast(server.store, testContent(), { userId, partnerUserId, at: startOfTime, ...change });
}

test('[HI5] a finished interview leaves one’s own list alone; with the second it is gone for good', async () => {
  const id = await finished();
  expect(await remove(carl, id)).toMatchObject({ status: 200, body: { left: 'given_up' } });
  expect(await idsOf(carl)).not.toContain(id);
  expect(await carl.get(`/api/interviews/${id}`)).toMatchObject({ status: 404 });
  expect(await idsOf(ida)).toContain(id);
  expect(await ida.get(`/api/interviews/${id}/snapshot`)).toMatchObject({ status: 200 });
  expect(await remove(carl, id)).toMatchObject({ status: 404, body: { code: 'unknown_interview' } });
  expect(await remove(ida, id)).toMatchObject({ status: 200, body: { left: 'deleted' } });
  expect(await isKept(id)).toBe(false);
  expect(await server.store.entries(id)).toEqual([]);
});

/** What a page that was open still brings, and what it may still say, once `leaving` is answered. */
async function opened(guest: Guest, id: string, leaving: () => Promise<{ status: number }>): Promise<Tab> {
  const tab = await guest.open(id);
  const closed = new Promise((done) => tab.socket.once('disconnect', done));
  expect(await leaving()).toMatchObject({ status: 200 });
  await closed;
  return tab;
}

test('[HI5] a seat that is given up hears and says nothing more on a page that stays open', async () => {
  const id = await begun();
  const olga = server.guest();
  await olga.join(id, (await ida.tokens(id)).observer, 'Olga');
  const tab = await opened(olga, id, () => remove(olga, id));
  const heard = tab.entries.length;
  const [said] = await Promise.all([tab.submit({ type: 'name.set', name: 'Olga again' }), tab.join(null)]);
  expect(said).toMatchObject({ code: 'not_joined' });
  expect(await tab.join(tab.state.seq)).toMatchObject({ code: 'unknown_interview' });
  const idas = await ida.open(id);
  await idas.must({ type: 'chat.send', text: 'Only for those who are here' });
  expect(tab.entries).toHaveLength(heard);
  expect(Object.values(idas.state.participants).map(({ name }) => name)).toEqual(['Ida', 'Carl', 'Olga']);
});

test('[HI5] who leaves altogether leaves on every page, and says nothing into what was cleared of them', async () => {
  const id = await begun();
  const tab = await carl.open(id);
  const closed = new Promise<void>((done) => tab.socket.once('disconnect', () => done()));
  const refusal = new Promise<string>((tell) =>
    tab.socket.once('connect_error', ({ message }) => tell(message)),
  );
  expect(await carl.ask('DELETE', '/api/me')).toMatchObject({ status: 200 });
  await closed;
  expect(await refusal).toBe('no_session');
  expect(JSON.stringify(await server.store.entries(id))).not.toContain('"Carl"');
});

test('[HI5] an interview that is gone is gone for those who watch, too', async () => {
  const id = await ida.create();
  await (await ida.open(id)).must({ type: 'observers.set', welcome: true });
  const olga = server.guest();
  await olga.join(id, (await ida.tokens(id)).observer, 'Olga');
  const tab = await opened(olga, id, () => remove(ida, id));
  expect(await tab.join(null)).toMatchObject({ code: 'unknown_interview' });
});

test('[HI5] an interview nobody else joined goes at once, whatever stood in its room', async () => {
  const id = await ida.create();
  const tab = await opened(ida, id, async () => {
    const answer = await remove(ida, id);
    expect(answer).toMatchObject({ body: { left: 'deleted' } });
    return answer;
  });
  expect(await isKept(id)).toBe(false);
  // The open room is let go of: nothing can be written into what is gone.
  expect(await tab.submit({ type: 'observers.set', welcome: false })).toMatchObject({ ok: false });
  expect(await ida.get(`/api/interviews/${id}/snapshot`)).toMatchObject({ status: 404 });
});

test('[HI5] one that goes on for the other cannot be deleted; an observer may always leave', async () => {
  const id = await begun();
  for (const guest of [ida, carl])
    expect(await remove(guest, id)).toMatchObject({ status: 409, body: { code: 'still_running' } });
  const olga = server.guest();
  await olga.join(id, (await ida.tokens(id)).observer, 'Olga');
  expect(await remove(olga, id)).toMatchObject({ status: 200, body: { left: 'given_up' } });
  expect(await isKept(id)).toBe(true);
  expect(await remove(server.guest(), id)).toMatchObject({ status: 404 });
});

test('[HI6] whoever leaves altogether is nowhere named any more, and their private notes are gone', async () => {
  const shared = await finished();
  const alone = await carl.create();
  const running = await begun();
  const tab = await carl.open(running);
  const note = { noteId: 'note-0001', criterion: null, begunAt: 0 };
  const text = `${noteCanary} private`;
  await tab.must({ type: 'note.add', ...note, text: `${noteCanary} first draft`, isPrivate: false });
  await tab.must({ type: 'note.edit', noteId: 'note-0001', criterion: null, text, isPrivate: true });
  await tab.must({ type: 'note.add', ...note, noteId: 'note-0002', text: 'for both', isPrivate: false });
  await tab.must({ type: 'chat.send', text: 'see you' });
  tab.close();
  expect(await carl.ask('DELETE', '/api/me')).toMatchObject({ status: 200, body: { deleted: 2, left: 2 } });
  expect(await isKept(alone)).toBe(false);
  for (const id of [shared, running]) {
    const recording = JSON.stringify(await server.store.entries(id));
    expect(recording).not.toContain('Carl');
    expect(recording).not.toContain(noteCanary);
    expect(recording).toContain(nameOfWhoLeft);
  }
  expect(JSON.stringify(await server.store.entries(running))).toContain('for both');
  expect((await listOf(ida)).find(({ id }) => id === shared)).toMatchObject({ partnerName: nameOfWhoLeft });
  const seen = await ida.open(running);
  expect(
    Object.values(seen.state.participants)
      .map(({ name }) => name)
      .toSorted(),
  ).toEqual(['Ida', nameOfWhoLeft]);
  expect(seen.state.chat).toMatchObject([{ text: 'see you' }]);
});

test('after leaving the browser is a stranger, and so is every other session', async () => {
  await carl.create();
  const sameBrowser = server.guest();
  sameBrowser.cookie = carl.cookie;
  const { headers } = await carl.ask('DELETE', '/api/me');
  expect(headers.getSetCookie().join()).toMatch(/Max-Age=0/i);
  for (const guest of [carl, sameBrowser])
    expect(await guest.get('/api/me')).toMatchObject({ body: { user: null } });
  expect(await sameBrowser.get('/api/interviews')).toMatchObject({ body: [] });
  expect(await server.guest().ask('DELETE', '/api/me')).toMatchObject({ status: 200, body: { left: 0 } });
});

test('leaving goes on where a failure stopped it', async () => {
  const id = await finished();
  const { database } = server;
  await sql`create trigger away before update on entries begin select raise(fail, 'away'); end`.execute(
    database,
  );
  expect((await carl.ask('DELETE', '/api/me')).status).toBeGreaterThanOrEqual(500);
  await sql`drop trigger away`.execute(database);
  expect(await idsOf(carl)).toContain(id);
  expect((await carl.ask('DELETE', '/api/me')).status).toBe(200);
  expect(JSON.stringify(await server.store.entries(id))).not.toContain('Carl');
});

async function archiveOf(guest: Guest): Promise<Map<string, Buffer>> {
  const response = await fetch(`${server.origin}/api/me/export`, { headers: { cookie: guest.cookie } });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/zip');
  expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="fourstep-.*\.zip"$/);
  return unzipped(Buffer.from(await response.arrayBuffer()));
}

test('[VW1] everything of mine is one archive, sealed for me', async () => {
  await finished();
  const running = await begun();
  const tab = await ida.open(running);
  const note = { noteId: 'note-0001', text: `${noteCanary} of Ida`, criterion: null, begunAt: 0 };
  await tab.must({ type: 'note.add', ...note, isPrivate: true });
  const files = await archiveOf(carl);
  expect([...files.keys()].map((path) => path.replace(/ [\w-]{8}\//, ' id/')).toSorted()).toEqual(
    expect.arrayContaining([
      'README.txt',
      'history.json',
      'interviews/2030-01-01 notification-service id/board.excalidraw',
      'interviews/2030-01-01 notification-service id/interview.json',
    ]),
  );
  const of = (id: string) => {
    const path = [...files.keys()].find((name) => name.includes(id.slice(0, 8)) && name.endsWith('.json'));
    return files.get(path ?? '')?.toString() ?? '';
  };
  expect(JSON.parse(of(running))).toMatchObject({ owner: { role: 'candidate' }, state: { stage: 'scope' } });
  expect(of(running)).not.toContain(interviewerCanary);
  expect(of(running)).not.toContain(noteCanary);
  expect(await server.guest().get('/api/me/export')).toMatchObject({
    status: 404,
    body: { code: 'nothing_kept' },
  });
});

test('[VW1] the archive has each recording as its replay does, sealed alike, and a damaged one to its gap', async () => {
  const [whole, torn] = [await finished(), await finished()];
  const running = await begun();
  const tab = await ida.open(running);
  const note = { noteId: 'note-0001', text: `${noteCanary} of Ida`, criterion: null, begunAt: 0 };
  await tab.must({ type: 'note.add', ...note, isPrivate: true });
  await sql`update entries set body = '{' where interview_id = ${torn} and seq = 9`.execute(server.database);
  const files = await archiveOf(carl);
  for (const id of [whole, torn, running]) {
    const text = files.get(`recordings/${id}.json`)?.toString() ?? 'null';
    const replay = (await carl.get(`/api/interviews/${id}/recording`)).body;
    expect(JSON.parse(text)).toEqual(replay);
    expect(text).not.toContain(noteCanary);
  }
  expect(JSON.parse(files.get(`recordings/${torn}.json`)!.toString())).toMatchObject({ missing: [9] });
  expect(files.get('README.txt')?.toString()).toContain('recordings/');
});

test('the archive holds what was agreed, whom one met, and what one said of them; nobody else’s', async () => {
  const at = Date.now();
  const [userId, otherId] = await Promise.all(
    [ida, carl].map(async (guest) => {
      await guest.create();
      return (await guest.get('/api/me')).body.user.id as string;
    }),
  );
  const person = (of: string, alias: string) => ({
    ...{ userId: of, alias, level: 'senior', avoid: [], zone: 'UTC', email: `${alias}@example.org` },
    origin: server.origin,
  });
  await server.store.putAppointment({
    ...{ id: 'agreed-1', formatId: 'system-design', languages: ['en'], isPublic: false, slots: [] },
    ...{ host: person(userId!, 'Ida'), guest: person(otherId!, 'Carl'), proposedBy: 'host', startsAt: at },
    ...{ isCancelled: false, sequence: 0, createdAt: at, remindedAt: null, pairingId: null },
  });
  await server.store.block(userId!, otherId!, at);
  const report = { id: 'report-1', by: userId!, about: otherId!, pairingId: 'pairing-1', at };
  await server.store.report({ ...report, text: 'Rude' });
  await server.store.setContact('pairing-1', userId!, 'ida@contact.example');
  const files = await archiveOf(ida);
  const text = ['appointments.json', 'partners.json'].map((path) => files.get(path)?.toString()).join('');
  for (const mine of ['Ida@example.org', 'Rude', 'ida@contact.example', 'agreed-1'])
    expect(text).toContain(mine);
  for (const theirs of ['Carl@example.org', otherId!]) expect(text).not.toContain(theirs);
  const his = [...(await archiveOf(carl)).values()].map(String).join('');
  for (const hers of ['Ida@example.org', 'Rude', 'ida@contact.example']) expect(his).not.toContain(hers);
});

test('a finished interview from the archive is taken in again', async () => {
  const id = await finished();
  const files = await archiveOf(carl);
  const path = [...files.keys()].find((name) => name.includes(id.slice(0, 8)) && name.endsWith('.json'));
  const answer = await server.guest().post('/api/imports', JSON.parse(files.get(path ?? '')!.toString()));
  expect(answer, answer.text).toMatchObject({ status: 201 });
});

test('other programs open the archive', async () => {
  await finished();
  const response = await fetch(`${server.origin}/api/me/export`, { headers: { cookie: carl.cookie } });
  const folder = mkdtempSync(join(tmpdir(), 'fourstep-zip-'));
  writeFileSync(join(folder, 'mine.zip'), Buffer.from(await response.arrayBuffer()));
  try {
    execFileSync('unzip', ['-q', 'mine.zip'], { cwd: folder });
  } catch (error) {
    // Not every machine has it; where it is, it has to agree.
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    return;
  }
  const [inside] = readdirSync(join(folder, 'interviews'));
  const board = readFileSync(join(folder, 'interviews', inside ?? '', 'board.excalidraw'), 'utf8');
  expect(JSON.parse(board)).toMatchObject({ type: 'excalidraw', version: 2 });
  rmSync(folder, { recursive: true });
});
