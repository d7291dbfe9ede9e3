import { expect, test } from 'vitest';
import { outcomeOf } from '#domain/outcome.ts';
import { partsOf, ratingsIn, unitsFor } from '#domain/parts.ts';
import type { RatingValue } from '#domain/protocol.ts';
import { evidenceCount } from '#domain/scorecard.ts';
import {
  anInterview,
  aStartedInterview,
  carl,
  finish,
  ida,
  minute,
  ofStories,
} from '../support/an-interview.ts';
import type { DrivenRoom } from '../support/an-interview.ts';

function set(room: DrivenRoom, by: string, key: string, value: RatingValue, evidence = '') {
  room.must(by, { type: 'rating.set', criterion: key, value, behaviours: [], evidence, notes: [] });
}
function submit(room: DrivenRoom, by: string, values: Record<string, RatingValue>) {
  for (const [key, value] of Object.entries(values)) set(room, by, key, value, `${by} of ${key}`);
  room.must(by, { type: 'summary.set', recommendation: 'yes', strength: '', change: '' });
  room.must(by, { type: 'rating.submit' });
}
const keys = (room: DrivenRoom) => unitsFor(room.state, 'interviewer').map(({ key }) => key);
const both = ['scope:story-1', 'depth:story-1', 'scope:story-2', 'depth:story-2'];

test('[RB7] a story is rated on its own: the form asks for every criterion of every story that was reached', () => {
  const room = aStartedInterview(ofStories());
  expect(keys(room)).toEqual(['scope:story-1', 'depth:story-1']);
  for (const from of ['welcome', 'story-1'])
    room.wind(minute).must(ida, { type: 'phase.advance', from, confirmed: true });
  expect(keys(room)).toEqual(both);
  expect(unitsFor(room.state, 'interviewer')[2]?.title).toBe('Story 2: Criterion scope');
  expect(room.ask(ida, { ...asked, criterion: 'scope' })).toMatchObject({ code: 'unknown_item' });
  room.must(ida, { type: 'phase.undo' });
  expect(keys(room)).toEqual(['scope:story-1', 'depth:story-1']);
  expect(room.ask(ida, { ...asked, criterion: 'scope:story-2' })).toMatchObject({ code: 'unknown_item' });
});
const asked = { type: 'rating.set' as const, value: 2 as const, behaviours: [], evidence: '', notes: [] };

test('[RB7] each story needs its own value and its own evidence', () => {
  const room = finish(aStartedInterview(ofStories()));
  room.must(ida, { type: 'summary.set', recommendation: 'yes', strength: '', change: '' });
  for (const key of both.slice(0, 3)) set(room, ida, key, 4, 'Said so');
  expect(room.ask(ida, { type: 'rating.submit' })).toMatchObject({ ids: ['depth:story-2'] });
  set(room, ida, 'depth:story-2', 1);
  expect(room.ask(ida, { type: 'rating.submit' })).toMatchObject({
    ids: ['depth:story-2'],
    message: expect.stringContaining('Story 2: Criterion depth'),
  });
  set(room, ida, 'depth:story-2', 1, 'Nothing of the kind');
  room.must(ida, { type: 'rating.submit' });
});

test.each([
  ['the middle of three', [1, 4, 3], 3],
  ['of two the lower', [2, 4, 'not_observed'], 2],
  ['of none seen, not observed', ['not_observed', 'not_applicable', 'not_observed'], 'not_observed'],
  [
    'of none applicable, not applicable',
    ['not_applicable', 'not_applicable', 'not_applicable'],
    'not_applicable',
  ],
] as const)('[RB7] the interview’s value is the median: %s', (_what, values, expected) => {
  const { format, rubric } = ofStories();
  const [welcome, story] = format.phases;
  const stories = [1, 2, 3].map((n) => ({ ...story!, id: `story-${n}`, title: `Story ${n}`, checklist: [] }));
  const room = finish(aStartedInterview({ format: { ...format, phases: [welcome!, ...stories] }, rubric }));
  values.forEach((value, i) => set(room, ida, `scope:story-${i + 1}`, value, 'Said so'));
  expect(ratingsIn(room.state, room.state.scorecards[ida]!).scope?.value).toBe(expected);
});

test('[RB7] with one story open the criterion has no value yet', () => {
  const room = finish(aStartedInterview(ofStories()));
  set(room, ida, 'scope:story-2', 3);
  expect(ratingsIn(room.state, room.state.scorecards[ida]!).scope?.value).toBeNull();
});

test('[RB7] history, evidence and suggestion go by the median', () => {
  const room = finish(aStartedInterview(ofStories()));
  submit(room, ida, { 'scope:story-1': 4, 'scope:story-2': 3, 'depth:story-1': 2, 'depth:story-2': 4 });
  submit(room, carl, Object.fromEntries(both.map((key) => [key, 4])));
  const outcome = outcomeOf(room.state);
  expect(outcome?.partner).toMatchObject({ values: { scope: 3, depth: 2 }, suggestion: 'no' });
  expect(outcome?.self).toMatchObject({ values: { scope: 4, depth: 4 }, suggestion: 'strong_yes' });
  const card = room.state.scorecards[ida]!;
  expect(evidenceCount(room.state, card)).toEqual({ withEvidence: 2, rated: 2 });
  expect(ratingsIn(room.state, card).depth?.evidence).toBe(
    `Story 1: ${ida} of depth:story-1\nStory 2: ${ida} of depth:story-2`,
  );
});

test('[RB7] other rubrics are rated as a whole', () => {
  const room = anInterview();
  expect(partsOf(room.state)).toEqual([]);
  expect(keys(room)).toEqual(['scope', 'depth']);
});
