// Kysely on Node's built-in SQLite. Kysely's own dialect expects another driver's statements; this is the
// difference between the two, and nothing else.
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { SqliteAdapter, SqliteDialect } from 'kysely';
import { StoreError } from './store.ts';

export class NodeSqliteDialect extends SqliteDialect {
  constructor(db: DatabaseSync) {
    super({
      database: {
        close: () => db.close(),
        prepare(sql) {
          const statement = db.prepare(sql);
          const values = (parameters: readonly unknown[]) => parameters as SQLInputValue[];
          return {
            reader: statement.columns().length > 0,
            all: (parameters) => telling(() => statement.all(...values(parameters))),
            run: (parameters) => telling(() => statement.run(...values(parameters))),
            iterate: (parameters) => statement.iterate(...values(parameters)),
          };
        },
      },
    });
  }

  override createAdapter() {
    return new TransactionalAdapter();
  }
}

/** SQLite rolls back CREATE TABLE like anything else, so a migration that fails half-way leaves nothing. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl() {
    return true;
  }
}

/** Busy, locked, no memory, read-only, I/O error, damaged, full, cannot be opened, no database. */
const troubles = [5, 6, 7, 8, 10, 11, 13, 14, 26];

/** Trouble with the disk is told as the store's own, whoever asked; a wrong statement stays what it is. */
function telling<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const code = sqliteCode(error);
    if (code === undefined || !troubles.includes(code)) throw error;
    throw new StoreError('failed', error);
  }
}

/** SQLite's primary result code (5 busy, 13 full, 19 constraint ...), or undefined for other errors. */
export function sqliteCode(error: unknown): number | undefined {
  if (!(error instanceof Error && 'errcode' in error && typeof error.errcode === 'number')) return undefined;
  return error.errcode & 0xff;
}
