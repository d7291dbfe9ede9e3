// Who was there when, as a replay shows it.
import { expect, test } from 'vitest';
import { absencesOf } from '#domain/attendance.ts';
import type { Coming } from '#domain/attendance.ts';
import { fold } from '#domain/fold.ts';
import { timelineOf } from '#domain/timeline.ts';
import { aStartedInterview, carl, finish, ida, minute } from '../support/an-interview.ts';

const [here, gone] = [true, false];
const comings = (...list: [participantId: string, at: number, isHere: boolean][]): Coming[] =>
  list.map(([participantId, at, isHere]) => ({ participantId, at, isHere }));

test('an absence goes from the last tab closed to the next one opened; a reload is none', () => {
  const list = comings([carl, 0, here], [carl, 60_000, gone], [carl, 64_000, here], [carl, 90_000, gone]);
  expect(absencesOf([...list, ...comings([carl, 120_000, here])], 0, 600_000)).toEqual([
    { by: carl, from: 90_000, to: 120_000, isBack: true },
  ]);
});

test('whoever does not come back is away up to the end; before the start nobody is', () => {
  const list = comings([ida, 0, here], [ida, 10_000, gone], [ida, 50_000, here], [carl, 70_000, gone]);
  expect(absencesOf(list, 60_000, 100_000)).toEqual([{ by: carl, from: 70_000, to: 100_000, isBack: false }]);
  const late = comings([ida, 0, here], [ida, 10_000, gone], [ida, 80_000, here]);
  expect(absencesOf(late, 60_000, 100_000)).toEqual([{ by: ida, from: 60_000, to: 80_000, isBack: true }]);
});

test('where the server itself was away nothing is said', () => {
  expect(absencesOf(comings([ida, 0, here], [ida, 50_000, here]), 0, 100_000)).toEqual([]);
});

test('going and coming back are marked on the line', () => {
  const room = finish(aStartedInterview());
  const at = room.state.startedAt!;
  const list = comings(
    [carl, at + minute, gone],
    [carl, at + 2 * minute, here],
    [ida, at + 3 * minute, gone],
  );
  const { markers, absences } = timelineOf(room.entries, fold(room.entries), list);
  expect(
    markers.filter(({ kind }) => kind !== 'join').map(({ kind, by, position }) => [kind, by, position]),
  ).toEqual([
    ['drop', carl, minute],
    ['back', carl, 2 * minute],
    ['drop', ida, 3 * minute],
  ]);
  expect(absences).toEqual([
    { by: carl, from: minute, to: 2 * minute },
    { by: ida, from: 3 * minute, to: 4 * minute },
  ]);
});
