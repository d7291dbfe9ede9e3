// A format is the shape of an interview: its phases, their minutes, goals, checklists and prompts.
// Read from rubrics/formats/*.yaml; the engine knows no format by name.
import * as v from 'valibot';
import { minutes, parseContent, refuseContent, repeated, semver, shortText, slug, text } from './content.ts';
import type { ContentProblem } from './content.ts';

const trigger = v.variant('type', [
  v.object({ type: v.literal('start') }),
  v.object({ type: v.literal('minute'), at: minutes }),
  v.object({ type: v.literal('stall'), seconds: v.pipe(v.number(), v.minValue(1)) }),
  v.object({ type: v.literal('overrun') }),
  v.object({ type: v.literal('exit') }),
]);

const prompt = v.object({ trigger, text });

const checklistItem = v.object({
  id: slug,
  text: shortText,
  criterion: slug,
  must: v.optional(v.boolean(), false),
});

const phase = v.object({
  id: v.pipe(slug, v.notValues(['lobby', 'rating', 'revealed', 'abandoned', 'closed'], 'is a reserved word')),
  title: shortText,
  scored: v.boolean(),
  minMinutes: minutes,
  targetMinutes: minutes,
  maxMinutes: v.pipe(minutes, v.gtValue(0, 'must be above 0')),
  goals: v.pipe(v.array(text), v.minLength(1)),
  criteria: v.optional(v.array(slug), []),
  checklist: v.optional(v.array(checklistItem), []),
  interviewerPrompts: v.optional(v.array(prompt), []),
  candidatePrompts: v.optional(v.array(prompt), []),
});

const formatSchema = v.object({
  id: slug,
  version: semver,
  kind: v.picklist(['system-design', 'behavioral', 'coding', 'negotiation']),
  title: shortText,
  summary: text,
  rubric: v.pipe(v.string(), v.regex(/^[a-z0-9-]+@\d+$/, 'must be a rubric id with its major, like core@1')),
  levels: v.pipe(v.array(slug), v.minLength(1)),
  slotMinutes: v.pipe(minutes, v.gtValue(0)),
  roles: v.array(slug),
  artifacts: v.optional(v.array(v.string()), []),
  settings: v.optional(
    v.object({
      overrunPolicy: v.optional(v.picklist(['soft', 'hard']), 'soft'),
      checklistVisibility: v.optional(v.picklist(['live', 'phase-end', 'review']), 'phase-end'),
      hintsAllowed: v.optional(v.boolean(), true),
      curveballs: v.optional(v.object({ min: v.number(), max: v.number(), phases: v.array(slug) }), {
        min: 0,
        max: 9,
        phases: [],
      }),
    }),
    {},
  ),
  phases: v.pipe(v.array(phase), v.minLength(1)),
  afterwards: v.optional(
    v.object({
      selfRatingBeforeReveal: v.optional(v.boolean(), true),
      reflection: v.optional(v.array(text), []),
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
  const problems: ContentProblem[] = [];
  format.phases.forEach((p, i) => {
    if (!(p.minMinutes <= p.targetMinutes && p.targetMinutes <= p.maxMinutes)) {
      problems.push({ path: ['phases', i, 'minMinutes'], message: 'needs min <= target <= max' });
    }
    if (p.scored && p.criteria.length === 0) {
      problems.push({ path: ['phases', i, 'criteria'], message: 'a scored phase names its criteria' });
    }
  });
  for (const id of repeated(format.phases.map((p) => p.id))) {
    problems.push({ path: ['phases'], message: `has "${id}" twice` });
  }
  for (const id of repeated(format.phases.flatMap((p) => p.checklist.map((item) => item.id)))) {
    problems.push({ path: ['phases'], message: `has checklist item "${id}" twice` });
  }
  const planned = format.phases.reduce((sum, p) => sum + p.targetMinutes, 0);
  if (planned > format.slotMinutes) {
    problems.push({ path: ['slotMinutes'], message: `is shorter than the targets' sum (${planned})` });
  }
  refuseContent(`format ${format.id}`, problems);
  return format;
}
