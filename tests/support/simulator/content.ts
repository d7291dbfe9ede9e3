// The interview of every simulated scenario: each text somebody must not read carries a canary that says who may.
import { parseFormat } from '#domain/format.ts';
import type { Format } from '#domain/format.ts';
import { parseQuestion } from '#domain/question.ts';
import { aFormat, interviewerCanary as secret, revealCanary } from '../an-interview.ts';

/** Read by the candidate once it was given, by an observer never. */
export const givenCanary = (id: string): string => `canary-given_${id}`;
export const statementCanary = 'canary-statement';

export function theFormat(isHard: boolean): Format {
  const format = aFormat();
  return parseFormat({
    ...format,
    settings: { ...format.settings, overrunPolicy: isHard ? 'hard' : 'soft' },
  });
}

const clarification = (id: string) => ({
  id,
  ask: `Asked? ${givenCanary(id)}`,
  answer: `Answered. ${givenCanary(id)}`,
  ifNotAsked: `${secret} ${id}`,
});

const deepDive = (id: string) => ({
  id,
  title: `${secret} ${id}`,
  criterion: 'depth',
  opener: `${secret} opener`,
  expected: ['mid', 'senior'].map((level) => ({ text: `${secret} expected`, level })),
  followUps: [`${secret} follow-up`],
  hintLadder: [1, 2, 3].map((step) => `Hint ${givenCanary(`${id}${step}`)}`),
});

const curveball = (id: string) => ({
  id,
  phase: 'deep-dive',
  text: `It rains ${givenCanary(id)}`,
  numbers: `${secret} numbers`,
  lookFor: `${secret} look for`,
});

/** Every field a question can have is filled, so that a block that escapes is noticed whatever part of it. */
export function theQuestion() {
  return parseQuestion({
    id: 'notification-service',
    version: '1.0.0',
    format: 'system-design',
    title: `Notification service ${statementCanary}`,
    difficulty: 'medium',
    levels: ['mid', 'senior'],
    tags: ['messaging'],
    candidate: { statement: `Design it. ${statementCanary}` },
    interviewer: {
      brief: `${secret} brief`,
      clarifications: ['volume', 'channels'].map(clarification),
      requirements: {
        functional: [`${secret} functional`],
        nonFunctional: [`${secret} non-functional`],
        outOfScope: [`${secret} out of scope`],
      },
      estimations: [
        {
          id: 'rate',
          ask: `${secret} rate`,
          working: `${secret} working`,
          answer: 120,
          unit: `${secret} unit`,
          accept: [100, 140],
          usedFor: `${secret} used for`,
        },
      ],
      api: [{ method: 'POST', path: `/${secret}`, note: `${secret} api` }],
      dataModel: [{ entity: `${secret} entity`, fields: [`${secret} field`] }],
      components: [{ id: 'queue', name: `${secret} queue`, job: `${secret} job` }],
      dataFlow: [`${secret} flow`],
      deepDives: ['spikes', 'retries'].map(deepDive),
      curveballs: ['campaign', 'outage'].map(curveball),
      mistakes: [`${secret} mistake`],
      wrapUpProbes: [`${secret} probe`],
      levelNotes: { mid: `${secret} level` },
    },
    reveal: {
      referenceAnswer: `${revealCanary} answer`,
      diagram: {
        mermaid: `flowchart LR\n  a[${revealCanary}] --> b[Store]`,
        description: `${revealCanary} description`,
      },
      furtherReading: [{ title: `${revealCanary} reading`, url: `https://example.org/${revealCanary}` }],
    },
  });
}
