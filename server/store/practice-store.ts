// What somebody practised in drills, and the day of their real interview. About nobody else, and gone with them.
import type { Kysely } from 'kysely';
import type { DrillResult } from '#domain/drills.ts';
import type { Tables } from './schema.ts';

export type PracticeTables = {
  drill_results: { id: string; user_id: string; at: number; body: string };
  practice_settings: { user_id: string; interview_at: number | null };
};

export async function makePractice(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('drill_results')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('user_id', 'text', (c) => c.notNull().references('user.id').onDelete('cascade'))
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('drill_results_of').on('drill_results').columns(['user_id', 'at']).execute();
  await db.schema
    .createTable('practice_settings')
    .addColumn('user_id', 'text', (c) => c.primaryKey().references('user.id').onDelete('cascade'))
    .addColumn('interview_at', 'bigint')
    .execute();
}

export type PracticeStore = {
  /** Older ones than are looked at are forgotten. */
  addDrill(userId: string, id: string, result: DrillResult): Promise<void>;
  /** Latest first, as many as are looked at. */
  drillsOf(userId: string): Promise<DrillResult[]>;
  /** The day of the real interview in epoch ms, or null. */
  interviewDayOf(userId: string): Promise<number | null>;
  setInterviewDay(userId: string, at: number | null): Promise<void>;
};

const lookedAt = 300;

export function practiceQueriesOf(db: Kysely<Tables>): PracticeStore {
  return {
    async addDrill(userId, id, result) {
      const row = { id, user_id: userId, at: result.at, body: JSON.stringify(result) };
      await db.insertInto('drill_results').values(row).execute();
      const kept = db.selectFrom('drill_results').select('id').where('user_id', '=', userId);
      await db
        .deleteFrom('drill_results')
        .where('user_id', '=', userId)
        .where('id', 'not in', kept.orderBy('at', 'desc').limit(lookedAt))
        .execute();
    },
    async drillsOf(userId) {
      const rows = await db
        .selectFrom('drill_results')
        .select('body')
        .where('user_id', '=', userId)
        .orderBy('at', 'desc')
        .limit(lookedAt)
        .execute();
      return rows.map(({ body }) => JSON.parse(body) as DrillResult);
    },
    async interviewDayOf(userId) {
      const row = await db
        .selectFrom('practice_settings')
        .select('interview_at')
        .where('user_id', '=', userId)
        .executeTakeFirst();
      return row?.interview_at == null ? null : Number(row.interview_at);
    },
    async setInterviewDay(userId, at) {
      await db
        .insertInto('practice_settings')
        .values({ user_id: userId, interview_at: at })
        .onConflict((conflict) => conflict.column('user_id').doUpdateSet({ interview_at: at }))
        .execute();
    },
  };
}
