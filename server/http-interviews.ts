// /api/interviews: create, list, the way in, and the snapshot a page starts from. What a stranger may learn of
// an interview is nothing: it answers like one that does not exist.
import express from 'express';
import type { Router } from 'express';
import * as v from 'valibot';
import { archiveOf } from '#domain/archive.ts';
import type { Archive } from '#domain/archive.ts';
import { cutTo } from '#domain/export.ts';
import type { Choices } from '#domain/export.ts';
import { minuteMs } from '#domain/clock.ts';
import { levelValues } from '#domain/levels.ts';
import { nameSchema } from '#domain/protocol.ts';
import { helps } from '#domain/solo.ts';
import { isShareable } from '#domain/share.ts';
import { toSnapshot } from '#domain/fold.ts';
import { sealState } from '#domain/view.ts';
import { noteGoodbye } from './absence.ts';
import { sha256 } from './hashes.ts';
import { answering, ok, readAs, refused, sendBytes } from './http-answer.ts';
import type { Answer } from './http-answer.ts';
import { guest, seatOf, seated, visitor } from './http-parts.ts';
import type { HttpParts } from './http-parts.ts';
import type { User } from './identity.ts';
import type { NewInterviewWish } from './interviews.ts';
import { GuestLimit, limitedByAddress } from './rate-limits.ts';
import { SnapshotCache } from './snapshot-cache.ts';
import type { Seat } from './store/store.ts';

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(80));
const creation = v.object({
  formatId: id,
  questionId: v.nullable(id),
  isHidden: v.optional(v.boolean()),
  level: id,
  role: v.picklist(['interviewer', 'candidate']),
  name: nameSchema,
  isPaired: v.optional(v.boolean(), false),
  solo: v.optional(
    v.strictObject({
      help: v.picklist(helps),
      focus: v.nullable(id),
      prediction: v.nullable(v.picklist(levelValues)),
      pauseAfterMs: v.pipe(v.number(), v.integer(), v.minValue(minuteMs / 6), v.maxValue(60 * minuteMs)),
    }),
  ),
});

/** Per address and minute. */
const creationsPerMinute = 300;
/** Per guest and minute. */
const guestsCreationsPerMinute = 60;

export function interviewRoutes(parts: HttpParts): Router {
  const router = express.Router();
  const snapshots = new SnapshotCache();
  const creations = new GuestLimit(guestsCreationsPerMinute);

  router.get(
    '/interviews',
    answering(async (request, response) => {
      const user = await visitor(parts, request, response);
      return ok(user ? await parts.interviews.listFor(user) : []);
    }),
  );

  router.post(
    '/interviews',
    limitedByAddress(creationsPerMinute),
    answering(async (request, response) => {
      const wish = readAs(creation, request.body);
      if (!wish.ok) return wish.no;
      if (wish.output.solo && wish.output.role !== 'candidate')
        return refused(400, 'bad_request', { fields: ['role'] });
      const isHidden = wish.output.isHidden ?? wish.output.questionId === null;
      const user = await guest(parts, request, response);
      const no = await creations.refusalFor(user.id, response);
      return no ?? create(parts, { ...wish.output, isHidden }, user);
    }),
  );

  router.get(
    '/interviews/:id',
    seated(parts, async (seat) => {
      const { participantId, role, isHost } = seat;
      return ok({ access: 'participant', me: { participantId, role, isHost } });
    }),
  );

  router.get(
    '/interviews/:id/snapshot',
    seated(parts, async (seat, request, response) => {
      const cached = await snapshotFor(parts, snapshots, seat);
      if (!cached) return refused(404, 'unknown_interview');
      const { etag, packed } = cached;
      response.set({ ETag: etag, 'Cache-Control': 'private, no-cache', Vary: 'Cookie' });
      if (request.headers['if-none-match'] === etag) response.status(304).end();
      else await sendBytes(request, response.type('json'), packed);
      return null;
    }),
  );

  // What a page says in its last moment, by a beacon.
  router.post(
    '/interviews/:id/leaving',
    seated(parts, async (seat) => {
      parts.goodbyes.say(seat.participantId);
      await parts.rooms.with(seat.interviewId, (room) => noteGoodbye(room, seat.participantId));
      return ok({});
    }),
  );

  router.get(
    '/interviews/:id/archive',
    answering<{ id: string }>(async (request, response) => {
      const choices = readAs(exportChoices, request.query);
      if (!choices.ok) return choices.no;
      const seat = await seatOf(parts, request.params.id, request);
      if (!seat) return refused(404, 'unknown_interview');
      const archive = await archiveFor(parts, seat, choices.output);
      if (!archive) return refused(409, 'wrong_stage');
      response.set('Content-Disposition', `attachment; filename="fourstep-${seat.interviewId}.json"`);
      return ok(archive);
    }),
  );

  return router;
}

/** The same as on the page's form, in an address; what is not said is left in. */
const yes = v.pipe(
  v.optional(v.picklist(['yes', 'no']), 'yes'),
  v.transform((value) => value === 'yes'),
);
const exportChoices = v.strictObject({
  sides: v.optional(v.picklist(['both', 'mine']), 'both'),
  names: yes,
  notes: yes,
  reference: yes,
});

/** Null while there is no scorecard to export. */
async function archiveFor({ rooms }: HttpParts, seat: Seat, choices: Choices): Promise<Archive | null> {
  const { participantId, role } = seat;
  const state = await rooms.with(seat.interviewId, (room) =>
    room.read((whole) => (isShareable(whole, seat) ? cutTo(sealState(whole, seat), seat, choices) : null)),
  );
  if (!state) return null;
  return archiveOf({ owner: { participantId, role }, state: toSnapshot(state) }, sha256);
}

async function create({ interviews }: HttpParts, wish: NewInterviewWish, user: User): Promise<Answer> {
  const created = await interviews.create(wish, user);
  return created ? ok({ id: created.interviewId }, 201) : refused(400, 'unknown_content');
}

function snapshotFor({ rooms }: HttpParts, snapshots: SnapshotCache, seat: Seat) {
  return rooms.with(seat.interviewId, (room) =>
    room.read((state) => snapshots.of(seat, state.seq, () => toSnapshot(sealState(state, seat)))),
  );
}
