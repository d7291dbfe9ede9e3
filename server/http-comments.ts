// /api/interviews/:id/comments: what interviewer and candidate pin to moments of a recording afterwards. Each answer
// is cut for its reader; the recording itself is not touched.
import { randomBytes } from 'node:crypto';
import express from 'express';
import type { Router } from 'express';
import { commentSchema, commentsFor, whyNoComment } from '#domain/comment.ts';
import type { Comment } from '#domain/comment.ts';
import { limits } from '#domain/protocol.ts';
import { answering, ok, readAs, refused } from './http-answer.ts';
import { seatOf, seated } from './http-parts.ts';
import type { HttpParts } from './http-parts.ts';
import { limitedByAddress } from './rate-limits.ts';

const commentsPerMinute = 120;
const statusOf = { not_allowed: 403, wrong_stage: 409, unknown_moment: 400 } as const;

export function commentRoutes(parts: HttpParts): Router {
  const { store, rooms, now } = parts;
  const router = express.Router();

  router.get(
    '/interviews/:id/comments',
    seated(parts, async (seat) => {
      const comments = await store.comments(seat.interviewId);
      const shown = await rooms.with(seat.interviewId, (room) =>
        room.read((state) => commentsFor(comments, state, seat)),
      );
      return ok(shown ?? []);
    }),
  );

  router.post(
    '/interviews/:id/comments',
    limitedByAddress(commentsPerMinute),
    answering<{ id: string }>(async (request) => {
      const asked = readAs(commentSchema, request.body);
      if (!asked.ok) return asked.no;
      const seat = await seatOf(parts, request.params.id, request);
      if (!seat) return refused(404, 'unknown_interview');
      const why = await rooms.with(seat.interviewId, (room) =>
        room.read((state) => whyNoComment(state, seat, asked.output.pinnedAt)),
      );
      if (why) return refused(statusOf[why], why);
      const id = randomBytes(16).toString('base64url');
      const comment: Comment = { id, by: seat.participantId, ...asked.output, writtenAt: now() };
      const kept = await store.addComment(seat.interviewId, comment, limits.commentsPerPerson);
      return kept === 'full' ? refused(409, 'too_much') : ok(comment, 201);
    }),
  );

  router.delete(
    '/interviews/:id/comments/:commentId',
    limitedByAddress(commentsPerMinute),
    seated<{ id: string; commentId: string }>(parts, async (seat, request) => {
      const isGone = await store.removeComment(seat.participantId, request.params.commentId);
      return isGone ? ok({}) : refused(404, 'not_found');
    }),
  );

  return router;
}
