// A backup taken while people write is the recording as of one moment, and a data folder to start on.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { apply } from '#domain/fold.ts';
import { emptyRoom } from '#domain/room.ts';
import type { Entry } from '#domain/recording.ts';
import { sealState } from '#domain/view.ts';
import { backUp } from '../../server/backup.ts';
import { openSqlite } from '../../server/store/sqlite.ts';
import { hashOf } from '../support/state-hash.ts';
import { aFolder, startServer } from '../support/server.ts';
import type { Tab } from '../support/tab.ts';
import { WoundClock } from '../support/wound-clock.ts';

let folder: string;
let dataDir: string;
let target: string;
beforeEach(async () => {
  folder = await aFolder();
  dataDir = join(folder, 'data');
  target = join(folder, 'kept', 'monday');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** `npm run backup`, in a process of its own. */
async function command(...parameters: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, ['server/backup.ts', ...parameters], {
    env: { PATH: process.env.PATH, DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (data: Buffer) => (output += data.toString()));
  child.stderr.on('data', (data: Buffer) => (output += data.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}

const entriesIn = async (place: string, interviewId: string): Promise<Entry[]> => {
  const { store } = await openSqlite(join(place, 'fourstep.db'));
  const entries = await store.entries(interviewId);
  await store.close();
  return entries;
};

function foldOf(entries: readonly Entry[]) {
  const state = emptyRoom();
  for (const entry of entries) apply(state, entry);
  return state;
}

/** Says one thing after the other until it is told to stop; the wire's budget refills as time passes. */
function write(tab: Tab, clock: WoundClock): { stop: () => Promise<number> } {
  let isStopped = false;
  let seq = 0;
  const running = (async () => {
    while (!isStopped) {
      clock.wind(100);
      const ack = await tab.submit({ type: 'chat.send', text: `after ${seq}` });
      if (ack.ok) seq = ack.seq;
    }
    return seq;
  })();
  return { stop: () => ((isStopped = true), running) };
}

test('[RC2] under load: what was acknowledged before is in it, and its states are the fold of the recordings', async () => {
  const clock = new WoundClock();
  const server = await startServer({ dataDir, clock });
  const ida = server.guest();
  const interviewIds = [await ida.create(), await ida.create()];
  const tabs = await Promise.all(interviewIds.map((id) => ida.open(id)));
  for (const tab of tabs) await tab.must({ type: 'interview.start', confirmed: true });
  const kept = await ida.ask('POST', `/api/interviews/${interviewIds[0]}/files`, png, pngType);
  const before = await Promise.all(tabs.map((tab) => tab.must({ type: 'chat.send', text: 'before' })));
  const writers = tabs.map((tab) => write(tab, clock));
  await Promise.all(tabs.map((tab, i) => tab.until(({ state }) => state.seq > before[i]! + 5)));

  const { code, output } = await command(target);
  expect(output).toContain(`${target} holds 2 interviews`);
  expect(code).toBe(0);

  const last = await Promise.all(writers.map((writer) => writer.stop()));
  const recordings = await Promise.all(interviewIds.map((id) => server.store.entries(id)));
  await server.close();

  const restored = await startServer({ dataDir: target });
  for (const [i, interviewId] of interviewIds.entries()) {
    const until = (await restored.store.entries(interviewId)).at(-1)?.seq ?? 0;
    expect(until).toBeGreaterThan(before[i]! + 5);
    expect(until).toBeLessThan(last[i]!);
    // The guest of before is known there: the secret came along.
    const guest = restored.guest();
    guest.cookie = ida.cookie;
    const tab = await guest.open(interviewId);
    const viewer = { participantId: tab.me!.participantId, role: tab.me!.role };
    const expected = sealState(foldOf(recordings[i]!.slice(0, until)), viewer);
    expect(hashOf(tab.state)).toBe(hashOf(expected));
    expect(await tab.submit({ type: 'chat.send', text: 'and on' })).toEqual({ ok: true, seq: until + 1 });
  }
  expect(await restored.store.hasFile(interviewIds[0]!, kept.body.file as string)).toBe(true);
  await restored.close();
});

test('of a stopped server, and of one that was killed', async () => {
  const server = await startServer({ dataDir });
  const ida = server.guest();
  const interviewId = await ida.create();
  // As a kill leaves it: the log beside the file holds everything.
  const ends = ['', '-wal'];
  const left = await Promise.all(ends.map((end) => readFile(join(dataDir, `fourstep.db${end}`))));
  await server.close();
  const whole = await entriesIn(dataDir, interviewId);
  expect((await command(target)).code).toBe(0);
  expect(await entriesIn(target, interviewId)).toEqual(whole);

  await Promise.all(ends.map((end, i) => writeFile(join(dataDir, `fourstep.db${end}`), left[i]!)));
  await backUp(dataDir, join(folder, 'killed'));
  expect(await entriesIn(join(folder, 'killed'), interviewId)).toEqual(whole);
});

test('is for its owner only, and has a name of its own when none is given', async () => {
  await (await startServer({ dataDir })).close();
  const { output } = await command();
  const [name] = await readdir(join(dataDir, 'backups'));
  expect(output).toContain(join(dataDir, 'backups', name!));
  for (const [file, mode] of [
    ['', 0o700],
    ['secret', 0o600],
    ['fourstep.db', 0o600],
  ] as const)
    expect((await stat(join(dataDir, 'backups', name!, file))).mode & 0o777).toBe(mode);
});

test('what cannot be backed up is said in one line, and leaves nothing that looks like a backup', async () => {
  expect(await command(target)).toMatchObject({
    code: 1,
    output: expect.stringMatching(/nothing to back up/),
  });
  await (await startServer({ dataDir })).close();
  await backUp(dataDir, target);
  await expect(backUp(dataDir, target)).rejects.toThrow('is there already');
  await rm(join(dataDir, 'secret'));
  await expect(backUp(dataDir, join(folder, 'two'))).rejects.toThrow(/could not be made .*secret/);
  await writeFile(join(dataDir, 'secret'), 'x'.repeat(40));
  await writeFile(join(dataDir, 'fourstep.db'), 'x'.repeat(5_000));
  await expect(backUp(dataDir, join(folder, 'two'))).rejects.toThrow('is damaged');
  expect((await readdir(folder)).toSorted()).toEqual(['data', 'kept']);
});

const pngType = { 'content-type': 'image/png' };
const png = Uint8Array.from(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
    'base64',
  ),
);
