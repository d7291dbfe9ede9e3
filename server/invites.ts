// Invite links: a 128-bit token for one interview and one role, made from the server's secret, so that a
// host can be shown the link again while the store keeps no more than its hash.
import type { Role } from '#domain/protocol.ts';
import { linkToken, sha256 } from './hashes.ts';

export type Invites = {
  tokenOf(interviewId: string, role: Role): string;
  hashOf(token: string): string;
  /** The part after the origin. The token is a fragment, which reaches no log and no Referer. */
  pathOf(interviewId: string, role: Role): string;
};

export function openInvites(secret: string): Invites {
  const tokenOf = (interviewId: string, role: Role) => linkToken(secret, `invite:${interviewId}:${role}`);
  return {
    tokenOf,
    hashOf: sha256,
    pathOf: (interviewId, role) => `/interview/${interviewId}#invite=${tokenOf(interviewId, role)}`,
  };
}
