// What is kept of finished interviews, through Kysely: the rows behind history and trends, and how their ids
// read. Rows are made here for every store, so that what one writes another reads.
import type { Kysely, Selectable } from 'kysely';
import type { Labels, Outcome, OutcomeHead } from '#domain/outcome.ts';
import type { Role } from '#domain/protocol.ts';
import { listed } from './list-queries.ts';
import type { OutcomeTables } from './outcome-schema.ts';
import type { Tables } from './schema.ts';
import type { ListedInterview, OutcomeQueries, PastInterview } from './store.ts';

export function outcomeQueriesOf(db: Kysely<Tables>): OutcomeQueries {
  return {
    pastOf: (userId) => pastOf(db, userId),
    outcomes: (interviewIds) => outcomes(db, interviewIds),
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
    .select(['interviews.id', 'mine.role', 'interviews.level as its_level', 'interviews.created_at'])
    .select(['interviews.started_at as began_at', 'outcomes.started_at', 'outcomes.level'])
    .select(['format_id', 'rubric', 'mode', 'question_id'])
    .where('mine.user_id', '=', userId)
    .execute();
  return rows.map((row) => ({
    interviewId: row.id,
    role: row.role as Role,
    level: row.its_level,
    at: Number(row.began_at ?? row.created_at),
    outcome: headOf(row.id, row),
  }));
}

/** SQLite binds 32,766 values at most. */
const mostAtOnce = 5_000;

async function outcomes(db: Kysely<Tables>, interviewIds: readonly string[]): Promise<Outcome[]> {
  const found: Outcome[] = [];
  for (let i = 0; i < interviewIds.length; i += mostAtOnce) {
    const rows = await db
      .selectFrom('outcomes')
      .selectAll()
      .where('interview_id', 'in', interviewIds.slice(i, i + mostAtOnce))
      .where('body', 'is not', null)
      .execute();
    for (const row of rows) {
      const head = headOf(row.interview_id, row);
      if (head && row.body !== null) found.push({ ...(JSON.parse(row.body) as Body), ...head });
    }
  }
  return found;
}

async function linesOf(
  db: Kysely<Tables>,
  userId: string,
  interviewIds: readonly string[],
): Promise<ListedInterview[]> {
  if (interviewIds.length === 0) return [];
  return listed(db, (query) =>
    query.where('mine.user_id', '=', userId).where('interviews.id', 'in', interviewIds),
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

type Body = Omit<Outcome, keyof OutcomeHead>;
type HeadRow = Pick<
  Selectable<OutcomeTables['outcomes']>,
  'started_at' | 'format_id' | 'level' | 'rubric' | 'mode' | 'question_id'
>;

/** Null where nothing is kept. Written out, because it is done thousands of times for one answer. */
function headOf(interviewId: string, row: Nullable<HeadRow>): OutcomeHead | null {
  const { format_id: formatId, level, rubric, mode } = row;
  if (formatId === null || level === null || rubric === null || mode === null) return null;
  return {
    interviewId,
    formatId,
    questionId: row.question_id,
    level,
    rubric,
    mode: mode === 'solo' ? 'solo' : 'observed',
    startedAt: Number(row.started_at),
  };
}

type Nullable<T> = { [Key in keyof T]: T[Key] | null };

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
