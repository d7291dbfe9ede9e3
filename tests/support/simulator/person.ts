// Somebody with a seat and a browser: what their tabs share.
import type { Role } from '#domain/protocol.ts';

export type Person = {
  userId: string;
  /** Empty until the seat is taken. */
  participantId: string;
  role: Role;
  isHost: boolean;
  storage: Storage;
  /** How wrong the clock of their device is. */
  clockOffsetMs: number;
};
