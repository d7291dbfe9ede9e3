// The store in one SQLite file, for one process. Every write is durable before it is answered: WAL with
// synchronous=FULL, and the file is locked so that a second server cannot fork the recordings.
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { StartError, messageOf } from '../start-error.ts';
import { NodeSqliteDialect, sqliteCode } from './node-sqlite.ts';
import { queriesOf } from './queries.ts';
import { migrations } from './schema.ts';
import type { Tables } from './schema.ts';
import { SqliteWriter } from './sqlite-writer.ts';
import type { Store } from './store.ts';

/** How long to wait for a server that is just shutting down. */
const lockWaitMs = 3_000;

/** Opens (and makes) the database file and brings it up to date; throws a StartError that says what is
 * wrong. `database` is for better-auth, which keeps its guests on the same connection. */
export async function openSqlite(file: string): Promise<{ store: Store; database: Kysely<Tables> }> {
  const db = open(file);
  const database = new Kysely<Tables>({ dialect: new NodeSqliteDialect(db) });
  const { error } = await new Migrator({ db: database, provider: migrations }).migrateToLatest();
  if (error) {
    db.close();
    throw new StartError(`The database ${file} cannot be brought up to date: ${messageOf(error)}`, {
      cause: error,
    });
  }
  return { store: storeOn(db, database), database };
}

function open(file: string): DatabaseSync {
  let db: DatabaseSync | undefined;
  try {
    mkdirSync(dirname(file), { recursive: true });
    db = new DatabaseSync(file, { timeout: lockWaitMs });
    db.exec('PRAGMA locking_mode = EXCLUSIVE');
    db.exec('PRAGMA journal_mode = WAL');
    db.exec('PRAGMA synchronous = FULL');
    db.exec('PRAGMA foreign_keys = ON');
    db.exec('BEGIN IMMEDIATE; COMMIT');
    return db;
  } catch (error) {
    db?.close();
    throw new StartError(whyClosed(file, error), { cause: error });
  }
}

function whyClosed(file: string, error: unknown): string {
  switch (sqliteCode(error)) {
    case 5:
    case 6:
      return `Another server is already running on the data folder ${dirname(file)}. Stop it, or set DATA_DIR to another folder.`;
    case 11:
    case 26:
      return `${file} is damaged or is no Fourstep database.`;
    default: {
      return `The data folder ${dirname(file)} cannot be written (${messageOf(error)}). Change its permissions, or set DATA_DIR to another folder.`;
    }
  }
}

function storeOn(db: DatabaseSync, database: Kysely<Tables>): Store {
  const writer = new SqliteWriter(db, database);
  return {
    kind: 'sqlite',
    ...queriesOf(database),
    create: (interview) => writer.create(interview),
    append: (append) => writer.append(append),
    async close() {
      writer.flush();
      // Kysely closes the file only if it was ever used through Kysely; the migrations made sure of that.
      await database.destroy();
    },
  };
}
