// The marks on a lane of the replay's line: none covers another, and none is lost.
import { expect, test } from 'vitest';
import { laneMarks, markTitle } from '$lib/replay/lane-marks.ts';
import type { MarkKind, Moment } from '$lib/replay/lane-marks.ts';

let count = 0;
const at = (position: number, kind: MarkKind, text = ''): Moment => ({
  ...{ id: `m${(count += 1)}`, position, kind, text },
});

test('what was said and what was ticked at the same moment stand in two rows', () => {
  const marks = laneMarks([at(1_000, 'tick', 'Asked for rates'), at(1_000, 'note', 'Asks well')], 500);
  expect(marks.map(({ row, kind }) => [row, kind])).toEqual([
    ['upper', 'note'],
    ['lower', 'tick'],
  ]);
});

test('of what would cover each other in a row the weightiest is seen, and all of it is named', () => {
  const [mark, next] = laneMarks(
    [
      ...[at(1_000, 'note', 'One'), at(1_300, 'hint', 'Think of retries'), at(1_400, 'note', 'Two')],
      at(1_900, 'answer', 'Ten million'),
    ],
    500,
  );
  expect(mark).toMatchObject({ kind: 'hint', position: 1_300 });
  expect(markTitle(mark!)).toBe('Hint and 2 × Note at 0:01: Think of retries');
  expect(markTitle(next!)).toBe('Answer at 0:01: Ten million');
});

test('in no row two marks are nearer than asked, and every moment is under one of them', () => {
  const kinds: MarkKind[] = ['tick', 'note', 'rating', 'comment', 'join', 'drop', 'answer', 'curveball'];
  const moments = Array.from({ length: 200 }, (_, i) => at((i * 7_919) % 60_000, kinds[i % 8]!));
  const marks = laneMarks(moments, 900);
  expect(
    marks
      .flatMap((mark) => mark.moments)
      .map(({ id }) => id)
      .toSorted(),
  ).toEqual(moments.map(({ id }) => id).toSorted());
  for (const row of ['upper', 'lower']) {
    const positions = marks.filter((mark) => mark.row === row).map(({ position }) => position);
    for (const [i, position] of positions.slice(1).entries())
      expect(position - positions[i]!).toBeGreaterThanOrEqual(900);
  }
});
