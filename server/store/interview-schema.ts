// The tables of interviews: their rows, seats and invite links, their recordings and files, and the links they are
// shared by.
import { sql } from 'kysely';
import type { Kysely } from 'kysely';

export type InterviewTables = {
  interviews: {
    id: string;
    title: string;
    format_title: string;
    level: string;
    stage: string;
    created_at: number;
    started_at: number | null;
    ended_at: number | null;
    last_at: number;
    due_at: number | null;
    /** The newest entry of the recording: its `seq` and its id. */
    last_seq: number;
    last_entry: number | null;
    asked_question: string | null;
  };
  participants: {
    id: string;
    interview_id: string;
    user_id: string;
    role: string;
    name: string;
    is_host: number;
  };
  invites: { interview_id: string; role: string; token_hash: string };
  /** In the order they came, of all interviews mixed. An interview's own hang together by `previous`. */
  entries: { id: number; interview_id: string; seq: number; previous: number | null; body: string };
  files: {
    interview_id: string;
    hash: string;
    mime: string;
    size: number;
    bytes: Uint8Array;
    uploaded_by: string;
    created_at: number;
  };
  shares: {
    id: string;
    interview_id: string;
    participant_id: string;
    token_hash: string;
    with_names: number;
    with_replay: number;
    created_at: number;
    expires_at: number | null;
  };
};

export async function makeInterviews(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('interviews')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('title', 'text', (c) => c.notNull())
    .addColumn('format_title', 'text', (c) => c.notNull())
    .addColumn('level', 'text', (c) => c.notNull())
    .addColumn('stage', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('started_at', 'bigint')
    .addColumn('ended_at', 'bigint')
    .addColumn('last_at', 'bigint', (c) => c.notNull())
    .addColumn('due_at', 'bigint')
    .execute();
  await db.schema.createIndex('interviews_due').on('interviews').column('due_at').execute();
}

export async function makeSeats(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('participants')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('interview_id', 'text', (c) => c.notNull().references('interviews.id').onDelete('cascade'))
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('role', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('is_host', 'integer', (c) => c.notNull())
    .addUniqueConstraint('participants_one_seat_each', ['interview_id', 'user_id'])
    .execute();
  await db.schema.createIndex('participants_user').on('participants').column('user_id').execute();
  // Of two who open one link at the same moment, this index decides who sits.
  await db.schema
    .createIndex('participants_one_rater_each')
    .on('participants')
    .columns(['interview_id', 'role'])
    .unique()
    .where(sql.ref('role'), 'in', ['interviewer', 'candidate'])
    .execute();
  await db.schema
    .createTable('invites')
    .addColumn('interview_id', 'text', (c) => c.notNull().references('interviews.id').onDelete('cascade'))
    .addColumn('role', 'text', (c) => c.notNull())
    .addColumn('token_hash', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('invites_key', ['interview_id', 'role'])
    .execute();
}

export async function makeRecordings(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('entries')
    .addColumn('interview_id', 'text', (c) => c.notNull().references('interviews.id').onDelete('cascade'))
    .addColumn('seq', 'integer', (c) => c.notNull())
    .addColumn('client_id', 'text')
    .addColumn('client_seq', 'bigint')
    .addColumn('body', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('entries_key', ['interview_id', 'seq'])
    .addUniqueConstraint('entries_once', ['interview_id', 'client_id', 'client_seq'])
    .execute();
  await db.schema
    .createTable('files')
    .addColumn('interview_id', 'text', (c) => c.notNull().references('interviews.id').onDelete('cascade'))
    .addColumn('hash', 'text', (c) => c.notNull())
    .addColumn('mime', 'text', (c) => c.notNull())
    .addColumn('size', 'integer', (c) => c.notNull())
    .addColumn('bytes', 'blob', (c) => c.notNull())
    .addColumn('uploaded_by', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('files_key', ['interview_id', 'hash'])
    .execute();
}

/** An index has a page of its own for every interview, and a busy server wrote them all again and again: five times
 * the work of the entries themselves. So entries have no index: each knows the one before it, and the interview's row
 * the newest, which is also what an append has to follow. */
export async function chainRecordings(db: Kysely<unknown>): Promise<void> {
  await sql`alter table interviews add column last_seq integer not null default 0`.execute(db);
  await sql`alter table interviews add column last_entry integer`.execute(db);
  await sql`update interviews set
    last_seq = coalesce((select max(seq) from entries where interview_id = interviews.id), 0),
    last_entry = (select rowid from entries where interview_id = interviews.id order by seq desc limit 1)`.execute(
    db,
  );
  await db.schema
    .createTable('chained')
    .addColumn('id', 'integer', (c) => c.primaryKey())
    // No reference: without an index it would read every entry there is when one interview is deleted.
    .addColumn('interview_id', 'text', (c) => c.notNull())
    .addColumn('seq', 'integer', (c) => c.notNull())
    .addColumn('previous', 'integer')
    .addColumn('body', 'text', (c) => c.notNull())
    .execute();
  await sql`insert into chained
    select rowid, interview_id, seq, lag(rowid) over (partition by interview_id order by seq), body
    from entries order by rowid`.execute(db);
  await db.schema.dropTable('entries').execute();
  await sql`alter table chained rename to entries`.execute(db);
}

export async function makeShares(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('shares')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('interview_id', 'text', (c) => c.notNull().references('interviews.id').onDelete('cascade'))
    .addColumn('participant_id', 'text', (c) => c.notNull().references('participants.id').onDelete('cascade'))
    .addColumn('token_hash', 'text', (c) => c.notNull())
    .addColumn('with_names', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint')
    .execute();
  await db.schema
    .createIndex('shares_token')
    .on('shares')
    .columns(['interview_id', 'token_hash'])
    .unique()
    .execute();
}
