// The tables of the partner queue: who waits, how long others waited, and who does not want to meet whom.
import type { Kysely } from 'kysely';

export type QueueTables = {
  tickets: { user_id: string; since: number; body: string };
  /** Waits that are over, without names: what the estimate is made of. */
  waits: { format_id: string; entered_at: number; waited_ms: number; is_found: number };
  blocks: { user_id: string; other_id: string; at: number };
  reports: { id: string; by_user: string; about_user: string; pairing_id: string; text: string; at: number };
  contacts: { pairing_id: string; user_id: string; text: string };
};

export async function makeQueue(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('tickets')
    .addColumn('user_id', 'text', (c) => c.primaryKey())
    .addColumn('since', 'bigint', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('waits')
    .addColumn('format_id', 'text', (c) => c.notNull())
    .addColumn('entered_at', 'bigint', (c) => c.notNull())
    .addColumn('waited_ms', 'bigint', (c) => c.notNull())
    .addColumn('is_found', 'integer', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('waits_recent').on('waits').columns(['format_id', 'entered_at']).execute();
}

export async function makeManners(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('blocks')
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('other_id', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('blocks_key', ['user_id', 'other_id'])
    .execute();
  await db.schema.createIndex('blocks_other').on('blocks').column('other_id').execute();
  await db.schema
    .createTable('reports')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('by_user', 'text', (c) => c.notNull())
    .addColumn('about_user', 'text', (c) => c.notNull())
    .addColumn('pairing_id', 'text', (c) => c.notNull())
    .addColumn('text', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('contacts')
    .addColumn('pairing_id', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('text', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('contacts_key', ['pairing_id', 'user_id'])
    .execute();
}
