// The store in one SQLite file, for one process. Every write is durable before it is answered: WAL with
// synchronous=FULL. A lock beside the file keeps a second server from forking the recordings.
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { StartError, messageOf } from '../start-error.ts';
import { NodeSqliteDialect } from './node-sqlite.ts';
import { listFor } from './list-queries.ts';
import { outcomeQueriesOf } from './outcome-queries.ts';
import { queriesOf } from './queries.ts';
import { migrations } from './schema.ts';
import type { Tables } from './schema.ts';
import { applicationId, inspect, lock, lockWaitMs, whyClosed } from './sqlite-file.ts';
import { SqliteLeaving } from './sqlite-leaving.ts';
import { SqliteWriter } from './sqlite-writer.ts';
import type { Store } from './store.ts';

/** Opens (and makes) the database file and brings it up to date; throws a StartError that says what is
 * wrong. `database` is for better-auth, which keeps its guests on the same connection. */
export async function openSqlite(file: string): Promise<{ store: Store; database: Kysely<Tables> }> {
  const { db, unlock } = open(file, Object.keys(await migrations.getMigrations()));
  const database = new Kysely<Tables>({ dialect: new NodeSqliteDialect(db) });
  const { error } = await new Migrator({ db: database, provider: migrations }).migrateToLatest();
  if (error) {
    db.close();
    unlock();
    throw new StartError(`The database ${file} cannot be brought up to date: ${messageOf(error)}`, {
      cause: error,
    });
  }
  return { store: storeOn(db, database, unlock), database };
}

function open(file: string, knownMigrations: readonly string[]): { db: DatabaseSync; unlock: () => void } {
  let unlock: (() => void) | undefined;
  let db: DatabaseSync | undefined;
  try {
    mkdirSync(dirname(file), { recursive: true });
    unlock = lock(file, lockWaitMs);
    inspect(file, knownMigrations);
    db = new DatabaseSync(file, { timeout: lockWaitMs });
    // Before there is a log, so that the file itself says whose it is.
    const { application_id: id } = db.prepare('PRAGMA application_id').get() ?? {};
    if (id !== applicationId) db.exec(`PRAGMA application_id = ${applicationId}`);
    db.exec('PRAGMA journal_mode = WAL');
    db.exec('PRAGMA synchronous = FULL');
    db.exec('PRAGMA foreign_keys = ON');
    db.exec('BEGIN IMMEDIATE; COMMIT');
    return { db, unlock };
  } catch (error) {
    db?.close();
    unlock?.();
    if (error instanceof StartError) throw error;
    throw new StartError(whyClosed(file, error), { cause: error });
  }
}

function storeOn(db: DatabaseSync, database: Kysely<Tables>, unlock: () => void): Store {
  const writer = new SqliteWriter(db, database);
  const leaving = new SqliteLeaving(db);
  return {
    kind: 'sqlite',
    ...queriesOf(database),
    ...outcomeQueriesOf(database),
    listFor: (userId) => listFor(database, userId),
    create: (interview, planned) => writer.create(interview, planned),
    addSecond: (firstId, pairing, second) => writer.addSecond(firstId, pairing, second),
    append: (append) => writer.append(append),
    keepQueue: (step) => writer.keepQueue(step),
    forgetUser: (userId) => leaving.forgetUser(userId),
    giveUpSeat: (interviewId, participantId) => leaving.giveUpSeat(interviewId, participantId),
    rewriteEntries: (interviewId, entries) => leaving.rewriteEntries(interviewId, entries),
    async close() {
      writer.flush();
      // Kysely closes the file only if it was ever used through Kysely; the migrations made sure of that.
      await database.destroy();
      unlock();
    },
  };
}
