// Comments on a real server: they reach the other, stay beside the recording, and go with what they belong to.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Comment } from '#domain/comment.ts';
import { limits } from '#domain/protocol.ts';
import { startServer } from '../support/server.ts';
import type { Guest } from '../support/guest.ts';
import type { TestServer } from '../support/server.ts';
import type { Tab } from '../support/tab.ts';
import { unzipped } from '../support/unzipped.ts';
import { WoundClock } from '../support/wound-clock.ts';

const clock = new WoundClock();
let server: TestServer;
let ida: Guest;
let carl: Guest;
let olga: Guest;
let id: string;
let tabs: Tab[];
let startedAt: number;

beforeEach(async () => {
  server = await startServer({ clock });
  [ida, carl, olga] = [server.guest(), server.guest(), server.guest()];
  id = await ida.create();
  const tokens = await ida.tokens(id);
  await carl.join(id, tokens.candidate, 'Carl');
  await olga.join(id, tokens.observer, 'Olga');
  tabs = [await ida.open(id), await carl.open(id)];
  await tabs[0]!.must({ type: 'interview.start' });
  startedAt = tabs[0]!.state.startedAt!;
  clock.wind(60_000);
});
afterEach(() => server.close());

const path = () => `/api/interviews/${id}/comments`;
const pin = (who: Guest, text = 'Here the queue comes in.', pinnedAt = startedAt + 30_000) =>
  who.post(path(), { pinnedAt, text });
const textsFor = async (who: Guest) => ((await who.get(path())).body as Comment[]).map(({ text }) => text);
const end = () => tabs[0]!.must({ type: 'interview.end' });

async function reveal(): Promise<void> {
  if (tabs[0]!.state.endedAt === null) await end();
  for (const tab of tabs) {
    for (const { id: criterion } of tab.state.rubric.criteria) {
      const rating = { criterion, value: 3 as const, behaviours: [], evidence: 'Seen.', notes: [] };
      await tab.must({ type: 'rating.set', ...rating });
    }
    await tab.must({ type: 'summary.set', recommendation: 'yes', strength: '', change: '' });
    await tab.must({ type: 'rating.submit' });
  }
}

test('[RP4] a comment appears to the other once both have rated, and leaves the recording as it was', async () => {
  await end();
  const before = await server.store.entries(id);
  const written = await pin(carl, 'I should have asked for the volume.');
  expect(written).toMatchObject({ status: 201, body: { pinnedAt: startedAt + 30_000 } });
  expect([await textsFor(carl), await textsFor(ida)]).toEqual([[written.body.text], []]);
  expect(await server.store.entries(id)).toEqual(before);
  await reveal();
  await pin(ida, 'You did, a minute later.', startedAt);
  for (const guest of [ida, carl])
    expect(await textsFor(guest)).toEqual([
      'You did, a minute later.',
      'I should have asked for the volume.',
    ]);
  expect(await textsFor(olga)).toEqual([]);
});

test('[RP4] nobody comments before the end, on a moment that was not, without words, or as observer', async () => {
  expect(await pin(ida)).toMatchObject({ status: 409, body: { code: 'wrong_stage' } });
  await end();
  expect(await pin(ida, 'x', startedAt - 1)).toMatchObject({ status: 400, body: { code: 'unknown_moment' } });
  expect(await pin(ida, 'x', Date.UTC(2099, 0))).toMatchObject({ body: { code: 'unknown_moment' } });
  expect(await pin(olga)).toMatchObject({ status: 403, body: { code: 'not_allowed' } });
  expect(await pin(server.guest())).toMatchObject({ status: 404, body: { code: 'unknown_interview' } });
  for (const body of [
    {},
    { pinnedAt: startedAt },
    { pinnedAt: '1', text: 'x' },
    { pinnedAt: 1.5, text: 'x' },
  ])
    expect(await ida.post(path(), body)).toMatchObject({ status: 400, body: { code: 'bad_request' } });
  for (const text of ['', '  \n ', 'x'.repeat(limits.commentLength + 1)])
    expect(await pin(ida, text)).toMatchObject({ status: 400 });
  expect(await textsFor(ida)).toEqual([]);
});

test('[RP4] its author takes a comment away, and nobody else does', async () => {
  await reveal();
  const { id: commentId } = (await pin(carl)).body as Comment;
  const remove = (who: Guest) => who.ask('DELETE', `${path()}/${commentId}`);
  expect(await remove(ida)).toMatchObject({ status: 404, body: { code: 'not_found' } });
  expect(await remove(carl)).toMatchObject({ status: 200 });
  expect(await textsFor(ida)).toEqual([]);
});

test('one person writes so many and no more', async () => {
  await end();
  const one = { by: tabs[0]!.me!.participantId, pinnedAt: startedAt, text: 'x', writtenAt: 0 };
  for (let i = 0; i < limits.commentsPerPerson; i += 1)
    await server.store.addComment(id, { ...one, id: `c${i}` }, limits.commentsPerPerson);
  expect(await pin(ida)).toMatchObject({ status: 409, body: { code: 'too_much' } });
  expect(await pin(carl)).toMatchObject({ status: 201 });
});

test('[RP4] no share link and no archive holds a comment; what one takes along holds one’s own view of them', async () => {
  await reveal();
  await pin(ida, 'canary-comment');
  const { link } = (
    await carl.post(`/api/interviews/${id}/shares`, { withNames: true, withReplay: true, days: null })
  ).body as { link: string };
  const token = link.split('#share=')[1];
  expect((await server.guest().post('/api/shared', { interviewId: id, token })).text).not.toContain(
    'canary-comment',
  );
  expect((await carl.get(`/api/interviews/${id}/archive`)).text).not.toContain('canary-comment');
  const response = await fetch(`${server.origin}/api/me/export`, { headers: { cookie: carl.cookie } });
  const files = unzipped(Buffer.from(await response.arrayBuffer()));
  const holding = [...files].filter(([, bytes]) => bytes.toString().includes('canary-comment'));
  expect(holding.map(([name]) => name.split('/').at(-1))).toEqual(['comments.json']);
});

test('[HI5] comments go with the interview, and stay with the other as long as it stays', async () => {
  await reveal();
  await pin(carl, 'kept');
  expect((await carl.ask('DELETE', `/api/interviews/${id}`)).body).toMatchObject({ left: 'given_up' });
  expect(await textsFor(ida)).toEqual(['kept']);
  expect((await ida.ask('DELETE', `/api/interviews/${id}`)).body).toMatchObject({ left: 'deleted' });
  expect(await server.store.comments(id)).toEqual([]);
});
