// What the store promises about finished interviews and about people who leave.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Labels, Outcome } from '#domain/outcome.ts';
import { openSqlite } from '../../server/store/sqlite.ts';
import type { Tables } from '../../server/store/schema.ts';
import { unclaimed } from '../../server/store/store.ts';
import type { NewInterview, Projection, Seat, Store } from '../../server/store/store.ts';
import { aFolder } from '../support/server.ts';

let place: string;
let store: Store;
let database: Kysely<Tables>;
beforeEach(async () => {
  place = await aFolder();
  ({ store, database } = await openSqlite(join(place, 'fourstep.db')));
});
afterEach(async () => {
  await store.close();
  await rm(place, { recursive: true, force: true });
});

const projection = (change: Partial<Projection> = {}): Projection => ({
  ...{ stage: 'revealed', startedAt: 10, endedAt: 20, lastAt: 30, dueAt: null },
  ...change,
});

const aSeat = (interviewId: string, name: string, role: Seat['role']): Seat => ({
  participantId: `${interviewId}-${name}`,
  userId: `user-${name}`,
  isHost: false,
  ...{ interviewId, role, name },
});

const entry = (seq: number) => ({
  ...{ type: 'chat.sent' as const, text: 'hello', by: 'ida', clientId: null, clientSeq: null },
  ...{ seq, at: seq },
});

const anInterview = (id: string, change: Partial<NewInterview> = {}): NewInterview => ({
  row: {
    ...{ id, title: id, formatTitle: 'Four steps', level: 'senior', createdAt: 5 },
    ...projection(),
  },
  host: { ...aSeat(id, 'ida', 'interviewer'), isHost: true },
  invites: [],
  entries: [entry(1)],
  ...change,
});

const anOutcome = (interviewId: string, change: Partial<Outcome> = {}): Outcome => ({
  interviewId,
  ...{ formatId: 'system-design', questionId: 'chat', level: 'senior', rubric: 'core@1', mode: 'observed' },
  ...{ isRevealed: true, startedAt: 10, hints: 2, missed: ['scope.rates'], ofInterviewer: { listened: 3 } },
  interviewerRubric: null,
  self: { values: { scope: 3 }, recommendation: 'yes', suggestion: null },
  partner: null,
  actualMs: { scope: 1_000 },
  ...change,
});

const someLabels = (title: string): Labels => ({
  rubrics: { 'core@1': { title, criteria: [] } },
  formats: { 'system-design': { title, phases: [], items: {} } },
  questions: { 'chat:group': title },
});

test('[HI1] what is kept comes in the append that reveals, and only with it', async () => {
  await store.create(anInterview('one'));
  expect(await store.pastOf('user-ida')).toEqual([
    { interviewId: 'one', role: 'interviewer', level: 'senior', at: 10, outcome: null },
  ]);
  const append = { interviewId: 'one', projection: projection(), outcome: anOutcome('one') };
  await expect(store.append({ ...append, entries: [entry(1)] })).rejects.toMatchObject({
    reason: 'conflict',
  });
  expect(await store.outcomes(['one'])).toEqual([]);
  await store.append({ ...append, entries: [entry(2)], labels: someLabels('First') });
  expect(await store.outcomes(['one', 'none'])).toEqual([anOutcome('one')]);
  expect((await store.pastOf('user-ida'))[0]?.outcome).toEqual({
    ...{ interviewId: 'one', formatId: 'system-design', questionId: 'chat', level: 'senior' },
    ...{ rubric: 'core@1', mode: 'observed', startedAt: 10 },
  });
});

test('an append that says nothing of the outcome leaves it; one that does replaces it', async () => {
  await store.create(anInterview('one', { outcome: anOutcome('one') }));
  await store.append({ interviewId: 'one', projection: projection(), entries: [entry(2)] });
  expect(await store.outcomes(['one'])).toEqual([anOutcome('one')]);
  const later = anOutcome('one', { isRevealed: false, questionId: null, mode: 'solo' });
  await store.append({
    ...{ interviewId: 'one', projection: projection(), entries: [entry(3)] },
    outcome: later,
  });
  expect(await store.outcomes(['one'])).toEqual([later]);
});

test('the past is one’s own, whatever role one had', async () => {
  await store.create(anInterview('one', { outcome: anOutcome('one') }));
  await store.create(anInterview('two', { outcome: anOutcome('two') }));
  await store.takeSeat(aSeat('two', 'carl', 'candidate'), 9);
  expect((await store.pastOf('user-carl')).map(({ interviewId, role }) => [interviewId, role])).toEqual([
    ['two', 'candidate'],
  ]);
  expect(await store.pastOf('user-eve')).toEqual([]);
  const lines = await store.linesOf('user-carl', ['one', 'two']);
  expect(lines).toMatchObject([{ id: 'two', partnerName: 'ida', isShared: true }]);
  await store.giveUpSeat('two', 'two-ida');
  expect(await store.linesOf('user-carl', ['two'])).toMatchObject([{ partnerName: 'ida', isShared: false }]);
  expect(await store.linesOf('user-carl', [])).toEqual([]);
});

test('labels are found by their keys, the latest of each', async () => {
  await store.create(anInterview('one', { outcome: anOutcome('one'), labels: someLabels('Old') }));
  await store.append({
    ...{ interviewId: 'one', projection: projection(), entries: [entry(2)] },
    ...{ outcome: anOutcome('one'), labels: someLabels('New') },
  });
  expect(await store.labels(['rubrics:core@1', 'questions:chat:group', 'formats:none'])).toEqual({
    ...someLabels('New'),
    formats: {},
  });
  expect(await store.labels([])).toEqual({ rubrics: {}, formats: {}, questions: {} });
});

test('finished interviews nobody looked at are found, latest first, and once looked at never again', async () => {
  const at = (id: string, lastAt: number, stage = 'revealed') =>
    anInterview(id, { row: { ...anInterview(id).row, lastAt, stage } });
  await store.create(at('old', 1));
  await store.create(at('new', 2, 'closed'));
  await store.create(at('running', 3, 'scope'));
  await store.create({ ...at('kept', 4), outcome: null });
  expect(await store.withoutOutcome(9)).toEqual(['new', 'old']);
  expect(await store.withoutOutcome(1)).toEqual(['new']);
  await store.keepOutcome('new', null, null);
  await store.keepOutcome('old', anOutcome('old'), someLabels('Old'));
  expect(await store.withoutOutcome(9)).toEqual([]);
  await store.keepOutcome('old', null, someLabels('Older'));
  expect(await store.outcomes(['old', 'new'])).toEqual([anOutcome('old')]);
  expect((await store.labels(['rubrics:core@1'])).rubrics['core@1']?.title).toBe('Old');
});

test('a seat that was given up is nobody’s any more, and nobody can take it', async () => {
  await store.create(anInterview('one', { outcome: anOutcome('one') }));
  await store.takeSeat(aSeat('one', 'carl', 'candidate'), 9);
  expect(await store.giveUpSeat('one', 'one-carl')).toBe('given_up');
  expect(await store.seatOf('one', 'user-carl')).toBeNull();
  expect(await store.pastOf('user-carl')).toEqual([]);
  expect(await store.seatsOf('user-carl')).toEqual([]);
  expect(await store.claimSeat('one', 'candidate', 'user-eve')).toBeNull();
  expect(await store.takeSeat(aSeat('one', 'eve', 'candidate'), 9)).toBe('taken');
  expect((await store.seatsOf('user-ida')).map(({ interviewId }) => interviewId)).toEqual(['one']);
});

test('with the last rater’s seat the interview goes, and everything in it', async () => {
  await store.create(anInterview('one', { outcome: anOutcome('one') }));
  await store.create(anInterview('two'));
  await store.takeSeat(aSeat('one', 'carl', 'candidate'), 9);
  await store.takeSeat(aSeat('one', 'olga', 'observer'), 9);
  const bytes = new Uint8Array([1]);
  await store.putFile({ interviewId: 'one', hash: 'a', mime: 'x', bytes, uploadedBy: 'x', at: 1 }, 9);
  const outcomes = await Promise.all([
    store.giveUpSeat('one', 'one-carl'),
    store.giveUpSeat('one', 'one-ida'),
  ]);
  expect(outcomes).toContain('deleted');
  expect(await store.interview('one')).toBeNull();
  // Nothing is left lying where no query would look.
  for (const table of ['entries', 'participants', 'invites', 'files', 'outcomes', 'shares']) {
    const { rows } = await sql`select * from ${sql.table(table)} where interview_id = 'one'`.execute(
      database,
    );
    expect(rows, table).toEqual([]);
  }
  expect(await store.hasFile('one', 'a')).toBe(false);
  expect(await store.pastOf('user-olga')).toEqual([]);
  expect(await store.interview('two')).not.toBeNull();
  expect(await store.entries('two')).toEqual([entry(1)]);
  const { rows } = await sql`pragma foreign_keys`.execute(database);
  expect(rows).toEqual([{ foreign_keys: 1 }]);
});

test('a seat that waits for whoever opens its link holds no interview', async () => {
  await store.create(anInterview('demo'));
  await store.takeSeat({ ...aSeat('demo', 'carl', 'candidate'), userId: unclaimed('demo-carl') }, 9);
  expect(await store.giveUpSeat('demo', 'demo-ida')).toBe('deleted');
});

test('entries that are rewritten keep their places', async () => {
  await store.create(anInterview('one'));
  await store.append({ interviewId: 'one', projection: projection(), entries: [entry(2), entry(3)] });
  await store.rewriteEntries('one', [{ ...entry(2), text: '' }]);
  expect(await store.entries('one')).toEqual([entry(1), { ...entry(2), text: '' }, entry(3)]);
});
