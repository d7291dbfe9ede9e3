// Taking a scorecard file in over HTTP: it becomes one's own, and anything else is refused with its reason.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { anArchive } from '../support/an-archive.ts';
import { ida } from '../support/an-interview.ts';
import { zip } from '../../server/zip.ts';
import { unzip } from '../../src/lib/history/unzip.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';
import { unzipped } from '../support/unzipped.ts';

let server: TestServer;
beforeEach(async () => {
  server = await startServer();
});
afterEach(() => server.close());

test('[AR1] an imported scorecard stands in its owner’s list and opens, marked, with both sides', async () => {
  const guest = server.guest();
  const { status, body } = await guest.post('/api/imports', anArchive());
  expect(status).toBe(201);
  const list = (await guest.get('/api/interviews')).body;
  expect(list).toMatchObject([{ id: body.id, stage: 'revealed', role: 'candidate', partnerName: ida }]);
  const snapshot = (await guest.get(`/api/interviews/${body.id}/snapshot`)).body;
  expect(snapshot).toMatchObject({ isImported: true, stage: 'revealed', interviewId: body.id });
  expect(Object.values(snapshot.scorecards)).toHaveLength(2);
});

test('[AR1] what one installation gives out another takes in', async () => {
  const guest = server.guest();
  const { body } = await guest.post('/api/imports', anArchive());
  const { body: archive, headers } = await guest.get(`/api/interviews/${body.id}/archive?reference=no`);
  expect(headers.get('content-disposition')).toContain('attachment');
  expect(archive.state.question.reveal).toBeUndefined();
  expect((await server.guest().post('/api/imports', archive)).status).toBe(201);
  expect((await server.guest().get(`/api/interviews/${body.id}/archive`)).status).toBe(404);
  expect((await guest.get(`/api/interviews/${body.id}/archive?sides=theirs`)).status).toBe(400);
  expect((await guest.get(`/api/interviews/${await guest.create()}/archive`)).body).toMatchObject({
    code: 'wrong_stage',
  });
});

test('[AR1] the same file may be taken in twice, by two people; neither sees the other’s', async () => {
  const [one, two] = [server.guest(), server.guest()];
  const first = await one.post('/api/imports', anArchive());
  const second = await two.post('/api/imports', anArchive());
  expect([first.status, second.status]).toEqual([201, 201]);
  expect((await two.get(`/api/interviews/${first.body.id}/snapshot`)).status).toBe(404);
});

test('[AR1] nothing can be changed in it, and nobody can take the partner’s seat', async () => {
  const guest = server.guest();
  const { status, body } = await guest.post('/api/imports', anArchive());
  expect(status).toBe(201);
  const tab = await guest.open(body.id as string);
  const rating = { criterion: 'scope', value: 4 as const, behaviours: [], evidence: '', notes: [] };
  expect(await tab.submit({ type: 'rating.set', ...rating })).toMatchObject({ ok: false });
  const { interviewer, observer } = await guest.tokens(body.id as string);
  expect(interviewer).toBeUndefined();
  expect((await server.guest().join(body.id as string, observer, 'Mallory')).status).toBe(404);
});

test('[AR2] a changed file, another version, no archive and 20 MB are refused, and leave nothing behind', async () => {
  const guest = server.guest();
  const changed = anArchive();
  changed.state.level = 'staff';
  expect((await guest.post('/api/imports', changed)).body).toMatchObject({ code: 'changed' });
  expect((await guest.post('/api/imports', { ...anArchive(), version: 9 })).body).toMatchObject({
    code: 'other_version',
  });
  expect((await guest.post('/api/imports', { hello: 'world' })).body).toMatchObject({ code: 'bad_archive' });
  expect((await guest.post('/api/imports', { pad: 'x'.repeat(20_000_000) })).body).toMatchObject({
    code: 'too_large',
  });
  expect((await guest.get('/api/interviews')).body).toEqual([]);
});

test('[AR2] times of the future and more scorecards than seats are refused', async () => {
  const guest = server.guest();
  const future = anArchive((state) => (state.endedAt = Date.UTC(2108, 0, 1)));
  expect((await guest.post('/api/imports', future)).body).toMatchObject({ code: 'bad_archive' });
  const crowded = anArchive((state) => {
    const [card] = Object.values(state.scorecards);
    for (let n = 0; n < 3; n += 1) state.scorecards[`somebody-${n}`] = card!;
  });
  expect((await guest.post('/api/imports', crowded)).body).toMatchObject({ code: 'bad_archive' });
});

test.each([
  ['a way up', '../../x'],
  ['a header broken out of', 'a"; filename=evil.html'],
  ['a right-to-left override', 'card\u202elmth.nosj'],
  ['a line break', 'a\r\nSet-Cookie: b=c'],
])('[AR1] a file whose title and id are %s names no file of ours', async (_what, evil) => {
  const guest = server.guest();
  const hostile = anArchive((state) => {
    state.interviewId = evil;
    state.format = { ...state.format, title: evil };
    if (state.question) state.question = { ...state.question, title: evil };
  });
  const { status, body } = await guest.post('/api/imports', hostile);
  expect(status).toBe(201);
  const { headers } = await guest.get(`/api/interviews/${body.id}/archive`);
  expect(headers.get('content-disposition')).toBe(`attachment; filename="fourstep-${body.id}.json"`);
  expect(body.id).toMatch(/^[\w-]{10,}$/);
  const everything = await fetch(`${server.origin}/api/me/export`, { headers: { cookie: guest.cookie } });
  expect(everything.headers.get('content-disposition')).toMatch(
    /^attachment; filename="fourstep-[\d-]+\.zip"$/,
  );
  const paths = [...unzipped(Buffer.from(await everything.arrayBuffer())).keys()];
  expect(paths.filter((path) => path.startsWith('interviews/'))).toHaveLength(2);
  for (const path of paths) expect(path).toMatch(/^([\w-]+( [\w-]+)*\/)*[\w-]+\.\w+$/);
});

test('[AR1] a file names nothing that is known here', async () => {
  const guest = server.guest();
  const renaming = anArchive((state) => {
    state.rubric = { ...state.rubric, title: 'renamed rubric' };
    state.format = { ...state.format, title: 'renamed format' };
  });
  expect((await guest.post('/api/imports', renaming)).status).toBe(201);
  const { labels } = (await guest.get('/api/history')).body;
  expect(JSON.stringify(labels)).not.toContain('renamed');
});

test('[AR1] the archive with everything of one person is read by what a page reads it with, and taken in elsewhere', async () => {
  const guest = server.guest();
  for (let n = 0; n < 3; n += 1) expect((await guest.post('/api/imports', anArchive())).status).toBe(201);
  const answer = await fetch(`${server.origin}/api/me/export`, { headers: { cookie: guest.cookie } });
  const bytes = Buffer.from(await answer.arrayBuffer());
  const files = (await unzip(new Blob([bytes]))) ?? [];
  const byNode = unzipped(bytes);
  expect(files.map(({ path }) => path)).toEqual([...byNode.keys()]);
  for (const file of files) expect(Buffer.from(await file.bytes())).toEqual(byNode.get(file.path));
  const scorecards = files.filter(({ path }) => path.endsWith('/interview.json'));
  expect(scorecards).toHaveLength(3);
  const elsewhere = await startServer();
  for (const { bytes } of scorecards) {
    const archive: unknown = JSON.parse(Buffer.from(await bytes()).toString());
    expect((await elsewhere.guest().post('/api/imports', archive)).status).toBe(201);
  }
  await elsewhere.close();
});

test('[AR2] what is no archive, cut short or says less than it holds is not read', async () => {
  const guest = server.guest();
  await guest.post('/api/imports', anArchive());
  const answer = await fetch(`${server.origin}/api/me/export`, { headers: { cookie: guest.cookie } });
  const bytes = Buffer.from(await answer.arrayBuffer());
  expect(await unzip(new Blob(['no archive']))).toBeNull();
  expect(await unzip(new Blob([bytes.subarray(0, bytes.byteLength / 2)]))).toBeNull();
  const lying = Buffer.from(bytes);
  lying.writeUInt32LE(3, lying.indexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 24);
  const [first] = (await unzip(new Blob([lying]))) ?? [];
  await expect(first?.bytes()).rejects.toThrow('longer');
});

test('a file of a time that a zip cannot hold is packed with the last one it can', async () => {
  const files = (async function* () {
    yield await Promise.resolve({ path: 'a.txt', bytes: Buffer.from('a'), at: Date.UTC(275_000, 0, 1) });
  })();
  const parts = [];
  for await (const part of zip(files)) parts.push(part);
  expect(unzipped(Buffer.concat(parts)).get('a.txt')?.toString()).toBe('a');
});
