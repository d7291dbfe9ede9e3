import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fold, toSnapshot } from '#domain/fold.ts';
import type { Entry, WireEntry } from '#domain/recording.ts';
import { Replay, keyframeEvery, mended } from '#domain/replay.ts';
import { idleMs, positionOf, seqAt, timelineOf, timeOf } from '#domain/timeline.ts';
import type { RoomState } from '#domain/room.ts';
import { seal } from '#domain/view.ts';
import type { Viewer } from '#domain/view.ts';
import { aStartedInterview, carl, finish, ida, minute, olga, rate } from '../support/an-interview.ts';
import type { DrivenRoom } from '../support/an-interview.ts';
import { anyCommand } from '../support/any-command.ts';
import { allProps } from '../support/board.ts';

const viewers: Viewer[] = [
  { participantId: ida, role: 'interviewer' },
  { participantId: carl, role: 'candidate' },
  { participantId: olga, role: 'observer' },
];
const textOf = (state: Parameters<typeof toSnapshot>[0]) => JSON.stringify(toSnapshot(state));
const lineOf = (entries: readonly WireEntry[]) => timelineOf(entries, fold(entries));

/** A box that is drawn, moved and at times deleted: `pick` says which of seven. */
function draw(room: DrivenRoom, pick: number): void {
  const id = `box-${pick % 7}`;
  const before = room.state.scene.get(id);
  const version = (before?.version ?? 0) + 1;
  const base = before ? { version: before.version, versionNonce: before.versionNonce } : null;
  const isLive = before?.isDeleted === false;
  const props = isLive ? (pick % 5 === 0 ? { isDeleted: true } : { x: pick % 500 }) : allProps();
  room.ask([ida, carl][pick % 2]!, {
    type: 'board.change',
    deltas: [{ id, base, version, versionNonce: pick, props }],
  });
}

type Watch = (state: RoomState) => void;

function aRecording(picks: readonly number[], isFinished: boolean, watch: Watch = () => {}): DrivenRoom {
  const room = aStartedInterview();
  for (const pick of picks) {
    watch(room.state);
    room.wind(pick % 25_000);
    if (pick % 3 === 0) draw(room, pick);
    else room.ask(...anyCommand(room, pick));
  }
  if (isFinished && room.state.stage !== 'rating') rate(rate(finish(room), ida), carl);
  watch(room.state);
  return room;
}

test('[RP1][RC2] at any entry, reached in any order, replay shows what the fold of the entries up to there gives', () => {
  const picks = fc.array(fc.nat(100_000), { maxLength: 60 });
  const cuts = fc.array(fc.nat(2_000), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(picks, fc.boolean(), fc.nat(2), cuts, (chosen, isFinished, who, seeks) => {
      const room = aRecording(chosen, isFinished);
      const entries = room.entries.map((entry) => seal(entry, viewers[who]!, room.state));
      const replay = new Replay(entries);
      expect(textOf(replay.state)).toBe(textOf(fold(entries)));
      for (const seek of seeks) {
        const seq = seek % (entries.length + 1);
        replay.goTo(seq);
        expect(textOf(replay.state)).toBe(textOf(fold(entries.slice(0, seq))));
      }
    }),
    { numRuns: 200 },
  );
});

test('[RP1][RC2] 200 random recordings, folded live and by replay, are equal byte for byte at random cuts', () => {
  const picks = fc.array(fc.nat(100_000), { minLength: 5, maxLength: 80 });
  const cuts = fc.array(fc.nat(5_000), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(picks, fc.boolean(), cuts, (chosen, isFinished, seeks) => {
      // What the live room was after each entry, written down while it went on.
      const live: string[] = [];
      const room = aRecording(chosen, isFinished, (state) => (live[state.seq] = textOf(state)));
      const replay = new Replay(room.entries);
      const seen = seeks.map((seek) => seek % (room.entries.length + 1)).filter((seq) => seq in live);
      for (const seq of [...seen, room.entries.length]) {
        replay.goTo(seq);
        expect(textOf(replay.state), `after entry ${seq}`).toBe(live[seq]);
      }
    }),
    { numRuns: 200 },
  );
});

test('[RP1] a step back over kept states, and forward again, ends in the same state', () => {
  const room = aStartedInterview();
  for (let i = 0; i < keyframeEvery * 3; i += 1) draw(room.wind(100), i * 7 + 1);
  const replay = new Replay(room.entries);
  for (const seq of [1, keyframeEvery - 1, keyframeEvery, 2 * keyframeEvery + 3, 7, room.entries.length]) {
    replay.goTo(seq);
    const folded = textOf(fold(room.entries.slice(0, seq)));
    expect(textOf(replay.state), `seq ${seq}`).toBe(folded);
    replay.goTo(3);
    expect(textOf(replay.stateAt(seq)), `looking at seq ${seq}`).toBe(folded);
    expect(replay.state.seq).toBe(3);
  }
});

test('a step forward tells which elements changed and keeps the scene; a step back brings another scene', () => {
  const room = aStartedInterview();
  draw(room, 1);
  draw(room, 2);
  const replay = new Replay(room.entries);
  replay.goTo(room.entries.length - 2);
  const { scene } = replay.state;
  expect(replay.goTo(room.entries.length)).toEqual(new Set(['box-1', 'box-2']));
  expect(replay.state.scene).toBe(scene);
  replay.goTo(0);
  expect(replay.state.scene).not.toBe(scene);
});

test('[RP2] what cannot be read is named and the rest is numbered through, without halves of elements', () => {
  const room = aStartedInterview();
  draw(room, 1);
  const created = room.entries.length;
  draw(room.wind(1), 8);
  draw(room, 2);
  expect(room.state.scene.size).toBe(2);
  const damaged = room.entries.filter(({ seq }) => seq !== created && seq !== 3);
  const { entries, missing, state } = mended(damaged, room.entries.length);
  expect(missing).toEqual([3, created]);
  expect(entries.map(({ seq }) => seq)).toEqual(room.entries.map(({ seq }) => seq));
  expect(textOf(fold(entries))).toBe(textOf(state));
  expect([...state.scene.keys()]).toEqual(['box-2']);
});

test('[RP2] an entry that was damaged into something else counts as missing', () => {
  const room = aStartedInterview();
  const torn = { ...room.entries[3]!, type: 'board.changed', changes: 7 } as unknown as Entry;
  const unknown = { ...room.entries[4]!, type: 'made.up' } as unknown as Entry;
  const { missing } = mended([...room.entries.slice(0, 3), torn, unknown], 5);
  expect(missing).toEqual([4, 5]);
});

test('[RP3] positions are real time up to the end; longer pauses after it count as ten seconds', () => {
  const room = finish(aStartedInterview());
  const end = room.at - room.state.startedAt!;
  rate(room.wind(90 * minute), ida);
  rate(room.wind(2_000), carl);
  const line = lineOf(room.entries);
  expect(line.length).toBe(end + idleMs + 2_000);
  expect(line.bands.map(({ phaseId, from, to }) => [phaseId, from, to])).toEqual([
    ['scope', 0, minute],
    ['high-level', minute, 2 * minute],
    ['deep-dive', 2 * minute, 3 * minute],
    ['wrap-up', 3 * minute, 4 * minute],
    ['rating', 4 * minute, line.length],
  ]);
});

test('a moment keeps its place: position to time and back, before, in and after the interview', () => {
  const room = finish(aStartedInterview());
  rate(room.wind(90 * minute), ida);
  const line = lineOf(room.entries);
  for (const position of [0, 1, minute, 3.5 * minute, 4 * minute, line.length])
    expect(positionOf(line, timeOf(line, position))).toBe(position);
  expect(positionOf(line, line.startAt - minute)).toBe(0);
  expect(positionOf(line, line.startAt + 999 * minute)).toBe(line.length);
  expect(seqAt(line, line.length)).toBe(room.entries.length);
});

test('notes, answers, hints, curveballs, ticks, ratings and joins are marked where they happened', () => {
  const room = aStartedInterview();
  room.wind(5_000).must(ida, { type: 'checklist.set', itemId: 'scope.item', done: true });
  room.wind(5_000).must(ida, { type: 'answer.give', clarificationId: 'volume' });
  room.wind(30_000).must(ida, { type: 'hint.give', deepDiveId: 'spikes', step: 1 });
  const rating = { type: 'rating.set' as const, criterion: 'depth', behaviours: [], evidence: '', notes: [] };
  room.must(ida, { ...rating, value: 2 });
  room.must(ida, { ...rating, value: 2, evidence: 'the same value in other words' });
  const { markers, idle } = lineOf(room.entries);
  expect(markers.map(({ kind, position }) => `${kind} ${position}`)).toEqual([
    ...['join 0', 'join 0', 'join 0'],
    ...['tick 5000', 'answer 10000', 'hint 40000', 'rating 40000'],
  ]);
  expect(idle).toEqual([{ from: 10_000, to: 40_000 }]);
});

test('drawing shows as stretches of each hand, parted by pauses', () => {
  const room = aStartedInterview();
  for (const [wait, pick] of [
    [0, 2],
    [5_000, 4],
    [20_000, 6],
    [1_000, 1],
  ] as const)
    draw(room.wind(wait), pick);
  expect(lineOf(room.entries).drawing).toEqual([
    { by: ida, from: 0, to: 5_000 },
    { by: ida, from: 25_000, to: 25_000 },
    { by: carl, from: 26_000, to: 26_000 },
  ]);
});
