// How people leave: giving up seats, and what goes with the last one. Each statement leaves the data sound by
// itself, so a crash between two of them is mended by asking again.
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { seatOfRow } from './queries.ts';
import type { Tables } from './schema.ts';
import { givenUpPrefix, unclaimedPrefix } from './store.ts';
import type { LeaveQueries } from './store.ts';

export function leaveQueriesOf(db: Kysely<Tables>): LeaveQueries {
  return {
    async seatsOf(userId) {
      const rows = await db.selectFrom('participants').selectAll().where('user_id', '=', userId).execute();
      return rows.map(seatOfRow);
    },
    async giveUpSeat(interviewId, participantId) {
      await db.deleteFrom('shares').where('participant_id', '=', participantId).execute();
      await db
        .updateTable('participants')
        .set({ user_id: `${givenUpPrefix}${participantId}` })
        .where('interview_id', '=', interviewId)
        .where('id', '=', participantId)
        .execute();
      const chain = await chainOf(db, interviewId);
      if (!(await deleteUnlessHeld(db, interviewId))) return 'given_up';
      // What a crash would leave behind here belongs to no interview any more and is never read.
      for (const { id } of chain) await db.deleteFrom('entries').where('id', '=', id).execute();
      return 'deleted';
    },
    async rewriteEntries(interviewId, entries) {
      const ids = new Map((await chainOf(db, interviewId)).map(({ id, seq }) => [seq, id]));
      for (const entry of entries)
        await db
          .updateTable('entries')
          .set({ body: JSON.stringify(entry) })
          .where('id', '=', ids.get(entry.seq) ?? -1)
          .execute();
    },
  };
}

/** Where an interview's entries are, from the newest back. */
async function chainOf(db: Kysely<Tables>, interviewId: string): Promise<{ id: number; seq: number }[]> {
  const { rows } = await sql<{ id: number; seq: number }>`
    with recursive chain (id, seq, previous) as (
      select entries.id, entries.seq, entries.previous
        from interviews join entries on entries.id = interviews.last_entry where interviews.id = ${interviewId}
      union all
      select entries.id, entries.seq, entries.previous from chain join entries on entries.id = chain.previous
    ) select id, seq from chain`.execute(db);
  return rows;
}

/** One statement asks and deletes, so that of two who leave at once the second takes the interview along.
 * Observers hold nothing: what was drawn and said is the raters'. */
async function deleteUnlessHeld(db: Kysely<Tables>, interviewId: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('interviews')
    .where('id', '=', interviewId)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('participants')
            .select('participants.id')
            .where('participants.interview_id', '=', interviewId)
            .where('participants.role', 'in', ['interviewer', 'candidate'])
            .where('participants.user_id', 'not like', `${givenUpPrefix}%`)
            .where('participants.user_id', 'not like', `${unclaimedPrefix}%`),
        ),
      ),
    )
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
