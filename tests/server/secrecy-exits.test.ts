// Every way out of the server for one interview of two with an observer, and for one alone: before its time none of them
// carries a word of what only interviewers read, be it of the question or of the format.
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  allThatReaches,
  checklistPhrases,
  content,
  flat,
  found,
  giveOneOfEach,
  promptPhrases,
  rate,
  secretsOf,
} from '../support/secret-phrases.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

const question = content.questions.find(({ id }) => id === 'notification-service')!;
const format = content.formats.find(({ id }) => id === question.format)!;
const ofQuestion = secretsOf(question);
const ofFormat = [...checklistPhrases(format), ...promptPhrases(format)];
const without = (phrases: readonly string[], given: readonly string[]) =>
  phrases.filter((phrase) => !given.some((text) => flat(text).includes(phrase)));

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ rubricsDir: 'rubrics' });
});
afterAll(() => server.close());

test('there is enough to look for', () => {
  expect(ofQuestion.length).toBeGreaterThan(100);
  expect(checklistPhrases(format).length).toBeGreaterThan(10);
  expect(promptPhrases(format).length).toBeGreaterThan(5);
});

test('[VW1] recording, archive, history, comments and pairing tell candidate and observer nothing too early', async () => {
  const [ida, carl, olga] = [server.guest(), server.guest(), server.guest()];
  const interviewId = await ida.create({ isPaired: true });
  const tokens = await ida.tokens(interviewId);
  await carl.join(interviewId, tokens.candidate, 'Carl');
  await olga.join(interviewId, tokens.observer, 'Olga');
  const [interviewer, candidate, observer] = [
    await ida.open(interviewId),
    await carl.open(interviewId),
    await olga.open(interviewId),
  ];
  const everyone = [interviewer, candidate, observer];
  const together = () =>
    Promise.all(everyone.map((tab) => tab.until(({ state }) => state.seq === interviewer.state.seq)));
  const secrets = [...ofQuestion, ...ofFormat];
  let given: string[] = [];
  const expectNothing = async () => {
    await together();
    expect(found(without(secrets, given), await allThatReaches(carl, candidate, true))).toEqual([]);
    expect(found(secrets, await allThatReaches(olga, observer, true))).toEqual([]);
  };
  await expectNothing();
  await interviewer.must({ type: 'interview.start', confirmed: true });
  given = await giveOneOfEach(interviewer, question);
  const [item] = format.phases[0]!.checklist;
  await interviewer.must({ type: 'checklist.set', itemId: item!.id, done: true });
  await expectNothing();
  await interviewer.must({ type: 'interview.end' });
  await rate(interviewer, question);
  await ida.post(`/api/interviews/${interviewId}/comments`, {
    pinnedAt: Date.now(),
    text: 'Here it turned.',
  });
  await expectNothing();
  await rate(candidate, question);
  await candidate.until((tab) => tab.state.stage === 'revealed');
  const late = await allThatReaches(carl, candidate, true);
  expect(without(found(secrets, late), given)).toEqual(without(secrets, given));
  expect(found(secrets, await allThatReaches(olga, observer, true))).toEqual([]);
});

test('[VW3] [SO5] alone, one reads of the guide what was said, of the checklists those of phases that are over', async () => {
  const sia = server.guest();
  const solo = { help: 'standard', focus: null, prediction: null, pauseAfterMs: 60_000 };
  const wish = { formatId: format.id, questionId: question.id, role: 'candidate', name: 'Sia', solo };
  const alone = await sia.open(await sia.create(wish));
  const said = () => (alone.state.solo?.said ?? []).map(({ text }) => text);
  const expectOnly = async (phrases: readonly string[]) => {
    const all = await allThatReaches(sia, alone);
    expect(found(without(phrases, said()), all)).toEqual([]);
    return all;
  };
  const [first, ...rest] = format.phases;
  const open = checklistPhrases({ ...format, phases: [first!] });
  const closed = checklistPhrases({ ...format, phases: rest });
  await expectOnly([...ofQuestion, ...ofFormat]);
  await alone.must({ type: 'interview.start', confirmed: true });
  await expectOnly([...ofQuestion, ...ofFormat]);
  await alone.must({ type: 'phase.advance', from: first!.id, confirmed: true });
  await alone.until(({ state }) => state.runs.length > 0);
  const over = await expectOnly([...ofQuestion, ...promptPhrases(format), ...closed]);
  expect(found(open, over)).toEqual(open);
  await alone.must({ type: 'interview.end' });
  await expectOnly([...ofQuestion, ...promptPhrases(format)]);
});
