// A pairing of strangers, or for a time, over HTTP: for its two people alone; for everybody else there is none.
import express from 'express';
import type { Response, Router } from 'express';
import * as v from 'valibot';
import { answering, ok, readAs, refused } from './http-answer.ts';
import type { Answer } from './http-answer.ts';
import { visitor } from './http-parts.ts';
import type { HttpParts } from './http-parts.ts';
import { GuestLimit, limitedByAddress } from './rate-limits.ts';
import type { SlotRefusal } from './slots.ts';

const words = (max: number) => v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(max));
const contact = v.strictObject({ text: words(200) });
const report = v.strictObject({ text: words(2_000) });
const asksPerMinute = 300;
/** Each is an interview that is kept. */
const guestsAlonePerMinute = 6;

type At = { id: string };
const nobody = refused(404, 'unknown_pairing');

export function slotRoutes(parts: HttpParts): Router {
  const { slots } = parts;
  const router = express.Router();
  const limited = limitedByAddress(asksPerMinute);
  const alones = new GuestLimit(guestsAlonePerMinute);
  const asked = (
    work: (pairingId: string, userId: string, body: unknown, response: Response) => Promise<Answer>,
  ) =>
    answering<At>(async (request, response) => {
      const user = await visitor(parts, request, response);
      return user ? work(request.params.id, user.id, request.body, response) : nobody;
    });

  router.get(
    '/pairings/:id',
    asked(async (id, userId) => {
      const view = await slots.view(id, userId);
      return view ? ok(view) : nobody;
    }),
  );
  for (const deed of ['missed', 'leave', 'excuse', 'block'] as const)
    router.post(
      `/pairings/:id/${deed}`,
      limited,
      asked(async (id, userId) => noted(await slots[deed](id, userId))),
    );
  for (const [deed, schema] of [['contact', contact] as const, ['report', report] as const])
    router.post(
      `/pairings/:id/${deed}`,
      limited,
      asked(async (id, userId, body) => {
        const wish = readAs(schema, body);
        return wish.ok ? noted(await slots[deed](id, userId, wish.output.text)) : wish.no;
      }),
    );
  router.post(
    '/pairings/:id/alone',
    limited,
    asked(async (id, userId, _body, response) => {
      const no = await alones.refusalFor(userId, response);
      if (no) return no;
      const made = await slots.alone(id, userId);
      return made !== null && typeof made === 'object' ? ok(made, 201) : noted(made);
    }),
  );

  return router;
}

function noted(answer: SlotRefusal | 'noted' | null): Answer {
  if (answer === null) return nobody;
  return answer === 'noted' ? ok({}) : refused(409, answer);
}
