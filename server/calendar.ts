// An appointment as a calendar file. Its UID never changes and its SEQUENCE rises, so a calendar moves what it has and
// takes out what is called off.
import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import type { Appointment } from '#domain/appointment.ts';

type Words = { formatTitle: string; slotMinutes: number; partner: string; url: string };

/** Two interviews and the break between. */
export const lengthMs = (slotMinutes: number): number => (2 * slotMinutes + 5) * 60_000;

/** Null while no time is agreed on. */
export function calendarOf(appointment: Appointment, words: Words, at: number): string | null {
  const { id, startsAt, sequence, isCancelled } = appointment;
  if (startsAt === null) return null;
  const calendar = ical({
    prodId: { company: 'Fourstep', product: 'Mock interviews', language: 'EN' },
    method: isCancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.PUBLISH,
  });
  calendar.createEvent({
    id: `${id}@fourstep`,
    sequence,
    stamp: new Date(at),
    start: new Date(startsAt),
    end: new Date(startsAt + lengthMs(words.slotMinutes)),
    summary: `Mock interview with ${words.partner}`,
    description: `${words.formatTitle}: two interviews of ${words.slotMinutes} minutes with a break of five.\n${words.url}`,
    url: words.url,
    status: isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
  });
  return calendar.toString();
}
