// What nobody may rate with, over the wire: each is refused in words, and what was rated before stays as it was.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Command } from '#domain/protocol.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';
import type { Tab } from '../support/tab.ts';
import { WoundClock } from '../support/wound-clock.ts';

type Set = Extract<Command, { type: 'rating.set' }>;
const good: Set = {
  ...{ type: 'rating.set', criterion: 'scope', value: 3 },
  ...{ behaviours: ['scope.3a'], evidence: 'Asked first', notes: [] },
};

let server: TestServer;
let ida: Tab;
let olga: Tab;
beforeAll(async () => {
  server = await startServer({ clock: new WoundClock() });
  const [host, guest, watcher] = [server.guest(), server.guest(), server.guest()];
  const id = await host.create();
  const tokens = await host.tokens(id);
  await guest.join(id, tokens.candidate, 'Carl');
  await watcher.join(id, tokens.observer, 'Olga');
  [ida, olga] = [await host.open(id), await watcher.open(id)];
  await ida.must({ type: 'interview.start' });
  await ida.must({ type: 'interview.end' });
  await ida.must(good);
});
afterAll(() => server.close());

const asked = (tab: Tab, change: object) => tab.submit({ ...good, ...change });
const stands = () => Object.values(ida.state.scorecards)[0];

const refusals: [what: string, change: object, message: string][] = [
  ['100 KB of evidence', { evidence: 'x'.repeat(100_000) }, 'Evidence may have at most 2,000 characters.'],
  ['one character too many', { evidence: 'x'.repeat(2_001) }, 'Evidence may have at most 2,000 characters.'],
  ['a value of 5', { value: 5 }, 'A rating is 1, 2, 3 or 4, not observed or not applicable.'],
  ['a value of a word', { value: 'great' }, 'A rating is 1, 2, 3 or 4, not observed or not applicable.'],
  ['an unknown criterion', { criterion: 'charm' }, 'The rubric has no such criterion.'],
  ['a criterion that is no id', { criterion: '../scope' }, 'The rubric has no such criterion.'],
  ['an unknown behaviour', { behaviours: ['scope.9z'] }, 'The rubric has no such behaviour.'],
  ['somebody else’s note', { notes: ['note-0001'] }, 'Evidence can only be a note of one’s own.'],
];

test.each(refusals)('[RB5] %s is refused in words, and the rating stays', async (_, change, message) => {
  expect(await asked(ida, change)).toMatchObject({ ok: false, message });
  expect(stands()?.ratings.scope).toMatchObject({ value: 3, evidence: 'Asked first' });
});

test('[RB5] a strength too long and an unknown recommendation are refused in words', async () => {
  const summary = { type: 'summary.set' as const, recommendation: 'yes', strength: '', change: '' };
  expect(await ida.submit({ ...summary, strength: 'x'.repeat(2_001) })).toMatchObject({
    message: 'Strength may have at most 2,000 characters.',
  });
  expect(await ida.submit({ ...summary, recommendation: 'maybe' })).toMatchObject({
    message: 'The rubric has no such recommendation.',
  });
});

test('[RB3] an observer rates nothing', async () => {
  expect(await asked(olga, {})).toMatchObject({ ok: false, code: 'not_allowed' });
  expect(await olga.submit({ type: 'rating.submit' })).toMatchObject({ ok: false, code: 'not_allowed' });
});

test('[RB5] submitted twice is submitted once, and nothing is changed afterwards', async () => {
  await ida.must({ ...good, criterion: 'depth', behaviours: [] });
  await ida.must({ type: 'summary.set', recommendation: 'yes', strength: 'Calm', change: '' });
  await ida.must({ type: 'rating.submit' });
  const { seq } = ida.state;
  const final = { ok: false, code: 'already_done', message: 'Your scorecard is submitted; it is final.' };
  expect(await ida.submit({ type: 'rating.submit' })).toMatchObject(final);
  expect(await asked(ida, { value: 1 })).toMatchObject(final);
  expect(ida.state.seq).toBe(seq);
  expect(stands()?.ratings.scope).toMatchObject({ value: 3, evidence: 'Asked first' });
});
