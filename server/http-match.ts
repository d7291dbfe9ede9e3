// The partner queue over HTTP: entering, leaving, "I am here", and one's own stream of what happens. Everything is
// about the asker; of others no more is told than match-views.ts does.
import express from 'express';
import type { Response, Router } from 'express';
import * as v from 'valibot';
import { questionsFor } from '#domain/content-choice.ts';
import { languages } from '#domain/match-view.ts';
import type { MatchView } from '#domain/match-view.ts';
import { mostRanks } from '#domain/matching.ts';
import type { Ticket } from '#domain/matching.ts';
import { nameSchema } from '#domain/protocol.ts';
import { answering, ok, readAs, refused } from './http-answer.ts';
import type { Answer } from './http-answer.ts';
import { guest, visitor } from './http-parts.ts';
import type { HttpParts } from './http-parts.ts';
import { addressOf } from './origin.ts';
import { GuestLimit, limitedByAddress } from './rate-limits.ts';

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(80));
export const ticketFields = {
  alias: nameSchema,
  formatId: id,
  level: id,
  languages: v.pipe(v.array(v.picklist(languages)), v.minLength(1), v.maxLength(5)),
  isForBoth: v.boolean(),
  avoid: v.pipe(v.array(id), v.maxLength(100)),
};
const entering = v.strictObject({ ...ticketFields, isAgainWelcome: v.boolean() });
const being = v.strictObject({ meetingId: id });

/** Per address and minute. */
const entriesPerMinute = 300;
const streamsPerMinute = 600;
/** Per guest and minute. */
const guestsAsksPerMinute = 60;

export function matchRoutes(parts: HttpParts): Router {
  const { matchmaker, matchViews } = parts;
  const router = express.Router();
  const asks = new GuestLimit(guestsAsksPerMinute);
  /** Streams open by address. */
  const open = new Map<string, number>();

  router.get(
    '/match',
    answering(async (request, response) => {
      const user = await visitor(parts, request, response);
      const out: MatchView = { serverAt: parts.now(), is: 'out', because: null };
      return ok(user ? await matchViews.of(user.id) : out);
    }),
  );

  router.post(
    '/match/enter',
    limitedByAddress(entriesPerMinute),
    answering(async (request, response) => {
      const wish = readAs(entering, request.body);
      if (!wish.ok) return wish.no;
      const rank = rankOf(parts, wish.output);
      if (rank === null) return refused(400, 'unknown_content');
      if (!hasTwoQuestions(parts, wish.output)) return refused(409, 'too_few_questions');
      const user = await guest(parts, request, response);
      const no = await asks.refusalFor(user.id, response);
      if (no) return no;
      const ticket: Ticket = { ...wish.output, userId: user.id, rank, since: parts.now() };
      await matchmaker.enter(ticket);
      return ok(await matchViews.of(user.id));
    }),
  );

  router.post(
    '/match/leave',
    answering(async (request, response) => {
      const user = await visitor(parts, request, response);
      if (user) await matchmaker.leave(user.id);
      return ok({});
    }),
  );

  router.post(
    '/match/here',
    answering(async (request, response): Promise<Answer> => {
      const wish = readAs(being, request.body);
      if (!wish.ok) return wish.no;
      const user = await visitor(parts, request, response);
      const answer = user ? await matchmaker.confirm(user.id, wish.output.meetingId) : 'not_waiting';
      if (answer === 'not_waiting') return refused(409, 'not_waiting');
      if (answer === 'too_late') return refused(409, 'meeting_over');
      return ok(await matchViews.of(user!.id));
    }),
  );

  router.get(
    '/match/live',
    limitedByAddress(streamsPerMinute),
    answering(async (request, response) => {
      const user = await visitor(parts, request, response);
      if (!user) return refused(404, 'nothing_kept');
      const address = addressOf(request);
      const already = open.get(address) ?? 0;
      if (already >= parts.connectionsPerAddress) return refused(429, 'too_much_open');
      open.set(address, already + 1);
      response.once('close', () => {
        const left = (open.get(address) ?? 1) - 1;
        if (left > 0) open.set(address, left);
        else open.delete(address);
      });
      stream(parts, user.id, response);
      return null;
    }),
  );

  return router;
}

/** Server-sent events: one line for each change, until either side hangs up. */
function stream({ matchViews }: HttpParts, userId: string, response: Response): void {
  response.status(200).set({
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
  });
  response.flushHeaders();
  const stop = matchViews.stream(
    userId,
    (view) => void response.write(`data: ${JSON.stringify(view)}\n\n`),
    () => response.end(),
  );
  response.once('close', stop);
}

/** The level's place in its format; null when either does not exist. */
export function rankOf(
  { content }: Pick<HttpParts, 'content'>,
  { formatId, level }: Pick<Ticket, 'formatId' | 'level'>,
): number | null {
  const rank = content.formats.find((format) => format.id === formatId)?.levels.indexOf(level) ?? -1;
  return rank < 0 ? null : Math.min(rank, mostRanks - 1);
}

/** One each: with two left for everybody, any two can be asked different ones. */
export function hasTwoQuestions(
  { content }: Pick<HttpParts, 'content'>,
  { formatId, avoid }: Pick<Ticket, 'formatId' | 'avoid'>,
): boolean {
  const format = content.formats.find((one) => one.id === formatId);
  const questions = format ? questionsFor(format, content.formats, content.questions) : [];
  return questions.filter(({ tags }) => !tags.some((tag) => avoid.includes(tag))).length >= 2;
}
