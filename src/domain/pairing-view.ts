// What one of the two of an interview is told of its other half.
import type { SwapAnswer } from './pairing.ts';
import type { Role } from './protocol.ts';

/** What one of the two is shown of the pairing. */
export type PairingView = {
  isPlanned: boolean;
  breakMs: number;
  position: 1 | 2;
  partnerName: string | null;
  /** The pairing's other interview, once it is made. */
  other: { id: string; role: Role; stage: string } | null;
  offers: { mine: boolean; theirs: boolean };
  /** What asking to swap now would come to. */
  swap: SwapAnswer;
  endedAt: number | null;
  /** The page of a pairing of strangers, or for a time. */
  slotId: string | null;
};
