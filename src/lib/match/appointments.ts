// Appointments as pages ask for them. The key of a link stays behind the # and is sent in a header.
import type { AppointmentView, OpenAppointment } from '#domain/appointment-view.ts';
import type { LocalTime } from '#domain/zoned-time.ts';
import { api } from '$lib/ui/api.ts';
import type { Answer } from '$lib/ui/api.ts';

export type Proposal = {
  alias: string;
  level: string;
  avoid: string[];
  zone: string;
  email: string | null;
  formatId: string;
  languages: string[];
  slots: LocalTime[];
  isPublic: boolean;
};
export type Pick = {
  alias: string;
  level: string;
  avoid: string[];
  zone: string;
  email: string | null;
  slot: number;
};

export const listAppointments = (): Promise<Answer<AppointmentView[]>> => api.get('/api/appointments');
export const listOpen = (): Promise<Answer<OpenAppointment[]>> => api.get('/api/open-appointments');
export const propose = (proposal: Proposal): Promise<Answer<AppointmentView>> =>
  api.post('/api/appointments', proposal);

/** One appointment, for its sides by who they are or for whoever holds a link. */
export class AppointmentDoor {
  readonly #address: string;
  readonly #headers: Record<string, string>;

  constructor(id: string, hash: string) {
    this.#address = `/api/appointments/${encodeURIComponent(id)}`;
    const key = new URLSearchParams(hash.slice(1)).get('key');
    this.#headers = key ? { 'x-appointment-key': key } : {};
  }

  look = (): Promise<Answer<AppointmentView>> => api.get(this.#address, this.#headers);
  calendar = (): Promise<Answer<{ calendar: string }>> => api.get(`${this.#address}/calendar`, this.#headers);
  pick = (pick: Pick): Promise<Answer<AppointmentView>> => this.#post('pick', pick);
  move = (zone: string, slots: LocalTime[]): Promise<Answer<AppointmentView>> =>
    this.#post('move', { zone, slots });
  cancel = (): Promise<Answer<AppointmentView>> => this.#post('cancel', {});
  open = (): Promise<Answer<{ pairingId: string }>> => this.#post('open', {});

  #post<T>(what: string, body: object): Promise<Answer<T>> {
    return api.post<T>(`${this.#address}/${what}`, body, this.#headers);
  }
}

export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** "Tue 5 Mar 2030, 19:00" as clocks in `zone` show it. */
export function inZone(at: number, zone: string): string {
  try {
    return new Intl.DateTimeFormat('en-GB', {
      ...{ timeZone: zone, weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
      ...{ hour: '2-digit', minute: '2-digit' },
    }).format(at);
  } catch {
    // The other's browser knows a zone that this one does not.
    return new Date(at).toUTCString();
  }
}

/** "in 3 days", "in 2 hours", "in 5:10". */
export function untilWords(ms: number): string {
  if (ms <= 0) return 'now';
  const minutes = Math.floor(ms / 60_000);
  const words = (count: number, unit: string) => `in ${count} ${unit}${count === 1 ? '' : 's'}`;
  if (minutes >= 48 * 60) return words(Math.floor(minutes / (24 * 60)), 'day');
  if (minutes >= 120) return words(Math.floor(minutes / 60), 'hour');
  return `in ${minutes}:${String(Math.floor(ms / 1_000) % 60).padStart(2, '0')} minutes`;
}
