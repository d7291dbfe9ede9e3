// The rating form and the note field: what is typed is saved by itself, and survives a refresh.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { mount, unmount } from 'svelte';
import { limits } from '#domain/protocol.ts';
import type { Command } from '#domain/protocol.ts';
import { RatingForm } from '$lib/rating/rating-form.svelte.ts';
import type { LiveRoom } from '$lib/room/live-room.svelte.ts';
import TextField from '$lib/ui/TextField.svelte';
import { NoteDraft } from '$lib/room/note-draft.svelte.ts';
import { LostWords } from '$lib/room/unsent-list.svelte.ts';
import { aStartedInterview, finish, ida, minute, rate } from '../support/an-interview.ts';
import type { DrivenRoom } from '../support/an-interview.ts';

beforeEach(() => {
  vi.useFakeTimers();
  sessionStorage.clear();
});
afterEach(() => vi.useRealTimers());

/** The room as a form sees it: the real domain behind it, no network between. */
function seenBy(driven: DrivenRoom, answers = true): LiveRoom {
  const submit = (command: Command) => {
    if (!answers) return new Promise(() => {});
    const decided = driven.ask(ida, command);
    return Promise.resolve(decided.ok ? { ok: true, seq: driven.state.seq } : decided);
  };
  const room = {
    interviewId: 'interview-1',
    me: { participantId: ida, role: 'interviewer', isHost: true },
    get state() {
      return driven.state;
    },
    clock: { read: () => driven.at },
    submit,
  } as unknown as LiveRoom;
  return Object.assign(room, { lost: new LostWords(room) });
}

const saved = (driven: DrivenRoom) => driven.state.scorecards[ida]?.ratings.scope;

test('a value is saved at once, words after a pause', async () => {
  const driven = aStartedInterview();
  const form = new RatingForm(seenBy(driven));
  form.setRating('scope', { value: 3 });
  await vi.advanceTimersByTimeAsync(0);
  expect(saved(driven)?.value).toBe(3);
  form.setRating('scope', { evidence: 'Asked for the load' });
  await vi.advanceTimersByTimeAsync(300);
  expect(saved(driven)?.evidence).toBe('');
  expect(form.isSaved).toBe(false);
  await vi.advanceTimersByTimeAsync(400);
  expect(saved(driven)?.evidence).toBe('Asked for the load');
  expect(form.isSaved).toBe(true);
});

test('what was not answered before a refresh is there after it and is sent again', async () => {
  const driven = aStartedInterview();
  const lost = new RatingForm(seenBy(driven, false));
  lost.setRating('scope', { value: 4, evidence: 'Typed while the connection was gone' });
  await vi.advanceTimersByTimeAsync(1_000);
  const form = new RatingForm(seenBy(driven));
  expect(form.rating('scope')).toMatchObject({ value: 4, evidence: 'Typed while the connection was gone' });
  await vi.advanceTimersByTimeAsync(0);
  expect(saved(driven)).toMatchObject({ value: 4, evidence: 'Typed while the connection was gone' });
});

test('two changes of one criterion within the pause are one entry', async () => {
  const driven = aStartedInterview();
  const form = new RatingForm(seenBy(driven));
  const before = driven.entries.length;
  form.setRating('scope', { evidence: 'One' });
  await vi.advanceTimersByTimeAsync(200);
  form.setRating('scope', { evidence: 'One two' });
  await vi.advanceTimersByTimeAsync(700);
  expect(driven.entries.slice(before).map((entry) => entry.type)).toEqual(['rating.changed']);
});

test('[RB8] what was kept here since before another device wrote overwrites nothing, and its words can be copied', async () => {
  const driven = aStartedInterview();
  const lost = new RatingForm(seenBy(driven, false));
  lost.setRating('scope', { value: 2, evidence: 'Typed in the train' });
  lost.setRating('depth', { evidence: 'Only here' });
  await vi.advanceTimersByTimeAsync(1_000);
  // Meanwhile on the other device.
  const other = { behaviours: ['scope.4a'], evidence: 'Typed at home, later', notes: [] };
  driven.must(ida, { type: 'rating.set', criterion: 'scope', value: 4, ...other });
  driven.must(ida, {
    type: 'rating.set',
    criterion: 'depth',
    value: 3,
    ...other,
    behaviours: [],
    evidence: '',
  });
  const room = seenBy(driven);
  const form = new RatingForm(room);
  await vi.advanceTimersByTimeAsync(0);
  expect(saved(driven)).toMatchObject({ value: 4, ...other });
  expect(driven.state.scorecards[ida]?.ratings.depth).toMatchObject({ value: 3, evidence: 'Only here' });
  expect(form.rating('scope')).toMatchObject({ value: 4, ...other });
  expect(room.lost.items).toMatchObject([{ title: 'Evidence: Criterion scope', text: 'Typed in the train' }]);
  // They outlive a refresh, until they are let go.
  const again = seenBy(driven);
  expect(again.lost.items).toHaveLength(1);
  again.lost.discard(again.lost.items[0]!);
  expect(seenBy(driven).lost.items).toEqual([]);
});

test('what was typed while another tab submitted is given back whole, and once', async () => {
  const driven = finish(aStartedInterview());
  const room = seenBy(driven);
  const form = new RatingForm(room);
  form.setRating('scope', { evidence: 'Typed in the' });
  form.setSummary({ strength: 'Calm under pressure' });
  rate(driven, ida);
  await vi.advanceTimersByTimeAsync(700);
  form.setRating('scope', { evidence: 'Typed in the second tab' });
  await vi.advanceTimersByTimeAsync(700);
  expect(room.lost.items.map(({ title, text }) => [title, text])).toEqual([
    ['Strength', 'Calm under pressure'],
    ['Evidence: Criterion scope', 'Typed in the second tab'],
  ]);
  expect(room.lost.items[0]?.failure).toContain('final');
  expect(form.isSaved).toBe(true);
});

test('a text that is too long is neither sent nor cut: it waits to be shortened, also across a refresh', async () => {
  const driven = finish(aStartedInterview());
  const room = seenBy(driven);
  const form = new RatingForm(room);
  const long = 'x'.repeat(limits.evidenceLength + 1);
  form.setRating('scope', { value: 3, evidence: long });
  await vi.advanceTimersByTimeAsync(700);
  expect(saved(driven)).toBeUndefined();
  expect(form).toMatchObject({ isSaved: false, isTooLong: true });
  expect(form.missing[0]).toMatchObject({
    field: 'scope',
    message: expect.stringContaining('2,000') as string,
  });
  const again = new RatingForm(seenBy(driven));
  expect(again.rating('scope').evidence).toBe(long);
  again.setRating('scope', { evidence: long.slice(1) });
  await vi.advanceTimersByTimeAsync(700);
  expect(saved(driven)).toMatchObject({ value: 3, evidence: long.slice(1) });
  expect(again.isSaved).toBe(true);
});

test('a text says how much of it is taken, and takes in more without cutting it', () => {
  const target = document.body.appendChild(document.createElement('div'));
  const props = { label: 'Evidence', rows: 2, limit: 10, hint: 'What did you see?' };
  for (const [value, words] of [
    ['seen', 'What did you see?'],
    ['seen here', '9 of 10 characters'],
    ['seen here too', '3 too many: 10 characters are taken. It is saved once it fits.'],
  ] as const) {
    const field = mount(TextField, { target, props: { ...props, value } });
    expect(target.textContent).toContain(words);
    expect(target.querySelector('textarea')?.value).toBe(value);
    void unmount(field);
  }
});

test('a note takes the time of its first keystroke', () => {
  const driven = aStartedInterview();
  const draft = new NoteDraft(seenBy(driven));
  const begunAt = driven.wind(minute).at;
  draft.write('P');
  driven.wind(minute);
  draft.write('Peak');
  expect(draft.take()).toMatchObject({ text: 'Peak', begunAt });
  expect(draft.take()).toBeNull();
});

test('a half-written note survives a refresh with its time, tag and privacy', () => {
  const driven = aStartedInterview();
  const first = new NoteDraft(seenBy(driven));
  first.criterion = 'scope';
  first.isPrivate = true;
  const begunAt = driven.at;
  first.write('Half a thought');
  driven.wind(minute);
  const second = new NoteDraft(seenBy(driven));
  expect(second.take()).toMatchObject({
    text: 'Half a thought',
    criterion: 'scope',
    isPrivate: true,
    begunAt,
  });
});
