// Nothing of what an interviewer knows, or of what is revealed at the end, reaches a candidate before its time: for
// every shipped question, on the candidate's connection and in whatever the API answers them.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answersOf, guideOf } from '#domain/guide.ts';
import { unitsOf } from '#domain/parts.ts';
import { textsOf } from '#domain/content.ts';
import type { Question } from '#domain/question.ts';
import { rubricOf } from '#domain/content-rules.ts';
import { loadContent } from '../../server/content.ts';
import { publicContent } from '../../server/content-view.ts';
import { startServer } from '../support/server.ts';
import type { Guest } from '../support/guest.ts';
import type { TestServer } from '../support/server.ts';
import type { Tab } from '../support/tab.ts';

/** So many words in a row are nobody's chance wording. */
const phraseWords = 6;

const content = await loadContent('rubrics');
const wordsOf = (text: string) =>
  text
    .toLowerCase()
    .replaceAll(/\\[nrt"]/g, ' ')
    .match(/[\p{L}\p{N}]+/gu) ?? [];
const flat = (text: string) => ` ${wordsOf(text).join(' ')} `;
const open = flat(
  JSON.stringify([
    publicContent(content),
    [content.rubrics, content.banks],
    content.formats.flatMap(({ phases }) =>
      phases.map(({ goals, candidatePrompts }) => [goals, candidatePrompts]),
    ),
    content.questions.map(({ candidate, title }) => [candidate, title]),
  ]),
);

/** One phrase of each text of `value` that is long enough, unless it is public anyway. */
function phrasesOf(value: unknown): string[] {
  return textsOf(value).flatMap((found) => {
    const words = wordsOf(found.value);
    if (words.length < phraseWords) return [];
    const from = Math.floor((words.length - phraseWords) / 2);
    const phrase = ` ${words.slice(from, from + phraseWords).join(' ')} `;
    return open.includes(phrase) ? [] : [phrase];
  });
}

const secretsOf = ({ interviewer, reveal }: Question) => phrasesOf({ interviewer, reveal });
const found = (phrases: readonly string[], text: string) => {
  const all = flat(text);
  return phrases.filter((phrase) => all.includes(phrase));
};

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ rubricsDir: 'rubrics' });
});
afterAll(() => server.close());

/** Everything the candidate can get hold of: their frames, and every address that answers them. */
async function allThatReaches(carl: Guest, tab: Tab, interviewId: string): Promise<string> {
  const own = `/api/interviews/${interviewId}`;
  const paths = [
    '/api/content',
    '/api/rubrics',
    '/api/banks',
    '/api/drills',
    '/api/interviews',
    own,
    `${own}/snapshot`,
    `${own}/invites`,
    '/api/me',
  ];
  const answers = await Promise.all(paths.map((path) => carl.get(path)));
  const { scene: _scene, ...state } = tab.state;
  return [...tab.frames, JSON.stringify(state), ...answers.map(({ text }) => text)].join('\n');
}

async function rate(tab: Tab, question: Question): Promise<void> {
  const format = content.formats.find(({ id }) => id === question.format);
  const rubric = format && rubricOf(content, format);
  if (!rubric) throw new Error('no rubric');
  for (const { key } of unitsOf(tab.state)) {
    const form = { value: 3 as const, behaviours: [], evidence: '', notes: [] };
    await tab.must({ type: 'rating.set', criterion: key, ...form });
  }
  const recommendation = rubric.recommendations[2] ?? null;
  await tab.must({ type: 'summary.set', recommendation, strength: 'x', change: 'y' });
  await tab.must({ type: 'rating.submit' });
}

test('there are far more than 200 phrases to look for', () => {
  expect(content.questions.flatMap(secretsOf).length).toBeGreaterThan(2_000);
});

describe.each(content.questions.map((question) => [question.id, question] as const))('%s', (id, question) => {
  test('[VW3] the candidate reads the guide and the reveal when it is their time, and no word before', async () => {
    const secrets = secretsOf(question);
    const statement = phrasesOfStatement(question);
    const [ida, carl] = [server.guest(), server.guest()];
    const level = question.levels[0];
    const interviewId = await ida.create({ formatId: question.format, questionId: id, level });
    const tokens = await ida.tokens(interviewId);
    await carl.join(interviewId, tokens.candidate, 'Carl');
    const [interviewer, candidate] = [await ida.open(interviewId), await carl.open(interviewId)];
    const now = () => allThatReaches(carl, candidate, interviewId);

    expect(found([...secrets, ...statement], await now())).toEqual([]);
    await interviewer.must({ type: 'interview.start', confirmed: true });
    await candidate.until((tab) => tab.state.startedAt !== null);
    const started = await now();
    expect(found(statement, started)).toEqual(statement);
    expect(found(secrets, started)).toEqual([]);

    const given = await giveOneOfEach(interviewer, question);
    await candidate.until(({ state }) => state.seq === interviewer.state.seq);
    const rest = secrets.filter((phrase) => !given.some((text) => flat(text).includes(phrase)));
    const playing = await now();
    for (const text of given) expect(flat(playing)).toContain(flat(text).trim());
    expect(found(rest, playing)).toEqual([]);

    await interviewer.must({ type: 'interview.end' });
    await rate(interviewer, question);
    await candidate.until((tab) => tab.state.stage === 'rating');
    expect(found(rest, await now())).toEqual([]);
    await rate(candidate, question);
    await candidate.until((tab) => tab.state.stage === 'revealed');
    const { text } = await carl.get(`/api/interviews/${interviewId}/snapshot`);
    expect(found(rest, text)).toEqual(rest);
    for (const tab of [interviewer, candidate]) tab.close();
  });
});

/** The statement is public to the candidate from the start on, and to nobody before. */
function phrasesOfStatement({ candidate }: Question): string[] {
  return candidate.statement
    .split('\n')
    .map((line) => wordsOf(line))
    .filter((words) => words.length >= phraseWords)
    .slice(0, 1)
    .map((words) => ` ${words.slice(0, phraseWords).join(' ')} `);
}

/** The texts given by one click each. */
async function giveOneOfEach(tab: Tab, question: Question): Promise<string[]> {
  const guide = guideOf(question);
  if (!guide) throw new Error('no guide');
  const [answer] = answersOf(guide);
  const [dive] = guide.deepDives;
  const [curveball] = guide.curveballs;
  if (answer) await tab.must({ type: 'answer.give', clarificationId: answer.id });
  if (dive) await tab.must({ type: 'hint.give', deepDiveId: dive.id, step: 1 });
  if (curveball) await tab.must({ type: 'curveball.play', curveballId: curveball.id });
  const texts = [answer?.ask, answer?.answer, dive?.hintLadder[0], curveball?.text];
  return texts.filter((text) => text !== undefined);
}
