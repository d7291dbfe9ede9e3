// How people leave: giving up seats, and what goes with the last one. Each statement leaves the data sound by
// itself, so a crash between two of them is mended by asking again.
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
      return (await deleteUnlessHeld(db, interviewId)) ? 'deleted' : 'given_up';
    },
    async rewriteEntries(interviewId, entries) {
      for (const entry of entries)
        await db
          .updateTable('entries')
          .set({ body: JSON.stringify(entry) })
          .where('interview_id', '=', interviewId)
          .where('seq', '=', entry.seq)
          .execute();
    },
  };
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
