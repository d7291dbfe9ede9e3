// Pairings in the store, through Kysely: which interviews belong together, and who wants the second one.
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Tables } from './schema.ts';
import type { Pairing, PairingKind, Store } from './store.ts';

type Queries = Pick<Store, 'pairingOf' | 'offerSwap' | 'swapOffers' | 'questionsHad'>;

export function pairingQueriesOf(db: Kysely<Tables>): Queries {
  const swapOffers = async (interviewId: string) => {
    const rows = await db
      .selectFrom('swap_offers')
      .select('user_id')
      .where('interview_id', '=', interviewId)
      .execute();
    return rows.map((row) => row.user_id);
  };
  return {
    swapOffers,
    pairingOf: (interviewId) => pairingOf(db, interviewId),
    async offerSwap(interviewId, userId, at) {
      await db
        .insertInto('swap_offers')
        .values({ interview_id: interviewId, user_id: userId, at })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      return swapOffers(interviewId);
    },
    async questionsHad(userId) {
      const rows = await db
        .selectFrom('participants')
        .innerJoin('interviews', 'interviews.id', 'participants.interview_id')
        .select('interviews.asked_question')
        .distinct()
        .where('participants.user_id', '=', userId)
        .where('participants.role', '!=', 'observer')
        .where('interviews.asked_question', 'is not', null)
        .execute();
      return rows.flatMap((row) => row.asked_question ?? []);
    },
  };
}

async function pairingOf(db: Kysely<Tables>, interviewId: string): Promise<Pairing | null> {
  const rows = await db
    .selectFrom('paired_interviews as mine')
    .innerJoin('pairings', 'pairings.id', 'mine.pairing_id')
    .innerJoin('paired_interviews as all', 'all.pairing_id', 'mine.pairing_id')
    .selectAll('pairings')
    .select(['all.interview_id', 'all.position'])
    .where('mine.interview_id', '=', interviewId)
    .orderBy(sql.ref('all.position'))
    .execute();
  const [row] = rows;
  if (!row) return null;
  return {
    id: row.id,
    kind: row.kind as PairingKind,
    breakMs: Number(row.break_ms),
    createdAt: Number(row.created_at),
    interviews: rows.map((one) => ({
      interviewId: one.interview_id,
      position: one.position === 2 ? 2 : 1,
    })),
  };
}
