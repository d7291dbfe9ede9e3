// Appointments as they live: one change at a time, kept before anybody is told. Whoever is told by mail is told after;
// a mail that cannot be sent changes nothing. It knows nothing of HTTP.
import { createHmac, timingSafeEqual } from 'node:crypto';
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
import { letterFor, sidesTold } from './appointment-letters.ts';
import type { Told } from './appointment-letters.ts';
import { calendarOf } from './calendar.ts';
import { matchedPair } from './matched-pair.ts';
import type { Mailer } from './mailer.ts';
import { newId } from './new-interview.ts';
import type { PairingsParts } from './pairings.ts';
import { givenUpPrefix } from './store/store.ts';

type Parts = PairingsParts & {
  secret: string;
  mailer: Mailer | null;
  /** Where links in mails lead; null: nobody has opened a page yet. */
  origin: string | null;
  onTrouble: (error: unknown) => void;
};
export type Changed = { ok: true; appointment: Appointment } | { ok: false; code: AppointmentRefusal };
/** `invited` may pick, `host` and `guest` may move and call off. */
export type Key = Side | 'invited';

const lookForRemindersMs = 30_000;
const looksAt = 500;

export class Appointments {
  readonly #parts: Parts;
  #working: Promise<unknown> = Promise.resolve();
  #cancelTimer: () => void = () => undefined;
  #origin: string | null;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#origin = parts.origin;
  }

  /** Reminds of what comes, again and again until `close`. */
  watch(): void {
    if (!this.#parts.mailer) return;
    this.#cancelTimer = this.#parts.clock.setTimer(() => {
      this.#inTurn(() => this.#remind()).catch(this.#parts.onTrouble);
      this.watch();
    }, lookForRemindersMs);
  }

  close(): void {
    this.#cancelTimer();
    this.#parts.mailer?.close();
  }

  /** Links in mails lead to where people come from, unless the server was told otherwise. */
  comesFrom(origin: string): void {
    this.#origin ??= origin;
  }

  /** 128 bits made from the server's secret; it opens one appointment for one purpose. */
  keyOf(id: string, key: Key): string {
    return createHmac('sha256', this.#parts.secret)
      .update(`appointment:${id}:${key}`)
      .digest()
      .subarray(0, 16)
      .toString('base64url');
  }

  /** What `userId`, or whoever holds `key`, is to an appointment; null for everybody else. */
  sideOf(appointment: Appointment, userId: string | null, key: string | null): Key | null {
    if (userId !== null && appointment.host.userId === userId) return 'host';
    if (userId !== null && appointment.guest?.userId === userId) return 'guest';
    const held = (['host', 'guest', 'invited'] as const).find((one) =>
      isSame(key, this.keyOf(appointment.id, one)),
    );
    if (held && (held !== 'invited' || appointment.guest === null)) return held;
    return appointment.isPublic && appointment.guest === null ? 'invited' : null;
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
    if (appointment.startsAt !== null) void this.#tell(appointment, told).catch(this.#parts.onTrouble);
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

  async #remind(): Promise<void> {
    const { store, clock } = this.#parts;
    const at = clock.now();
    for (const appointment of await store.unreminded(at, at + remindBeforeMs)) {
      if (!isReminderDue(appointment, at)) continue;
      await this.#tell(appointment, 'reminder');
      await store.putAppointment({ ...appointment, remindedAt: at });
    }
  }

  /** The file a calendar takes, for one side; null while no time is agreed on. */
  calendarFor(appointment: Appointment, side: Side): string | null {
    const { content, clock } = this.#parts;
    const format = content.formats.find(({ id }) => id === appointment.formatId);
    const partner = side === 'host' ? appointment.guest : appointment.host;
    const words = {
      ...{ formatTitle: format?.title ?? appointment.formatId, slotMinutes: format?.slotMinutes ?? 45 },
      ...{ partner: partner?.alias || 'your partner', url: this.linkFor(appointment, side) },
    };
    return calendarOf(appointment, words, clock.now());
  }

  async #tell(appointment: Appointment, told: Told): Promise<void> {
    const { mailer } = this.#parts;
    if (!mailer) return;
    for (const side of sidesTold(appointment, told)) {
      const calendar = this.calendarFor(appointment, side);
      const letter = letterFor(appointment, side, told, this.linkFor(appointment, side));
      if (letter && calendar)
        await mailer.send({ ...letter, calendar, isCancelled: appointment.isCancelled });
    }
  }

  linkFor({ id }: Pick<Appointment, 'id'>, key: Key): string {
    return `${this.#origin ?? 'http://localhost'}/appointments/${id}#key=${this.keyOf(id, key)}`;
  }
}

function isSame(given: string | null, right: string): boolean {
  if (given === null) return false;
  const [a, b] = [Buffer.from(given), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
