// How much of a recording a room keeps at hand: as much as anybody may be sent of it, and no more.
import { expect, test } from 'vitest';
import type { Entry } from '#domain/recording.ts';
import { longestCatchUp, longestCatchUpBytes } from '../../server/socket-limits.ts';
import { Tail } from '../../server/tail.ts';

const about = { at: 0, by: 'ida', clientId: null, clientSeq: null };
const aLine = (seq: number): Entry => ({ ...about, seq, type: 'chat.sent', text: 'hello' });
const aStroke = (seq: number, length: number): Entry => {
  const points = Array.from({ length }, (_, i) => [i, i]);
  const change = { id: `stroke-${seq}`, version: 1, versionNonce: 1, props: { points } };
  return { ...about, seq, type: 'board.changed', changes: [change] };
};

test('the newest entries, in order, as many as a catch-up may have', () => {
  const tail = new Tail();
  for (let seq = 1; seq <= 5_000; seq++) tail.push([aLine(seq)]);
  expect(tail.length).toBe(longestCatchUp);
  expect(tail.last(3).map(({ seq }) => seq)).toEqual([4_998, 4_999, 5_000]);
  expect(tail.last(longestCatchUp)[0]?.seq).toBe(5_001 - longestCatchUp);
  expect(tail.last(0)).toEqual([]);
});

test('long strokes push out more: what is kept is bounded in bytes', () => {
  const tail = new Tail();
  for (let seq = 1; seq <= 300; seq++) tail.push([aStroke(seq, 6_000)]);
  const bytes = JSON.stringify(tail.last(tail.length)).length;
  expect(bytes).toBeGreaterThan(longestCatchUpBytes / 4);
  expect(bytes).toBeLessThan(longestCatchUpBytes * 2);
  tail.push(Array.from({ length: 20 }, (_, i) => aLine(301 + i)));
  expect(tail.last(21)[0]).toMatchObject({ seq: 300 });
});

test('what is kept is what was pushed, whoever said it', () => {
  const tail = new Tail();
  const entries = Array.from({ length: 200 }, (_, i): Entry => {
    const seq = i + 1;
    const by = { by: i % 3 ? 'ida' : 'carl', clientId: 'client-01', clientSeq: seq };
    return i % 5 ? { ...aStroke(seq, i % 7), ...by, at: 1_700_000_000_000 + i } : { ...aLine(seq), ...by };
  });
  tail.push(entries.slice(0, 130));
  tail.push(entries.slice(130));
  expect(tail.last(200)).toEqual(entries);
});
