// The letters of appointments on their way: each by itself, so that one that is turned away keeps no other back, and so
// many a day for one address, because nobody has said that it is theirs. It changes no appointment.
import type { Appointment, Side } from '#domain/appointment.ts';
import { letterFor, sidesTold } from './appointment-letters.ts';
import type { Told } from './appointment-letters.ts';
import type { AppointmentLinks } from './appointment-links.ts';
import type { Clock } from './clock.ts';
import { isTurnedAway } from './mailer.ts';
import type { Mailer } from './mailer.ts';

type Parts = {
  mailer: Mailer;
  links: AppointmentLinks;
  /** Where links lead; null: to where each of the two came from. */
  origin: string | null;
  clock: Clock;
  onTrouble: (error: unknown) => void;
};

/** To one address. */
export const lettersADay = 12;
const dayMs = 24 * 60 * 60_000;

export class AppointmentMail {
  readonly #parts: Parts;
  /** Today's letters by address. */
  readonly #sent = new Map<string, number>();
  #today = 0;
  /** Who was reminded of an appointment of which the other could not be yet. */
  readonly #reminded = new Map<string, Set<Side>>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  close(): void {
    this.#parts.mailer.close();
  }

  /** Never throws; what was not sent is reported. */
  async tell(appointment: Appointment, told: Told): Promise<void> {
    await Promise.all(sidesTold(appointment, told).map((side) => this.#write(appointment, side, told)));
  }

  /** Whether both have been reminded who can be; who has been is not again when the other is tried once more. */
  async remind(appointment: Appointment): Promise<boolean> {
    const key = `${appointment.id} ${appointment.sequence}`;
    const reminded = this.#reminded.get(key) ?? new Set<Side>();
    for (const side of sidesTold(appointment, 'reminder'))
      if (!reminded.has(side) && (await this.#write(appointment, side, 'reminder'))) reminded.add(side);
    const isDone = sidesTold(appointment, 'reminder').every((side) => reminded.has(side));
    if (isDone) this.#reminded.delete(key);
    else this.#reminded.set(key, reminded);
    return isDone;
  }

  /** Nothing is remembered of appointments that are not reminded of any more. */
  remindOnlyOf(appointments: readonly Appointment[]): void {
    const due = new Set(appointments.map(({ id, sequence }) => `${id} ${sequence}`));
    for (const key of this.#reminded.keys()) if (!due.has(key)) this.#reminded.delete(key);
  }

  /** Whether nothing is left to be tried: it is sent, nobody wants it, or it is turned away for good. */
  async #write(appointment: Appointment, side: Side, told: Told): Promise<boolean> {
    const { mailer, links, onTrouble } = this.#parts;
    const origin = this.#parts.origin ?? appointment[side]?.origin ?? 'http://localhost';
    const letter = letterFor(appointment, side, told, links.linkFor(appointment, side, origin));
    const calendar = links.calendarFor(appointment, side, origin);
    if (!letter || !calendar || !this.#mayWriteTo(letter.to)) return true;
    try {
      await mailer.send({ ...letter, calendar, isCancelled: appointment.isCancelled });
      return true;
    } catch (error) {
      onTrouble(error);
      return isTurnedAway(error);
    }
  }

  #mayWriteTo(address: string): boolean {
    const today = Math.floor(this.#parts.clock.now() / dayMs);
    if (today !== this.#today) this.#sent.clear();
    this.#today = today;
    const sent = this.#sent.get(address.toLowerCase()) ?? 0;
    this.#sent.set(address.toLowerCase(), sent + 1);
    return sent < lettersADay;
  }
}
