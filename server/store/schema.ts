// All tables as Kysely sees them, and the migrations that make them: the one schema of every database. Those of
// better-auth are made here too, so that one list of migrations makes everything.
import type { Kysely } from 'kysely';
import type { Migration, MigrationProvider } from 'kysely/migration';
import { knowLastSlots, makeAppointments } from './appointment-store.ts';
import type { AppointmentTables } from './appointment-store.ts';
import { makeAccounts, makeGuests } from './identity-schema.ts';
import {
  chainRecordings,
  makeInterviews,
  makeRecordings,
  makeSeats,
  makeShares,
} from './interview-schema.ts';
import type { InterviewTables } from './interview-schema.ts';
import { makeOutcomes } from './outcome-schema.ts';
import type { OutcomeTables } from './outcome-schema.ts';
import { makePairingPeople, makePairings, nameQuestions } from './pairing-schema.ts';
import type { PairingTables } from './pairing-schema.ts';
import { makePractice } from './practice-store.ts';
import type { PracticeTables } from './practice-store.ts';
import { makeManners, makeQueue } from './queue-schema.ts';
import type { QueueTables } from './queue-schema.ts';
import { makeBesideRecordings } from './replay-schema.ts';
import type { ReplayTables } from './replay-schema.ts';

export type Tables = InterviewTables &
  OutcomeTables &
  ReplayTables &
  PairingTables &
  QueueTables &
  AppointmentTables &
  PracticeTables;

/** Carried out in this order, once each. A migration that has been released is never changed. */
export const migrations: MigrationProvider = {
  getMigrations: () =>
    Promise.resolve({
      '0001-interviews': inOrder(makeInterviews, makeSeats, makeRecordings),
      '0002-identity': inOrder(makeGuests, makeAccounts),
      '0003-chained-recordings': inOrder(chainRecordings),
      '0004-outcomes': inOrder(makeOutcomes),
      '0005-shares': inOrder(makeShares),
      '0006-beside-recordings': inOrder(makeBesideRecordings),
      '0008-pairings': inOrder(makePairings, makePairingPeople, nameQuestions),
      '0009-1-queue': inOrder(makeQueue, makeManners),
      '0009-2-appointments': inOrder(makeAppointments),
      '0010-practice': inOrder(makePractice),
      '0011-open-appointments': inOrder(knowLastSlots),
    }),
};

function inOrder(...steps: ((db: Kysely<unknown>) => Promise<void>)[]): Migration {
  return {
    async up(db: Kysely<unknown>) {
      for (const step of steps) await step(db);
    },
  };
}
