// /api/history: what somebody is told of their past interviews, over real HTTP on a real store.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { HistoryAnswer, HistoryLine } from '#domain/history-answer.ts';
import { minute, startOfTime } from '../support/an-interview.ts';
import { addPast } from '../support/past-interviews.ts';
import type { PastWish } from '../support/past-interviews.ts';
import { startServer, testContent } from '../support/server.ts';
import type { Guest } from '../support/guest.ts';
import type { TestServer } from '../support/server.ts';

const day = 24 * 60 * minute;
let server: TestServer;
let carl: Guest;
let carlId: string;

beforeEach(async () => {
  server = await startServer();
  carl = server.guest();
  carlId = await userOf(carl);
});
afterEach(() => server.close());

/** Makes the guest known; their first interview, which never starts, is in their list. */
async function userOf(guest: Guest): Promise<string> {
  await guest.create();
  const { body } = await guest.get('/api/me');
  return (body as { user: { id: string } }).user.id;
}

const past = (n: number, change: Partial<PastWish> = {}) =>
  addPast(server.store, testContent(), { userId: carlId, at: startOfTime + n * day, ...change });

async function history(query = '', guest = carl): Promise<HistoryAnswer> {
  const { status, body } = await guest.get(`/api/history${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body as HistoryAnswer;
}
const titles = ({ interviews }: HistoryAnswer) => interviews.map(({ stage }) => stage);

test('a stranger has no history, and nobody sees another’s', async () => {
  await past(1);
  const stranger = await history('', server.guest());
  expect(stranger).toMatchObject({ total: 0, interviews: [], next: null, history: { series: [] } });
  const eve = server.guest();
  await userOf(eve);
  const answer = await history('', eve);
  expect(answer.total).toBe(1);
  expect(answer.history.series).toEqual([]);
});

test('[HI1][HI3] what matches is listed newest first, with the figures of all of it', async () => {
  const ids = [];
  for (const [n, value] of ([1, 2, 3, 3] as const).entries())
    ids.push(await past(n, { byInterviewer: { scope: value }, missed: ['scope.item'] }));
  const answer = await history('?format=system-design');
  expect(answer.total).toBe(4);
  expect(answer.interviews.map(({ id }) => id)).toEqual(ids.toReversed());
  expect(answer.interviews[0]).toMatchObject({
    ...{ title: 'Notification service', role: 'candidate', partnerName: 'Ida', mode: 'observed' },
    ...{ suggestion: 'yes', recommendation: 'yes', stage: 'revealed' },
  });
  const [series] = answer.history.series;
  expect(series).toMatchObject({ count: 4, confidence: 'fair', level: 'senior', rubric: 'core@1' });
  expect(series?.criteria[0]).toMatchObject({ criterion: 'scope', trend: { median: 3 } });
  expect(series?.missed).toEqual([{ itemId: 'scope.item', missed: 4, of: 4, lastIn: ids[3] }]);
  expect(answer.labels.rubrics['core@1']?.criteria[0]).toEqual({ id: 'scope', title: 'Criterion scope' });
  // The answer key stays inside, but for what was missed.
  expect(Object.keys(answer.labels.formats['system-design']?.items ?? {})).toEqual(['scope.item']);
});

test('[DR1] what is missed has its drill beside it, where there is one for it', async () => {
  await past(1, { missed: ['scope.item', 'high-level.item'] });
  const { drills, history: figures } = await history('?format=system-design');
  expect(figures.series[0]?.missed.map(({ itemId }) => itemId)).toEqual(['high-level.item', 'scope.item']);
  expect(drills).toEqual({ 'system-design': { 'scope.item': { id: 'ask-first', title: 'Ask first' } } });
});

test('an interview that was never rated is listed until a filter asks what nobody knows of it', async () => {
  await past(1);
  expect(titles(await history())).toEqual(['revealed', 'lobby']);
  expect(titles(await history('?level=senior'))).toEqual(['revealed', 'lobby']);
  expect(titles(await history('?role=candidate'))).toEqual(['revealed']);
  expect(titles(await history('?question=notification-service'))).toEqual(['revealed']);
  expect(titles(await history(`?to=${startOfTime}`))).toEqual(['lobby']);
  expect(titles(await history(`?from=${startOfTime}&to=${startOfTime + 2 * day}`))).toEqual(['revealed']);
});

test('every filter narrows list and figures, and says what the others would leave', async () => {
  await past(1);
  await past(2);
  await past(3, { level: 'staff' });
  await past(4, { major: 2 });
  await past(5, { role: 'interviewer' });
  const answer = await history('?level=senior&role=candidate');
  expect(answer.total).toBe(3);
  expect(answer.history.series.map(({ rubric, count }) => [rubric, count])).toEqual([
    ['core@1', 2],
    ['core@2', 1],
  ]);
  expect(answer.options.level).toEqual([
    { value: 'senior', count: 3 },
    { value: 'staff', count: 1 },
  ]);
  expect(answer.options.role).toEqual([
    { value: 'candidate', count: 3 },
    { value: 'interviewer', count: 1 },
  ]);
  expect((await history('?rubric=core%402')).total).toBe(1);
  expect((await history('?mode=solo')).total).toBe(0);
  expect((await history('?role=interviewer')).history.rater.interviews).toBe(1);
});

test('[HI2][VW8] a one-sided interview shows one’s own side, to the interviewer theirs', async () => {
  await past(1, { byCandidate: null, missed: ['scope.item'], byInterviewer: { scope: 1 } });
  const asCandidate = await history('?role=candidate');
  expect(asCandidate.interviews[0]).toMatchObject({ stage: 'closed', suggestion: null });
  expect(asCandidate.history.series[0]).toMatchObject({ criteria: [], missed: [] });
  expect(JSON.stringify(asCandidate)).not.toContain('scope.item');
  await past(2, { role: 'interviewer', byCandidate: null });
  expect((await history('?role=interviewer')).interviews[0]).toMatchObject({ recommendation: 'yes' });
});

test('[VW3][VW4] an observer’s history names no question and no rating', async () => {
  const interviewId = await past(1, { userId: 'somebody-else' });
  const olga = server.guest();
  const userId = await userOf(olga);
  const seat = { interviewId, userId, role: 'observer' as const, name: 'Olga', isHost: false };
  await server.store.takeSeat({ ...seat, participantId: 'olga' }, 9);
  const answer = await history('?role=observer', olga);
  expect(answer.interviews[0]).toMatchObject({ title: null, suggestion: null, recommendation: null });
  expect(answer.options.question).toEqual([]);
  expect((await history('?question=notification-service', olga)).total).toBe(0);
  expect(JSON.stringify(answer).toLowerCase()).not.toContain('notification');
});

test('a long list comes in pages that neither repeat nor leave out, whatever is deleted in between', async () => {
  const ids: string[] = [];
  // Two by two at the same moment, so that the cursor has to tell them apart.
  for (let n = 0; n < 104; n += 1) ids.push(await past(Math.floor(n / 2)));
  const first = await history('?format=system-design');
  expect(first).toMatchObject({ total: 104 });
  expect(first.interviews).toHaveLength(100);
  await carl.ask('DELETE', `/api/interviews/${first.interviews.at(-1)?.id}`);
  const second = await history(`?format=system-design&before=${first.next}`);
  expect(second.interviews).toHaveLength(4);
  expect(second).not.toHaveProperty('history');
  expect(second.next).toBeNull();
  const seen = [...first.interviews, ...second.interviews].map(({ id }: HistoryLine) => id);
  expect(new Set(seen)).toEqual(new Set(ids));
  expect((await history(`?before=0.none`)).interviews).toEqual([]);
});

test.each([
  ['?mode=alone', 'mode'],
  ['?role=host', 'role'],
  ['?from=yesterday', 'from'],
  ['?to=-1', 'to'],
  ['?before=1', 'before'],
  [`?format=${'x'.repeat(81)}`, 'format'],
  ['?level=', 'level'],
  ['?format=a&format=b', 'format'],
  ['?sort=best', 'sort'],
])('what cannot be asked for is refused by name: %s', async (query, field) => {
  const { status, body } = await carl.get(`/api/history${query}`);
  expect(status).toBe(400);
  expect(body).toMatchObject({ code: 'bad_request', message: expect.any(String), fields: [field] });
});

test('what nobody has is an empty history, not a fault', async () => {
  await past(1);
  for (const query of ["?format=' OR 1=1 --", '?question=%00', '?rubric=core@9', '?level=__proto__'])
    expect((await history(query)).total).toBe(0);
});
