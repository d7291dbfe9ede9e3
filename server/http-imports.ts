// Taking in a scorecard file from another installation: checked whole, kept under new ids as an interview whose
// only entry is its end. It becomes one more line in its owner's history.
import express from 'express';
import type { Router } from 'express';
import { readArchive, withNewIds } from '#domain/archive.ts';
import type { Archive } from '#domain/archive.ts';
import { archiveBytes } from '#domain/export.ts';
import { fold } from '#domain/fold.ts';
import { asKnownHere, labelsOf, outcomeOf } from '#domain/outcome.ts';
import type { Entry } from '#domain/recording.ts';
import { sha256 } from './hashes.ts';
import { answering, ok, refused } from './http-answer.ts';
import { guest } from './http-parts.ts';
import type { HttpParts } from './http-parts.ts';
import type { User } from './identity.ts';
import { newId } from './new-interview.ts';
import { projectionOf } from './projection.ts';
import { limitedByAddress } from './rate-limits.ts';
import { unclaimed } from './store/store.ts';
import type { NewInterview, Seat } from './store/store.ts';

/** Per address and minute: each is checked and folded. */
const importsPerMinute = 5;

/** To be used before the routes' own body parser, whose limit is far below. */
export function importRoutes(parts: HttpParts): Router {
  const router = express.Router();
  router.post(
    '/imports',
    limitedByAddress(importsPerMinute),
    express.json({ limit: archiveBytes, strict: true }),
    answering(async (request, response) => {
      const read = readArchive(request.body, sha256);
      if (!read.ok) return refused(422, read.code, { message: read.message });
      const user = await guest(parts, request, response);
      const interview = importedInterview(parts, read.archive, user);
      await parts.store.create(interview);
      return ok({ id: interview.row.id }, 201);
    }),
  );
  return router;
}

function importedInterview({ content, now }: HttpParts, archive: Archive, user: User): NewInterview {
  const { owner, state: snapshot } = withNewIds(archive, newId);
  const interviewId = newId();
  const entry: Entry = {
    ...{ type: 'interview.imported', interviewId, snapshot },
    ...{ seq: 1, at: now(), by: owner.participantId, clientId: null, clientSeq: null },
  };
  const state = fold([entry]);
  const seats = Object.values(state.participants)
    .filter(({ role }) => role !== 'observer')
    .map(({ id, role, name }): Seat => ({
      ...{ participantId: id, interviewId, role, name, isHost: id === owner.participantId },
      // The partner's seat is there to be read of; no invite leads to it.
      userId: id === owner.participantId ? user.id : unclaimed(id),
    }));
  return {
    row: {
      id: interviewId,
      title: state.question?.title ?? state.format.title,
      formatTitle: state.format.title,
      level: state.level,
      createdAt: state.createdAt,
      ...projectionOf(state),
    },
    questionId: state.question?.id ?? null,
    host: seats.find(({ isHost }) => isHost)!,
    others: seats.filter(({ isHost }) => !isHost),
    invites: [],
    entries: [entry],
    outcome: outcomeOf(state),
    labels: asKnownHere(labelsOf(state), content),
  };
}
