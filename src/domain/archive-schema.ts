// What an archive may hold, part by part and with its bounds: nothing that no interview of ours could hold (AR2).
import * as v from 'valibot';
import { formatSchema } from './format.ts';
import { roles } from './protocol.ts';
import { questionSchema } from './question.ts';
import { rubricSchema } from './rubric.ts';
import { helps, marks, rounds } from './solo.ts';

export const archiveKind = 'fourstep-interview';
/** Raised when an older installation could not read the file any more. */
export const archiveVersion = 2;

/** Enough of a file to tell what it is. */
export const archiveHeadSchema = v.object({
  kind: v.literal(archiveKind),
  version: v.number(),
  digest: v.string(),
});

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(120));
const words = v.pipe(v.string(), v.maxLength(20_000));
/** What a calendar, a zip and a list by time can still hold. */
const at = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Date.UTC(2100, 0, 1)));
const ms = v.pipe(v.number(), v.minValue(0), v.maxValue(8.64e15));
const role = v.picklist(roles);
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
/** Counted before anything in it is looked at. */
const listOf = <S extends v.GenericSchema>(item: S, most: number) =>
  v.pipe(v.array(v.unknown()), v.maxLength(most), v.array(item));
const mapOf = <S extends v.GenericSchema>(item: S, most: number) =>
  v.pipe(v.record(id, v.unknown()), v.maxEntries(most), v.record(id, item));
const levelValue = v.picklist([1, 2, 3, 4]);
const value = v.union([levelValue, v.picklist(['not_observed', 'not_applicable'])]);

const rating = v.strictObject({
  value: v.nullable(value),
  behaviours: listOf(id, 60),
  evidence: words,
  notes: listOf(id, 50),
  at,
});
const scorecard = v.strictObject({
  by: id,
  role,
  ratings: mapOf(rating, 400),
  recommendation: v.nullable(id),
  strength: words,
  change: words,
  submittedAt: v.nullable(at),
});
const run = v.strictObject({
  phaseId: id,
  startedAt: at,
  endedAt: v.nullable(at),
  pausedMs: ms,
  pausedAt: v.nullable(at),
  pausedBy: v.nullable(id),
  addedMs: ms,
  isFrozen: v.optional(v.literal(true)),
});
const note = v.strictObject({
  ...{ id, by: id, at, begunAt: at, phaseId: id, text: words },
  ...{ criterion: v.nullable(id), isPrivate: v.boolean() },
});
const pointer = v.union([v.strictObject({ noteId: id }), v.strictObject({ elementId: id })]);
const estimate = v.strictObject({
  ...{
    by: id,
    name: words,
    value: v.pipe(v.number(), v.finite()),
    unit: words,
    working: words,
    at,
    phaseId: id,
  },
});
const said = v.strictObject({
  ...{
    id,
    kind: id,
    text: words,
    ask: v.optional(words),
    options: v.optional(listOf(words, 200)),
    at,
    phaseId: id,
  },
});
const solo = v.strictObject({
  ...{ seed: ms, help: v.picklist(helps), focus: v.nullable(id), prediction: v.nullable(levelValue) },
  ...{ pauseAfterMs: ms, said: listOf(said, 5_000), inputAt: at },
  wishes: listOf(v.strictObject({ seq: ms, kind: id, text: words, at }), 500),
  away: v.nullable(v.strictObject({ since: at, isLeaving: v.boolean() })),
  points: mapOf(v.picklist(marks), 400),
  rerates: v.strictObject(v.entriesFromList(rounds, v.optional(scorecard))),
});
const participant = v.strictObject({
  ...{ id, role, name: v.pipe(v.string(), v.maxLength(40)) },
  ...{ isHost: v.boolean(), isReady: v.boolean(), joinedAt: at },
});
const { interviewer, reveal, ...openEntries } = questionSchema.entries;
/** The whole question or what was open to its owner. */
const question = v.strictObject({
  ...openEntries,
  interviewer: v.optional(interviewer),
  reveal: v.optional(reveal),
});

const stateSchema = v.strictObject({
  seq: v.pipe(v.number(), v.integer(), v.minValue(1)),
  lastAt: at,
  interviewId: id,
  createdAt: at,
  level: id,
  format: formatSchema,
  rubric: rubricSchema,
  interviewerRubric: v.nullable(rubricSchema),
  ratingWaitMs: ms,
  question: v.nullable(question),
  isHidden: v.boolean(),
  isImported: v.boolean(),
  participants: mapOf(participant, 60),
  areObserversWelcome: v.boolean(),
  stage: v.picklist(['revealed', 'closed'], 'is not finished'),
  isRehearsal: v.boolean(),
  startedAt: v.nullable(at),
  endedAt: v.nullable(at),
  revealedAt: v.nullable(at),
  runs: listOf(run, 200),
  slip: v.null(),
  scene: listOf(v.looseObject({ id }), 20_000),
  notes: listOf(note, 2_000),
  chat: listOf(v.strictObject({ seq: ms, by: id, at, text: words }), 5_000),
  ticks: listOf(v.strictObject({ itemId: id, at, phaseId: id, pointer: v.optional(pointer) }), 1_000),
  answers: listOf(v.strictObject({ clarificationId: id, ask: words, text: words, at, phaseId: id }), 1_000),
  hints: listOf(
    v.strictObject({ deepDiveId: id, step: v.picklist([1, 2, 3]), text: words, at, phaseId: id }),
    1_000,
  ),
  curveballs: listOf(
    v.strictObject({ curveballId: id, text: words, label: v.optional(words), at, phaseId: id }),
    1_000,
  ),
  scorecards: mapOf(scorecard, 2),
  estimates: v.optional(listOf(estimate, 500), []),
  solo: v.optional(v.nullable(solo), null),
  pictures: mapOf(hash, 60),
  isFull: v.optional(v.literal(true)),
});

export const archiveSchema = v.pipe(
  v.strictObject({
    kind: v.literal(archiveKind),
    version: v.pipe(v.literal(archiveVersion), v.description('An installation reads its own version only.')),
    digest: v.pipe(hash, v.description('SHA-256 of `{"owner":…,"state":…}` as JSON without spaces, in hex.')),
    owner: v.pipe(
      v.strictObject({ participantId: id, role: v.picklist(['interviewer', 'candidate']) }),
      v.description('Whose scorecard it is: a participant of the state.'),
    ),
    state: v.pipe(
      stateSchema,
      v.description(
        'All that the owner may read, less what was left out. `…At` is epoch ms, `…Ms` a duration.',
      ),
    ),
  }),
  v.description('A finished interview, as “Download JSON” writes it and “Import scorecards” reads it.'),
);
