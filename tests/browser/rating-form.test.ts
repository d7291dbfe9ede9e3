// The rating form and the note field: what is typed is saved by itself, and survives a refresh.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Command } from '#domain/protocol.ts';
import { RatingForm } from '$lib/rating/rating-form.svelte.ts';
import type { LiveRoom } from '$lib/room/live-room.svelte.ts';
import { NoteDraft } from '$lib/room/note-draft.svelte.ts';
import { aStartedInterview, ida, minute } from '../support/an-interview.ts';
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
  return {
    interviewId: 'interview-1',
    me: { participantId: ida, role: 'interviewer', isHost: true },
    get state() {
      return driven.state;
    },
    clock: { read: () => driven.at },
    submit,
  } as unknown as LiveRoom;
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
