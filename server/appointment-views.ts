// What somebody is shown of an appointment: their own side of it, and of published ones what anybody may know. Of the
// other person no more is told than match-views.ts does.
import { isOpenAt } from '#domain/appointment.ts';
import type { Appointment } from '#domain/appointment.ts';
import type { AppointmentView, OpenAppointment } from '#domain/appointment-view.ts';
import type { AppointmentLinks, Key } from './appointment-links.ts';
import type { ContentInUse } from './content-view.ts';
import type { User } from './identity.ts';
import type { MatchViews } from './match-views.ts';
import type { Store } from './store/store.ts';

type Parts = {
  store: Pick<Store, 'acquaintanceOf' | 'openAppointments'>;
  content: ContentInUse;
  matchViews: MatchViews;
  appointmentLinks: AppointmentLinks;
  now: () => number;
};

const openOnes = 100;

/** Of one person's published ones. */
export const shownOfOne = 3;

/** `origin`: where its reader comes from, and the links lead. */
export async function viewOf(
  { appointmentLinks: links, matchViews, content, now }: Parts,
  appointment: Appointment,
  side: Key,
  origin: string,
): Promise<AppointmentView> {
  const { id, formatId, languages, isPublic, slots, startsAt, isCancelled, pairingId } = appointment;
  const format = content.formats.find((one) => one.id === formatId);
  const me = side === 'invited' ? null : appointment[side];
  const other = side === 'host' ? appointment.guest : appointment.host;
  const stranger = other && (await matchViews.strangerOf(other.userId, other));
  return {
    ...{
      serverAt: now(),
      id,
      formatId,
      formatTitle: format?.title ?? formatId,
      levels: format?.levels ?? [],
    },
    ...{ languages, isPublic, side, slots, startsAt, isCancelled, pairingId },
    mine: me && { alias: me.alias, level: me.level, zone: me.zone, email: me.email },
    other: stranger && { ...stranger, zone: isPublic ? null : other.zone },
    isMineToPick:
      slots.length > 0 && !isCancelled && appointment.proposedBy !== (side === 'host' ? 'host' : 'guest'),
    isOpen: isOpenAt(appointment, now()),
    inviteLink: side === 'host' && !appointment.guest ? links.linkFor(appointment, 'invited', origin) : null,
    ownLink: side === 'invited' ? null : links.linkFor(appointment, side, origin),
  };
}

/** Published ones the asker may pick from: not their own, nor of anybody with whom there is a block. */
export async function openFor(
  { store, matchViews, content, now }: Parts,
  user: User | null,
): Promise<OpenAppointment[]> {
  const at = now();
  const blocked = user ? (await store.acquaintanceOf(user.id, at)).blocked : new Set<string>();
  const open = (await store.openAppointments(at, openOnes)).filter(
    ({ host }) => host.userId !== user?.id && !blocked.has(host.userId),
  );
  const byHost = Map.groupBy(open, ({ host }) => host.userId);
  const shown = [...byHost.values()]
    .flatMap((of) => of.slice(0, shownOfOne))
    .map(async ({ id, formatId, languages, host, slots }): Promise<OpenAppointment> => ({
      ...{
        id,
        languages,
        formatTitle: content.formats.find((one) => one.id === formatId)?.title ?? formatId,
      },
      host: await matchViews.strangerOf(host.userId, host),
      slots: slots.filter((slot) => slot > at),
    }));
  return (await Promise.all(shown)).filter(({ slots }) => slots.length > 0);
}
