// /api/practice: what somebody may want to practise next, for nobody but themselves.
import express from 'express';
import type { Router } from 'express';
import { answering, ok } from './http-answer.ts';
import { visitor } from './http-parts.ts';
import type { HttpParts } from './http-parts.ts';
import { practiceOf } from './practice.ts';

export function practiceRoutes(parts: HttpParts): Router {
  const router = express.Router();
  router.get(
    '/practice',
    answering(async (request, response) => {
      const user = await visitor(parts, request, response);
      const weak = user ? (await practiceOf(parts, user.id)).weak : {};
      return ok({ weak });
    }),
  );
  return router;
}
