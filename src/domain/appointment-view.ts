// What somebody is shown of an appointment: the two sides, or whoever holds its invite or finds it published.
import type { Stranger } from './match-view.ts';

export type AppointmentView = {
  serverAt: number;
  id: string;
  formatId: string;
  formatTitle: string;
  levels: readonly string[];
  languages: readonly string[];
  isPublic: boolean;
  /** `invited`: nobody has picked yet, and the asker may. */
  side: 'host' | 'guest' | 'invited';
  /** The asker's; null for whoever is invited. */
  mine: { alias: string; level: string; zone: string; email: string | null } | null;
  /** Null while nobody has picked. The zone is told among people who know each other only. */
  other: (Stranger & { zone: string | null }) | null;
  slots: readonly number[];
  isMineToPick: boolean;
  startsAt: number | null;
  isCancelled: boolean;
  /** Whether the room may be opened now. */
  isOpen: boolean;
  pairingId: string | null;
  /** For the host, while nobody has picked. */
  inviteLink: string | null;
  /** Lets its holder move it or call it off on another device too. */
  ownLink: string | null;
};

export type OpenAppointment = {
  id: string;
  formatTitle: string;
  languages: readonly string[];
  host: Stranger;
  slots: readonly number[];
};
