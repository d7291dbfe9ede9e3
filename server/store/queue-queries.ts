// The partner queue in the store, through Kysely: single statements. What must be atomic is the writer's.
import type { Kysely, Selectable } from 'kysely';
import type { Ticket } from '#domain/matching.ts';
import type { PairingPerson, QueueStore } from './queue-store.ts';
import { pairingFrom } from './pairing-queries.ts';
import type { Tables } from './schema.ts';

export function queueQueriesOf(db: Kysely<Tables>): Omit<QueueStore, 'keepQueue' | 'forgetUser'> {
  return {
    async tickets() {
      const rows = await db.selectFrom('tickets').select('body').orderBy('since').execute();
      return rows.map(({ body }) => JSON.parse(body) as Ticket);
    },
    async waits(formatId, since, atMost) {
      const rows = await db
        .selectFrom('waits')
        .selectAll()
        .where('format_id', '=', formatId)
        .where('entered_at', '>=', since)
        .orderBy('entered_at', 'desc')
        .limit(atMost)
        .execute();
      return rows.map((row) => ({
        enteredAt: Number(row.entered_at),
        waitedMs: Number(row.waited_ms),
        isFound: row.is_found === 1,
      }));
    },
    async acquaintanceOf(userId, since) {
      const blocks = await db
        .selectFrom('blocks')
        .select(['user_id', 'other_id'])
        .where((or) => or.or([or('user_id', '=', userId), or('other_id', '=', userId)]))
        .execute();
      const met = await db
        .selectFrom('pairing_people as mine')
        .innerJoin('pairing_people as other', 'other.pairing_id', 'mine.pairing_id')
        .innerJoin('pairings', 'pairings.id', 'mine.pairing_id')
        .select(['other.user_id', 'pairings.created_at'])
        .where('mine.user_id', '=', userId)
        .where('other.user_id', '!=', userId)
        .where('pairings.created_at', '>=', since)
        .orderBy('pairings.created_at')
        .execute();
      return {
        blocked: new Set(blocks.map((row) => (row.user_id === userId ? row.other_id : row.user_id))),
        metAt: new Map(met.map((row) => [row.user_id, Number(row.created_at)])),
      };
    },
    async pairing(pairingId) {
      return pairingFrom(db, (query) => query.where('pairings.id', '=', pairingId));
    },
    async pairingPeople(pairingId) {
      const rows = await people(db).where('pairing_id', '=', pairingId).execute();
      return rows.map(personOf);
    },
    async attendances(userId, atMost) {
      const rows = await people(db)
        .innerJoin('pairings', 'pairings.id', 'pairing_people.pairing_id')
        .select('pairings.starts_at')
        .where('user_id', '=', userId)
        .orderBy('pairings.created_at', 'desc')
        .limit(atMost)
        .execute();
      return rows.map((row) => ({
        ...personOf(row),
        startsAt: row.starts_at === null ? null : Number(row.starts_at),
      }));
    },
    async withPartners(userId) {
      const [ticket] = await db.selectFrom('tickets').select('body').where('user_id', '=', userId).execute();
      const reports = db.selectFrom('reports').where('by_user', '=', userId);
      return {
        ticket: ticket ? (JSON.parse(ticket.body) as Ticket) : null,
        pairings: (await people(db).where('user_id', '=', userId).execute()).map(personOf),
        contacts: await db
          .selectFrom('contacts')
          .select(['pairing_id as pairingId', 'text'])
          .where('user_id', '=', userId)
          .execute(),
        blocks: await db.selectFrom('blocks').select('at').where('user_id', '=', userId).execute(),
        reports: await reports.select(['pairing_id as pairingId', 'text', 'at']).execute(),
      };
    },
    ...mannersIn(db),
  };
}

type Manners = 'setAttendance' | 'block' | 'report' | 'setContact' | 'contacts';

function mannersIn(db: Kysely<Tables>): Pick<QueueStore, Manners> {
  return {
    async setAttendance(pairingId, userId, { cameAt, missedAt, isExcused }) {
      await db
        .updateTable('pairing_people')
        .set({
          ...(cameAt !== undefined && { came_at: cameAt }),
          ...(missedAt !== undefined && { missed_at: missedAt }),
          ...(isExcused !== undefined && { is_excused: isExcused ? 1 : 0 }),
        })
        .where('pairing_id', '=', pairingId)
        .where('user_id', '=', userId)
        .execute();
    },
    async block(userId, otherId, at) {
      await db
        .insertInto('blocks')
        .values({ user_id: userId, other_id: otherId, at })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },
    async report({ id, by, about, pairingId, text, at }) {
      const row = { id, by_user: by, about_user: about, pairing_id: pairingId, text, at };
      await db.insertInto('reports').values(row).execute();
    },
    async setContact(pairingId, userId, text) {
      await db
        .insertInto('contacts')
        .values({ pairing_id: pairingId, user_id: userId, text })
        .onConflict((conflict) => conflict.columns(['pairing_id', 'user_id']).doUpdateSet({ text }))
        .execute();
    },
    async contacts(pairingId) {
      const rows = await db.selectFrom('contacts').selectAll().where('pairing_id', '=', pairingId).execute();
      return new Map(rows.map((row) => [row.user_id, row.text]));
    },
  };
}

const people = (db: Kysely<Tables>) => db.selectFrom('pairing_people').selectAll('pairing_people');

function personOf(row: Selectable<Tables['pairing_people']>): PairingPerson {
  return {
    pairingId: row.pairing_id,
    userId: row.user_id,
    alias: row.alias,
    level: row.level,
    cameAt: row.came_at === null ? null : Number(row.came_at),
    missedAt: row.missed_at === null ? null : Number(row.missed_at),
    isExcused: row.is_excused === 1,
  };
}
