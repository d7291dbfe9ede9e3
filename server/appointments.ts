// Appointments as they live: one change at a time, kept before anybody is told. Whoever is told by mail is told after
// and beside it; a mail that cannot be sent changes nothing. It knows nothing of HTTP.
import {
  cancel,
  commonSlot,
  isOpenAt,
  isReminderDue,
  move,
  pick,
  remindBeforeMs,
} from '#domain/appointment.ts';
import type { Appointment, AppointmentPerson, AppointmentRefusal, Side, Step } from '#domain/appointment.ts';
import { againAfterMs, mayMeet, stepsApart } from '#domain/matching.ts';
import type { Ticket } from '#domain/matching.ts';
import type { Told } from './appointment-letters.ts';
import type { AppointmentLinks, Key } from './appointment-links.ts';
import type { AppointmentMail } from './appointment-mail.ts';
import { matchedPair } from './matched-pair.ts';
import { newId } from './new-interview.ts';
import type { PairingsParts } from './pairings.ts';
import { givenUpPrefix } from './store/store.ts';

type Parts = PairingsParts & {
  links: AppointmentLinks;
  /** Null: nobody is ever written. */
  mail: AppointmentMail | null;
  onTrouble: (error: unknown) => void;
};
export type Changed = { ok: true; appointment: Appointment } | { ok: false; code: AppointmentRefusal };

const lookForRemindersMs = 30_000;
const looksAt = 500;
/** Of one person: proposed, or agreed on and still to come. */
export const openAtMost = 20;

export class Appointments {
  readonly #parts: Parts;
  #working: Promise<unknown> = Promise.resolve();
  #cancelTimer: () => void = () => undefined;
  #reminding: Promise<unknown> = Promise.resolve();
  #looks = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Reminds of what comes, again and again until `close`. */
  watch(): void {
    const { mail, clock, onTrouble } = this.#parts;
    if (!mail) return;
    this.#cancelTimer = clock.setTimer(() => {
      // One look at a time, and at most one more behind it: another would write again to whoever is being written.
      if (this.#looks < 2) {
        this.#looks += 1;
        this.#reminding = this.#reminding
          .then(() => this.#remind(mail))
          .catch(onTrouble)
          .finally(() => (this.#looks -= 1));
      }
      this.watch();
    }, lookForRemindersMs);
  }

  close(): void {
    this.#cancelTimer();
    this.#parts.mail?.close();
  }

  /** What `userId`, or whoever holds `key`, is to an appointment; null for everybody else, and for who is blocked. */
  async sideOf(appointment: Appointment, userId: string | null, key: string | null): Promise<Key | null> {
    const { links, store, clock } = this.#parts;
    const { host, guest, isPublic } = appointment;
    if (userId !== null && host.userId === userId) return 'host';
    if (userId !== null && guest?.userId === userId) return 'guest';
    const held = links.keyFor(appointment, key);
    if (held && (held !== 'invited' || guest === null)) return held;
    if (!isPublic || guest !== null) return null;
    const { blocked } = await store.acquaintanceOf(host.userId, clock.now());
    return userId !== null && blocked.has(userId) ? null : 'invited';
  }

  /** Whether somebody has as many as one person may. */
  async hasTooMany(userId: string): Promise<boolean> {
    const at = this.#parts.clock.now();
    const all = await this.#parts.store.appointmentsOf(userId);
    const open = all.filter(
      ({ isCancelled, startsAt, slots }) => !isCancelled && Math.max(startsAt ?? 0, ...slots) > at,
    );
    return open.length >= openAtMost;
  }

  /** Proposes times; a published one may be brought together with another at once, which is then the answer (AP4). */
  propose(wish: Omit<Appointment, 'id'>): Promise<Appointment> {
    return this.#inTurn(async () => {
      const { store } = this.#parts;
      const mine: Appointment = { ...wish, id: newId() };
      const found = wish.isPublic ? await this.#partnerFor(mine) : null;
      if (!found) {
        await store.putAppointment(mine);
        return mine;
      }
      const picked = pick(found.other, 'guest', mine.host, found.slot, this.#parts.clock.now());
      if (!picked.ok) throw new Error(`a common slot was refused: ${picked.code}`);
      await this.#keep(picked.appointment, 'agreed');
      return picked.appointment;
    });
  }

  pick(id: string, side: Side, who: AppointmentPerson, slot: number): Promise<Changed | null> {
    return this.#change(id, 'agreed', (before, at) => pick(before, side, who, slot, at));
  }

  move(id: string, side: Side, slots: readonly number[]): Promise<Changed | null> {
    return this.#change(id, 'proposed', (before, at) => move(before, side, slots, at));
  }

  cancel(id: string): Promise<Changed | null> {
    return this.#change(id, 'cancelled', cancel);
  }

  /** The pairing, made when the first of the two opens it; null when it is not the time. */
  open(id: string): Promise<string | null> {
    return this.#inTurn(async () => {
      const { store, clock } = this.#parts;
      const before = await store.appointment(id);
      if (before?.pairingId) return before.pairingId;
      if (!before?.guest || before.startsAt === null || !isOpenAt(before, clock.now())) return null;
      const [one, two] = [before.host, before.guest];
      // Under the appointment's own id: opened again after a power cut in between it is found, not made once more.
      const wish = { id, kind: 'appointed', formatId: before.formatId, startsAt: before.startsAt } as const;
      if (!(await store.pairing(id))) {
        const pair = await matchedPair(this.#parts, { ...wish, people: [one, two] });
        if (!pair) return null;
        await store.keepQueue({ pair });
      }
      await store.putAppointment({ ...before, slots: [], pairingId: id });
      return id;
    });
  }

  /** What somebody had agreed on is called off, and names them no more. */
  async forget(userId: string): Promise<void> {
    const { store } = this.#parts;
    for (const { id } of await store.appointmentsOf(userId)) {
      await this.cancel(id);
      await this.#inTurn(async () => {
        const kept = await store.appointment(id);
        if (!kept) return;
        if (!kept.guest) return store.removeAppointment(id);
        const gone = {
          userId: givenUpPrefix + id,
          alias: '',
          level: '',
          avoid: [],
          zone: 'UTC',
          email: null,
          origin: '',
        };
        const { host, guest } = kept;
        const sides = {
          host: host.userId === userId ? gone : host,
          guest: guest.userId === userId ? gone : guest,
        };
        return store.putAppointment({ ...kept, ...sides });
      });
    }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#working.then(work);
    this.#working = turn.catch(() => undefined);
    return turn;
  }

  #change(id: string, told: Told, step: (before: Appointment, at: number) => Step): Promise<Changed | null> {
    return this.#inTurn(async () => {
      const before = await this.#parts.store.appointment(id);
      if (!before) return null;
      const after = step(before, this.#parts.clock.now());
      if (after.ok) await this.#keep(after.appointment, told);
      return after;
    });
  }

  async #keep(appointment: Appointment, told: Told): Promise<void> {
    await this.#parts.store.putAppointment(appointment);
    if (appointment.startsAt !== null) void this.#parts.mail?.tell(appointment, told);
  }

  async #partnerFor(mine: Appointment): Promise<{ other: Appointment; slot: number } | null> {
    const { store, clock } = this.#parts;
    const at = clock.now();
    const me = await store.acquaintanceOf(mine.host.userId, at - againAfterMs);
    const known = new Map([[mine.host.userId, me]]);
    const ticket = this.#ticketOf(mine);
    // Whose last time is before the first of mine has none in common.
    const open = await store.openAppointments(Math.max(at, Math.min(...mine.slots) - 1), looksAt);
    const fitting = open.flatMap((other) => {
      const slot = commonSlot(mine, other, at);
      const theirs = this.#ticketOf(other);
      return slot !== null && mayMeet(ticket, theirs, known, at)
        ? [{ other, slot, steps: stepsApart(ticket, theirs) }]
        : [];
    });
    return fitting.sort((a, b) => a.steps - b.steps || a.slot - b.slot)[0] ?? null;
  }

  #ticketOf({ host, formatId, languages, createdAt }: Appointment): Ticket {
    const format = this.#parts.content.formats.find(({ id }) => id === formatId);
    const { userId, alias, level, avoid } = host;
    return {
      ...{ userId, alias, formatId, level, languages, avoid, since: createdAt },
      ...{ rank: Math.max(0, format?.levels.indexOf(level) ?? 0), isForBoth: true, isAgainWelcome: false },
    };
  }

  async #remind(mail: AppointmentMail): Promise<void> {
    const { store, clock } = this.#parts;
    const at = clock.now();
    const due = (await store.unreminded(at, at + remindBeforeMs)).filter((one) => isReminderDue(one, at));
    mail.remindOnlyOf(due);
    for (const { id, sequence } of due) {
      const appointment = await store.appointment(id);
      if (appointment?.sequence === sequence && (await mail.remind(appointment)))
        await this.#noteReminded(appointment, at);
    }
  }

  #noteReminded({ id, sequence }: Appointment, remindedAt: number): Promise<void> {
    return this.#inTurn(async () => {
      const { store } = this.#parts;
      const kept = await store.appointment(id);
      if (kept?.sequence === sequence) await store.putAppointment({ ...kept, remindedAt });
    });
  }
}
