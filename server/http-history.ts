// /api/history: one's own past interviews and their figures. What cannot be asked for is refused with its name;
// nobody reads of anybody else's interviews.
import express from 'express';
import type { Router } from 'express';
import * as v from 'valibot';
import type { Filter } from '#domain/history.ts';
import type { HistoryAnswer } from '#domain/history-answer.ts';
import { roles } from '#domain/protocol.ts';
import { historyFor, moreHistory } from './history.ts';
import { answering, ok, readAs } from './http-answer.ts';
import { visitor } from './http-parts.ts';
import type { HttpParts } from './http-parts.ts';
import { limitedByAddress } from './rate-limits.ts';

const historiesPerMinute = 300;

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(80));
const time = v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number));
const query = v.strictObject({
  format: v.optional(id),
  level: v.optional(id),
  mode: v.optional(v.picklist(['observed', 'solo'])),
  rubric: v.optional(id),
  question: v.optional(id),
  role: v.optional(v.picklist(roles)),
  from: v.optional(time),
  to: v.optional(time),
  before: v.optional(v.pipe(v.string(), v.regex(/^\d{1,15}\.[\w-]{1,80}$/))),
});

const nothing: HistoryAnswer = {
  ...{ total: 0, interviews: [], next: null, labels: { rubrics: {}, formats: {}, questions: {} } },
  drills: {},
  options: { format: [], level: [], mode: [], rubric: [], question: [], role: [] },
  history: {
    series: [],
    rater: { interviews: 0, kinds: [], rubric: null, feedback: [] },
  },
};

export function historyRoutes(parts: HttpParts): Router {
  const router = express.Router();
  router.get(
    '/history',
    limitedByAddress(historiesPerMinute),
    answering(async (request, response) => {
      const asked = readAs(query, request.query);
      if (!asked.ok) return asked.no;
      const user = await visitor(parts, request, response);
      if (!user) return ok(nothing);
      const { before, ...given } = asked.output;
      const filter = given as Filter;
      if (before !== undefined) return ok(await moreHistory(parts, user.id, filter, before));
      return ok(await historyFor(parts, user.id, filter));
    }),
  );
  return router;
}
