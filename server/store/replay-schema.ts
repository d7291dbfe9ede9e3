// The tables of what stands beside a recording and is no part of it: comments pinned to its moments, and who was
// there when. Also whether a share link lets its reader see the replay.
import { sql } from 'kysely';
import type { Kysely } from 'kysely';

export type ReplayTables = {
  comments: {
    id: string;
    interview_id: string;
    participant_id: string;
    pinned_at: number;
    text: string;
    written_at: number;
  };
  attendance: { interview_id: string; participant_id: string; at: number; is_here: number };
};

export async function makeBesideRecordings(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('comments')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('interview_id', 'text', (c) => c.notNull().references('interviews.id').onDelete('cascade'))
    .addColumn('participant_id', 'text', (c) => c.notNull().references('participants.id').onDelete('cascade'))
    .addColumn('pinned_at', 'bigint', (c) => c.notNull())
    .addColumn('text', 'text', (c) => c.notNull())
    .addColumn('written_at', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema
    .createIndex('comments_interview')
    .on('comments')
    .columns(['interview_id', 'participant_id'])
    .execute();
  await db.schema
    .createTable('attendance')
    .addColumn('interview_id', 'text', (c) => c.notNull().references('interviews.id').onDelete('cascade'))
    .addColumn('participant_id', 'text', (c) => c.notNull().references('participants.id').onDelete('cascade'))
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('is_here', 'integer', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('attendance_interview').on('attendance').column('interview_id').execute();
  await sql`alter table shares add column with_replay integer not null default 0`.execute(db);
}
