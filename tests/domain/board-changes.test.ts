// What a phase brought to the board.
import { expect, test } from 'vitest';
import { boardChanges } from '#domain/board-changes.ts';
import { reviveScene } from '#domain/board.ts';
import type { BoardItem } from '#domain/board.ts';
import { allProps } from '../support/board.ts';

const box = (id: string, version = 1, isDeleted = false) =>
  ({ ...allProps(), id, version, versionNonce: 1, isDeleted }) as unknown as BoardItem;
const label = (id: string, text: string) =>
  ({ ...box(id), type: 'text', text, originalText: text, containerId: null }) as unknown as BoardItem;
const scene = (...items: BoardItem[]) => reviveScene(items);

test('elements are added, changed or removed by what stands at the two moments', () => {
  const { added, changed, removed } = boardChanges(
    scene(box('kept'), box('moved'), box('gone')),
    scene(box('kept'), box('moved', 2), box('gone', 2, true), box('new'), box('brief', 2, true)),
  );
  expect([[...added], [...changed], [...removed]]).toEqual([['new'], ['moved'], ['gone']]);
});

test('in words: lines that are new and lines that are gone, each as often as it is', () => {
  const { newLines, goneLines } = boardChanges(
    scene(label('a', 'Cache'), label('b', 'Old')),
    scene(label('a', 'Cache'), label('c', 'Cache'), label('d', 'Queue')),
  );
  expect(newLines).toEqual(['Text: Cache', 'Text: Queue']);
  expect(goneLines).toEqual(['Text: Old']);
});
