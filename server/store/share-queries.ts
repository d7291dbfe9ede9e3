// Share links in the store, through Kysely. A link is found by its token's hash only.
import type { Kysely, Selectable } from 'kysely';
import type { Tables } from './schema.ts';
import type { Share, Store } from './store.ts';

export function shareQueriesOf(
  db: Kysely<Tables>,
): Pick<Store, 'addShare' | 'shares' | 'shareOf' | 'removeShare'> {
  const owned = (interviewId: string, participantId: string) =>
    db
      .selectFrom('shares')
      .where('interview_id', '=', interviewId)
      .where('participant_id', '=', participantId);
  return {
    async addShare(share, atMost) {
      const { count } = await owned(share.interviewId, share.participantId)
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      if (Number(count) >= atMost) return 'full';
      await db.insertInto('shares').values(rowOf(share)).execute();
      return 'added';
    },
    async shares(interviewId, participantId) {
      const rows = await owned(interviewId, participantId).selectAll().orderBy('created_at').execute();
      return rows.map(shareOfRow);
    },
    async shareOf(interviewId, tokenHash) {
      const row = await db
        .selectFrom('shares')
        .selectAll()
        .where('interview_id', '=', interviewId)
        .where('token_hash', '=', tokenHash)
        .executeTakeFirst();
      return row ? shareOfRow(row) : null;
    },
    async removeShare(participantId, shareId) {
      const { numDeletedRows } = await db
        .deleteFrom('shares')
        .where('participant_id', '=', participantId)
        .where('id', '=', shareId)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },
  };
}

function rowOf(share: Share): Tables['shares'] {
  return {
    id: share.id,
    interview_id: share.interviewId,
    participant_id: share.participantId,
    token_hash: share.tokenHash,
    with_names: share.withNames ? 1 : 0,
    with_replay: share.withReplay ? 1 : 0,
    created_at: share.createdAt,
    expires_at: share.expiresAt,
  };
}

function shareOfRow(row: Selectable<Tables['shares']>): Share {
  return {
    id: row.id,
    interviewId: row.interview_id,
    participantId: row.participant_id,
    tokenHash: row.token_hash,
    withNames: row.with_names === 1,
    withReplay: row.with_replay === 1,
    createdAt: Number(row.created_at),
    expiresAt: row.expires_at === null ? null : Number(row.expires_at),
  };
}
