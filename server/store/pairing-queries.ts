// Pairings in the store, through Kysely: which interviews belong together, and who wants the second one.
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
  return pairingFrom(db, (query) =>
    query
      .innerJoin('paired_interviews as mine', 'mine.pairing_id', 'pairings.id')
      .where('mine.interview_id', '=', interviewId),
  );
}

/** The one that `narrowed` leaves; one whose interviews are all gone is none. */
export async function pairingFrom(
  db: Kysely<Tables>,
  narrowed: (query: ReturnType<typeof pairingsIn>) => ReturnType<typeof pairingsIn>,
): Promise<Pairing | null> {
  const rows = await narrowed(pairingsIn(db)).execute();
  const [row] = rows;
  if (!row) return null;
  return {
    id: row.id,
    kind: row.kind as PairingKind,
    breakMs: Number(row.break_ms),
    createdAt: Number(row.created_at),
    startsAt: row.starts_at === null ? null : Number(row.starts_at),
    interviews: rows.map((one) => ({
      interviewId: one.interview_id,
      position: one.position === 2 ? 2 : 1,
    })),
  };
}

function pairingsIn(db: Kysely<Tables>) {
  return db
    .selectFrom('pairings')
    .innerJoin('paired_interviews as all', 'all.pairing_id', 'pairings.id')
    .selectAll('pairings')
    .select(['all.interview_id', 'all.position'])
    .orderBy('all.position');
}
