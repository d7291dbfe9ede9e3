// The demo interview of `npm run seed`: real entries, whole, and given to whoever opens its links first.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Scene } from '#domain/board.ts';
import { compareEstimates } from '#domain/estimates.ts';
import { fold } from '#domain/fold.ts';
import { loadContent } from '../../server/content.ts';
import { openInvites } from '../../server/invites.ts';
import { readSecret } from '../../server/secret.ts';
import { addDemo } from '../../server/seed.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

let server: TestServer;
let interviewId: string;
let token: (role: 'interviewer' | 'candidate') => string;
beforeAll(async () => {
  server = await startServer();
  const invites = openInvites(await readSecret(server.dataDir));
  interviewId = await addDemo(server.store, await loadContent('rubrics'), invites, Date.UTC(2030, 0, 1));
  token = (role) => invites.tokenOf(interviewId, role);
});
afterAll(() => server.close());

test('it is a finished interview with a board, notes, hints and both scorecards', async () => {
  const ida = server.guest();
  expect(
    (await ida.post('/api/invites/look', { interviewId, token: token('interviewer') })).body,
  ).toMatchObject({ seatTaken: false });
  expect((await ida.join(interviewId, token('interviewer'), 'Ida')).body.role).toBe('interviewer');
  const { state } = await ida.open(interviewId);
  expect(state.stage).toBe('revealed');
  expect(state.scene.size).toBeGreaterThanOrEqual(25);
  expect(state.notes.length).toBeGreaterThan(8);
  expect(state.hints).toHaveLength(3);
  expect(Object.values(state.scorecards).every((card) => card.submittedAt !== null)).toBe(true);
  expect(state.runs.map((run) => run.phaseId)).toEqual(['scope', 'high-level', 'deep-dive', 'wrap-up']);
  expect((await ida.get('/api/interviews')).body[0]).toMatchObject({
    id: interviewId,
    stage: 'revealed',
    partnerName: 'Jonas',
  });
});

test('it is drawn stroke by stroke in all four phases, by both, with something taken away again', async () => {
  const { entries } = await server.store.readable(interviewId);
  const state = fold(entries);
  const drawn = entries.filter((entry) => entry.type === 'board.changed');
  expect(drawn.length).toBeGreaterThan(300);
  for (const { phaseId, startedAt, endedAt } of state.runs)
    expect(drawn.filter(({ at }) => at >= startedAt && at < endedAt!).length, phaseId).toBeGreaterThan(10);
  expect(new Set(drawn.map(({ by }) => by)).size).toBe(2);
  expect([...state.scene.values()].some(({ isDeleted }) => isDeleted)).toBe(true);
  expect(await server.store.comments(interviewId)).toHaveLength(3);
});

test('every part of its scorecard has something in it: figures, the interviewer rated too, a picture a phase', async () => {
  const { entries } = await server.store.readable(interviewId);
  const state = fold(entries);
  const [candidate] = Object.values(state.scorecards).filter(({ role }) => role === 'candidate');
  expect(Object.keys(candidate!.ratings).filter((key) => key.startsWith('interviewer.'))).toHaveLength(4);
  const compared = compareEstimates(state.question!.interviewer!.estimations, state.estimates);
  const within = compared.filter(({ entered }) => entered).map(({ isWithin }) => isWithin);
  expect(within).toEqual([true, true, false, true]);
  for (const { phaseId, endedAt } of state.runs) {
    const file = await server.store.file(interviewId, state.pictures[phaseId] ?? '');
    expect(file?.mime, phaseId).toBe('image/webp');
    const board = fold(entries.filter(({ at }) => at <= endedAt!)).scene;
    expect(digestOf(board), `${phaseId}: its board has changed, save its picture again`).toBe(
      pictured[phaseId],
    );
  }
});

/** What was drawn when server/demo/pictures were saved. */
const pictured: Record<string, string> = {
  scope: '2ac2ef670c4b',
  'high-level': '27e1cfe16ec8',
  'deep-dive': 'cb2de834074c',
  'wrap-up': '0977c440a610',
};
const digestOf = (scene: Scene) =>
  createHash('sha256')
    .update(JSON.stringify([...scene.values()]))
    .digest('hex')
    .slice(0, 12);

test('a seat is claimed once, also when two open its link at the same moment', async () => {
  const guests = [server.guest(), server.guest(), server.guest()];
  const answers = await Promise.all(
    guests.map((guest) => guest.join(interviewId, token('candidate'), 'Carl')),
  );
  expect(answers.map((answer) => answer.status).toSorted()).toEqual([200, 409, 409]);
  const winner = guests[answers.findIndex((answer) => answer.status === 200)];
  expect((await winner?.get('/api/interviews'))?.body).toHaveLength(1);
});
