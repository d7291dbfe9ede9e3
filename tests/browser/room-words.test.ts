// What the room says about time, what is due, and in which order things are rated.
import { expect, test } from 'vitest';
import { phaseTime } from '#domain/clock.ts';
import type { Prompt } from '#domain/format.ts';
import { unitsInPhaseOrder } from '$lib/rating/criteria-order.ts';
import { alertWords, momentOf, politeWords } from '$lib/room/announcements.ts';
import { coachLine } from '$lib/room/coach.ts';
import { clockFace, documentTitle, nextWords, plannedWords, stepWords } from '$lib/room/phase-words.ts';
import { duePrompts } from '$lib/room/prompts.ts';
import {
  aFormat,
  anInterview,
  aRubric,
  aStartedInterview,
  carl,
  ida,
  minute,
} from '../support/an-interview.ts';
import type { DrivenRoom } from '../support/an-interview.ts';

const face = (room: DrivenRoom) => clockFace(room.state, room.at);

test('the clock is neutral in the window and says “left” in the last minute', () => {
  const room = aStartedInterview().wind(1.5 * minute);
  expect(face(room)).toMatchObject({ tone: 'running', figures: '3:30', word: '' });
  expect(face(room.wind(2.5 * minute))).toMatchObject({ tone: 'last-minute', figures: '1:00', word: 'left' });
});

test('a second stands until it is over: 0:01 before the maximum, +0:00 after it', () => {
  const room = aStartedInterview().wind(5 * minute - 1);
  expect(face(room)?.figures).toBe('0:01');
  expect(face(room.wind(1))).toMatchObject({ tone: 'overtime', figures: '+0:00', word: 'over' });
  expect(face(room.wind(72_000))).toMatchObject({ figures: '+1:12', word: 'over' });
});

test('a pause stops the clock and says by whom', () => {
  const room = aStartedInterview().wind(minute);
  room.must(carl, { type: 'phase.pause' });
  expect(face(room.wind(minute))).toMatchObject({
    tone: 'paused',
    figures: '4:00',
    word: 'paused',
    detail: `by ${carl}`,
  });
});

test('the title carries the time first, and the stage when no phase runs', () => {
  expect(documentTitle(anInterview().state, 0)).toMatch(/^Lobby/);
  const room = aStartedInterview().wind(5 * minute + 5_000);
  expect(documentTitle(room.state, room.at)).toMatch(/^\+0:05 over · /);
});

test('a phase is named by its place, its minutes and what comes next', () => {
  const format = aFormat();
  expect(stepWords(format, 'deep-dive')).toBe('phase 3 of 4');
  expect(nextWords(format, 'wrap-up')).toBe('next: Rating');
  expect(plannedWords({ minMinutes: 3, maxMinutes: 5 })).toBe('3–5 min');
  expect(plannedWords({ minMinutes: 0.05, maxMinutes: 0.1 })).toBe('3–6 s');
});

function heard(room: DrivenRoom, change: () => void, isConnected = true) {
  const before = momentOf(room.state, room.at, true);
  change();
  const now = momentOf(room.state, room.at, isConnected);
  return { polite: politeWords(before, now, 'candidate'), alert: alertWords(before, now) };
}

test('crossings are said once, politely, and nothing between them', () => {
  const room = aStartedInterview();
  expect(heard(room, () => room.wind(3 * minute)).polite).toBeNull();
  expect(heard(room, () => room.wind(minute)).polite).toMatch(/one minute/i);
  expect(heard(room, () => room.wind(1_000)).polite).toBeNull();
  expect(heard(room, () => room.wind(minute)).polite).toMatch(/time is up/i);
});

test('the next phase, a pause and what was given are said; its words are left to the list', () => {
  const room = aStartedInterview().wind(4 * minute);
  const advance = () => room.must(ida, { type: 'phase.advance', from: 'scope' });
  expect(heard(room, advance).polite).toMatch(/has begun. 15 minutes/);
  expect(heard(room, () => room.must(ida, { type: 'phase.pause' })).polite).toMatch(/paused/);
  const give = () => room.must(ida, { type: 'answer.give', clarificationId: 'volume' });
  expect(heard(room, give).polite).toBe('Answer from the interviewer.');
});

test('only a lost connection and the end interrupt', () => {
  const room = aStartedInterview();
  expect(heard(room, () => {}, false).alert).toMatch(/kept on this device/);
  expect(heard(room, () => room.must(carl, { type: 'interview.end' })).alert).toMatch(/has ended/);
});

const prompts: Prompt[] = [
  { trigger: { type: 'start' }, text: 'start' },
  { trigger: { type: 'minute', at: 3 }, text: 'third' },
  { trigger: { type: 'stall', seconds: 45 }, text: 'stall' },
  { trigger: { type: 'exit' }, text: 'exit' },
  { trigger: { type: 'overrun' }, text: 'overrun' },
];

test('one prompt is due at a time: by minute, then before moving on, then when time is over', () => {
  const room = aStartedInterview();
  const dueAt = (minutes: number) => {
    const time = phaseTime(room.state, room.at + minutes * minute);
    return duePrompts(prompts, time)
      .filter((prompt) => prompt.state === 'now')
      .map((prompt) => prompt.text);
  };
  expect([0, 3, 4.5, 5.5].map(dueAt)).toEqual([['start'], ['third'], ['exit'], ['overrun']]);
});

test('the coach says what to do now, and late in a phase what has not been seen yet', () => {
  const room = aStartedInterview();
  const [phase] = room.state.format.phases;
  const lineAt = (minutes: number, ticked: string[] = []) => {
    const time = phaseTime(room.state, room.at + minutes * minute)!;
    return coachLine(
      phase!,
      ticked.map((itemId) => ({ itemId })),
      time,
    );
  };
  const [prompt, missing] = [phase!.interviewerPrompts[0]!.text, phase!.checklist[0]!];
  expect(lineAt(2)).toBe(prompt);
  expect(lineAt(2.5)).toBe(`Not seen yet: ${missing.text}`);
  expect(lineAt(2.5, [missing.id])).toBe(prompt);
  expect(lineAt(4.5)).toBe(prompt);
});

test('criteria are rated as the interview went; what shows throughout comes last', () => {
  const format = aFormat();
  const [scope, ...rest] = format.phases;
  const later = rest.map((phase) => ({ ...phase, criteria: ['scope'] }));
  const phases = [{ ...scope!, criteria: ['scope', 'depth'] }, ...later];
  const ordered = unitsInPhaseOrder({ rubric: aRubric(), format: { ...format, phases }, runs: [] });
  expect(ordered.map(({ criterion, phaseId }) => [criterion.id, phaseId])).toEqual([
    ['depth', 'scope'],
    ['scope', null],
  ]);
});
