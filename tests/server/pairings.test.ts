// Swapping roles over real HTTP: one second interview however it is asked for, with both seated and another question.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { aQuestion, interviewerCanary } from '../support/an-interview.ts';
import { startServer, testContent } from '../support/server.ts';
import type { Guest } from '../support/guest.ts';
import type { TestServer } from '../support/server.ts';
import type { Tab } from '../support/tab.ts';

let server: TestServer;
let ida: Guest;
let carl: Guest;
const content = (ids: string[]) => ({
  ...testContent(),
  questions: ids.map((id) => ({ ...aQuestion(), id, title: `Title of ${id}` })),
});
beforeEach(async () => {
  server = await startServer({ content: content(['one', 'two', 'three']) });
  [ida, carl] = [server.guest(), server.guest()];
});
afterEach(() => server.close());

const swap = (who: Guest, id: string) => who.post(`/api/interviews/${id}/swap`, {});
const pairing = async (who: Guest, id: string) => (await who.get(`/api/interviews/${id}/pairing`)).body;

/** Ida interviews Carl up to the end of the talk. */
async function anInterview(wish: Record<string, unknown> = {}) {
  const id = await ida.create({ questionId: 'one', ...wish });
  await carl.join(id, (await ida.tokens(id)).candidate, 'Carl');
  const tabs = [await ida.open(id), await carl.open(id)] as const;
  await tabs[0].must({ type: 'interview.start' });
  await tabs[0].must({ type: 'interview.end' });
  return { id, tabs };
}

async function rate(tab: Tab): Promise<void> {
  const words = { behaviours: [], evidence: 'Said so', notes: [] };
  for (const criterion of ['scope', 'depth'])
    await tab.must({ type: 'rating.set', criterion, value: 3, ...words });
  await tab.must({ type: 'summary.set', recommendation: 'yes', strength: 'Calm', change: 'Numbers' });
  await tab.must({ type: 'rating.submit' });
}

describe('[PA1] [PA2] [PA3] after the reveal', () => {
  test('one asks, and both sit in the second interview without a link, with another question', async () => {
    const { id, tabs } = await anInterview();
    for (const tab of tabs) await rate(tab);
    const { interviewId } = (await swap(ida, id)).body as { interviewId: string };
    const [asIda, asCarl] = [await ida.open(interviewId), await carl.open(interviewId)];
    expect([asIda.me?.role, asCarl.me?.role]).toEqual(['candidate', 'interviewer']);
    expect(asCarl.state.question?.title).not.toBe('Title of one');
    expect(asIda.state.question).toBeNull();
    expect(asIda.frames.join('')).not.toContain(interviewerCanary);
    expect(Object.values(asCarl.state.participants).map(({ name }) => name)).toEqual(['Ida', 'Carl']);
    expect(await pairing(carl, id)).toMatchObject({
      position: 1,
      other: { id: interviewId, role: 'interviewer' },
    });
    expect(await pairing(carl, interviewId)).toMatchObject({ position: 2, other: { id, role: 'candidate' } });
  });

  test('both at once, and once more each: one second interview', async () => {
    const { id, tabs } = await anInterview();
    for (const tab of tabs) await rate(tab);
    const answers = await Promise.all([swap(ida, id), swap(carl, id), swap(ida, id), swap(carl, id)]);
    expect(new Set(answers.map(({ body }) => body.interviewId)).size).toBe(1);
    expect((await ida.get('/api/interviews')).body).toHaveLength(2);
  });

  test('a question either has had elsewhere is not asked while there is another', async () => {
    await carl.create({ questionId: 'two' });
    for (let round = 0; round < 4; round += 1) {
      const { id, tabs } = await anInterview();
      for (const tab of tabs) await rate(tab);
      const { interviewId } = (await swap(carl, id)).body as { interviewId: string };
      const tab = await carl.open(interviewId);
      if (round === 0) expect(tab.state.question?.title).toBe('Title of three');
      expect(tab.state.question?.title).not.toBe('Title of one');
    }
  });
});

describe('[PA2] before the reveal', () => {
  test('an offer waits for the other, and tells nothing about scorecards', async () => {
    const { id, tabs } = await anInterview();
    expect((await swap(ida, id)).body).toEqual({ interviewId: null });
    const before = await pairing(carl, id);
    expect(before).toMatchObject({ offers: { mine: false, theirs: true }, other: null });
    await rate(tabs[0]);
    expect(await pairing(carl, id)).toEqual(before);
    const { interviewId } = (await swap(carl, id)).body as { interviewId: string };
    expect(interviewId).toBeTruthy();
    expect((await swap(ida, id)).body).toEqual({ interviewId });
  });

  test('planned as two, one is enough', async () => {
    const { id } = await anInterview({ isPaired: true });
    expect(await pairing(ida, id)).toMatchObject({ isPlanned: true, breakMs: 300_000, swap: 'made' });
    expect((await swap(carl, id)).body.interviewId).toBeTruthy();
  });
});

describe('clear refusals', () => {
  test('while the interview runs, and in the second one', async () => {
    const id = await ida.create({ questionId: 'one' });
    expect(await swap(ida, id)).toMatchObject({ status: 409, body: { code: 'wrong_stage' } });
    const { id: first } = await anInterview({ isPaired: true });
    const second = (await swap(ida, first)).body.interviewId as string;
    expect(await swap(ida, second)).toMatchObject({ status: 409, body: { code: 'already_done' } });
  });

  test('when the partner took everything along', async () => {
    const { id, tabs } = await anInterview();
    for (const tab of tabs) await rate(tab);
    await carl.ask('DELETE', '/api/me');
    expect(await swap(ida, id)).toMatchObject({ status: 409, body: { code: 'partner_gone' } });
  });

  test('when there is no other question', async () => {
    await server.close();
    server = await startServer({ content: content(['one']) });
    [ida, carl] = [server.guest(), server.guest()];
    const { id, tabs } = await anInterview();
    for (const tab of tabs) await rate(tab);
    expect(await swap(ida, id)).toMatchObject({ status: 409, body: { code: 'no_other_question' } });
  });
});
