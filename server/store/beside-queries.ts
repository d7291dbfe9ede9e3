// What stands beside recordings in the store, through Kysely: comments, and who came and went. It knows nothing of
// who may write or read them.
import { sql } from 'kysely';
import type { Kysely, Selectable } from 'kysely';
import type { Coming } from '#domain/attendance.ts';
import type { Comment } from '#domain/comment.ts';
import type { Tables } from './schema.ts';
import type { Store } from './store.ts';

type Comments = Pick<Store, 'addComment' | 'comments' | 'removeComment'>;
type Comings = Pick<Store, 'addComing' | 'comings'>;

export const besideQueriesOf = (db: Kysely<Tables>): Comments & Comings => ({
  ...commentQueriesOf(db),
  ...comingQueriesOf(db),
});

function commentQueriesOf(db: Kysely<Tables>): Comments {
  return {
    async addComment(interviewId, comment, atMost) {
      const { count } = await db
        .selectFrom('comments')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('interview_id', '=', interviewId)
        .where('participant_id', '=', comment.by)
        .executeTakeFirstOrThrow();
      if (Number(count) >= atMost) return 'full';
      await db.insertInto('comments').values(rowOf(interviewId, comment)).execute();
      return 'added';
    },
    async comments(interviewId) {
      const rows = await db
        .selectFrom('comments')
        .selectAll()
        .where('interview_id', '=', interviewId)
        .orderBy('pinned_at')
        .orderBy('written_at')
        .execute();
      return rows.map(commentOf);
    },
    async removeComment(participantId, commentId) {
      const { numDeletedRows } = await db
        .deleteFrom('comments')
        .where('participant_id', '=', participantId)
        .where('id', '=', commentId)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },
  };
}

function comingQueriesOf(db: Kysely<Tables>): Comings {
  return {
    async addComing(interviewId, { participantId, at, isHere }, atMost) {
      await sql`insert into attendance (interview_id, participant_id, at, is_here)
        select ${interviewId}, ${participantId}, ${at}, ${isHere ? 1 : 0}
        where exists (select 1 from participants where id = ${participantId})
          and (select count(*) from attendance where interview_id = ${interviewId}) < ${atMost}`.execute(db);
    },
    async comings(interviewId) {
      const rows = await db
        .selectFrom('attendance')
        .selectAll()
        .where('interview_id', '=', interviewId)
        .orderBy('at')
        .execute();
      return rows.map((row): Coming => ({
        participantId: row.participant_id,
        at: Number(row.at),
        isHere: row.is_here === 1,
      }));
    },
  };
}

function rowOf(interviewId: string, { id, by, pinnedAt, text, writtenAt }: Comment): Tables['comments'] {
  return {
    ...{ id, interview_id: interviewId, participant_id: by },
    ...{ pinned_at: pinnedAt, text, written_at: writtenAt },
  };
}

function commentOf(row: Selectable<Tables['comments']>): Comment {
  return {
    id: row.id,
    by: row.participant_id,
    pinnedAt: Number(row.pinned_at),
    text: row.text,
    writtenAt: Number(row.written_at),
  };
}
