// An appointment: times proposed, one picked, moved or called off. Each step is decided here and nowhere else; the
// sequence counts what calendars must hear of. It knows nothing of links, mail or the store.
import { againAfterMs } from './matching.ts';

export type AppointmentPerson = {
  userId: string;
  alias: string;
  level: string;
  avoid: readonly string[];
  /** Where their clocks are. */
  zone: string;
  /** For letters; null when they want none. */
  email: string | null;
  /** Where they reached this server; their own links lead there. */
  origin: string;
};

export type Appointment = {
  id: string;
  formatId: string;
  languages: readonly string[];
  /** Whoever looks for a partner may pick a time, not only who has the link. */
  isPublic: boolean;
  host: AppointmentPerson;
  guest: AppointmentPerson | null;
  /** Proposed, none of them picked yet; by whom. */
  slots: readonly number[];
  proposedBy: 'host' | 'guest';
  startsAt: number | null;
  isCancelled: boolean;
  /** What calendars compare: raised with every change of the time (RFC 5545, SEQUENCE). */
  sequence: number;
  createdAt: number;
  remindedAt: number | null;
  pairingId: string | null;
};

export type Side = 'host' | 'guest';
export type AppointmentRefusal =
  | 'slot_past'
  | 'slot_too_far'
  | 'slot_unknown'
  | 'own_slot'
  | 'taken'
  | 'cancelled'
  | 'too_late'
  | 'not_booked';
export type Step = { ok: true; appointment: Appointment } | { ok: false; code: AppointmentRefusal };

/** A slot is in the future, by so much that both can come. */
export const soonestMs = 5 * 60_000;
export const furthestMs = 90 * 24 * 60 * 60_000;
export const slotsAtMost = 20;
/** The room opens so long before. */
export const opensBeforeMs = 15 * 60_000;
/** And a reminder goes out so long before. */
export const remindBeforeMs = 60 * 60_000;

const no = (code: AppointmentRefusal): Step => ({ ok: false, code });
const yes = (appointment: Appointment): Step => ({ ok: true, appointment });

export function whyNoSlots(slots: readonly number[], at: number): AppointmentRefusal | null {
  if (slots.some((slot) => slot < at + soonestMs)) return 'slot_past';
  if (slots.some((slot) => slot > at + furthestMs)) return 'slot_too_far';
  return null;
}

/** The other side takes one of the times (AP2). The first of two who try has it. */
export function pick(
  before: Appointment,
  side: Side,
  who: AppointmentPerson,
  slot: number,
  at: number,
): Step {
  if (before.isCancelled) return no('cancelled');
  if (before.pairingId !== null) return no('too_late');
  if (!before.slots.includes(slot)) return no(before.startsAt === null ? 'slot_unknown' : 'taken');
  if (before.proposedBy === side) return no('own_slot');
  if (before[side] && before[side].userId !== who.userId) return no('taken');
  if (slot < at) return no('slot_past');
  return yes({
    ...before,
    ...(side === 'guest' ? { guest: who } : { host: who }),
    startsAt: slot,
    slots: [],
    sequence: before.startsAt === null && before.guest === null ? 0 : before.sequence + 1,
    remindedAt: null,
  });
}

/** Proposes other times; the one agreed on stands until one of them is picked (AP3). */
export function move(before: Appointment, side: Side, slots: readonly number[], at: number): Step {
  if (before.isCancelled) return no('cancelled');
  if (before.pairingId !== null) return no('too_late');
  if (side === 'guest' && before.guest === null) return no('not_booked');
  const problem = whyNoSlots(slots, at);
  if (problem) return no(problem);
  return yes({ ...before, slots: slots.toSorted((a, b) => a - b), proposedBy: side });
}

export function cancel(before: Appointment): Step {
  if (before.isCancelled) return no('cancelled');
  if (before.pairingId !== null) return no('too_late');
  return yes({ ...before, isCancelled: true, slots: [], sequence: before.sequence + 1 });
}

/** What brings two published ones together: the earliest time of both, for two who may meet (AP4). */
export function commonSlot(a: Appointment, b: Appointment, at: number): number | null {
  if (a.formatId !== b.formatId || !a.languages.some((language) => b.languages.includes(language)))
    return null;
  const common = a.slots.filter((slot) => b.slots.includes(slot) && slot >= at + soonestMs);
  return common.length > 0 ? Math.min(...common) : null;
}

/** Whether the room may be opened: from a quarter of an hour before, until it makes no sense any more. */
export function isOpenAt({ startsAt, isCancelled }: Appointment, at: number): boolean {
  return startsAt !== null && !isCancelled && at >= startsAt - opensBeforeMs && at < startsAt + againAfterMs;
}

export function isReminderDue({ startsAt, isCancelled, remindedAt }: Appointment, at: number): boolean {
  if (startsAt === null || isCancelled || remindedAt !== null) return false;
  return at >= startsAt - remindBeforeMs && at < startsAt;
}
