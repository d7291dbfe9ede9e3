// What the stores ask and write in single statements, through Kysely, so that one text serves every
// database. Writes that must be atomic together are each store's own.
import { sql } from 'kysely';
import type { Kysely, Selectable } from 'kysely';
import type { Role } from '#domain/protocol.ts';
import { besideQueriesOf } from './beside-queries.ts';
import { interviewOf } from './list-queries.ts';
import type { Tables } from './schema.ts';
import { appointmentQueriesOf } from './appointment-store.ts';
import { practiceQueriesOf } from './practice-store.ts';
import { pairingQueriesOf } from './pairing-queries.ts';
import { queueQueriesOf } from './queue-queries.ts';
import { recordingQueriesOf } from './recording-queries.ts';
import { shareQueriesOf } from './share-queries.ts';
import { unclaimedPrefix } from './store.ts';
import type { InterviewRow, NewFile, OutcomeQueries, Seat, Store, StoredFile } from './store.ts';

type Elsewhere =
  | ('kind' | 'create' | 'append' | 'close' | 'listFor' | 'giveUpSeat' | 'rewriteEntries')
  | ('addSecond' | 'keepQueue' | 'forgetUser')
  | keyof OutcomeQueries;
type Queries = Omit<Store, Elsewhere>;

export function queriesOf(db: Kysely<Tables>): Queries {
  return {
    interview: (interviewId) => interview(db, interviewId),
    ...recordingQueriesOf(db),
    nextDue: (except = []) => nextDue(db, except),
    inviteRole: (interviewId, tokenHash) => inviteRole(db, interviewId, tokenHash),
    seats: (interviewId) => seats(db, interviewId),
    seatsOf: (userId) => seatsOf(db, userId),
    seatOf: (interviewId, userId) => seatOf(db, interviewId, userId),
    takeSeat: (seat, observersAtMost) => takeSeat(db, seat, observersAtMost),
    giveBackSeat: (interviewId, participantId) => giveBackSeat(db, interviewId, participantId),
    claimSeat: (interviewId, role, userId) => claimSeat(db, interviewId, role, userId),
    putFile: (file, atMost) => putFile(db, file, atMost),
    hasFile: (interviewId, hash) => hasFile(db, interviewId, hash),
    file: (interviewId, hash) => file(db, interviewId, hash),
    ...shareQueriesOf(db),
    ...pairingQueriesOf(db),
    ...queueQueriesOf(db),
    ...appointmentQueriesOf(db),
    ...practiceQueriesOf(db),
    ...besideQueriesOf(db),
  };
}

async function interview(db: Kysely<Tables>, id: string): Promise<InterviewRow | null> {
  const row = await db.selectFrom('interviews').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? interviewOf(row) : null;
}

async function nextDue(
  db: Kysely<Tables>,
  except: readonly string[],
): Promise<{ interviewId: string; at: number } | null> {
  const row = await db
    .selectFrom('interviews')
    .select(['id', 'due_at'])
    .where('due_at', 'is not', null)
    .$if(except.length > 0, (query) => query.where('id', 'not in', except))
    .orderBy('due_at')
    .limit(1)
    .executeTakeFirst();
  return row ? { interviewId: row.id, at: Number(row.due_at) } : null;
}

async function inviteRole(db: Kysely<Tables>, interviewId: string, tokenHash: string): Promise<Role | null> {
  const row = await db
    .selectFrom('invites')
    .select('role')
    .where('interview_id', '=', interviewId)
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst();
  return (row?.role as Role | undefined) ?? null;
}

async function seats(db: Kysely<Tables>, interviewId: string): Promise<Seat[]> {
  const rows = await db
    .selectFrom('participants')
    .selectAll()
    .where('interview_id', '=', interviewId)
    .execute();
  return rows.map(seatOfRow);
}

async function seatsOf(db: Kysely<Tables>, userId: string): Promise<Seat[]> {
  const rows = await db.selectFrom('participants').selectAll().where('user_id', '=', userId).execute();
  return rows.map(seatOfRow);
}

async function seatOf(db: Kysely<Tables>, interviewId: string, userId: string): Promise<Seat | null> {
  const row = await db
    .selectFrom('participants')
    .selectAll()
    .where('interview_id', '=', interviewId)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return row ? seatOfRow(row) : null;
}

async function takeSeat(
  db: Kysely<Tables>,
  seat: Seat,
  observersAtMost: number,
): Promise<Seat | 'taken' | 'full'> {
  const { interviewId, role, userId } = seat;
  const row = seatRow(seat);
  const observers = sql`(select count(*) from participants where interview_id = ${interviewId} and role = 'observer')`;
  // One statement counts and inserts, so that a crowd at once is no more than the limit. Both unique indexes
  // count too: whoever is second inserts nothing and is told below which one it was.
  await sql`
    insert into participants (${sql.join(Object.keys(row).map((column) => sql.ref(column)))})
    select ${sql.join(Object.values(row))}
    where ${role} <> 'observer' or ${observers} < ${observersAtMost}
    on conflict do nothing`.execute(db);
  return (await seatOf(db, interviewId, userId)) ?? (role === 'observer' ? 'full' : 'taken');
}

async function giveBackSeat(db: Kysely<Tables>, interviewId: string, participantId: string): Promise<void> {
  await db
    .deleteFrom('participants')
    .where('interview_id', '=', interviewId)
    .where('id', '=', participantId)
    .execute();
}

async function claimSeat(
  db: Kysely<Tables>,
  interviewId: string,
  role: Role,
  userId: string,
): Promise<Seat | null> {
  // The condition on the old user makes two claims at once one claim.
  await db
    .updateTable('participants')
    .set({ user_id: userId })
    .where('interview_id', '=', interviewId)
    .where('role', '=', role)
    .where('user_id', 'like', `${unclaimedPrefix}%`)
    .execute();
  const seat = await seatOf(db, interviewId, userId);
  return seat?.role === role ? seat : null;
}

async function putFile(db: Kysely<Tables>, file: NewFile, atMost: number): Promise<'kept' | 'full'> {
  if (await hasFile(db, file.interviewId, file.hash)) return 'kept';
  const { count } = await db
    .selectFrom('files')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('interview_id', '=', file.interviewId)
    .where('uploaded_by', '=', file.uploadedBy)
    .executeTakeFirstOrThrow();
  if (Number(count) >= atMost) return 'full';
  await db
    .insertInto('files')
    .values({
      interview_id: file.interviewId,
      hash: file.hash,
      mime: file.mime,
      size: file.bytes.byteLength,
      bytes: file.bytes,
      uploaded_by: file.uploadedBy,
      created_at: file.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return 'kept';
}

async function hasFile(db: Kysely<Tables>, interviewId: string, hash: string): Promise<boolean> {
  const row = await db
    .selectFrom('files')
    .select('size')
    .where('interview_id', '=', interviewId)
    .where('hash', '=', hash)
    .executeTakeFirst();
  return row !== undefined;
}

async function file(db: Kysely<Tables>, interviewId: string, hash: string): Promise<StoredFile | null> {
  const row = await db
    .selectFrom('files')
    .select(['hash', 'mime', 'bytes'])
    .where('interview_id', '=', interviewId)
    .where('hash', '=', hash)
    .executeTakeFirst();
  return row ?? null;
}

function seatOfRow(row: Selectable<Tables['participants']>): Seat {
  return {
    participantId: row.id,
    interviewId: row.interview_id,
    userId: row.user_id,
    role: row.role as Role,
    name: row.name,
    isHost: row.is_host === 1,
  };
}

export function seatRow(seat: Seat): Tables['participants'] {
  return {
    id: seat.participantId,
    interview_id: seat.interviewId,
    user_id: seat.userId,
    role: seat.role,
    name: seat.name,
    is_host: seat.isHost ? 1 : 0,
  };
}
