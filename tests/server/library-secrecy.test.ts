// Nothing of what an interviewer knows, or of what is revealed at the end, reaches a candidate before its time: for
// every shipped question, on the candidate's connection and in whatever the API answers them.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Question } from '#domain/question.ts';
import {
  allThatReaches,
  content,
  flat,
  found,
  giveOneOfEach,
  phraseWords,
  rate,
  secretsOf,
  wordsOf,
} from '../support/secret-phrases.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ rubricsDir: 'rubrics' });
});
afterAll(() => server.close());

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
    const now = () => allThatReaches(carl, candidate);

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
