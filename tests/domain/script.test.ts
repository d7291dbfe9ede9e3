// The scripted interviewer as a pure function: the same seed gives the same session, the clock and what is asked
// decide the rest. Driven as the server drives it, with a clock wound by hand.
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { nextDue } from '#domain/deadlines.ts';
import { commandSchema, limits } from '#domain/protocol.ts';
import type { Entry } from '#domain/recording.ts';
import { fold } from '#domain/fold.ts';
import { seal, sealState } from '#domain/view.ts';
import { minute } from '../support/an-interview.ts';
import type { Question } from '#domain/question.ts';
import { SoloRoom } from '../support/a-solo-interview.ts';

const spokenIn = (entries: readonly Entry[]) =>
  entries
    .filter(({ by }) => by === 'script')
    .map(({ at, clientId: _id, clientSeq: _seq, ...entry }) => ({
      ...entry,
      minute: Math.round((at - entries[0]!.at) / 600) / 100,
    }));

/** A whole session of somebody who asks, is stuck, falls silent and moves on. */
function aSession(seed: number): SoloRoom {
  const room = new SoloRoom({ seed }).start();
  room.wind(minute).must({ type: 'script.ask', text: 'How many users and requests a day?' });
  room.wind(20_000).must({ type: 'script.list' });
  room.wind(20_000).must({ type: 'script.ask', text: '!!!' });
  while (room.state.stage !== 'rating') {
    room.wind(4 * minute).must({ type: 'script.stuck' });
    room.wind(30_000).note('Ten thousand a second');
    room.finishPhase();
  }
  return room;
}

describe('determinism', () => {
  test('[SO1] the same seed and the same deeds give the same session, another seed another one', () => {
    expect(spokenIn(aSession(7).entries)).toEqual(spokenIn(aSession(7).entries));
    const others = [1, 2, 3, 4, 5].map((seed) => JSON.stringify(spokenIn(aSession(seed).entries)));
    expect(new Set(others).size).toBeGreaterThan(1);
  });

  test('[SO1] it makes no difference whether the script is woken on time or late', () => {
    const onTime = new SoloRoom({ seed: 3 }).start();
    for (let i = 0; i < 240; i += 1) onTime.wind(1_000);
    const late = new SoloRoom({ seed: 3 }).start().wind(240_000);
    expect(late.entries).toEqual(onTime.entries);
  });

  test('[SO1] asking the pure function changes nothing', () => {
    const room = new SoloRoom({ seed: 3 }).start();
    const before = structuredClone(room.state);
    expect(nextDue(room.state)).toEqual(nextDue(room.state));
    expect(room.state).toEqual(before);
  });
});

describe('the first phase', () => {
  test('[SO2] the statement is read at the start, and only what is asked is answered', () => {
    const room = new SoloRoom().start();
    expect(room.said()).toContain('Our public API runs on many servers.');
    room.must({ type: 'script.ask', text: 'how much traffic do we expect per second?' });
    expect(room.state.answers.map(({ clarificationId }) => clarificationId)).toEqual(['scale']);
    expect(room.state.solo?.wishes).toEqual([]);
    expect(room.said()).not.toContain('Under 5 ms');
  });

  test.each([
    ['???', /could not read a question/],
    ['aaaaaaa', /could not read a question/],
    ['Which cloud provider do we run on?', /changes nothing here/],
    ['What does the cat eat for breakfast?', /nothing on that/],
  ])('[SO2] “%s” gets a clear sentence', (text, answer) => {
    const room = new SoloRoom().start();
    room.must({ type: 'script.ask', text });
    expect(room.state.solo?.said.at(-1)).toMatchObject({
      ask: text,
      text: expect.stringMatching(answer) as string,
    });
    expect(room.state.answers).toEqual([]);
  });

  test('[SO2] what was answered is repeated, not counted twice', () => {
    const room = new SoloRoom().start();
    for (let i = 0; i < 2; i += 1)
      room.must({ type: 'script.ask', text: 'What about latency, the added delay?' });
    expect(room.state.answers).toHaveLength(1);
    expect(room.said()).toContain('As I said: Under 5 ms at the 99th percentile.');
  });

  test('[SO2] the list to choose from holds decoys, and choosing one is asking it', () => {
    const room = new SoloRoom().start();
    room.must({ type: 'script.list' });
    const options = room.state.solo?.said.at(-1)?.options ?? [];
    const { interviewer } = room.state.question as Question;
    const answers = interviewer.clarifications.length;
    expect(options).toHaveLength(answers + 4);
    for (const text of options) room.must({ type: 'script.ask', text });
    expect(room.state.answers).toHaveLength(answers);
  });

  test('[SO3] the nudge at minute 3 asks for the size, unless a number stands somewhere', () => {
    const silent = new SoloRoom().start();
    silent.wind(3 * minute + 1);
    expect(silent.said()).toContain('How big is this?');
    const counted = new SoloRoom().start();
    counted.wind(2 * minute).note('100 000 a second');
    counted.wind(2 * minute);
    expect(counted.said()).not.toContain('How big is this?');
  });

  test.each([
    ['Over HTTP/1.1, stored in S3', true],
    ['Step 2: users', true],
    ['1. Users\n2. Limits', true],
    ['p99 matters', true],
    ['5 ms', false],
    ['10M users a day', false],
  ])('[SO3] “%s” leaves the size open: %s', (text, isOpen) => {
    const room = new SoloRoom().start().wind(2 * minute);
    room.note(text);
    expect(
      room
        .wind(2 * minute)
        .said()
        .includes('How big is this?'),
    ).toBe(isOpen);
  });

  test('[SO3] silence is a stall: first a word, then hints one to three; drawing and writing put it off', () => {
    const room = new SoloRoom().start();
    room.wind(44_000).note('Thinking');
    room.wind(44_000);
    expect(room.said()).not.toContain('Who uses this');
    room.wind(2_000);
    expect(room.said()).toContain('Who uses this');
    room.wind(46_000);
    expect(room.state.hints.map(({ step }) => step)).toEqual([1]);
    room.wind(100_000);
    expect(room.state.hints.map(({ step }) => step)).toEqual([1, 2, 3]);
    room.wind(100_000);
    expect(room.state.hints).toHaveLength(3);
  });

  test('[SO3] in an exam there are no hints, asked for or not', () => {
    const room = new SoloRoom({ help: 'exam' }).start();
    room.must({ type: 'script.stuck' });
    room.wind(4 * minute);
    expect(room.state.hints).toEqual([]);
    expect(room.said()).toContain('In an exam I give no hints');
    expect(room.ask({ type: 'phase.extend', from: 'scope' })).toMatchObject({ ok: false });
  });
});

describe('what is no question', () => {
  const ask = (text: string) => v.safeParse(commandSchema, { type: 'script.ask', text }).success;

  test('[SO2] ten thousand characters and nothing at all are refused before they reach the script', () => {
    for (const text of ['', ' \n ', 'x'.repeat(10_000), 'how many users '.repeat(700)])
      expect(ask(text)).toBe(false);
    expect(ask('How many users?')).toBe(true);
  });

  test('[SO2] the longest that may be asked is answered at once, whatever it is made of', () => {
    const room = new SoloRoom().start();
    const longest = (piece: string) => piece.repeat(limits.askLength).slice(0, limits.askLength);
    for (const piece of ['x', 'how many ', '💥', '1/0 ', '<b>', '\u202e', '((((', 'ab'])
      room.must({ type: 'script.ask', text: longest(piece) });
    expect(room.state.solo?.wishes).toEqual([]);
    expect((room.state.solo?.said.length ?? 0) + room.state.answers.length).toBeGreaterThanOrEqual(8);
  });

  test('[SO2] who asks without end is told so', () => {
    const room = new SoloRoom().start();
    for (let i = 0; i < limits.asksPerInterview; i += 1) room.must({ type: 'script.ask', text: '???' });
    expect(room.ask({ type: 'script.ask', text: '???' })).toMatchObject({ ok: false, code: 'too_much' });
  });
});

describe('what the candidate is sent', () => {
  test('[VW3][VW5][SO5] never more than was said, at every entry of a whole session', () => {
    const room = aSession(11);
    const secrets = [
      'Two or three parts explained',
      'Counts on each node separately',
      'A limiter inside the gateway, because',
    ];
    room.entries.forEach((_, i) => {
      const state = fold(room.entries.slice(0, i + 1));
      const sent = JSON.stringify([
        sealState(state, room.viewer).question,
        room.entries.slice(0, i + 1).map((entry) => seal(entry, room.viewer, state)),
      ]);
      for (const secret of secrets.slice(1)) expect(sent).not.toContain(secret);
    });
    const folded = fold(room.entries.map((entry) => seal(entry, room.viewer, room.state)));
    expect({ ...folded, lastAt: 0 }).toEqual(sealState(room.state, room.viewer));
  });
});
