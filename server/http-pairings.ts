// A pairing over HTTP: how an interview stands to its other half, and asking to swap roles. For the two alone.
import express from 'express';
import type { Router } from 'express';
import { ok, refused } from './http-answer.ts';
import { seated } from './http-parts.ts';
import type { HttpParts } from './http-parts.ts';
import { limitedByAddress } from './rate-limits.ts';

const swapsPerMinute = 120;

export function pairingRoutes(parts: HttpParts): Router {
  const router = express.Router();

  router.get(
    '/interviews/:id/pairing',
    seated(parts, async (seat) => {
      if (seat.role === 'observer') return refused(403, 'not_allowed');
      const pairing = await parts.store.pairingOf(seat.interviewId);
      if (pairing) await parts.slots.seen(pairing, seat.userId);
      const view = await parts.pairings.view(seat);
      return view ? ok(view) : refused(404, 'unknown_interview');
    }),
  );

  router.post(
    '/interviews/:id/swap',
    limitedByAddress(swapsPerMinute),
    seated(parts, async (seat) => {
      if (seat.role === 'observer') return refused(403, 'not_allowed');
      const swapped = await parts.pairings.swap(seat);
      if (!swapped) return refused(404, 'unknown_interview');
      return swapped.ok ? ok({ interviewId: swapped.interviewId }) : refused(409, swapped.code);
    }),
  );

  return router;
}
