// Appointments in the store: a row each, with what lists and reminders ask for beside the whole. Whoever changes one
// has read it before; the server does one at a time.
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Appointment } from '#domain/appointment.ts';
import type { Tables } from './schema.ts';

export type AppointmentTables = {
  appointments: {
    id: string;
    host_id: string;
    guest_id: string | null;
    /** Null while no time is agreed on. */
    starts_at: number | null;
    is_cancelled: number;
    is_public: number;
    reminded_at: number | null;
    /** The latest of the times proposed; null when there are none. */
    last_slot_at: number | null;
    body: string;
  };
};

export async function makeAppointments(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('appointments')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('host_id', 'text', (c) => c.notNull())
    .addColumn('guest_id', 'text')
    .addColumn('starts_at', 'bigint')
    .addColumn('is_cancelled', 'integer', (c) => c.notNull())
    .addColumn('is_public', 'integer', (c) => c.notNull())
    .addColumn('reminded_at', 'bigint')
    .addColumn('body', 'text', (c) => c.notNull())
    .execute();
  for (const column of ['host_id', 'guest_id', 'starts_at'] as const)
    await db.schema.createIndex(`appointments_${column}`).on('appointments').column(column).execute();
}

/** Times that passed unpicked stay as rows, and must not stand before those that can be picked. */
export async function knowLastSlots(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('appointments').addColumn('last_slot_at', 'bigint').execute();
  await sql`update appointments set last_slot_at = (select max(value) from json_each(body, '$.slots'))`.execute(
    db,
  );
  await db.schema
    .createIndex('appointments_open')
    .on('appointments')
    .columns(['is_public', 'last_slot_at'])
    .execute();
}

export type AppointmentStore = {
  putAppointment(appointment: Appointment): Promise<void>;
  appointment(id: string): Promise<Appointment | null>;
  removeAppointment(id: string): Promise<void>;
  /** Somebody's, in no order. */
  appointmentsOf(userId: string): Promise<Appointment[]>;
  /** Published, nobody has picked yet, and with a time later than `after`; whose last time is soonest comes first. */
  openAppointments(after: number, atMost: number): Promise<Appointment[]>;
  /** Agreed on, not called off and not reminded of, that start between the two. */
  unreminded(after: number, before: number): Promise<Appointment[]>;
};

export function appointmentQueriesOf(db: Kysely<Tables>): AppointmentStore {
  const rows = () => db.selectFrom('appointments').select('body');
  const read = (found: { body: string }[]) => found.map(({ body }) => JSON.parse(body) as Appointment);
  return {
    async putAppointment(appointment) {
      const { id, host, guest, startsAt, isCancelled, isPublic, remindedAt, slots } = appointment;
      const row = {
        ...{ host_id: host.userId, guest_id: guest?.userId ?? null, starts_at: startsAt },
        ...{ is_cancelled: isCancelled ? 1 : 0, is_public: isPublic ? 1 : 0, reminded_at: remindedAt },
        ...{ last_slot_at: slots.length > 0 ? Math.max(...slots) : null, body: JSON.stringify(appointment) },
      };
      await db
        .insertInto('appointments')
        .values({ id, ...row })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
        .execute();
    },
    async appointment(id) {
      return read(await rows().where('id', '=', id).execute())[0] ?? null;
    },
    async removeAppointment(id) {
      await db.deleteFrom('appointments').where('id', '=', id).execute();
    },
    async appointmentsOf(userId) {
      return read(
        await rows()
          .where((or) => or.or([or('host_id', '=', userId), or('guest_id', '=', userId)]))
          .execute(),
      );
    },
    async openAppointments(after, atMost) {
      const found = rows()
        .where('is_public', '=', 1)
        .where('last_slot_at', '>', after)
        .where('guest_id', 'is', null)
        .where('is_cancelled', '=', 0);
      return read(await found.orderBy('last_slot_at').limit(atMost).execute());
    },
    async unreminded(after, before) {
      const found = rows().where('starts_at', '>', after).where('starts_at', '<=', before);
      return read(await found.where('is_cancelled', '=', 0).where('reminded_at', 'is', null).execute());
    },
  };
}
