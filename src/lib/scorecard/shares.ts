// Share links as the page handles them. A link's token stands behind the # and is sent in a body only.
import { api } from '../ui/api.ts';
import type { Answer } from '../ui/api.ts';

export type Share = {
  id: string;
  withNames: boolean;
  withReplay: boolean;
  createdAt: number;
  expiresAt: number | null;
  link: string;
};

const sharesOf = (interviewId: string) => `/api/interviews/${encodeURIComponent(interviewId)}/shares`;

export const listShares = (interviewId: string): Promise<Answer<Share[]>> => api.get(sharesOf(interviewId));
export const addShare = (
  interviewId: string,
  wish: { withNames: boolean; withReplay: boolean; days: number | null },
): Promise<Answer<Share>> => api.post(sharesOf(interviewId), wish);
export const revokeShare = (interviewId: string, id: string): Promise<Answer<object>> =>
  api.delete(`${sharesOf(interviewId)}/${id}`);

/** The token of the share link this page was opened by, or null. */
export function tokenIn(hash: string): string | null {
  return new URLSearchParams(hash.replace(/^#/, '')).get('share');
}
