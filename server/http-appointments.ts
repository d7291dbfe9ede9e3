// Appointments over HTTP. Whoever is not the host or the guest needs a key, which travels in a header: an address
// reaches logs. Times come as clocks show them, with their zone; what cannot be is refused by name.
import express from 'express';
import type { Request, Response, Router } from 'express';
import * as v from 'valibot';
import { slotsAtMost, whyNoSlots } from '#domain/appointment.ts';
import type { Appointment, AppointmentPerson, Side } from '#domain/appointment.ts';
import { isZone, momentOf } from '#domain/zoned-time.ts';
import type { Key } from './appointment-links.ts';
import { openFor, viewOf } from './appointment-views.ts';
import type { Changed } from './appointments.ts';
import { answering, ok, readAs, refused } from './http-answer.ts';
import type { Answer } from './http-answer.ts';
import { hasTwoQuestions, rankOf, ticketFields } from './http-match.ts';
import { guest, visitor } from './http-parts.ts';
import type { HttpParts } from './http-parts.ts';
import type { User } from './identity.ts';
import { originOf } from './origin.ts';
import { Guesses, limitedByAddress } from './rate-limits.ts';

const local = v.strictObject({ date: v.string(), time: v.string() });
const slots = v.pipe(v.array(local), v.minLength(1), v.maxLength(slotsAtMost));
const zone = v.pipe(v.string(), v.maxLength(60));
const email = v.optional(v.nullable(v.pipe(v.string(), v.email(), v.maxLength(200))), null);
const { alias, level, avoid, formatId, languages } = ticketFields;
const person = { alias, level, avoid, zone, email };
const proposing = v.strictObject({ ...person, formatId, languages, slots, isPublic: v.boolean() });
const picking = v.strictObject({ ...person, slot: v.pipe(v.number(), v.integer()) });
const moving = v.strictObject({ zone, slots });
const changesPerMinute = 120;
type At = { id: string };
type Asked = { appointment: Appointment; key: Key; user: User | null };
const nobody = refused(404, 'unknown_appointment');

export function appointmentRoutes(parts: HttpParts): Router {
  const { appointments, store, now } = parts;
  const router = express.Router();
  const limited = limitedByAddress(changesPerMinute);
  const guesses = new Guesses();

  /** Finds what is asked about for whoever may know of it. */
  const about = (work: (asked: Asked, request: Request<At>, response: Response) => Promise<Answer>) =>
    answering<At>(async (request, response) => {
      const isGuessing = await guesses.refusalFor(request, response);
      if (isGuessing) return isGuessing;
      const user = await visitor(parts, request, response);
      const appointment = await store.appointment(request.params.id);
      const given = request.get('x-appointment-key') ?? null;
      const key = appointment && (await appointments.sideOf(appointment, user?.id ?? null, given));
      if (appointment && key) return work({ appointment, key, user }, request, response);
      return given === null ? nobody : guesses.wrong(request, 'unknown_appointment');
    });
  const sides = (work: (asked: Asked & { key: Side }, request: Request<At>) => Promise<Answer>) =>
    about(({ key, ...asked }, request) =>
      key === 'invited' ? Promise.resolve(refused(403, 'not_allowed')) : work({ ...asked, key }, request),
    );

  router.get(
    '/appointments',
    answering(async (request, response) => {
      const user = await visitor(parts, request, response);
      const mine = user ? await store.appointmentsOf(user.id) : [];
      const origin = originOf(request, parts.origins);
      return ok(await Promise.all(mine.map((one) => viewOf(parts, one, sideIn(one, user), origin))));
    }),
  );
  router.get(
    '/open-appointments',
    answering(async (request, response) => ok(await openFor(parts, await visitor(parts, request, response)))),
  );
  router.post(
    '/appointments',
    limited,
    answering((request, response) => propose(parts, request, response)),
  );
  router.get(
    '/appointments/:id',
    about(async ({ appointment, key }, request) =>
      ok(await viewOf(parts, appointment, key, originOf(request, parts.origins))),
    ),
  );
  router.get(
    '/appointments/:id/calendar',
    about(async ({ appointment, key }, request, response) => {
      const origin = originOf(request, parts.origins);
      const file = key === 'invited' ? null : parts.appointmentLinks.calendarFor(appointment, key, origin);
      if (file === null) return refused(409, 'not_booked');
      response.set('Content-Disposition', 'attachment; filename="interview.ics"');
      return ok({ calendar: file });
    }),
  );
  router.post(
    '/appointments/:id/pick',
    limited,
    about((asked, request, response) => pick(parts, asked, request, response)),
  );
  router.post(
    '/appointments/:id/move',
    limited,
    sides(async ({ appointment, key }, request) => {
      const wish = readAs(moving, request.body);
      if (!wish.ok) return wish.no;
      const times = momentsOf(wish.output, now());
      if (!times.ok) return times.no;
      return changed(parts, request, await appointments.move(appointment.id, key, times.slots), key);
    }),
  );
  router.post(
    '/appointments/:id/cancel',
    limited,
    sides(async ({ appointment, key }, request) =>
      changed(parts, request, await appointments.cancel(appointment.id), key),
    ),
  );
  router.post(
    '/appointments/:id/open',
    limited,
    sides(async ({ appointment }) => {
      const pairingId = await appointments.open(appointment.id);
      return pairingId === null ? refused(409, 'not_open') : ok({ pairingId });
    }),
  );

  return router;
}

const sideIn = ({ host }: Appointment, user: User | null): Side =>
  host.userId === user?.id ? 'host' : 'guest';

async function propose(parts: HttpParts, request: Request, response: Response): Promise<Answer> {
  const wish = readAs(proposing, request.body);
  if (!wish.ok) return wish.no;
  if (rankOf(parts, wish.output) === null) return refused(400, 'unknown_content');
  if (!hasTwoQuestions(parts, wish.output)) return refused(409, 'too_few_questions');
  const times = momentsOf(wish.output, parts.now());
  if (!times.ok) return times.no;
  const user = await guest(parts, request, response);
  if (await parts.appointments.hasTooMany(user.id)) return refused(409, 'too_many_open');
  const origin = originOf(request, parts.origins);
  const made = await parts.appointments.propose(
    proposedBy({ userId: user.id, origin }, wish.output, times.slots, parts.now()),
  );
  return ok(await viewOf(parts, made, sideIn(made, user), origin), 201);
}

async function pick(
  parts: HttpParts,
  { appointment, key }: Asked,
  request: Request<At>,
  response: Response,
): Promise<Answer> {
  const wish = readAs(picking, request.body);
  if (!wish.ok) return wish.no;
  const { slot, ...who } = wish.output;
  if (!isZone(who.zone)) return refused(400, 'bad_zone');
  const { formatId } = appointment;
  if (rankOf(parts, { formatId, level: who.level }) === null) return refused(400, 'unknown_content');
  if (!hasTwoQuestions(parts, { formatId, avoid: who.avoid })) return refused(409, 'too_few_questions');
  const side = key === 'invited' ? 'guest' : key;
  // By link one is who one was; only who picks first brings somebody new.
  const known = appointment[side];
  const userId = known?.userId ?? (await guest(parts, request, response)).id;
  if (key === 'invited' && userId === appointment.host.userId) return refused(409, 'own_slot');
  const from = { userId, origin: originOf(request, parts.origins) };
  const answer = await parts.appointments.pick(appointment.id, side, { ...who, ...from }, slot);
  return changed(parts, request, answer, side);
}

function momentsOf(
  { slots, zone }: v.InferOutput<typeof moving>,
  at: number,
): { ok: true; slots: number[] } | { ok: false; no: Answer } {
  const moments: number[] = [];
  for (const slot of slots) {
    const moment = momentOf(slot, zone);
    if (!moment.ok) return { ok: false, no: refused(400, moment.code, { slot }) };
    moments.push(moment.at);
  }
  const problem = whyNoSlots(moments, at);
  if (problem) return { ok: false, no: refused(409, problem) };
  return { ok: true, slots: [...new Set(moments)].sort((a, b) => a - b) };
}

function proposedBy(
  from: Pick<AppointmentPerson, 'userId' | 'origin'>,
  wish: v.InferOutput<typeof proposing>,
  slots: number[],
  createdAt: number,
): Omit<Appointment, 'id'> {
  const { formatId, languages, isPublic, alias, level, avoid, zone, email } = wish;
  const host: AppointmentPerson = { ...from, alias, level, avoid, zone, email };
  return {
    ...{ formatId, languages, isPublic, host, guest: null, slots, proposedBy: 'host', startsAt: null },
    ...{ isCancelled: false, sequence: 0, createdAt, remindedAt: null, pairingId: null },
  };
}

async function changed(
  parts: HttpParts,
  request: Request<At>,
  answer: Changed | null,
  side: Side,
): Promise<Answer> {
  if (answer === null) return nobody;
  if (!answer.ok) return refused(409, answer.code);
  return ok(await viewOf(parts, answer.appointment, side, originOf(request, parts.origins)));
}
