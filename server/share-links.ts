// Share links: a token made from the share's own id with the server's secret, so that its owner can be shown the
// link again while the store keeps no more than its hash.
import { linkToken, sha256 } from './hashes.ts';

export type ShareLinks = {
  tokenOf(shareId: string): string;
  hashOf(token: string): string;
  /** The part after the origin. The token is a fragment, which reaches no log and no Referer. */
  pathOf(share: { id: string; interviewId: string }): string;
};

export function openShareLinks(secret: string): ShareLinks {
  const tokenOf = (shareId: string) => linkToken(secret, `share:${shareId}`);
  return {
    tokenOf,
    hashOf: sha256,
    pathOf: ({ id, interviewId }) => `/interview/${interviewId}/scorecard#share=${tokenOf(id)}`,
  };
}
