// The tables of what is kept of finished interviews, and the migration that makes them.
import type { Kysely } from 'kysely';

/** What is kept of finished interviews. Columns are null where an interview was looked at and nothing is kept. */
export type OutcomeTables = {
  outcomes: {
    interview_id: string;
    started_at: number | null;
    format_id: string | null;
    level: string | null;
    rubric: string | null;
    mode: string | null;
    question_id: string | null;
    /** The rest of the outcome as JSON. */
    body: string | null;
  };
  labels: { key: string; body: string };
};

export async function makeOutcomes(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('outcomes')
    .addColumn('interview_id', 'text', (c) => c.primaryKey().references('interviews.id').onDelete('cascade'))
    .addColumn('started_at', 'bigint')
    .addColumn('format_id', 'text')
    .addColumn('level', 'text')
    .addColumn('rubric', 'text')
    .addColumn('mode', 'text')
    .addColumn('question_id', 'text')
    .addColumn('body', 'text')
    .execute();
  await db.schema
    .createTable('labels')
    .addColumn('key', 'text', (c) => c.primaryKey())
    .addColumn('body', 'text', (c) => c.notNull())
    .execute();
}
