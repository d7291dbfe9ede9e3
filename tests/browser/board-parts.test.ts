import { expect, test } from 'vitest';
import { parts, skeletonOf } from '../../src/lib/board/parts.ts';
import { freePlace } from '../../src/lib/board/place.ts';

test('the parts of a system design are there, each with one label and within its own size', () => {
  const names = [
    'Client',
    'Load balancer',
    'API gateway',
    'Service',
    'Worker',
    'Queue',
    'Cache',
    'SQL store',
  ];
  names.push('NoSQL store', 'Object store', 'CDN', 'DNS', 'Third party');
  expect(parts.map((part) => part.name)).toEqual(names);
  for (const part of parts) {
    expect(part.pieces.filter((piece) => piece.label).length, part.name).toBe(1);
    for (const piece of part.pieces) {
      expect(piece.x + piece.width, part.name).toBeLessThanOrEqual(part.width);
      expect(piece.y + piece.height, part.name).toBeLessThanOrEqual(part.height);
    }
  }
});

test('a part of several pieces moves as one', () => {
  const several = skeletonOf(parts[0]!, 100, 100, 'group-1') as { groupIds?: string[] }[];
  expect(several.every((piece) => piece.groupIds?.[0] === 'group-1')).toBe(true);
});

test('parts added one after the other do not cover each other', () => {
  const taken: { x: number; y: number; width: number; height: number }[] = [];
  for (let i = 0; i < 20; i++) {
    const { x, y } = freePlace({ x: 0, y: 0 }, taken, { width: 150, height: 80 });
    const box = { x: x - 75, y: y - 40, width: 150, height: 80 };
    for (const other of taken) {
      expect(Math.abs(other.x - box.x) >= 150 || Math.abs(other.y - box.y) >= 80).toBe(true);
    }
    taken.push(box);
  }
});
