// Notes as evidence: what a rating points to is there to be read, and stays.
import { expect, test } from 'vitest';
import type { Command } from '#domain/protocol.ts';
import { aStartedInterview, carl, finish, ida, rate } from '../support/an-interview.ts';
import type { DrivenRoom } from '../support/an-interview.ts';

const edit = (noteId: string, change = {}): Command => ({
  ...{ type: 'note.edit', noteId, text: 'Changed', criterion: null, isPrivate: false },
  ...change,
});
const remove = (noteId: string): Command => ({ type: 'note.remove', noteId });
const pick = (...notes: string[]): Command => ({
  ...{ type: 'rating.set', criterion: 'scope', value: 4, behaviours: [], evidence: '', notes },
});

/** Ida has two notes and nothing else to say about the scope. */
function withNotes(): DrivenRoom {
  const room = aStartedInterview();
  for (const noteId of ['note-0001', 'note-0002'])
    room.must(ida, {
      ...{ type: 'note.add', noteId, text: 'Named a target', criterion: null, isPrivate: false },
      begunAt: room.at,
    });
  finish(room).must(ida, {
    type: 'rating.set',
    criterion: 'depth',
    value: 3,
    behaviours: [],
    evidence: '',
    notes: [],
  });
  room.must(ida, { type: 'summary.set', recommendation: 'yes', strength: '', change: '' });
  return room;
}

test('[RB5] what a final scorecard points to is neither changed nor removed; other notes are', () => {
  const room = withNotes();
  room.must(ida, pick('note-0001'));
  room.must(ida, edit('note-0001'));
  room.must(ida, { type: 'rating.submit' });
  const refusal = { code: 'wrong_stage', message: expect.stringContaining('evidence') as string };
  expect(room.ask(ida, edit('note-0001', { text: 'Something else' }))).toMatchObject(refusal);
  expect(room.ask(ida, edit('note-0001', { isPrivate: true }))).toMatchObject(refusal);
  expect(room.ask(ida, remove('note-0001'))).toMatchObject(refusal);
  room.must(ida, edit('note-0002'));
  room.must(ida, remove('note-0002'));
  expect(rate(room, carl).state.notes).toMatchObject([{ id: 'note-0001', text: 'Changed' }]);
});

test('[RB4] a note that is removed is taken out of its ratings, and one that became private proves nothing', () => {
  const room = withNotes();
  room.must(ida, pick('note-0001', 'note-0002'));
  room.must(ida, edit('note-0002', { isPrivate: true }));
  room.must(ida, remove('note-0001'));
  expect(room.state.scorecards[ida]?.ratings.scope?.notes).toEqual(['note-0002']);
  expect(room.ask(ida, { type: 'rating.submit' })).toMatchObject({ code: 'incomplete', ids: ['scope'] });
  room.must(ida, edit('note-0002'));
  room.must(ida, { type: 'rating.submit' });
});
