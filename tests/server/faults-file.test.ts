// A database file that is not ours to use: opening it says so and leaves the file and its folder as they were
// to the byte; the server ends with it.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdir, open, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { StartError } from '../../server/start-error.ts';
import { openSqlite } from '../../server/store/sqlite.ts';
import { aContentFolder } from '../support/content-folder.ts';
import { aFolder } from '../support/server.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await aFolder();
  file = join(folder, 'fourstep.db');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function start(): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, ['server/index.ts'], {
    env: {
      ...{ PATH: process.env.PATH, DATA_DIR: folder, RUBRICS_DIR: await aContentFolder() },
      ...{ PORT: '0', LOG_LEVEL: 'silent' },
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (data: Buffer) => (output += data.toString()));
  child.stderr.on('data', (data: Buffer) => (output += data.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}

/** Names, sizes, times and hashes of what lies in the folder; the secret and the lock are the server's own. */
async function picture(): Promise<unknown[]> {
  const names = (await readdir(folder))
    .filter((name) => name !== 'secret' && name !== 'fourstep.lock')
    .toSorted();
  return Promise.all(
    names.map(async (name) => {
      const { size, mtimeMs, mode } = await stat(join(folder, name));
      const bytes = await readFile(join(folder, name)).catch(() => '');
      return { name, size, mtimeMs, mode, hash: createHash('sha256').update(bytes).digest('hex') };
    }),
  );
}

/** A database of ours with something in it, closed cleanly. */
async function anOwnOne(entries = 200): Promise<void> {
  const { store, database } = await openSqlite(file);
  for (let i = 0; i < entries; i++) {
    const row = { id: `user-${i}`, name: 'x'.repeat(400), email: `${i}@example.org`, emailVerified: 0 };
    const dates = { createdAt: '2030', updatedAt: '2030' };
    await database
      .insertInto('user' as never)
      .values({ ...row, ...dates })
      .execute();
  }
  await store.close();
}

function aForeignOne(pragma: string): void {
  const db = new DatabaseSync(file);
  db.exec(`${pragma}; CREATE TABLE recipes (name TEXT); INSERT INTO recipes VALUES ('soup')`);
  db.close();
}

const overwrite = async (at: number, bytes: Uint8Array) => {
  const handle = await open(file, 'r+');
  await handle.write(bytes, 0, bytes.length, at);
  await handle.close();
};
const noise = (length: number) => Uint8Array.from({ length }, (_, i) => (i * 7_919) % 251);

const isDamaged = /fourstep\.db is damaged or is no Fourstep database/;
const isForeign = /fourstep\.db is the database of another program/;

test.each<[string, () => Promise<void> | void, RegExp]>([
  ['random bytes', () => writeFile(file, noise(50_000)), isDamaged],
  ['a few letters', () => writeFile(file, 'hello'), isDamaged],
  ['the first half of a database', () => anOwnOne().then(() => half()), isDamaged],
  ['a database whose middle was overwritten', () => anOwnOne().then(() => scribble()), isDamaged],
  ['the database of another program', () => aForeignOne('PRAGMA user_version = 3'), isForeign],
  ['another program’s, with its mark', () => aForeignOne('PRAGMA application_id = 77'), isForeign],
  ['another program’s, with a log', () => aForeignOne('PRAGMA journal_mode = WAL'), isForeign],
  ['another program’s, left in mid-write', () => leftInMidWrite(), isForeign],
  ['a database of a newer version', () => aNewerOne(), /newer version of Fourstep \(9999-later\)/],
  ['a folder in its place', () => mkdir(file).then(() => undefined), /fourstep\.db is a folder/],
])('%s: says so and touches nothing', async (_what, make, message) => {
  await make();
  const before = await picture();
  const opening = openSqlite(file).then(({ store }) => store.close());
  await expect(opening).rejects.toThrow(StartError);
  await expect(opening).rejects.toThrow(message);
  expect(await picture()).toEqual(before);
});

test('the server says so in one message and ends with 1', async () => {
  aForeignOne('PRAGMA user_version = 3');
  const before = await picture();
  const { code, output } = await start();
  expect(output).toMatch(isForeign);
  expect(output).not.toMatch(/^\s+at /m);
  expect(code).toBe(1);
  expect(await picture()).toEqual(before);
});

test('a file that may only be read: says so and touches nothing', async () => {
  await anOwnOne(1);
  await chmod(file, 0o444);
  await chmod(folder, 0o555);
  const before = await picture();
  await expect(asNobody(() => openSqlite(file))).rejects.toThrow(/cannot be written/);
  expect(await picture()).toEqual(before);
  await chmod(folder, 0o755);
});

test('an empty file, and one that was killed at its very first write, are fresh starts', async () => {
  await writeFile(file, '');
  await (await openSqlite(file)).store.close();
  await rm(file);
  const db = new DatabaseSync(file);
  db.exec('PRAGMA journal_mode = WAL');
  db.close();
  await (await openSqlite(file)).store.close();
});

async function half(): Promise<void> {
  const { size } = await stat(file);
  const handle = await open(file, 'r+');
  await handle.truncate(Math.floor(size / 2));
  await handle.close();
}

async function scribble(): Promise<void> {
  const { size } = await stat(file);
  await overwrite(Math.floor(size / 8_192) * 4_096, noise(8_192));
}

/** As a kill leaves it: what was written is in the log only. */
async function leftInMidWrite(): Promise<void> {
  const db = new DatabaseSync(file);
  db.exec('PRAGMA journal_mode = WAL; CREATE TABLE recipes (name TEXT)');
  const copies = await Promise.all(['', '-wal'].map((end) => readFile(file + end)));
  db.close();
  await Promise.all(['', '-wal'].map((end, i) => writeFile(file + end, copies[i]!)));
}

async function aNewerOne(): Promise<void> {
  await anOwnOne(1);
  const db = new DatabaseSync(file);
  db.exec("INSERT INTO kysely_migration VALUES ('9999-later', '2099')");
  db.close();
}

/** Root may write everywhere, so the test gives that up for a moment where it has it. */
async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return work();
  process.seteuid?.('nobody');
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}
