// Appointments in the store: a row each, with what lists and reminders ask for beside the whole. Whoever changes one
// has read it before; the server does one at a time.
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

export type AppointmentStore = {
  putAppointment(appointment: Appointment): Promise<void>;
  appointment(id: string): Promise<Appointment | null>;
  removeAppointment(id: string): Promise<void>;
  /** Somebody's, in no order. */
  appointmentsOf(userId: string): Promise<Appointment[]>;
  /** Published, and nobody has picked yet. */
  openAppointments(atMost: number): Promise<Appointment[]>;
  /** Agreed on, not called off and not reminded of, that start between the two. */
  unreminded(after: number, before: number): Promise<Appointment[]>;
};

export function appointmentQueriesOf(db: Kysely<Tables>): AppointmentStore {
  const rows = () => db.selectFrom('appointments').select('body');
  const read = (found: { body: string }[]) => found.map(({ body }) => JSON.parse(body) as Appointment);
  return {
    async putAppointment(appointment) {
      const { id, host, guest, startsAt, isCancelled, isPublic, remindedAt } = appointment;
      const row = {
        ...{ host_id: host.userId, guest_id: guest?.userId ?? null, starts_at: startsAt },
        ...{ is_cancelled: isCancelled ? 1 : 0, is_public: isPublic ? 1 : 0, reminded_at: remindedAt },
        body: JSON.stringify(appointment),
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
    async openAppointments(atMost) {
      const found = rows().where('is_public', '=', 1).where('guest_id', 'is', null);
      return read(await found.where('is_cancelled', '=', 0).limit(atMost).execute());
    },
    async unreminded(after, before) {
      const found = rows().where('starts_at', '>', after).where('starts_at', '<=', before);
      return read(await found.where('is_cancelled', '=', 0).where('reminded_at', 'is', null).execute());
    },
  };
}
