// The interview of every simulated scenario: each text and number somebody must not read carries a canary that
// says who may. Filled in from the question's own schema, so a field that is new is watched from its first day.
import { parseFormat } from '#domain/format.ts';
import type { Format } from '#domain/format.ts';
import { questionSchema } from '#domain/question.ts';
import type { Question } from '#domain/question.ts';
import type { Rubric } from '#domain/rubric.ts';
import { aFormat, aRubric, interviewerCanary as secret, revealCanary } from '../an-interview.ts';

/** Read by the candidate once it was given, by an observer never. */
export const givenCanary = (id: string): string => `canary-given_${id}`;
export const statementCanary = 'canary-statement';
/** What stands where a number is kept from somebody. */
export const numberCanaries = { [secret]: 4_242_424_242, [revealCanary]: 4_343_434_343 } as const;

export function theFormat(isHard: boolean): Format {
  const format = aFormat();
  return parseFormat({
    ...format,
    settings: { ...format.settings, overrunPolicy: isHard ? 'hard' : 'soft' },
  });
}

/** By which the candidate rates the interviewer. */
export function aboutInterviewer(): Rubric {
  const rubric = aRubric();
  const [criterion] = rubric.criteria;
  return { ...rubric, id: 'about-interviewer', criteria: [{ ...criterion!, id: aboutCriterion }] };
}
export const aboutCriterion = 'listening';

export const answerIds = ['volume', 'channels', 'held-back'];
export const deepDiveIds = ['spikes', 'retries'];
export const curveballIds = ['campaign', 'outage'];

export function theQuestion(): Question {
  const { candidate, interviewer, reveal } = questionSchema.entries;
  const guide = filled(interviewer, secret) as Question['interviewer'];
  const answer = (id: string) => ({
    id,
    ask: `Asked? ${givenCanary(id)}`,
    answer: `Answered. ${givenCanary(id)}`,
    ifNotAsked: `${secret} ${id}`,
  });
  const [held = '', ...asked] = answerIds.toReversed();
  return {
    id: 'notification-service',
    version: '1.0.0',
    format: 'system-design',
    title: `Notification service ${statementCanary}`,
    difficulty: 'medium',
    levels: ['mid', 'senior'],
    tags: ['messaging'],
    candidate: filled(candidate, statementCanary) as Question['candidate'],
    interviewer: {
      ...guide,
      clarifications: asked.map(answer),
      heldBackFacts: [answer(held)],
      deepDives: deepDiveIds.map((id) => ({
        ...guide.deepDives[0]!,
        id,
        hintLadder: [1, 2, 3].map((step) => `Hint ${givenCanary(`${id}${step}`)}`),
      })),
      curveballs: curveballIds.map((id) => ({
        ...guide.curveballs[0]!,
        id,
        label: `Next ${givenCanary(id)}`,
        text: `It rains ${givenCanary(id)}`,
      })),
    },
    reveal: filled(reveal, revealCanary) as Question['reveal'],
  };
}

/** What is needed of a schema to fill it; valibot's own type of one is a union of dozens. */
type Schema = {
  type: string;
  entries?: Record<string, Schema>;
  item?: Schema;
  items?: Schema[];
  wrapped?: Schema;
  value?: Schema;
  options?: unknown[];
};
type Canary = keyof typeof numberCanaries | typeof statementCanary;

/** A value of the shape of `schema`, optional parts included, with `canary` in every leaf. */
export function filled(schema: unknown, canary: Canary): unknown {
  const { type, entries = {}, item, items = [], wrapped, value, options = [] } = schema as Schema;
  switch (type) {
    case 'object':
    case 'loose_object':
    case 'strict_object':
      return Object.fromEntries(
        Object.entries(entries).map(([name, entry]) => [name, filled(entry, canary)]),
      );
    case 'array':
      return [filled(item, canary)];
    case 'tuple':
    case 'strict_tuple':
      return items.map((each) => filled(each, canary));
    case 'record':
      return { mid: filled(value, canary) };
    case 'optional':
    case 'nullable':
      return filled(wrapped, canary);
    case 'number':
      return canary === statementCanary ? 1 : numberCanaries[canary];
    case 'boolean':
      return true;
    case 'picklist':
      return options[0];
    case 'string':
    case 'any':
      return `${canary} text`;
    default:
      throw new Error(`no way to fill a schema of type ${type}`);
  }
}
