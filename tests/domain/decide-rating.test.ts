// Who rates whom and when, and what a scorecard needs before it is submitted.
import { expect, test } from 'vitest';
import type { Command } from '#domain/protocol.ts';
import { aStartedInterview, carl, finish, ida, olga, rate } from '../support/an-interview.ts';

test('[RB3] both rate; in a rehearsal the interviewer alone', () => {
  const room = finish(aStartedInterview());
  rate(room, ida);
  expect(room.state.stage).toBe('rating');
  rate(room, carl);
  expect(room.state).toMatchObject({ stage: 'revealed', revealedAt: room.at });
  expect(rate(finish(aStartedInterview({ without: [carl] })), ida).state.stage).toBe('revealed');
});

test('[RB3] the interviewer rates while it is fresh, the candidate only after the end, an observer never', () => {
  const room = aStartedInterview();
  const rating: Command = {
    type: 'rating.set',
    criterion: 'scope',
    value: 3,
    behaviours: ['scope.3a'],
    evidence: '',
    notes: [],
  };
  expect(room.ask(ida, rating).ok).toBe(true);
  expect(room.ask(carl, rating)).toMatchObject({ code: 'wrong_stage' });
  finish(room);
  expect(room.ask(carl, rating).ok).toBe(true);
  expect(room.ask(olga, rating)).toMatchObject({ code: 'not_allowed' });
});

test('[RB5] an incomplete form is refused with the fields it lacks; a submitted one is final', () => {
  const room = finish(aStartedInterview());
  const set = (criterion: string, value: 1 | 3, evidence = '') =>
    room.must(ida, { type: 'rating.set', criterion, value, behaviours: [], evidence, notes: [] });
  set('scope', 1);
  expect(room.ask(ida, { type: 'rating.submit' })).toMatchObject({
    code: 'incomplete',
    ids: ['scope', 'depth', 'recommendation'],
  });
  set('scope', 1, 'Drew before asking');
  set('depth', 3);
  room.must(ida, { type: 'summary.set', recommendation: 'no', strength: '', change: '' });
  room.must(ida, { type: 'rating.submit' });
  expect(room.ask(ida, { type: 'rating.submit' })).toMatchObject({ code: 'already_done' });
  expect(room.ask(ida, { type: 'summary.set', recommendation: 'yes', strength: '', change: '' }).ok).toBe(
    false,
  );
});

test('[RB5] unknown criteria, behaviours, notes and recommendations are refused', () => {
  const room = finish(aStartedInterview());
  const rating: Command = {
    type: 'rating.set',
    criterion: 'scope',
    value: 3,
    behaviours: [],
    evidence: '',
    notes: [],
  };
  for (const change of [{ criterion: 'x' }, { behaviours: ['depth.1a'] }, { notes: ['note-none'] }]) {
    expect(room.ask(ida, { ...rating, ...change })).toMatchObject({ code: 'unknown_item' });
  }
  expect(
    room.ask(ida, { type: 'summary.set', recommendation: 'maybe', strength: '', change: '' }),
  ).toMatchObject({ code: 'unknown_item' });
});

test('[RB3] a candidate who joins a running rehearsal makes it an interview of two', () => {
  const room = aStartedInterview({ without: [carl] });
  expect(room.state.isRehearsal).toBe(true);
  room.join(carl, 'candidate');
  expect(room.state.isRehearsal).toBe(false);
  rate(finish(room), ida);
  expect(room.state.stage).toBe('rating');
});
