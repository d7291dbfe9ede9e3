// A recording as the stores read it: along its chain from the newest entry back, and what it takes on the disk.
import { setImmediate as othersTurn } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Entry } from '#domain/recording.ts';
import type { Tables } from './schema.ts';
import type { RecordedBytes, Store } from './store.ts';

export function recordingQueriesOf(
  db: Kysely<Tables>,
): Pick<Store, 'entries' | 'readable' | 'recordedBytes'> {
  return {
    entries: (interviewId, afterSeq = 0) => entries(db, interviewId, afterSeq),
    readable: (interviewId) => readable(db, interviewId),
    recordedBytes: (interviewId) => recordedBytes(db, interviewId),
  };
}

type Row = { seq: number; previous: number | null; body: string };

/** So many are read at a time, a millisecond or two of work: a long recording must not hold up the rooms that are live. */
const pageLength = 250;

/** From the newest back to `afterSeq`. What is appended meanwhile is not among them. */
async function* chain(db: Kysely<Tables>, interviewId: string, afterSeq: number): AsyncGenerator<Row[]> {
  const interview = db.selectFrom('interviews').select('last_entry').where('id', '=', interviewId);
  let next = (await interview.executeTakeFirst())?.last_entry ?? null;
  while (next !== null) {
    const page: Row[] = await linked(db, next, afterSeq);
    yield page;
    next = page.length < pageLength ? null : (page.at(-1)?.previous ?? null);
    if (next !== null) await othersTurn();
  }
}

async function linked(db: Kysely<Tables>, newest: number, afterSeq: number): Promise<Row[]> {
  const { rows } = await sql<Row>`
    with recursive chain (seq, previous, body) as (
      select seq, previous, body from entries where id = ${newest} and seq > ${afterSeq}
      union all
      select entries.seq, entries.previous, entries.body
        from chain join entries on entries.id = chain.previous where entries.seq > ${afterSeq}
      limit ${pageLength}
    ) select seq, previous, body from chain`.execute(db);
  return rows;
}

async function entries(db: Kysely<Tables>, interviewId: string, afterSeq: number): Promise<Entry[]> {
  const found: Entry[] = [];
  for await (const page of chain(db, interviewId, afterSeq))
    for (const { body } of page) found.push(JSON.parse(body) as Entry);
  return found.reverse();
}

async function readable(
  db: Kysely<Tables>,
  interviewId: string,
): Promise<{ entries: Entry[]; lastSeq: number }> {
  let rows: Pick<Row, 'seq' | 'body'>[] = [];
  for await (const page of chain(db, interviewId, 0)) rows = rows.concat(page);
  rows.reverse();
  // A link is missing: what stands before it is found by reading every entry there is.
  if (rows[0] && Number(rows[0].seq) > 1) rows = await scattered(db, interviewId);
  return {
    entries: rows.flatMap(({ seq, body }) => entryIn(body, Number(seq)) ?? []),
    lastSeq: Number(rows.at(-1)?.seq ?? 0),
  };
}

function scattered(db: Kysely<Tables>, interviewId: string): Promise<Pick<Row, 'seq' | 'body'>[]> {
  return db
    .selectFrom('entries')
    .select(['seq', 'body'])
    .where('interview_id', '=', interviewId)
    .orderBy('seq')
    .execute();
}

/** Along the chain, as `chain`; but a length is read without its text. */
async function recordedBytes(db: Kysely<Tables>, interviewId: string): Promise<RecordedBytes> {
  const { rows } = await sql<RecordedBytes>`
    with recursive chain (previous, bytes) as (
      select entries.previous, octet_length(entries.body)
        from interviews join entries on entries.id = interviews.last_entry
        where interviews.id = ${interviewId}
      union all
      select entries.previous, octet_length(entries.body)
        from chain join entries on entries.id = chain.previous
    ) select (select coalesce(sum(bytes), 0) from chain) as entries,
      (select coalesce(sum(size), 0) from files where interview_id = ${interviewId}) as files`.execute(db);
  return { entries: Number(rows[0]?.entries ?? 0), files: Number(rows[0]?.files ?? 0) };
}

/** Null for what is no entry any more. */
function entryIn(body: string, seq: number): Entry | null {
  try {
    const entry = JSON.parse(body) as Partial<Entry> | null;
    const isWhole = entry?.seq === seq && Number.isFinite(entry.at) && typeof entry.by === 'string';
    return isWhole ? (entry as Entry) : null;
  } catch {
    return null;
  }
}
