import { expect, test } from 'vitest';
import { boardOutline } from '#domain/board-outline.ts';
import { aCreation, anEdit, aScene, commit } from '../support/board.ts';

const label = (id: string, containerId: string | null, text: string, x = 0) => {
  return aCreation(id, 'text', { containerId, text, originalText: text, x });
};
const to = (elementId: string) => ({ elementId, focus: 0, gap: 1 });

test('[BD15] shapes by their labels, arrows from what to what, loose texts', () => {
  const scene = aScene(
    ...[
      aCreation('g', 'rectangle', { x: 300 }),
      label('gt', 'g', 'API\ngateway'),
      aCreation('c'),
      label('ct', 'c', 'Client'),
    ],
    ...[aCreation('a', 'arrow', { startBinding: to('c'), endBinding: to('g') }), label('at', 'a', 'HTTPS')],
    label('note', null, '10k writes/s'),
  );
  expect(boardOutline(scene)).toEqual([
    'Client',
    'API gateway',
    'Client → API gateway: HTTPS',
    'Text: 10k writes/s',
  ]);
});

test('[BD15] an arrow to a nameless or missing shape still says so', () => {
  const scene = aScene(
    aCreation('d', 'diamond'),
    aCreation('a', 'arrow', { startBinding: to('d'), endBinding: to('x') }),
  );
  expect(boardOutline(scene)).toEqual(['unnamed diamond → nothing']);
  commit(scene, anEdit(scene.get('a')!, { isDeleted: true }));
  expect(boardOutline(scene)).toEqual([]);
});
