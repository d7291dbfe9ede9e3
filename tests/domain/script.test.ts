// The scripted interviewer as a pure function: the same seed gives the same session, the clock and what is asked
// decide the rest. Driven as the server drives it, with a clock wound by hand.
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { nextDue } from '#domain/deadlines.ts';
import { commandSchema, limits } from '#domain/protocol.ts';
import type { Command } from '#domain/protocol.ts';
import type { Entry } from '#domain/recording.ts';
import { fold } from '#domain/fold.ts';
import { seal, sealState } from '#domain/view.ts';
import { minute } from '../support/an-interview.ts';
import { cuesOf } from '#domain/script-cues.ts';
import type { Question } from '#domain/question.ts';
import { SoloRoom, sia } from '../support/a-solo-interview.ts';

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

describe('the end of a phase', () => {
  test('[SO4] it freezes, its list is ticked with a pointer, and only then the next begins', () => {
    const room = new SoloRoom().start().wind(4 * minute);
    room.note('Limit by API key', 'note-on-key');
    room.must({ type: 'phase.advance', from: 'scope' });
    const tick = { type: 'checklist.set', itemId: 'scope.features', done: true } as const;
    expect(room.state.stage).toBe('scope');
    room.wind(5 * minute);
    expect(room.elapsedMs()).toBe(4 * minute);
    expect(room.ask(tick)).toMatchObject({ code: 'incomplete' });
    expect(room.ask({ ...tick, pointer: { noteId: 'note-unknown' } })).toMatchObject({
      code: 'unknown_item',
    });
    room.note('Written afterwards', 'note-too-late');
    expect(room.ask({ ...tick, pointer: { noteId: 'note-too-late' } })).toMatchObject({ code: 'too_late' });
    room.must({ ...tick, pointer: { noteId: 'note-on-key' } });
    room.must({ type: 'phase.advance', from: 'scope' });
    expect(room.state.stage).toBe('high-level');
    expect(room.state.ticks).toMatchObject([
      { itemId: 'scope.features', pointer: { noteId: 'note-on-key' } },
    ]);
  });

  test('[SO5] the list of a phase is sent when it is over; guided, while it lasts', () => {
    const seen = (room: SoloRoom) =>
      sealState(room.state, room.viewer).format.phases.filter(({ checklist }) => checklist.length > 0).length;
    const standard = new SoloRoom().start().wind(4 * minute);
    expect(seen(standard)).toBe(0);
    expect(standard.ask({ type: 'checklist.set', itemId: 'scope.users', done: true })).toMatchObject({
      ok: false,
    });
    standard.must({ type: 'phase.advance', from: 'scope' });
    expect(seen(standard)).toBe(1);
    expect(seen(new SoloRoom({ help: 'guided' }).start())).toBe(1);
  });

  test('[SO6] must-items nobody ticked come back as questions in the next phase', () => {
    const room = new SoloRoom().start().wind(4 * minute);
    room.finishPhase();
    room.wind(4 * minute);
    expect(room.said()).toContain('Still open from the last part: “Core features named and put in order”');
  });

  test('[SO6] a hard maximum moves on by itself where there is no list to tick', () => {
    const room = new SoloRoom({}, { overrunPolicy: 'hard' });
    for (const phase of room.state.format.phases) phase.checklist.splice(0);
    expect(room.start().wind(5 * minute).state.stage).toBe('high-level');
  });

  test('[SO6] a hard maximum freezes by itself', () => {
    const room = new SoloRoom({}, { overrunPolicy: 'hard' }).start().wind(5 * minute);
    expect(room.state.runs.at(-1)).toMatchObject({ phaseId: 'scope', isFrozen: true });
    const soft = new SoloRoom().start().wind(5 * minute);
    expect(soft.state.runs.at(-1)?.isFrozen).toBeUndefined();
    expect(soft.said()).toContain('Let us fix the scope as it stands');
  });
});

describe('the deep dive', () => {
  const inDive = (seed: number, focus: string | null) => {
    const room = new SoloRoom({ seed, focus }).start();
    while (room.state.stage !== 'deep-dive') room.wind(4 * minute).finishPhase();
    return room;
  };

  test('[SO6] it opens with the dive of the focus, follows up every four minutes, and plays a curveball at half time', () => {
    for (const seed of [1, 2, 3]) {
      const room = inDive(seed, 'resilience');
      const dives = room.state.question?.interviewer?.deepDives.filter(
        ({ criterion }) => criterion === 'resilience',
      );
      expect(dives?.some(({ opener }) => room.said().includes(opener))).toBe(true);
      const before = room.state.solo?.said.length ?? 0;
      room.wind(4 * minute + 1);
      expect(room.state.solo?.said.length).toBeGreaterThan(before);
      expect(room.state.curveballs).toHaveLength(0);
      room.wind(5 * minute);
      expect(room.state.curveballs).toHaveLength(1);
    }
  });

  test('[SO3] whoever was just asked something has time to think, and a later dive has hints of its own', () => {
    const room = inDive(1, 'resilience');
    const { state } = room;
    room.wind(18 * minute);
    const lastSaidBefore = (at: number) =>
      Math.max(0, ...state.solo!.said.filter((said) => said.at < at).map((said) => said.at));
    const waits = state.hints
      .filter(({ phaseId }) => phaseId === 'deep-dive')
      .map(({ at }) => at - lastSaidBefore(at));
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(45_000);
    expect(new Set(state.hints.map(({ deepDiveId }) => deepDiveId)).size).toBeGreaterThan(1);
  });

  test('[SO6] added minutes are not silent', () => {
    const probes = (added: number) => {
      const room = inDive(1, null);
      for (let i = 0; i < added; i += 1) room.must({ type: 'phase.extend', from: 'deep-dive' });
      return cuesOf(
        room.state,
        room.state.solo!,
        room.state.format.phases.find(({ id }) => id === 'deep-dive')!,
      );
    };
    expect(probes(9).length).toBeGreaterThan(probes(0).length);
  });

  test('[SO6] curveballs near the focus are drawn more often', () => {
    const { state } = inDive(1, null);
    const phase = state.format.phases.find(({ id }) => id === 'deep-dive')!;
    const drawn = (focus: string | null) => {
      const cues = Array.from({ length: 600 }, (_, seed) =>
        cuesOf(state, { ...state.solo!, seed, focus }, phase),
      ).flat();
      return cues.filter(
        ({ happening }) => happening.type === 'curveball.played' && happening.curveballId === 'exact',
      ).length;
    };
    expect(drawn(null)).toBeGreaterThan(100);
    expect(new Set(['depth', 'resilience', 'tradeoffs'].map(drawn)).size).toBeGreaterThan(1);
  });
});

describe('interruptions', () => {
  test('[SO7] a closed page stops the clock after a minute, a lost network after a quarter of an hour', () => {
    const closed = new SoloRoom().start().wind(30_000).happen({ type: 'participant.left', isLeaving: true });
    expect(closed.wind(59_000).state.runs.at(-1)?.pausedAt).toBeNull();
    expect(closed.wind(2_000).elapsedMs()).toBe(90_000);
    const lost = new SoloRoom().start().wind(30_000).happen({ type: 'participant.left', isLeaving: false });
    expect(lost.wind(14 * minute).state.runs.at(-1)?.pausedAt).toBeNull();
    expect(lost.wind(2 * minute).state.runs.at(-1)?.pausedAt).not.toBeNull();
  });

  test('[SO7] a reload in between changes nothing', () => {
    const room = new SoloRoom().start().wind(30_000);
    room
      .happen({ type: 'participant.left', isLeaving: true })
      .wind(3_000)
      .happen({ type: 'participant.returned' });
    room.wind(2 * minute);
    expect(room.state.runs.at(-1)?.pausedAt).toBeNull();
  });
});

describe('without a network', () => {
  test('[SO10] what was done meanwhile is taken, though a hard maximum froze the phase or the clock was stopped', () => {
    for (const overrunPolicy of ['hard', 'soft']) {
      const room = new SoloRoom({}, { overrunPolicy }).start().wind(minute);
      room.happen({ type: 'participant.left', isLeaving: false }).wind(20 * minute);
      expect(room.state.runs.at(-1)?.pausedAt).not.toBeNull();
      room.happen({ type: 'participant.returned' });
      room.note('Written while nobody heard it');
      const entered = { name: 'peak', value: 1157, unit: 'requests/s', working: 'writes * 10' };
      room.must({ type: 'estimate.set', ...entered });
      room.must({ type: 'board.change', deltas: [] });
      expect(room.state).toMatchObject({ notes: [{}], estimates: [entered] });
    }
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
      'A limiter inside the gateway matches',
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

describe('three ratings', () => {
  const rated = () => {
    const room = new SoloRoom().start().wind(4 * minute);
    room.must({ type: 'interview.end' });
    return room.rate();
  };

  test('[SO8] one’s own first rating opens the reference; then it is final', () => {
    const room = rated();
    expect(room.state.stage).toBe('revealed');
    const set: Command = {
      type: 'rating.set',
      criterion: 'scope',
      value: 2,
      behaviours: [],
      evidence: '',
      notes: [],
    };
    expect(room.ask(set)).toMatchObject({ code: 'already_done' });
    room.must({ type: 'point.mark', pointId: 'atomic.0', mark: 'half' });
    expect(room.ask({ type: 'point.mark', pointId: 'atomic.9', mark: 'half' })).toMatchObject({
      code: 'unknown_item',
    });
    expect(room.state.solo?.points).toEqual({ 'atomic.0': 'half' });
  });

  test('[SO8] the second is given after the reveal, the third from a day later on; each once', () => {
    const room = rated();
    room.rate(2, 'after');
    expect(room.state.solo?.rerates.after?.ratings.scope?.value).toBe(2);
    expect(room.state.scorecards[sia]?.ratings.scope?.value).toBe(3);
    const again = { type: 'rating.submit', round: 'after' } as const;
    expect(room.ask(again)).toMatchObject({ code: 'already_done' });
    expect(room.ask({ type: 'rating.submit', round: 'later' })).toMatchObject({ code: 'wrong_stage' });
    room.wind(24 * 60 * minute).rate(1, 'later');
    expect(room.state.solo?.rerates.later?.submittedAt).toBe(room.at);
  });
});
