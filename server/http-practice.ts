// /api/practice: what somebody may want to practise next, what came of it, and the day of their real interview; for
// nobody but themselves.
import express from 'express';
import type { Router } from 'express';
import * as v from 'valibot';
import type { Drill } from '#domain/drill.ts';
import { answering, ok, refused } from './http-answer.ts';
import { guest, visitor } from './http-parts.ts';
import type { HttpParts } from './http-parts.ts';
import { newId } from './new-interview.ts';
import { invalidFields } from './invalid-fields.ts';
import { practicePage, noPractice } from './practice.ts';
import { limitedByAddress } from './rate-limits.ts';

const changesPerMinute = 120;
/** Asked anew each time: the content may have been read again (DR4). */
const resultOf = (drills: readonly Drill[]) =>
  v.strictObject({
    drillId: v.picklist(drills.map(({ id }) => id)),
    gapId: v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(240))),
    value: v.picklist([1, 2, 3, 4]),
  });
const day = v.strictObject({
  interviewAt: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8.64e15))),
});

export function practiceRoutes(parts: HttpParts): Router {
  const router = express.Router();

  router.get(
    '/practice',
    answering(async (request, response) => {
      const user = await visitor(parts, request, response);
      return ok(user ? await practicePage(parts, user.id, parts.now()) : noPractice);
    }),
  );

  router.post(
    '/practice/drills',
    limitedByAddress(changesPerMinute),
    answering(async (request, response) => {
      const asked = v.safeParse(resultOf(parts.content.drills), request.body);
      if (!asked.success) return refused(400, 'bad_request', { fields: invalidFields(asked.issues) });
      const user = await guest(parts, request, response);
      await parts.store.addDrill(user.id, newId(), { ...asked.output, at: parts.now() });
      return ok({}, 201);
    }),
  );

  router.post(
    '/practice/day',
    limitedByAddress(changesPerMinute),
    answering(async (request, response) => {
      const asked = v.safeParse(day, request.body);
      if (!asked.success) return refused(400, 'bad_request', { fields: invalidFields(asked.issues) });
      const user = await guest(parts, request, response);
      await parts.store.setInterviewDay(user.id, asked.output.interviewAt);
      return ok({});
    }),
  );

  return router;
}
