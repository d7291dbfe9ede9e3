// What is kept of finished interviews, through Kysely: the rows behind history and trends, and how their ids
// read. Rows are made here for every store, so that what one writes another reads.
import type { Kysely, Selectable } from 'kysely';
import type { Labels, Outcome } from '#domain/outcome.ts';
import type { Role } from '#domain/protocol.ts';
import { listed } from './queries.ts';
import type { OutcomeTables, Tables } from './schema.ts';
import type { ListedInterview, OutcomeQueries, PastInterview } from './store.ts';

/** SQLite binds 32,766 values at most; a page of a list is far below. */
const mostLines = 500;

export function outcomeQueriesOf(db: Kysely<Tables>): OutcomeQueries {
  return {
    pastOf: (userId) => pastOf(db, userId),
    linesOf: (userId, interviewIds) => linesOf(db, userId, interviewIds),
    labels: (keys) => labels(db, keys),
    withoutOutcome: (atMost) => withoutOutcome(db, atMost),
    async keepOutcome(interviewId, outcome, found) {
      // What a live room wrote meanwhile is newer than what was read from a recording.
      for (const row of labelRows(found))
        await db
          .insertInto('labels')
          .values(row)
          .onConflict((on) => on.doNothing())
          .execute();
      await db
        .insertInto('outcomes')
        .values(outcomeRow(interviewId, outcome))
        .onConflict((on) => on.doNothing())
        .execute();
    },
  };
}

async function pastOf(db: Kysely<Tables>, userId: string): Promise<PastInterview[]> {
  const rows = await db
    .selectFrom('participants as mine')
    .innerJoin('interviews', 'interviews.id', 'mine.interview_id')
    .leftJoin('outcomes', 'outcomes.interview_id', 'interviews.id')
    .select(['interviews.id', 'mine.role', 'interviews.level as interview_level', 'created_at'])
    .select(['interviews.started_at as began_at', 'outcomes.started_at', 'outcomes.level'])
    .select(['format_id', 'rubric', 'mode', 'question_id', 'body'])
    .where('mine.user_id', '=', userId)
    .execute();
  return rows.map((row) => ({
    interviewId: row.id,
    role: row.role as Role,
    level: row.interview_level,
    at: Number(row.began_at ?? row.created_at),
    outcome: outcomeOfRow({ ...row, interview_id: row.id }),
  }));
}

async function linesOf(
  db: Kysely<Tables>,
  userId: string,
  interviewIds: readonly string[],
): Promise<ListedInterview[]> {
  if (interviewIds.length === 0) return [];
  return listed(db, (query) =>
    query.where('mine.user_id', '=', userId).where('interviews.id', 'in', interviewIds.slice(0, mostLines)),
  );
}

async function labels(db: Kysely<Tables>, keys: readonly string[]): Promise<Labels> {
  const found: Labels = { rubrics: {}, formats: {}, questions: {} };
  if (keys.length === 0) return found;
  const rows = await db.selectFrom('labels').selectAll().where('key', 'in', keys).execute();
  for (const { key, body } of rows) {
    const [kind = '', ...id] = key.split(':');
    const group = found[kind as keyof Labels] as Record<string, unknown> | undefined;
    if (group) group[id.join(':')] = JSON.parse(body);
  }
  return found;
}

async function withoutOutcome(db: Kysely<Tables>, atMost: number): Promise<string[]> {
  const rows = await db
    .selectFrom('interviews')
    .leftJoin('outcomes', 'outcomes.interview_id', 'interviews.id')
    .select('interviews.id')
    .where('outcomes.interview_id', 'is', null)
    .where('interviews.stage', 'in', ['revealed', 'closed'])
    .orderBy('interviews.last_at', 'desc')
    .limit(atMost)
    .execute();
  return rows.map(({ id }) => id);
}

/** The row of an outcome; of none, so that nobody looks for it again, a row without contents. */
export function outcomeRow(interviewId: string, outcome: Outcome | null): OutcomeTables['outcomes'] {
  if (!outcome)
    return {
      ...{ interview_id: interviewId, started_at: null, format_id: null, level: null, rubric: null },
      ...{ mode: null, question_id: null, body: null },
    };
  const { interviewId: _id, startedAt, formatId, level, rubric, mode, questionId, ...rest } = outcome;
  return {
    interview_id: interviewId,
    started_at: startedAt,
    format_id: formatId,
    level,
    rubric,
    mode,
    question_id: questionId,
    body: JSON.stringify(rest),
  };
}

type OutcomeRow = Selectable<OutcomeTables['outcomes']>;
type Body = Omit<
  Outcome,
  'interviewId' | 'startedAt' | 'formatId' | 'level' | 'rubric' | 'mode' | 'questionId'
>;

function outcomeOfRow(row: OutcomeRow): Outcome | null {
  const { body, format_id: formatId, level, rubric, mode } = row;
  if (body === null || formatId === null || level === null || rubric === null || mode === null) return null;
  return {
    ...(JSON.parse(body) as Body),
    interviewId: row.interview_id,
    startedAt: Number(row.started_at),
    formatId,
    level,
    rubric,
    mode: mode === 'solo' ? 'solo' : 'observed',
    questionId: row.question_id,
  };
}

/** One row for each thing with a name, such as `rubrics:system-design@1`. */
export function labelRows(found: Labels | null | undefined): OutcomeTables['labels'][] {
  if (!found) return [];
  return (['rubrics', 'formats', 'questions'] as const).flatMap((kind) =>
    Object.entries(found[kind]).map(([id, label]) => ({
      key: `${kind}:${id}`,
      body: JSON.stringify(label),
    })),
  );
}
