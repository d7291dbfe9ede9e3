// What the two of an appointment are written: that a time is agreed on, that others are proposed, that it is called off,
// that it is soon. Times are as the reader's clocks show them. It knows nothing of mail servers and calendars.
import type { Appointment, Side } from '#domain/appointment.ts';
import { localTimeOf } from '#domain/zoned-time.ts';

export type Told = 'agreed' | 'proposed' | 'cancelled' | 'reminder';
export type Letter = { to: string; subject: string; text: string };

const subjects: Record<Told, string> = {
  agreed: 'Agreed',
  proposed: 'Other times',
  cancelled: 'Called off',
  reminder: 'Soon',
};

/** Whoever proposes other times knows; it is the other's to pick one. */
export function sidesTold({ proposedBy }: Appointment, told: Told): Side[] {
  return (['host', 'guest'] as const).filter((side) => told !== 'proposed' || side !== proposedBy);
}

/** Null for whoever gave no address, and while no time is agreed on. `link` is the reader's own. */
export function letterFor(appointment: Appointment, side: Side, told: Told, link: string): Letter | null {
  const { startsAt, slots } = appointment;
  const me = appointment[side];
  if (!me?.email || startsAt === null) return null;
  const other = appointment[side === 'host' ? 'guest' : 'host'];
  const partner = withoutAddresses(other?.alias ?? '') || 'your partner';
  const [when, others] = [shown(startsAt, me.zone), slots.map((slot) => shown(slot, me.zone)).join('\n')];
  const door = `Open it, move it or call it off: ${link}`;
  const text: Record<Told, string> = {
    agreed: `${when}\n\n${door}`,
    proposed: `${partner} proposes:\n${others}\n\n${when} stands until you pick one.\n\n${door}`,
    cancelled: `${when} is called off.`,
    reminder: `${when}\n\n${door}`,
  };
  return { to: me.email, subject: `${subjects[told]}: mock interview with ${partner}`, text: text[told] };
}

function shown(at: number, zone: string): string {
  const { date, time } = localTimeOf(at, zone);
  return `${date} at ${time} (${zone})`;
}

/** An alias is a stranger's: nothing in it may become a link in somebody's mail. */
export function withoutAddresses(alias: string): string {
  return alias.replaceAll(/[./\\:@\s]+/g, ' ').trim();
}
