// What one of the two is shown of a pairing that was made for strangers or for a time.
import type { Stranger } from './match-view.ts';
import type { Role } from './protocol.ts';
import type { Slot } from './reliability.ts';

export type SlotInterview = {
  id: string;
  position: 1 | 2;
  formatTitle: string;
  stage: string;
  /** The asker's. */
  role: Role;
  /** Whether its interviewer has ticked that they have read the question. */
  isRead: boolean;
};

export type SlotView = {
  serverAt: number;
  pairingId: string;
  kind: 'matched' | 'appointed';
  startsAt: number;
  breakMs: number;
  slot: Slot;
  partner: Stranger & { isHere: boolean };
  /** What the partner says of the asker, and the asker of them. */
  missed: { mine: boolean; theirs: boolean; isMineExcused: boolean; isTheirsExcused: boolean };
  interviews: SlotInterview[];
  /** Ways to reach each other, given by both after a reveal, or by neither. */
  contact: { isOpen: boolean; mine: string | null; theirs: string | null };
};
