// A database file before it is used: whether it is ours, whole and not newer than we are, and the lock that
// keeps a second server away. It looks without writing: what is not ours stays as it was, to the byte.
import { closeSync, existsSync, openSync, readSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { StartError, messageOf } from '../start-error.ts';
import { sqliteCode } from './node-sqlite.ts';

/** In bytes 68 to 71 of every file of ours: "4STP". */
export const applicationId = 0x34535450;
/** How long to wait for a server that is just shutting down. */
export const lockWaitMs = 3_000;
const lockName = 'fourstep.lock';
/** SQLite's name for a database that is no file: nobody else can open it. */
const inMemory = ':memory:';
/** Reading all of a file costs about a second for each of these; beyond it only its outline is looked at. */
const readWholeUpToBytes = 1024 ** 3;
const magic = 'SQLite format 3\0';

/** Throws a StartError unless the file can be ours. `none`: there is nothing yet, or nothing in it. Only
 * whoever holds the lock may look: what SQLite makes beside the file to read it is taken away again. */
export function inspect(file: string, knownMigrations: readonly string[]): 'none' | 'ours' {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found && !found.isFile()) throw new StartError(`${file} is a folder; a database belongs there.`);
  const size = found?.size ?? 0;
  if (size === 0) return 'none';
  if (!isSound(file, size)) throw new StartError(damaged(file));
  withReader(file, (db) => {
    const strange = strangeness(db, knownMigrations);
    if (strange) throw new StartError(`${file} ${strange} Nothing in it was changed.`);
    const [verdict] = size > readWholeUpToBytes ? [] : db.prepare('PRAGMA quick_check(1)').all();
    if (verdict && verdict.quick_check !== 'ok') throw new StartError(damaged(file));
  });
  return 'ours';
}

/** Held until it is called, or until the process is gone in whatever way. Another process may read the
 * database all the while, as a backup does. */
export function lock(file: string, waitMs: number): () => void {
  if (file === inMemory) return () => undefined;
  const db = new DatabaseSync(join(dirname(file), lockName), { timeout: waitMs });
  try {
    // In memory, so that the lock never leaves a journal behind.
    db.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return () => {
      if (db.isOpen) db.close();
    };
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Whether somebody else holds the lock. */
export function isTaken(error: unknown): boolean {
  return sqliteCode(error) === 5 || sqliteCode(error) === 6;
}

export function whyClosed(file: string, error: unknown): string {
  switch (sqliteCode(error)) {
    case 5:
    case 6:
      return `Another server is already running on the data folder ${dirname(file)}. Stop it, or set DATA_DIR to another folder.`;
    case 11:
    case 26:
      return damaged(file);
    case 13:
      return `The disk of the data folder ${dirname(file)} is full. Make room on it, or set DATA_DIR to another folder.`;
    default:
      return `The data folder ${dirname(file)} cannot be written (${messageOf(error)}). Change its permissions, or set DATA_DIR to another folder.`;
  }
}

function damaged(file: string): string {
  return `${file} is damaged or is no Fourstep database. Nothing in it was changed. Restore a backup, or move it away to start afresh.`;
}

/** What can be told from the first hundred bytes: that it is SQLite's, and as long as it says. */
function isSound(file: string, size: number): boolean {
  const header = Buffer.alloc(100);
  const handle = openSync(file, 'r');
  readSync(handle, header, 0, header.length, 0);
  closeSync(handle);
  if (header.toString('latin1', 0, 16) !== magic) return false;
  // With a log beside it the file may lag behind: the log has the rest.
  if (existsSync(`${file}-wal`)) return true;
  const pageBytes = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16);
  const isCounted = header.readUInt32BE(24) === header.readUInt32BE(92);
  return !isCounted || size >= pageBytes * header.readUInt32BE(28);
}

/** Opens the file to be read, leaving nothing behind: without a log it is complete by itself, and SQLite is
 * told not to make one; with a log, what SQLite makes beside it goes again unless it was there. */
function withReader(file: string, read: (db: DatabaseSync) => void): void {
  const hasLog = existsSync(`${file}-wal`);
  const isShared = existsSync(`${file}-shm`);
  const url = pathToFileURL(file);
  if (!hasLog) url.searchParams.set('immutable', '1');
  const db = new DatabaseSync(url, { readOnly: true, timeout: lockWaitMs });
  try {
    read(db);
  } finally {
    db.close();
    if (hasLog && !isShared) rmSync(`${file}-shm`, { force: true });
  }
}

/** Why this database is not for us, as the end of a sentence; null when it is. */
function strangeness(db: DatabaseSync, knownMigrations: readonly string[]): string | null {
  const id = Number(db.prepare('PRAGMA application_id').get()?.application_id);
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  const names = tables.map(({ name }) => name);
  const hasOurs = ['interviews', 'entries'].every((name) => names.includes(name));
  if (id !== applicationId && (id !== 0 || (names.length > 0 && !hasOurs)))
    return 'is the database of another program. Set DATA_DIR to another folder.';
  if (!names.includes('kysely_migration')) return null;
  const done = db.prepare('SELECT name FROM kysely_migration ORDER BY name').all();
  const newer = done.find(({ name }) => !knownMigrations.includes(String(name)));
  return newer
    ? `was written by a newer version of Fourstep (${String(newer.name)}). Start that version, or restore a backup.`
    : null;
}
