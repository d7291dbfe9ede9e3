// `npm run backup [folder]`: a copy of the data folder, whole and as of one moment, whether the server runs
// or not. The copy is a data folder itself: restoring is starting on it.
import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync, backup } from 'node:sqlite';
import { readConfig } from './config.ts';
import { StartError, messageOf } from './start-error.ts';
import { migrations } from './store/schema.ts';
import { inspect, isTaken, lock, lockWaitMs, whyClosed } from './store/sqlite-file.ts';

const databaseName = 'fourstep.db';
const secretName = 'secret';
const allPages = 2 ** 31 - 1;

export type Backup = { folder: string; interviews: number; entries: number; bytes: number };

/** Copies `dataDir` into `folder`, which must not exist; it appears under its name once it is whole. Throws a
 * StartError when there is nothing to copy, no room, or the copy is not sound. */
export async function backUp(dataDir: string, folder: string): Promise<Backup> {
  const from = join(dataDir, databaseName);
  if (!existsSync(from)) throw new StartError(`There is nothing to back up in ${dataDir}.`);
  if (existsSync(folder)) throw new StartError(`${folder} is there already.`);
  lookAtStopped(from, Object.keys(await migrations.getMigrations()));
  const unfinished = `${folder}.unfinished`;
  try {
    await mkdir(dirname(folder), { recursive: true });
    await rm(unfinished, { recursive: true, force: true });
    await mkdir(unfinished, { mode: 0o700 });
    await copyFile(join(dataDir, secretName), join(unfinished, secretName));
    await copyDatabase(from, join(unfinished, databaseName));
    const counted = await countIn(join(unfinished, databaseName));
    await rename(unfinished, folder);
    return { folder, ...counted };
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (error instanceof StartError) throw error;
    throw new StartError(`The backup could not be made (${messageOf(error)}).`, { cause: error });
  }
}

/** A database nobody has open is looked at as before a start; a running server has done that already. */
function lookAtStopped(file: string, knownMigrations: readonly string[]): void {
  let unlock: () => void;
  try {
    unlock = lock(file, 0);
  } catch (error) {
    if (isTaken(error)) return;
    throw new StartError(whyClosed(file, error), { cause: error });
  }
  try {
    inspect(file, knownMigrations);
  } finally {
    unlock();
  }
}

/** One step, so that the copy is of one moment: a reader sees nothing of what is written after it began. */
async function copyDatabase(from: string, to: string): Promise<void> {
  const source = new DatabaseSync(from, { timeout: lockWaitMs });
  try {
    await backup(source, to, { rate: allPages });
  } finally {
    source.close();
  }
  await chmod(to, 0o600);
}

/** Reads the copy whole before it is called a backup. */
async function countIn(file: string): Promise<Pick<Backup, 'interviews' | 'entries' | 'bytes'>> {
  const db = new DatabaseSync(file);
  try {
    const [verdict] = db.prepare('PRAGMA integrity_check(1)').all();
    if (verdict?.integrity_check !== 'ok')
      throw new StartError('The database is damaged; no backup was made.');
    const count = (table: 'interviews' | 'entries') =>
      Number(db.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.n);
    return { interviews: count('interviews'), entries: count('entries'), bytes: (await stat(file)).size };
  } finally {
    db.close();
  }
}

async function run(): Promise<void> {
  const { dataDir } = readConfig();
  const time = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
  const folder = resolve(process.argv[2] ?? join(dataDir, 'backups', time));
  const { interviews, entries, bytes } = await backUp(dataDir, folder);
  console.log(
    `${folder} holds ${interviews} interviews with ${entries} entries, ${(bytes / 1e6).toFixed(1)} MB.`,
  );
  console.log(`To restore it, stop the server and start it on that folder: DATA_DIR=${folder} npm start`);
}

if (import.meta.main) {
  run().catch((error: unknown) => {
    console.error(error instanceof StartError ? error.message : error);
    process.exit(1);
  });
}
