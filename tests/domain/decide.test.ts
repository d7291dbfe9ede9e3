import * as v from 'valibot';
import { expect, test } from 'vitest';
import { decide, askingOf } from '#domain/decide.ts';
import { guideOf, partsOf } from '#domain/guide.ts';
import { can } from '#domain/interview.ts';
import { commandSchema, limits } from '#domain/protocol.ts';
import type { Command, CommandType } from '#domain/protocol.ts';
import {
  aQuestion,
  aStartedInterview,
  anInterview,
  carl,
  finish,
  ida,
  minute,
  olga,
} from '../support/an-interview.ts';

const note = (noteId: string, change = {}) =>
  ({
    type: 'note.add',
    noteId,
    text: 'Named three features',
    criterion: 'scope',
    isPrivate: false,
    begunAt: 0,
    ...change,
  }) as const;
const hash = (letter: string) => letter.repeat(64);

const runsTheClock: Command[] = [
  { type: 'phase.advance', from: 'scope', confirmed: true },
  { type: 'phase.extend', from: 'scope' },
  { type: 'checklist.set', itemId: 'scope.item', done: true },
  { type: 'answer.give', clarificationId: 'volume' },
  { type: 'hint.give', deepDiveId: 'spikes', step: 1 },
  { type: 'curveball.play', curveballId: 'campaign' },
];

test('[RL1] what runs the interview is the interviewer’s alone', () => {
  for (const command of runsTheClock) {
    const room = aStartedInterview().wind(4 * minute);
    expect(room.ask(carl, command)).toMatchObject({ ok: false, code: 'not_allowed' });
    expect(room.ask(olga, command)).toMatchObject({ ok: false, code: 'not_allowed' });
    expect(room.ask(ida, command)).toMatchObject({ ok: true });
  }
});

test('[RL1] the candidate pauses, resumes, ends and takes back; an observer changes nothing but their name', () => {
  const room = aStartedInterview().wind(minute);
  const types: Command[] = [
    { type: 'phase.pause' },
    { type: 'phase.resume' },
    { type: 'interview.end' },
    { type: 'phase.undo' },
  ];
  for (const command of types) {
    expect(room.ask(olga, command)).toMatchObject({ ok: false, code: 'not_allowed' });
    expect(room.ask(carl, command)).toMatchObject({ ok: true });
  }
  expect(room.ask(olga, { type: 'chat.send', text: 'hello' })).toMatchObject({
    ok: false,
    code: 'not_allowed',
  });
  expect(room.ask(olga, { type: 'name.set', name: 'Olga O.' })).toMatchObject({ ok: true });
});

test('[RL1] somebody who is not in the interview can do nothing', () => {
  expect(aStartedInterview().ask('stranger', { type: 'chat.send', text: 'hi' })).toMatchObject({
    ok: false,
    code: 'not_allowed',
  });
});

test('[RL2] without a candidate starting asks first and is a rehearsal', () => {
  const room = anInterview({ without: [carl] });
  expect(room.ask(ida, { type: 'interview.start' })).toMatchObject({ ok: false, code: 'needs_confirmation' });
  expect(room.ask(ida, { type: 'interview.start', confirmed: true }).ok).toBe(true);
  expect(room.state).toMatchObject({ stage: 'scope', isRehearsal: true });
});

test('[RL2] without an interviewer nobody starts, confirmed or not; with one the host may', () => {
  const room = anInterview({ without: [ida] });
  const start = { type: 'interview.start', confirmed: true } as const;
  expect(room.ask(carl, start)).toMatchObject({ ok: false, code: 'wrong_stage' });
  room.join(ida, 'interviewer');
  expect(room.ask(olga, start)).toMatchObject({ ok: false, code: 'not_allowed' });
  expect(room.ask(carl, { type: 'interview.start' })).toMatchObject({ ok: true });
  expect(room.state.isRehearsal).toBe(false);
});

test('[RL2] a candidate who is not the host does not start', () => {
  expect(anInterview().ask(carl, { type: 'interview.start' })).toMatchObject({
    ok: false,
    code: 'not_allowed',
  });
});

test('[RL3] an answer carries the question’s words, and is given once', () => {
  const room = aStartedInterview();
  room.must(ida, { type: 'answer.give', clarificationId: 'volume' });
  expect(room.state.answers).toMatchObject([
    { ask: 'How many a day?', text: 'Ten million a day.', phaseId: 'scope' },
  ]);
  expect(room.ask(ida, { type: 'answer.give', clarificationId: 'volume' })).toMatchObject({
    code: 'already_done',
  });
  expect(room.ask(ida, { type: 'answer.give', clarificationId: 'nothing' })).toMatchObject({
    code: 'unknown_item',
  });
});

test('[RL3] hints come one step at a time, each once', () => {
  const room = aStartedInterview();
  const hint = (step: 1 | 2 | 3) => room.ask(ida, { type: 'hint.give', deepDiveId: 'spikes', step });
  expect(hint(2)).toMatchObject({ code: 'wrong_stage' });
  expect(hint(1).ok).toBe(true);
  expect(hint(1)).toMatchObject({ code: 'already_done' });
  expect(hint(2).ok && hint(3).ok).toBe(true);
  expect(room.state.hints.map((h) => h.text)).toEqual(['First hint', 'Second hint', 'Third hint']);
});

test('[RL4] outside its stage a command is "not now", not "not you"', () => {
  expect(anInterview().ask(ida, { type: 'phase.pause' })).toMatchObject({ code: 'wrong_stage' });
  expect(aStartedInterview().ask(ida, { type: 'interview.start' })).toMatchObject({ code: 'wrong_stage' });
  expect(finish(aStartedInterview()).ask(carl, { type: 'board.change', deltas: [] })).toMatchObject({
    code: 'wrong_stage',
  });
});

test('[RL4] whatever is accepted, the machine had allowed', () => {
  const room = aStartedInterview();
  const types: CommandType[] = ['phase.pause', 'phase.resume', 'phase.extend', 'interview.end', 'phase.undo'];
  for (const type of types) {
    for (const by of [ida, carl, olga]) {
      const command = { type, from: 'scope' } as Command;
      const allowed = can(room.state, askingOf(command, room.state.participants[by]!, room.at));
      expect(decide(room.state, command, by, room.at).ok).toBe(allowed);
    }
  }
});

test('[RL5] a note keeps when it was begun and the phase of that moment', () => {
  const room = aStartedInterview().wind(4 * minute);
  const begunAt = room.at;
  room.must(ida, { type: 'phase.advance', from: 'scope' });
  room.wind(20_000).must(ida, note('note-0001', { begunAt }));
  room.must(ida, note('note-0002', { begunAt: room.at + 999_999 }));
  room.must(ida, note('note-0003', { begunAt: 5 }));
  expect(room.state.notes).toMatchObject([
    { begunAt, phaseId: 'high-level' },
    { begunAt: room.at, phaseId: 'high-level' },
    { begunAt: room.state.startedAt, phaseId: 'scope' },
  ]);
});

test('[RL5] a note is changed and removed by its author alone, and tagged with a known criterion', () => {
  const room = aStartedInterview();
  room.must(ida, note('note-0001'));
  const edit = {
    type: 'note.edit',
    noteId: 'note-0001',
    text: 'Changed',
    criterion: null,
    isPrivate: true,
  } as const;
  expect(room.ask(carl, edit)).toMatchObject({ code: 'unknown_item' });
  expect(room.ask(carl, { type: 'note.remove', noteId: 'note-0001' })).toMatchObject({
    code: 'unknown_item',
  });
  expect(room.ask(ida, note('note-0001'))).toMatchObject({ code: 'already_done' });
  expect(room.ask(ida, note('note-0002', { criterion: 'nonsense' }))).toMatchObject({ code: 'unknown_item' });
  room.must(ida, edit);
  expect(room.state.notes).toMatchObject([{ text: 'Changed', isPrivate: true, criterion: null }]);
  room.must(ida, { type: 'note.remove', noteId: 'note-0001' });
  expect(room.state.notes).toEqual([]);
});

test('[RL6] the interviewer’s picture of a phase stands, the candidate’s fills a gap only', () => {
  const room = aStartedInterview().wind(4 * minute);
  const picture = (by: string, letter: string) =>
    room.ask(by, { type: 'picture.set', phaseId: 'scope', file: hash(letter) });
  expect(picture(ida, 'a')).toMatchObject({ code: 'unknown_item' });
  room.must(ida, { type: 'phase.advance', from: 'scope' });
  expect(picture(carl, 'c').ok).toBe(true);
  expect(picture(carl, 'd')).toMatchObject({ code: 'already_done' });
  expect(picture(ida, 'b').ok).toBe(true);
  expect(picture(carl, 'e')).toMatchObject({ code: 'already_done' });
  expect(room.state.pictures).toEqual({ scope: hash('b') });
});

test('[RC1] deciding changes nothing and answers the same again', () => {
  const room = aStartedInterview().wind(4 * minute);
  const before = structuredClone({ ...room.state });
  const command = { type: 'phase.advance', from: 'scope' } as const;
  expect(decide(room.state, command, ida, room.at)).toEqual(decide(room.state, command, ida, room.at));
  expect({ ...room.state }).toEqual(before);
});

test('[RL6] taking back an end drops the picture of the phase that goes on', () => {
  const room = aStartedInterview().wind(4 * minute);
  room.must(ida, { type: 'interview.end' });
  room.must(ida, { type: 'picture.set', phaseId: 'scope', file: hash('a') });
  room.must(ida, { type: 'phase.undo' });
  expect(room.state.pictures).toEqual({});
});

test('one person’s plenty of notes and chat does not silence the other', () => {
  const room = aStartedInterview();
  const texts = Array.from({ length: limits.notesPerPerson }, (_, i) =>
    note(`note-${i}-carl`, { criterion: null }),
  );
  for (const command of texts) room.must(carl, command);
  expect(room.ask(carl, note('note-one-too-many'))).toMatchObject({ code: 'too_much' });
  expect(room.ask(ida, note('note-of-ida'))).toMatchObject({ ok: true });
});

test('a name is what others can read: invisible characters are left out, and nothing is no name', () => {
  const named = (name: string) => v.safeParse(commandSchema, { type: 'name.set', name });
  expect(named('\u202eIda\u0000 \u200b').output).toEqual({ type: 'name.set', name: 'Ida' });
  expect(named('\u200b\u2060').success).toBe(false);
  expect(named('x'.repeat(limits.nameLength + 1)).success).toBe(false);
});

test('[RL3] held-back facts are given like answers, and a curveball keeps the name its question gives it', () => {
  const question = aQuestion();
  const [curveball] = question.interviewer.curveballs;
  const interviewer = {
    ...question.interviewer,
    heldBackFacts: [{ id: 'sizes', ask: 'How long is the list?', answer: 'A million.' }],
    curveballs: [{ ...curveball!, label: 'Follow-up' }],
  };
  const room = aStartedInterview({ question: { ...question, interviewer } });
  room.must(ida, { type: 'answer.give', clarificationId: 'sizes' });
  room.must(ida, { type: 'curveball.play', curveballId: curveball!.id });
  expect(room.state.answers).toMatchObject([{ ask: 'How long is the list?', text: 'A million.' }]);
  expect(room.state.curveballs).toMatchObject([{ label: 'Follow-up' }]);
  expect(room.ask(ida, { type: 'answer.give', clarificationId: 'sizes' })).toMatchObject({
    code: 'already_done',
  });
});

test('a question recorded before a part of the guide existed is used without it', () => {
  const question = aQuestion();
  const { heldBackFacts: _facts, soundsLike: _sounds, ...interviewer } = question.interviewer;
  const room = aStartedInterview({ question: { ...question, interviewer: interviewer as never } });
  room.must(ida, { type: 'answer.give', clarificationId: 'volume' });
  expect(partsOf(guideOf(room.state.question)!)).toContain('answers');
});
