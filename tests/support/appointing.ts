// Proposing and picking appointments over HTTP, as two people do.
import type { AppointmentView } from '#domain/appointment-view.ts';
import type { Guest } from '../support/guest.ts';

export const who = (alias: string, change: object = {}) => ({
  ...{ alias, level: 'senior', avoid: [], zone: 'Europe/Berlin', email: null },
  ...change,
});
export const slotsAt = (...times: string[]) => times.map((time) => ({ date: '2030-03-22', time }));
export const propose = (by: Guest, change: object = {}) =>
  by.post('/api/appointments', {
    ...who('Ada'),
    ...{ formatId: 'system-design', languages: ['en'], slots: slotsAt('19:00', '20:00'), isPublic: false },
    ...change,
  });
export const at1900 = Date.UTC(2030, 2, 22, 18);
export const keyIn = (link: string | null) => ({ 'x-appointment-key': String(link).split('#key=')[1] ?? '' });
export const path = (id: string, what = '') => `/api/appointments/${id}${what && `/${what}`}`;
export const pick = (by: Guest, view: AppointmentView, slot = at1900, change: object = {}) =>
  by.post(
    path(view.id, 'pick'),
    { ...who('Bo', { zone: 'Asia/Tokyo' }), slot, ...change },
    keyIn(view.inviteLink),
  );

/** Proposed by the first and picked by the second, each with the address they gave. */
export async function agreedBetween(
  [ada, bo]: readonly [Guest, Guest],
  emails: { ada?: string; bo?: string } = {},
): Promise<AppointmentView> {
  const view = (await propose(ada, { email: emails.ada ?? null })).body as AppointmentView;
  const picked = await pick(bo, view, at1900, { email: emails.bo ?? null });
  if (picked.status !== 200) throw new Error(`not picked: ${picked.text}`);
  return picked.body as AppointmentView;
}
