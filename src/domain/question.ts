// A question in three blocks, cut by block for each viewer (VW3): candidate, interviewer, reveal.
// Read from rubrics/questions/*.yaml. Fields of other kinds of interview pass through unread.
import * as v from 'valibot';
import { parseContent, refuseContent, repeated, semver, shortText, slug, text } from './content.ts';
import type { ContentProblem } from './content.ts';

const texts = v.array(text);
const lines = v.optional(texts, []);

const clarification = v.object({ id: slug, ask: text, answer: text, ifNotAsked: v.optional(text) });

const estimation = v.object({
  id: slug,
  ask: text,
  working: text,
  answer: v.number(),
  unit: shortText,
  accept: v.tuple([v.number(), v.number()]),
  usedFor: v.optional(text),
});

const deepDive = v.object({
  id: slug,
  title: shortText,
  criterion: slug,
  opener: text,
  expected: v.array(v.object({ text, level: slug })),
  followUps: lines,
  hintLadder: v.pipe(texts, v.length(3, 'needs exactly three hints')),
});

const curveball = v.object({
  id: slug,
  phase: slug,
  text,
  numbers: v.optional(text),
  lookFor: v.optional(text),
});

const api = v.looseObject({ method: v.string(), path: v.string() });
const entity = v.looseObject({ entity: v.string() });
const component = v.looseObject({ id: slug, name: v.string(), job: v.string() });

const interviewerBlock = v.looseObject({
  brief: text,
  clarifications: v.optional(v.array(clarification), []),
  requirements: v.optional(v.object({ functional: lines, nonFunctional: lines, outOfScope: lines }), {}),
  estimations: v.optional(v.array(estimation), []),
  api: v.optional(v.array(api), []),
  dataModel: v.optional(v.array(entity), []),
  components: v.optional(v.array(component), []),
  dataFlow: lines,
  deepDives: v.optional(v.array(deepDive), []),
  curveballs: v.optional(v.array(curveball), []),
  mistakes: lines,
  wrapUpProbes: lines,
  levelNotes: v.optional(v.record(slug, text), {}),
});

const revealBlock = v.looseObject({
  referenceAnswer: text,
  diagram: v.optional(v.object({ mermaid: text, description: text })),
  furtherReading: v.optional(v.array(v.object({ title: shortText, url: v.pipe(v.string(), v.url()) })), []),
});

const questionSchema = v.object({
  id: slug,
  version: semver,
  format: slug,
  title: shortText,
  difficulty: v.picklist(['easy', 'medium', 'hard']),
  levels: v.pipe(v.array(slug), v.minLength(1)),
  tags: v.optional(v.array(v.string()), []),
  seed: v.optional(v.boolean()),
  candidate: v.looseObject({ statement: text }),
  interviewer: interviewerBlock,
  reveal: revealBlock,
});

export type Question = v.InferOutput<typeof questionSchema>;
export type Clarification = Question['interviewer']['clarifications'][number];
export type DeepDive = Question['interviewer']['deepDives'][number];
export type Curveball = Question['interviewer']['curveballs'][number];
/** A question as one viewer may see it: blocks that are not theirs (yet) are absent, never emptied. */
export type QuestionView = Pick<Question, 'id' | 'format'> & Partial<Omit<Question, 'id' | 'format'>>;

/** Reads one question file's data. Throws a ContentError that names each broken field. */
export function parseQuestion(data: unknown): Question {
  const question = parseContent('question', questionSchema, data);
  const { interviewer } = question;
  const problems: ContentProblem[] = [];
  interviewer.estimations.forEach((e, i) => {
    const [low, high] = e.accept;
    if (e.answer < low || e.answer > high) {
      problems.push({ path: ['interviewer', 'estimations', i, 'answer'], message: 'lies outside accept' });
    }
  });
  for (const list of ['clarifications', 'estimations', 'deepDives', 'curveballs'] as const) {
    for (const id of repeated(interviewer[list].map((item) => item.id))) {
      problems.push({ path: ['interviewer', list], message: `has "${id}" twice` });
    }
  }
  refuseContent(`question ${question.id}`, problems);
  return question;
}
