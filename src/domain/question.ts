// A question in three blocks, cut by block for each viewer (VW3): candidate, interviewer, reveal.
// Read from rubrics/questions/*.yaml. Every part of the guide is optional: which ones a question needs, its
// format says (`questionNeeds`), so one reader serves every kind of interview.
import * as v from 'valibot';
import { parseContent, refuseContent, semver, shortText, slug, text, texts } from './content.ts';
import { questionProblems } from './question-checks.ts';

const lines = v.optional(texts, []);
const amount = v.pipe(v.number(), v.finite(), v.minValue(0, 'must be 0 or more'));
const byLevel = v.optional(v.record(slug, text), {});
const linesByLevel = v.optional(v.record(slug, texts), {});

/** Said when asked, and given in one click: it then stands on the candidate's screen. */
const clarification = v.strictObject({ id: slug, ask: text, answer: text, ifNotAsked: v.optional(text) });

const bounds = 'expected two numbers, [least, most]';
const bound = v.pipe(v.number(bounds), v.finite(bounds));

const estimation = v.strictObject({
  id: slug,
  ask: text,
  /** Arithmetic that is checked (see arithmetic.ts), words after ` -- `. */
  working: text,
  answer: v.pipe(v.number(), v.finite()),
  unit: shortText,
  accept: v.strictTuple([bound, bound], bounds),
  usedFor: v.optional(text),
});

const deepDive = v.strictObject({
  id: slug,
  title: shortText,
  criterion: slug,
  opener: text,
  expected: v.pipe(
    v.array(v.strictObject({ text, level: slug })),
    v.minLength(1, 'needs at least one expected point'),
  ),
  followUps: lines,
  hintLadder: v.pipe(texts, v.length(3, 'needs exactly three hints')),
});

const curveball = v.strictObject({
  id: slug,
  phase: slug,
  /** What the room calls it instead of a curveball, like “Next story” or “Follow-up”. */
  label: v.optional(shortText),
  text,
  numbers: v.optional(text),
  lookFor: v.optional(text),
});

const api = v.looseObject({ method: shortText, path: shortText });
const entity = v.looseObject({ entity: shortText });
const component = v.looseObject({ id: slug, name: shortText, job: text });

const probes = v.strictObject({
  situation: lines,
  task: lines,
  action: lines,
  result: lines,
  reflection: lines,
});

const approach = v.strictObject({ name: shortText, time: shortText, space: shortText, note: text });
/** `input` holds the arguments the reference code is called with. */
const testCase = v.strictObject({ name: shortText, input: v.array(v.any()), expected: v.any() });

/** Money in the currency and unit the card names. The totals are added up again when the file is read. */
const offer = v.strictObject({
  name: shortText,
  base: amount,
  bonusPercent: v.optional(amount, 0),
  signOn: v.optional(amount, 0),
  equity: v.optional(amount, 0),
  equityYears: v.optional(v.pipe(v.number(), v.minValue(1, 'must be 1 or more')), 4),
  firstYear: amount,
  laterYears: amount,
  note: v.optional(text),
});

const situationCard = v.strictObject({
  you: text,
  currency: shortText,
  facts: v.pipe(texts, v.minLength(1, 'needs at least one fact')),
  offers: v.optional(v.array(offer), []),
});

const candidateBlock = v.strictObject({
  statement: text,
  attachments: v.optional(v.array(v.strictObject({ title: shortText, text })), []),
  situationCard: v.optional(situationCard),
});

const interviewerBlock = v.strictObject({
  brief: text,
  clarifications: v.optional(v.array(clarification), []),
  requirements: v.optional(
    v.strictObject({ functional: lines, nonFunctional: lines, outOfScope: lines }),
    {},
  ),
  estimations: v.optional(v.array(estimation), []),
  api: v.optional(v.array(api), []),
  dataModel: v.optional(v.array(entity), []),
  components: v.optional(v.array(component), []),
  dataFlow: lines,
  deepDives: v.optional(v.array(deepDive), []),
  curveballs: v.optional(v.array(curveball), []),
  signalAreas: v.optional(v.array(slug), []),
  probes: v.optional(probes),
  strongSigns: linesByLevel,
  warningSigns: linesByLevel,
  /** What an answer to this very question sounds like when it is rated so. */
  soundsLike: v.optional(v.array(v.strictObject({ value: v.picklist([2, 3, 4]), text })), []),
  heldBackFacts: v.optional(v.array(clarification), []),
  approaches: v.optional(v.array(approach), []),
  testCases: v.optional(v.array(testCase), []),
  offer: v.optional(offer),
  ceilingTotal: v.optional(amount),
  flexItems: v.optional(v.array(v.strictObject({ item: shortText, room: text })), []),
  pressureLines: lines,
  mistakes: lines,
  wrapUpProbes: lines,
  levelNotes: byLevel,
});

const revealBlock = v.strictObject({
  referenceAnswer: text,
  diagram: v.optional(
    v.strictObject({ mermaid: v.pipe(v.string(), v.trim(), v.minLength(1)), description: text }),
  ),
  referenceCode: v.optional(
    v.strictObject({
      language: v.picklist(['javascript'], 'must be javascript, so that it can be run'),
      entry: v.pipe(v.string(), v.regex(/^[A-Za-z_]\w*$/, 'must be the name of a function')),
      code: v.pipe(v.string(), v.minLength(1), v.maxLength(20_000)),
    }),
  ),
  ceiling: v.optional(v.strictObject({ total: amount, note: text })),
  furtherReading: v.optional(
    v.array(
      v.strictObject({
        title: shortText,
        url: v.pipe(
          v.string(),
          v.regex(/^https:\/\//, 'must begin with https://'),
          v.url('must be an address'),
        ),
      }),
    ),
    [],
  ),
});

export const questionSchema = v.strictObject({
  id: slug,
  version: semver,
  format: slug,
  title: shortText,
  difficulty: v.picklist(['easy', 'medium', 'hard']),
  levels: v.pipe(v.array(slug), v.minLength(1, 'needs at least one level')),
  tags: v.optional(v.array(slug), []),
  /** Comes with the product, unlike the ones a household adds. */
  seed: v.optional(v.boolean()),
  candidate: candidateBlock,
  interviewer: interviewerBlock,
  reveal: revealBlock,
});

export type Question = v.InferOutput<typeof questionSchema>;
export type Guide = Question['interviewer'];
export type Clarification = Guide['clarifications'][number];
export type DeepDive = Guide['deepDives'][number];
export type Curveball = Guide['curveballs'][number];
export type Offer = NonNullable<Guide['offer']>;
/** A question as one viewer may see it: blocks that are not theirs (yet) are absent, never emptied. */
export type QuestionView = Pick<Question, 'id' | 'format'> & Partial<Omit<Question, 'id' | 'format'>>;

/** Reads one question file's data. Throws a ContentError that names each broken field. */
export function parseQuestion(data: unknown): Question {
  const question = parseContent('question', questionSchema, data);
  refuseContent(`question ${question.id}`, questionProblems(question));
  return question;
}
