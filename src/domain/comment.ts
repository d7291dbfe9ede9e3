// Comments pinned to moments of a recording once the interview is over. They stand beside the recording and never
// change it: no state is folded from them. It knows no store and no screen.
import * as v from 'valibot';
import { limits } from './protocol.ts';
import type { RoomState } from './room.ts';
import type { Viewer } from './view.ts';

export type Comment = {
  id: string;
  /** The participant who wrote it. */
  by: string;
  /** The moment it is pinned to, epoch ms. */
  pinnedAt: number;
  text: string;
  writtenAt: number;
};

/** What whoever writes one sends. */
export const commentSchema = v.strictObject({
  pinnedAt: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER)),
  text: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(limits.commentLength)),
});

type Room = Pick<RoomState, 'stage' | 'isImported' | 'startedAt' | 'createdAt' | 'endedAt' | 'lastAt'>;
const overStages = ['rating', 'revealed', 'closed'];

/** Why `viewer` may not pin a comment to the moment `pinnedAt`; null when they may (RP4). */
export function whyNoComment(
  state: Room,
  { role }: Viewer,
  pinnedAt: number,
): 'not_allowed' | 'wrong_stage' | 'unknown_moment' | null {
  if (role === 'observer') return 'not_allowed';
  // What was taken in from a file has no moments.
  if (!overStages.includes(state.stage) || state.isImported) return 'wrong_stage';
  // Where the recording ends tells when the other rates or submits, so before the reveal the interview's end bounds it.
  const lastAt = state.stage === 'revealed' ? state.lastAt : (state.endedAt ?? state.createdAt);
  const isRecorded = pinnedAt >= (state.startedAt ?? state.createdAt) && pinnedAt <= lastAt;
  return isRecorded ? null : 'unknown_moment';
}

/** Of `comments` what `viewer` may read: before the reveal their own only, because what one says of a moment tells
 * how one rates it (RP4); observers none. */
export function commentsFor(
  comments: readonly Comment[],
  { stage }: Pick<RoomState, 'stage'>,
  { role, participantId }: Viewer,
): Comment[] {
  if (role === 'observer') return [];
  return comments.filter(({ by }) => by === participantId || stage === 'revealed');
}
