// A format is the shape of an interview: its phases, their minutes, goals, checklists and prompts.
// Read from rubrics/formats/*.yaml; the engine knows no format by name.
import * as v from 'valibot';
import {
  minutes,
  parseContent,
  refuseContent,
  repeated,
  semver,
  shortText,
  slug,
  text,
  texts,
} from './content.ts';
import type { ContentProblem } from './content.ts';

/** The parts of a question's guide, by which a phase says what the interviewer needs in it. */
export const guideParts = [
  'answers',
  'numbers',
  'design',
  'deepDives',
  'curveballs',
  'probes',
  'signs',
  'approaches',
  'testCases',
  'offer',
  'pressure',
  'wrapUpProbes',
  'mistakes',
] as const;
export type GuidePart = (typeof guideParts)[number];

/** The parts of a question file a format can ask for; the number is how many of them at least. */
const countedParts = [
  'clarifications',
  'requirements',
  'estimations',
  'api',
  'dataModel',
  'components',
  'dataFlow',
  'deepDives',
  'curveballs',
  'signalAreas',
  'probes',
  'strongSigns',
  'warningSigns',
  'heldBackFacts',
  'approaches',
  'testCases',
  'offer',
  'flexItems',
  'pressureLines',
  'mistakes',
  'wrapUpProbes',
  'levelNotes',
  'situationCard',
  'diagram',
  'referenceCode',
  'ceiling',
] as const;
export type CountedPart = (typeof countedParts)[number];

const trigger = v.variant('type', [
  v.strictObject({ type: v.literal('start') }),
  v.strictObject({ type: v.literal('minute'), at: minutes }),
  v.strictObject({
    type: v.literal('stall'),
    seconds: v.pipe(v.number(), v.minValue(1, 'must be 1 or more')),
  }),
  v.strictObject({ type: v.literal('overrun') }),
  v.strictObject({ type: v.literal('exit') }),
]);

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const prompt = v.strictObject({
  trigger,
  /** For the interviewer to read; what stands in quotes is what a scripted one says. */
  text,
  /** The scripted one leaves it out when a figure was noted already. */
  unless: v.optional(v.literal('numbers', 'must be numbers')),
});

const checklistItem = v.strictObject({
  id: slug,
  text: shortText,
  criterion: slug,
  must: v.optional(v.boolean(), false),
});

/** A sentence. YAML splits `[one, two]` at its commas, and half a sentence begins in lower case. */
const goal = v.pipe(
  text,
  v.check(
    (value) => !/^\p{Ll}/u.test(value),
    'begins in lower case; a text with a comma is quoted inside [ ]',
  ),
);

const phase = v.strictObject({
  id: v.pipe(slug, v.notValues(['lobby', 'rating', 'revealed', 'abandoned', 'closed'], 'is a reserved word')),
  title: shortText,
  scored: v.boolean(),
  minMinutes: minutes,
  targetMinutes: minutes,
  maxMinutes: v.pipe(minutes, v.gtValue(0, 'must be above 0')),
  goals: v.pipe(v.array(goal), v.minLength(1, 'needs at least one goal')),
  criteria: v.optional(v.array(slug), []),
  checklist: v.optional(v.array(checklistItem), []),
  interviewerPrompts: v.optional(v.array(prompt), []),
  candidatePrompts: v.optional(v.array(prompt), []),
  /** What of the question stands open before the interviewer; without it, the criteria decide. */
  guide: v.optional(v.array(v.picklist(guideParts)), []),
  /** A bank of questions the candidate may ask in this phase. */
  bank: v.optional(slug),
  /** Phases of one name are rated together. */
  repeat: v.optional(slug),
});

const rubricName = v.pipe(
  v.string(),
  v.regex(/^[a-z0-9-]+@\d+$/, 'must be a rubric id with its major, like core@1'),
);

export const formatSchema = v.strictObject({
  id: slug,
  version: semver,
  /** Formats of one kind share their questions. */
  kind: slug,
  /** The one offered first, and chosen when nobody chooses. */
  isDefault: v.optional(v.boolean(), false),
  title: shortText,
  summary: text,
  rubric: rubricName,
  /** By which the candidate rates the interviewer. */
  interviewerRubric: v.optional(rubricName),
  levels: v.pipe(v.array(slug), v.minLength(1, 'needs at least one level')),
  slotMinutes: v.pipe(minutes, v.gtValue(0, 'must be above 0')),
  roles: v.array(v.picklist(['candidate', 'interviewer', 'observer'])),
  artifacts: v.optional(v.array(v.string()), []),
  settings: v.optional(
    v.strictObject({
      overrunPolicy: v.optional(v.picklist(['soft', 'hard']), 'soft'),
      checklistVisibility: v.optional(v.picklist(['live', 'phase-end', 'review']), 'phase-end'),
      hintsAllowed: v.optional(v.boolean(), true),
      curveballs: v.optional(v.strictObject({ min: count, max: count, phases: v.array(slug) }), {
        min: 0,
        max: 9,
        phases: [],
      }),
    }),
    {},
  ),
  /** How many of each part a question of this format has at least. */
  questionNeeds: v.optional(
    v.partial(
      v.strictObject(v.entriesFromList(countedParts, v.pipe(v.number(), v.integer(), v.minValue(1)))),
    ),
    {},
  ),
  phases: v.pipe(v.array(phase), v.minLength(1, 'needs at least one phase')),
  afterwards: v.optional(
    v.strictObject({
      selfRatingBeforeReveal: v.optional(v.boolean(), true),
      reflection: v.optional(texts, []),
    }),
    {},
  ),
});

export type Format = v.InferOutput<typeof formatSchema>;
export type Phase = Format['phases'][number];
export type Prompt = Phase['interviewerPrompts'][number];

/** Reads one format file's data. Throws a ContentError that names each broken field. */
export function parseFormat(data: unknown): Format {
  const format = parseContent('format', formatSchema, data);
  refuseContent(`format ${format.id}`, [...phaseProblems(format), ...wholeProblems(format)]);
  return format;
}

function phaseProblems({ phases }: Format): ContentProblem[] {
  const problems: ContentProblem[] = [];
  const items = phases.flatMap((p) => p.checklist.map((item) => item.id));
  const twice = { phase: repeated(phases.map((p) => p.id)), item: repeated(items) };
  phases.forEach((p, i) => {
    const { minMinutes: min, targetMinutes: target, maxMinutes: max } = p;
    if (!(min <= target && target <= max)) {
      const found = `found ${min}, ${target}, ${max}`;
      problems.push({ path: ['phases', i, 'minMinutes'], message: `needs min <= target <= max, ${found}` });
    }
    if (p.scored && p.criteria.length === 0) {
      problems.push({
        path: ['phases', i, 'criteria'],
        message: 'is empty, but a scored phase names its criteria',
      });
    }
    if (twice.phase.includes(p.id)) {
      problems.push({ path: ['phases', i, 'id'], message: `"${p.id}" is the id of two phases` });
    }
    p.checklist.forEach(({ id }, at) => {
      if (!twice.item.includes(id)) return;
      problems.push({
        path: ['phases', i, 'checklist', at, 'id'],
        message: `"${id}" stands in this format twice`,
      });
    });
  });
  return problems;
}

function wholeProblems({ phases, slotMinutes, settings }: Format): ContentProblem[] {
  const problems: ContentProblem[] = [];
  const planned = phases.reduce((sum, p) => sum + p.targetMinutes, 0);
  if (planned > slotMinutes) {
    problems.push({ path: ['slotMinutes'], message: `is shorter than the targets' sum (${planned})` });
  }
  const { min = 0, max = 9, phases: played = [] } = settings.curveballs ?? {};
  if (min > max) problems.push({ path: ['settings', 'curveballs', 'min'], message: 'is above max' });
  for (const id of played.filter((name) => !phases.some((p) => p.id === name))) {
    problems.push({
      path: ['settings', 'curveballs', 'phases'],
      message: `names "${id}", which is no phase`,
    });
  }
  return problems;
}
