// A rubric: criteria, each with four levels of observable behaviours and a bar per target level.
// Read from rubrics/rubrics/*.yaml. Candidates may read all of it at any time: it is the syllabus.
import * as v from 'valibot';
import { parseContent, refuseContent, repeated, semver, shortText, slug, text } from './content.ts';
import type { ContentProblem } from './content.ts';
import { levelValues } from './levels.ts';

const levelValue = v.picklist(levelValues, 'must be 1, 2, 3 or 4');
/** Words that judge instead of saying what somebody did. */
const judging =
  /^(?:very |quite |fairly )?(?:good|great|bad|poor|weak|strong|excellent|adequate|nice|is good|is bad)\b/i;
/** What another person could have seen too, in a line that is read at a glance. */
const anchor = v.pipe(
  shortText,
  v.maxLength(140, 'is longer than 140 characters'),
  v.check((value) => !judging.test(value), 'judges; begin with what was said, done or drawn'),
);

const behaviour = v.strictObject({ id: slug, text: anchor });
const byLevel = v.record(slug, levelValue);
const behaviours = v.pipe(v.array(behaviour), v.minLength(1, 'needs at least one behaviour'));
const share = v.pipe(v.number(), v.minValue(0, 'must be 0 to 1'), v.maxValue(1, 'must be 0 to 1'));

const criterion = v.strictObject({
  id: slug,
  title: shortText,
  description: text,
  family: v.optional(slug),
  phases: v.optional(v.array(slug), []),
  core: v.optional(v.boolean(), false),
  weight: v.optional(v.pipe(v.number(), v.gtValue(0, 'must be above 0')), 1),
  bar: byLevel,
  floor: v.optional(byLevel, {}),
  levels: v.strictObject({ 1: behaviours, 2: behaviours, 3: behaviours, 4: behaviours }),
  levelNotes: v.optional(v.record(slug, text), {}),
});

const extraRating = v.strictObject({ id: slug, title: shortText, scale: v.array(slug), note: text });
const exemplar = v.strictObject({ criterion: slug, value: levelValue, excerpt: text, why: text });

export const rubricSchema = v.strictObject({
  id: slug,
  version: semver,
  /** Whom it rates. One of interviewers is named by any number of formats and has no bar. */
  rates: v.optional(v.picklist(['candidate', 'interviewer']), 'candidate'),
  /** The format it was written for. */
  format: v.optional(slug),
  title: shortText,
  scale: v.pipe(v.array(v.strictObject({ value: levelValue, label: shortText, meaning: text })), v.length(4)),
  unratedReasons: v.array(
    v.strictObject({ id: v.picklist(['not_observed', 'not_applicable']), label: shortText }),
  ),
  recommendations: v.pipe(v.array(slug), v.length(4)),
  families: v.optional(v.array(v.strictObject({ id: slug, title: shortText })), []),
  scoring: v.strictObject({
    method: v.literal('modified-compensatory', 'must be modified-compensatory'),
    /** `equal`, or weights of the criteria's own with the reason for them. */
    weights: v.optional(v.picklist(['equal', 'own'], 'must be equal or own'), 'equal'),
    weightReason: v.optional(text),
    evidenceRequired: v.optional(v.array(levelValue), [1, 4]),
    minCoverage: v.optional(share, 0.7),
    /** *Yes* allows this many net steps below the bar in total (0 or negative). */
    yesNetSteps: v.optional(v.pipe(v.number(), v.finite(), v.maxValue(0, 'must be 0 or less')), -1),
    yesMinShareAtBar: v.optional(share, 0.7),
    strongYesHeadroom: v.optional(share, 0.4),
    strongNoShortfall: v.optional(share, 0.5),
  }),
  criteria: v.pipe(v.array(criterion), v.minLength(1)),
  /** Rated once for each of these, like a story; the interview's value is the median. */
  ratedPer: v.optional(slug),
  signalAreas: v.optional(v.array(slug), []),
  /** Figures reported beside the score and never mixed into it. */
  outcomes: v.optional(v.array(slug), []),
  hintPolicy: v.optional(text),
  extraRatings: v.optional(v.array(extraRating), []),
  exemplars: v.optional(v.array(exemplar), []),
});

export type Rubric = v.InferOutput<typeof rubricSchema>;
export type Criterion = Rubric['criteria'][number];
export type Behaviour = Criterion['levels'][1][number];

/** Reads one rubric file's data. Throws a ContentError that names each broken field. */
export function parseRubric(data: unknown): Rubric {
  const rubric = parseContent('rubric', rubricSchema, data);
  refuseContent(`rubric ${rubric.id}`, [...criterionProblems(rubric), ...wholeProblems(rubric)]);
  return rubric;
}

function criterionProblems({ criteria, families }: Rubric): ContentProblem[] {
  const problems: ContentProblem[] = [];
  const twice = repeated(criteria.map((c) => c.id));
  const behavioursTwice = repeated(
    criteria.flatMap((c) => levelValues.flatMap((value) => c.levels[value].map((b) => b.id))),
  );
  criteria.forEach((c, i) => {
    const refuse = (field: (string | number)[], message: string) =>
      problems.push({ path: ['criteria', i, ...field], message });
    if (twice.includes(c.id)) refuse(['id'], `"${c.id}" is the id of two criteria`);
    if (c.family !== undefined && !families.some(({ id }) => id === c.family))
      refuse(['family'], `"${c.family}" is not one of the families`);
    for (const [level, floor] of Object.entries(c.floor)) {
      if (floor > (c.bar[level] ?? 4)) refuse(['floor', level], 'is above the bar');
    }
    for (const value of levelValues) {
      c.levels[value].forEach(({ id }, at) => {
        if (behavioursTwice.includes(id))
          refuse(['levels', value, at, 'id'], `"${id}" stands in this rubric twice`);
      });
    }
  });
  return problems;
}

function wholeProblems({ scale, criteria, scoring, exemplars }: Rubric): ContentProblem[] {
  const problems: ContentProblem[] = [];
  if (scale.some(({ value }, i) => value !== i + 1)) {
    problems.push({ path: ['scale'], message: 'needs the values 1, 2, 3, 4 in this order' });
  }
  const isWeighted = criteria.some((c) => c.weight !== 1);
  if (isWeighted && (scoring.weights === 'equal' || !scoring.weightReason)) {
    problems.push({
      path: ['scoring', 'weights'],
      message: 'must be own, with a weightReason, when weights differ',
    });
  }
  exemplars.forEach(({ criterion: id }, i) => {
    if (criteria.some((c) => c.id === id)) return;
    problems.push({ path: ['exemplars', i, 'criterion'], message: `there is no criterion "${id}"` });
  });
  return problems;
}
