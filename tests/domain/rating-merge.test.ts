// One person's form on two devices: nothing that one of them wrote is overwritten by the other.
import { expect, test } from 'vitest';
import type { Command } from '#domain/protocol.ts';
import type { RatingFields } from '#domain/room.ts';
import { aStartedInterview, finish, ida } from '../support/an-interview.ts';

const empty: RatingFields = { value: null, behaviours: [], evidence: '', notes: [] };

function aForm() {
  const room = finish(aStartedInterview());
  const asking = (change: Partial<RatingFields>, base?: RatingFields): Command => ({
    ...{ type: 'rating.set', criterion: 'scope', ...(base ?? empty), ...change },
    ...(base && { base }),
  });
  return {
    room,
    set: (change: Partial<RatingFields>, base?: RatingFields) => room.ask(ida, asking(change, base)),
    scope: () => room.state.scorecards[ida]?.ratings.scope,
  };
}

test('[RB8] what another device wrote meanwhile stays, and both come together', () => {
  const { set, scope } = aForm();
  expect(set({ evidence: 'Asked for the load', behaviours: ['scope.3a', 'scope.3b'] }).ok).toBe(true);
  expect(set({ value: 3, behaviours: ['scope.4a'] }, empty).ok).toBe(true);
  expect(scope()).toMatchObject({
    ...{ value: 3, evidence: 'Asked for the load' },
    behaviours: ['scope.3a', 'scope.3b', 'scope.4a'],
  });
});

test('[RB8] a tick that was taken away stays away, and what is removed here goes', () => {
  const { set, scope } = aForm();
  const base = { ...empty, behaviours: ['scope.3a', 'scope.3b', 'scope.4a'] };
  set(base);
  set({ behaviours: ['scope.3b', 'scope.4a'] }, base);
  expect(set({ behaviours: ['scope.3a', 'scope.3b'] }, base).ok).toBe(true);
  expect(scope()?.behaviours).toEqual(['scope.3b']);
});

test('[RB8] an older text or value is refused and leaves the newer; what says the same is not', () => {
  const { set, scope } = aForm();
  set({ value: 4, evidence: 'Written last' });
  expect(set({ evidence: 'Kept on a laptop since' }, empty)).toMatchObject({ code: 'changed_elsewhere' });
  expect(set({ value: 2 }, empty)).toMatchObject({ code: 'changed_elsewhere' });
  expect(set({ value: 4, evidence: 'Written last' }, empty).ok).toBe(true);
  expect(scope()).toMatchObject({ value: 4, evidence: 'Written last' });
});

test('[RB8] one goes on from what one wrote oneself before it was answered', () => {
  const { set, scope } = aForm();
  set({ evidence: 'One' }, empty);
  expect(set({ evidence: 'One two' }, { ...empty, evidence: 'One' }).ok).toBe(true);
  expect(scope()?.evidence).toBe('One two');
});

test('[RB8] what it was changed from is asked, not recorded', () => {
  const { room, set } = aForm();
  set({ value: 3 }, empty);
  expect(room.entries.at(-1)).toMatchObject({ type: 'rating.changed', value: 3 });
  expect(room.entries.at(-1)).not.toHaveProperty('base');
});

test('[RB8] strength, change and recommendation likewise', () => {
  const { room } = aForm();
  const base = { recommendation: null, strength: '', change: '' };
  const set = (change: object) => room.ask(ida, { type: 'summary.set', ...base, ...change, base });
  expect(set({ strength: 'Calm' }).ok).toBe(true);
  expect(set({ recommendation: 'yes' }).ok).toBe(true);
  expect(set({ strength: 'Quick' })).toMatchObject({ code: 'changed_elsewhere' });
  expect(room.state.scorecards[ida]).toMatchObject({ strength: 'Calm', recommendation: 'yes', change: '' });
  expect(room.entries.at(-1)).not.toHaveProperty('base');
});

test('[RB8] a note that was picked and then removed does not keep the rating from being changed', () => {
  const { room, set, scope } = aForm();
  const note = { noteId: 'note-0001', text: 'Drew first', criterion: null, isPrivate: false };
  room.must(ida, { type: 'note.add', ...note, begunAt: room.at });
  set({ notes: ['note-0001'] });
  room.must(ida, { type: 'note.remove', noteId: 'note-0001' });
  expect(set({ value: 3 }, { ...empty, notes: ['note-0001'] }).ok).toBe(true);
  expect(set({ notes: ['note-0001'] }, empty)).toMatchObject({ code: 'unknown_item' });
  expect(scope()).toMatchObject({ value: 3, notes: [] });
});
