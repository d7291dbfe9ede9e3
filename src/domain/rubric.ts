// A rubric: criteria, each with four levels of observable behaviours and a bar per target level.
// Read from rubrics/rubrics/*.yaml. Candidates may read all of it at any time: it is the syllabus.
import * as v from 'valibot';
import { parseContent, refuseContent, repeated, semver, shortText, slug, text } from './content.ts';
import type { ContentProblem } from './content.ts';

export const levelValues = [1, 2, 3, 4] as const;
/** A point on the four-point scale; anchors are absolute, the bar moves with the target level (RB1). */
export type LevelValue = (typeof levelValues)[number];

const levelValue = v.picklist(levelValues, 'must be 1, 2, 3 or 4');
const behaviour = v.object({ id: slug, text: v.pipe(shortText, v.maxLength(140, 'is longer than 140')) });
const byLevel = v.record(slug, levelValue);
const behaviours = v.pipe(v.array(behaviour), v.minLength(1));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

const criterion = v.object({
  id: slug,
  title: shortText,
  description: text,
  family: v.optional(slug),
  phases: v.optional(v.array(slug), []),
  core: v.optional(v.boolean(), false),
  weight: v.optional(v.pipe(v.number(), v.gtValue(0)), 1),
  bar: byLevel,
  floor: v.optional(byLevel, {}),
  levels: v.object({ 1: behaviours, 2: behaviours, 3: behaviours, 4: behaviours }),
  levelNotes: v.optional(v.record(slug, text), {}),
});

const rubricSchema = v.object({
  id: slug,
  version: semver,
  format: slug,
  title: shortText,
  scale: v.pipe(v.array(v.object({ value: levelValue, label: shortText, meaning: text })), v.length(4)),
  unratedReasons: v.array(v.object({ id: v.picklist(['not_observed', 'not_applicable']), label: shortText })),
  recommendations: v.pipe(v.array(slug), v.length(4)),
  families: v.optional(v.array(v.object({ id: slug, title: shortText })), []),
  scoring: v.looseObject({
    method: v.literal('modified-compensatory'),
    evidenceRequired: v.array(levelValue),
    minCoverage: share,
    /** *Yes* allows this many net steps below the bar in total (0 or negative). */
    yesNetSteps: v.pipe(v.number(), v.finite(), v.maxValue(0)),
    yesMinShareAtBar: share,
    strongYesHeadroom: share,
    strongNoShortfall: share,
  }),
  criteria: v.pipe(v.array(criterion), v.minLength(1)),
  extraRatings: v.optional(v.array(v.unknown())),
  exemplars: v.optional(v.array(v.unknown())),
});

export type Rubric = v.InferOutput<typeof rubricSchema>;
export type Criterion = Rubric['criteria'][number];
export type Behaviour = Criterion['levels'][1][number];

/** Reads one rubric file's data. Throws a ContentError that names each broken field. */
export function parseRubric(data: unknown): Rubric {
  const rubric = parseContent('rubric', rubricSchema, data);
  const problems: ContentProblem[] = [];
  const behaviourIds = rubric.criteria.flatMap((c) =>
    levelValues.flatMap((value) => c.levels[value].map((b) => b.id)),
  );
  for (const id of repeated(behaviourIds))
    problems.push({ path: ['criteria'], message: `has behaviour "${id}" twice` });
  for (const id of repeated(rubric.criteria.map((c) => c.id))) {
    problems.push({ path: ['criteria'], message: `has criterion "${id}" twice` });
  }
  rubric.criteria.forEach((c, i) => {
    for (const [level, floor] of Object.entries(c.floor)) {
      if (floor > (c.bar[level] ?? 4))
        problems.push({ path: ['criteria', i, 'floor', level], message: 'is above the bar' });
    }
  });
  refuseContent(`rubric ${rubric.id}`, problems);
  return rubric;
}

/** The value the ticks propose: from 4 down the first level with half of its behaviours ticked, but at
 * most 2 when any level-1 behaviour is ticked; null when nothing is ticked (RB2). */
export function proposedValue(of: Criterion, ticked: readonly string[]): LevelValue | null {
  const share = (value: LevelValue) => {
    const ids = of.levels[value].map((b) => b.id);
    return ids.filter((id) => ticked.includes(id)).length / ids.length;
  };
  const top = ([4, 3, 2, 1] as const).find((value) => share(value) >= 0.5);
  if (share(1) > 0) return top === undefined || top === 1 ? 1 : 2;
  return top ?? null;
}
