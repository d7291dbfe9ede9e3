// The links and calendar files of appointments. A link leads to where its reader comes from, and opens one appointment
// for one purpose: its key is 128 bits made from the server's secret. It knows nothing of requests and mail.
import { timingSafeEqual } from 'node:crypto';
import type { Appointment, Side } from '#domain/appointment.ts';
import type { Content } from '#domain/content-rules.ts';
import { withoutAddresses } from './appointment-letters.ts';
import { calendarOf } from './calendar.ts';
import type { Clock } from './clock.ts';
import { linkToken } from './hashes.ts';

/** `invited` may pick, `host` and `guest` may move and call off. */
export type Key = Side | 'invited';
type Parts = { secret: string; content: Content; clock: Clock };

export class AppointmentLinks {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  linkFor({ id }: Pick<Appointment, 'id'>, key: Key, origin: string): string {
    return `${origin}/appointments/${id}#key=${this.#keyOf(id, key)}`;
  }

  /** What the key that was given is one for. */
  keyFor({ id }: Pick<Appointment, 'id'>, given: string | null): Key | null {
    const keys = ['host', 'guest', 'invited'] as const;
    return keys.find((one) => isSame(given, this.#keyOf(id, one))) ?? null;
  }

  /** The file a calendar takes, for one side; null while no time is agreed on. */
  calendarFor(appointment: Appointment, side: Side, origin: string): string | null {
    const { content, clock } = this.#parts;
    const format = content.formats.find(({ id }) => id === appointment.formatId);
    const partner = side === 'host' ? appointment.guest : appointment.host;
    const words = {
      ...{ formatTitle: format?.title ?? appointment.formatId, slotMinutes: format?.slotMinutes ?? 45 },
      partner: withoutAddresses(partner?.alias ?? '') || 'your partner',
      url: this.linkFor(appointment, side, origin),
    };
    return calendarOf(appointment, words, clock.now());
  }

  #keyOf(id: string, key: Key): string {
    return linkToken(this.#parts.secret, `appointment:${id}:${key}`);
  }
}

function isSame(given: string | null, right: string): boolean {
  if (given === null) return false;
  const [a, b] = [Buffer.from(given), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
