// The tables of pairings, and what of an interview is asked to find a question nobody of a pair has had.
import { sql } from 'kysely';
import type { Kysely } from 'kysely';

export type PairingTables = {
  /** `starts_at`: when both are expected; null where they are in one room already. */
  pairings: { id: string; kind: string; break_ms: number; created_at: number; starts_at: number | null };
  /** The two of a pairing that was made for strangers or for a time: whether they came. */
  pairing_people: {
    pairing_id: string;
    user_id: string;
    alias: string;
    level: string;
    came_at: number | null;
    missed_at: number | null;
    /** The other says that they had agreed otherwise: what was missed counts for nothing. */
    is_excused: number;
  };
  /** Which interviews a pairing consists of: position 1, and 2 once it is made. */
  paired_interviews: { interview_id: string; pairing_id: string; position: number };
  /** Who wants the second interview before the first has come to its reveal. */
  swap_offers: { interview_id: string; user_id: string; at: number };
};

export async function makePairings(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('pairings')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('break_ms', 'bigint', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('starts_at', 'bigint')
    .execute();
  // Of two who swap at the same moment, these two keys decide that there is one second interview.
  await db.schema
    .createTable('paired_interviews')
    .addColumn('interview_id', 'text', (c) => c.primaryKey())
    .addColumn('pairing_id', 'text', (c) => c.notNull().references('pairings.id').onDelete('cascade'))
    .addColumn('position', 'integer', (c) => c.notNull())
    .addUniqueConstraint('paired_interviews_place', ['pairing_id', 'position'])
    .execute();
  await db.schema
    .createTable('swap_offers')
    .addColumn('interview_id', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('swap_offers_key', ['interview_id', 'user_id'])
    .execute();
}

export async function makePairingPeople(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('pairing_people')
    .addColumn('pairing_id', 'text', (c) => c.notNull().references('pairings.id').onDelete('cascade'))
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('alias', 'text', (c) => c.notNull())
    .addColumn('level', 'text', (c) => c.notNull())
    .addColumn('came_at', 'bigint')
    .addColumn('missed_at', 'bigint')
    .addColumn('is_excused', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('pairing_people_key', ['pairing_id', 'user_id'])
    .execute();
  await db.schema.createIndex('pairing_people_user').on('pairing_people').column('user_id').execute();
}

/** The first entry of a recording holds its question; read once, for all there are. */
export async function nameQuestions(db: Kysely<unknown>): Promise<void> {
  await sql`alter table interviews add column asked_question text`.execute(db);
  await sql`create temp table asked as
    select interview_id, coalesce(json_extract(body, '$.question.id'), json_extract(body, '$.snapshot.question.id')) as id
    from entries where seq = 1 and json_valid(body)`.execute(db);
  await sql`create index temp.asked_interview on asked (interview_id)`.execute(db);
  await sql`update interviews set asked_question = (select id from asked where interview_id = interviews.id)`.execute(
    db,
  );
  await sql`drop table temp.asked`.execute(db);
}
