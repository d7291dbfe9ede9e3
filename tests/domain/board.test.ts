import { describe, expect, test } from 'vitest';
import { applyChanges, boardLimits, decideBoardChange } from '#domain/board.ts';
import type { ElementDelta, Scene } from '#domain/board.ts';
import { aCreation, aScene, anEdit, commit, live } from '../support/board.ts';

describe('merging', () => {
  test('[BD2] a delta against the element as it stands is committed as it came', () => {
    const scene = aScene(aCreation('box'));
    commit(scene, anEdit(live(scene, 'box'), { strokeColor: '#e03131' }, 1234));
    expect(live(scene, 'box')).toMatchObject({
      strokeColor: '#e03131',
      version: 2,
      versionNonce: 1234,
      x: 0,
    });
  });

  test('[BD3] a concurrent move and recolour both survive, with a version above both', () => {
    const scene = aScene(aCreation('box'));
    const seen = live(scene, 'box');
    commit(scene, anEdit(seen, { x: 500, y: 40 }, 11));
    commit(scene, anEdit(seen, { strokeColor: '#e03131' }, 22));
    expect(live(scene, 'box')).toMatchObject({ x: 500, y: 40, strokeColor: '#e03131', version: 3 });
  });

  test('[BD3] the later of two edits of one property wins', () => {
    const scene = aScene(aCreation('box'));
    const seen = live(scene, 'box');
    commit(scene, anEdit(seen, { strokeColor: '#2f9e44' }, 11));
    commit(scene, anEdit(seen, { strokeColor: '#e03131' }, 22));
    expect(live(scene, 'box').strokeColor).toBe('#e03131');
  });

  test('[BD5] a deletion beats a concurrent edit, whichever comes first', () => {
    for (const order of ['delete first', 'edit first']) {
      const scene = aScene(aCreation('box'));
      const seen = live(scene, 'box');
      const deltas = [anEdit(seen, { isDeleted: true }, 11), anEdit(seen, { x: 9 }, 22)];
      for (const delta of order === 'delete first' ? deltas : deltas.reverse()) commit(scene, delta);
      expect(scene.get('box')?.isDeleted, order).toBe(true);
    }
  });

  test('[BD5] a creation that comes again does not bring a deleted element back', () => {
    const scene = aScene(aCreation('box'));
    commit(scene, anEdit(live(scene, 'box'), { isDeleted: true }));
    commit(scene, aCreation('box'));
    expect(scene.get('box')?.isDeleted).toBe(true);
  });

  test('[BD5] taking back a deletion restores the element whole, even after someone else touched it', () => {
    const scene = aScene(aCreation('box', 'rectangle', { x: 42 }));
    const seen = live(scene, 'box');
    const deletion = anEdit(seen, { isDeleted: true }, 11);
    commit(scene, anEdit(seen, { y: 5 }, 99));
    commit(scene, deletion);
    commit(scene, {
      ...aCreation('box', 'rectangle', { x: 42 }),
      base: { version: 2, versionNonce: 11 },
      version: 3,
    });
    expect(live(scene, 'box').x).toBe(42);
    expect(live(scene, 'box').version).toBeGreaterThan(3);
  });

  test('[BD5] a restore of a part is refused: only a whole element can live again', () => {
    const scene = aScene(aCreation('box'));
    commit(scene, anEdit(live(scene, 'box'), { isDeleted: true }));
    const decision = decideBoardChange(scene, [anEdit(scene.get('box')!, { isDeleted: false })]);
    expect(decision).toMatchObject({ ok: false, code: 'bad_element', ids: ['box'] });
  });

  test('[BD7] two people tying arrows to one shape both keep theirs, and what one unties goes', () => {
    const bound = (...ids: string[]) => ids.map((id) => ({ id, type: 'arrow' }));
    const scene = aScene(aCreation('box', 'rectangle', { boundElements: bound('old') }));
    const seen = live(scene, 'box');
    commit(scene, { ...anEdit(seen, { boundElements: bound('old', 'mine') }, 1), wasBound: ['old'] });
    commit(scene, { ...anEdit(seen, { boundElements: bound('yours') }, 2), wasBound: ['old'] });
    expect(live(scene, 'box').boundElements).toEqual(bound('mine', 'yours'));
  });
});

describe('strokes', () => {
  const grow = (from: number, versionNonce = 5) => ({
    ...{ id: 'pen', base: { version: 1, versionNonce: 1 }, version: 2, versionNonce, props: { width: 9 } },
    append: { from, points: [[9, 9]] as [number, number][], pressures: [0.7] },
  });

  test('[BD6] a stroke grows by its tail', () => {
    const scene = aScene(aCreation('pen', 'freedraw'));
    commit(scene, grow(1));
    expect(live(scene, 'pen')).toMatchObject({ points: [[0, 0], [9, 9]], pressures: [0.5, 0.7], width: 9 }); // prettier-ignore
  });

  test('[BD6] a stroke grows although someone recoloured it meanwhile', () => {
    const scene = aScene(aCreation('pen', 'freedraw'));
    commit(scene, anEdit(live(scene, 'pen'), { strokeColor: '#e03131' }));
    commit(scene, grow(1));
    expect(live(scene, 'pen')).toMatchObject({ strokeColor: '#e03131', points: [[0, 0], [9, 9]] }); // prettier-ignore
  });

  test('[BD6] a tail for another length is refused, and nothing of its command is done', () => {
    const scene = aScene(aCreation('pen', 'freedraw'), aCreation('box'));
    const decision = decideBoardChange(scene, [anEdit(live(scene, 'box'), { x: 5 }), grow(3)]);
    expect(decision).toMatchObject({ ok: false, code: 'stale_append', ids: ['pen'] });
    expect(live(scene, 'box').x).toBe(0);
  });

  test('[BD6] only a freehand stroke grows', () => {
    const scene = aScene(aCreation('pen', 'arrow'));
    expect(decideBoardChange(scene, [grow(2)])).toMatchObject({ ok: false, code: 'bad_element' });
  });

  test('[BD10] a tail has points, and no more pressures than points', () => {
    const scene = aScene(aCreation('pen', 'freedraw'));
    const bad = { ok: false, code: 'bad_element', ids: ['pen'] };
    for (const tail of [
      { points: [], pressures: [] },
      { points: [[1, 1]], pressures: [0.5, 0.5] },
    ]) {
      const append = { from: 1, ...tail } as NonNullable<ElementDelta['append']>;
      expect(decideBoardChange(scene, [{ ...grow(1), append }])).toMatchObject(bad);
    }
    const pressures = anEdit(live(scene, 'pen'), { pressures: [0.5, 0.5] });
    expect(decideBoardChange(scene, [pressures])).toMatchObject(bad);
  });

  test('[BD10] a command copies a bounded number of points', () => {
    const points = Array.from({ length: 19_000 }, (_, i) => [i, 0]);
    const scene: Scene = new Map();
    for (let i = 0; i < 6; i++) commit(scene, aCreation(`pen${i}`, 'freedraw', { points, pressures: [] }));
    const tails = Array.from({ length: 6 }, (_, i) => ({ ...grow(19_000), id: `pen${i}` }));
    expect(decideBoardChange(scene, tails.slice(1))).toMatchObject({ ok: true });
    expect(decideBoardChange(scene, tails)).toMatchObject({ ok: false, code: 'bad_element' });
  });

  test('[BD10] a stroke has an end', () => {
    const points = Array.from({ length: 20_000 }, (_, i) => [i, 0]);
    const scene = aScene(aCreation('pen', 'freedraw', { points, pressures: [] }));
    expect(decideBoardChange(scene, [grow(20_000)])).toMatchObject({ ok: false, code: 'bad_element' });
  });
});

describe('commands', () => {
  test('[BD12] a command names an element once', () => {
    const scene = aScene(aCreation('box'));
    const edit = anEdit(live(scene, 'box'), { x: 5 });
    const decision = decideBoardChange(scene, [edit, anEdit({ ...live(scene, 'box'), ...edit }, { x: 6 })]);
    expect(decision).toMatchObject({ ok: false, code: 'bad_element', ids: ['box'] });
  });

  test('[BD12] an edit of an element that is gone changes nothing and is no refusal', () => {
    const scene: Scene = new Map();
    const late = anEdit({ id: 'gone', version: 4, versionNonce: 4, isDeleted: true }, { x: 1 });
    expect(decideBoardChange(scene, [late])).toEqual({ ok: true, changes: [] });
  });

  test('[BD10] a command and a board are bounded', () => {
    const many = (count: number, prefix: string) =>
      Array.from({ length: count }, (_, i) => aCreation(`${prefix}${i}`));
    const tooMany = decideBoardChange(new Map(), many(boardLimits.elementsPerCommand + 1, 'e'));
    expect(tooMany).toMatchObject({ ok: false, code: 'bad_element' });
    const scene: Scene = new Map();
    for (let batch = 0; batch < 5; batch++) commit(scene, ...many(2_000, `b${batch}-`));
    const full = { ok: false, code: 'board_full' };
    expect(scene.size).toBe(10_000);
    expect(decideBoardChange(scene, many(1, 'one-more-'))).toMatchObject(full);
    commit(scene, anEdit(live(scene, 'b0-0'), { isDeleted: true }));
    const restore = { ...aCreation('b0-0'), base: { version: 2, versionNonce: 77 }, version: 3 };
    expect(decideBoardChange(scene, [restore, ...many(1, 'one-more-')])).toMatchObject(full);
    commit(scene, ...many(1, 'one-more-'));
    expect(decideBoardChange(scene, [restore])).toMatchObject(full);
    commit(scene, anEdit(live(scene, 'b0-1'), { isDeleted: true }), restore);
    commit(scene, anEdit(live(scene, 'b0-2'), { x: 1 }));
  });

  test('[BD10] a board holds so many points and letters', () => {
    const scene: Scene = new Map();
    const points = Array.from({ length: 20_000 }, () => [0, 0]);
    for (let i = 0; i < 100; i++) commit(scene, aCreation(`pen${i}`, 'freedraw', { points, pressures: [] }));
    const full = { ok: false, code: 'board_full' };
    expect(decideBoardChange(scene, [aCreation('pen', 'freedraw')])).toMatchObject(full);
    expect(decideBoardChange(scene, [aCreation('words', 'text')])).toMatchObject(full);
    commit(scene, anEdit(live(scene, 'pen0'), { points: points.slice(1) }), aCreation('box'));
    commit(scene, aCreation('pen', 'freedraw'));
    const tail = { append: { from: 1, points: [[1, 1]] as [number, number][] } };
    expect(decideBoardChange(scene, [{ ...anEdit(live(scene, 'pen'), {}), ...tail }])).toMatchObject(full);
  });

  test('[BD10] a change is told by its stamp', () => {
    const scene = aScene(aCreation('box'));
    const same = { ...anEdit(live(scene, 'box'), { x: 1 }, 1), version: 1 };
    expect(decideBoardChange(scene, [same])).toMatchObject({ ok: false, code: 'bad_element' });
    expect(decideBoardChange(scene, [{ ...same, versionNonce: 2 }])).toMatchObject({ ok: false, code: 'bad_element' }); // prettier-ignore
  });

  test('[BD10] ties made without knowing of each other stay bounded', () => {
    const bound = (from: number) =>
      Array.from({ length: 300 }, (_, i) => ({ id: `a${from + i}`, type: 'arrow' }));
    const scene = aScene(aCreation('box'));
    const seen = live(scene, 'box');
    commit(scene, { ...anEdit(seen, { boundElements: bound(0) }), wasBound: [] });
    const more = { ...anEdit(seen, { boundElements: bound(300) }), wasBound: [] };
    expect(decideBoardChange(scene, [more])).toMatchObject({ ok: false, code: 'bad_element', ids: ['box'] });
  });

  test('[BD10] one change cannot use the versions up', () => {
    const scene = aScene(aCreation('box'));
    const leap = { ...anEdit(live(scene, 'box'), { x: 1 }), version: Number.MAX_SAFE_INTEGER };
    expect(decideBoardChange(scene, [leap])).toMatchObject({ ok: false, code: 'bad_element' });
  });
});

describe('applying', () => {
  test('[BD13] a deleted element leaves its id and stamp only', () => {
    const scene = aScene(aCreation('box'));
    commit(scene, anEdit(live(scene, 'box'), { isDeleted: true }, 5));
    expect(scene.get('box')).toEqual({ id: 'box', version: 2, versionNonce: 5, isDeleted: true });
  });

  test('[BD13] only the youngest tombstones are kept', () => {
    const scene: Scene = new Map();
    const bury = (id: string) => ({ id, version: 2, versionNonce: 2, props: { isDeleted: true } });
    applyChanges(
      scene,
      Array.from({ length: boardLimits.tombstones + 3 }, (_, i) => bury(`e${i}`)),
    );
    expect(scene.size).toBe(boardLimits.tombstones);
    expect(scene.has('e2')).toBe(false);
    expect(scene.has('e3')).toBe(true);
  });

  test('[BD14] elements that a change does not name keep their identity, and no element is mutated', () => {
    const scene = aScene(aCreation('box'), aCreation('other'));
    const [box, other] = [live(scene, 'box'), live(scene, 'other')];
    commit(scene, anEdit(box, { x: 5 }));
    expect(live(scene, 'other')).toBe(other);
    expect(box.x).toBe(0);
  });
});
