// Lists of somebody's interviews, through Kysely: rows alone, no recording is read.
import type { ExpressionBuilder, Kysely, Selectable } from 'kysely';
import type { Role } from '#domain/protocol.ts';
import type { Tables } from './schema.ts';
import { givenUpPrefix, unclaimedPrefix } from './store.ts';
import type { InterviewRow, ListedInterview } from './store.ts';

const longestList = 500;

/** Newest first. */
export async function listFor(db: Kysely<Tables>, userId: string): Promise<ListedInterview[]> {
  return listed(db, (query) => query.where('mine.user_id', '=', userId).limit(longestList));
}

/** Somebody's list, newest first; `narrowed` says whose and which. */
export async function listed(
  db: Kysely<Tables>,
  narrowed: (query: ReturnType<typeof linesIn>) => ReturnType<typeof linesIn>,
): Promise<ListedInterview[]> {
  const rows = await narrowed(linesIn(db)).execute();
  return rows.map((row) => ({
    ...interviewOf(row),
    role: row.role as Role,
    partnerName: row.partner ?? null,
    isShared: row.holder !== null,
  }));
}

function linesIn(db: Kysely<Tables>) {
  type Joined = ExpressionBuilder<Tables & { mine: Tables['participants'] }, 'interviews' | 'mine'>;
  const otherRater = (eb: Joined) =>
    eb
      .selectFrom('participants as other')
      .whereRef('other.interview_id', '=', 'interviews.id')
      .whereRef('other.id', '!=', 'mine.id')
      .where('other.role', '!=', 'observer')
      .orderBy('other.role')
      .limit(1);
  return db
    .selectFrom('participants as mine')
    .innerJoin('interviews', 'interviews.id', 'mine.interview_id')
    .selectAll('interviews')
    .select('mine.role')
    .select((eb) =>
      otherRater(eb as never)
        .select('other.name')
        .as('partner'),
    )
    .select((eb) =>
      otherRater(eb as never)
        .select('other.id')
        .where('other.user_id', 'not like', `${givenUpPrefix}%`)
        .where('other.user_id', 'not like', `${unclaimedPrefix}%`)
        .as('holder'),
    )
    .orderBy('interviews.created_at', 'desc');
}

/** PostgreSQL answers a bigint as text, SQLite as a number. */
const numberOrNull = (value: number | null) => (value === null ? null : Number(value));

export function interviewOf(row: Selectable<Tables['interviews']>): InterviewRow {
  return {
    id: row.id,
    title: row.title,
    formatTitle: row.format_title,
    level: row.level,
    stage: row.stage,
    createdAt: Number(row.created_at),
    startedAt: numberOrNull(row.started_at),
    endedAt: numberOrNull(row.ended_at),
    lastAt: Number(row.last_at),
    dueAt: numberOrNull(row.due_at),
  };
}
