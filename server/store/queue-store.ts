// The port of the partner queue: tickets, waits, what people decided about each other, and whether they came. A part
// of the store; it knows no SQL.
import type { Acquaintance, Ticket } from '#domain/matching.ts';
import type { Attendance } from '#domain/reliability.ts';
import type { Wait } from '#domain/waits.ts';
import type { NewInterview, NewPairing, Pairing } from './store.ts';

/** One of the two of a pairing that was made for strangers or for a time. */
export type PairingPerson = Attendance & { pairingId: string; userId: string; alias: string; level: string };

export type NewPair = {
  pairing: NewPairing;
  interviews: readonly [NewInterview, NewInterview];
  people: readonly Pick<PairingPerson, 'userId' | 'alias' | 'level'>[];
};

export type QueueStep = {
  added?: readonly Ticket[];
  /** User ids. */
  removed?: readonly string[];
  waits?: readonly (Wait & { formatId: string })[];
  pair?: NewPair;
};

export type Report = { id: string; by: string; about: string; pairingId: string; text: string; at: number };

export type WithPartners = {
  ticket: Ticket | null;
  pairings: PairingPerson[];
  contacts: { pairingId: string; text: string }[];
  blocks: { at: number }[];
  reports: { pairingId: string; text: string; at: number }[];
};

export type QueueStore = {
  /** By `since`. */
  tickets(): Promise<Ticket[]>;
  /** All of it or nothing: nobody is in a pair and in the queue, and no pair lacks an interview. */
  keepQueue(step: QueueStep): Promise<void>;
  /** The latest of a format since then, at most `atMost`. */
  waits(formatId: string, since: number, atMost: number): Promise<Wait[]>;
  acquaintanceOf(userId: string, since: number): Promise<Acquaintance>;
  pairing(pairingId: string): Promise<Pairing | null>;
  pairingPeople(pairingId: string): Promise<PairingPerson[]>;
  /** Somebody's pairings, latest first, at most `atMost`. */
  attendances(userId: string, atMost: number): Promise<(PairingPerson & { startsAt: number | null })[]>;
  setAttendance(pairingId: string, userId: string, change: Partial<Attendance>): Promise<void>;
  block(userId: string, otherId: string, at: number): Promise<void>;
  report(report: Report): Promise<void>;
  setContact(pairingId: string, userId: string, text: string): Promise<void>;
  /** By user id. */
  contacts(pairingId: string): Promise<Map<string, string>>;
  /** What somebody has said and done here themselves, of which nothing names the other. */
  withPartners(userId: string): Promise<WithPartners>;
  /** Everything of a user that is not in an interview. */
  forgetUser(userId: string): Promise<void>;
};
