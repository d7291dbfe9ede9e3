import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyChanges, changed, decideBoardChange, mergeDelta, reviveScene } from '#domain/board.ts';
import type { ElementDelta, Point, Scene } from '#domain/board.ts';
import { joinDeltas, splitDeltas } from '#domain/board-commands.ts';
import { makeDelta } from '#domain/board-delta.ts';
import type { LocalElement } from '#domain/board-delta.ts';
import { aCreation, allProps, anEdit, aScene, commit, live } from '../support/board.ts';

const base = { version: 1, versionNonce: 1 };

function aLocal(type = 'rectangle', props = {}): LocalElement {
  const element = { id: 'e', ...base, isDeleted: false, updated: 5, ...allProps(type), ...props };
  return element as unknown as LocalElement;
}

const edited = (before: LocalElement, props: object): LocalElement => {
  return { ...before, version: before.version + 1, versionNonce: 9, ...props };
};

describe('what a client asks', () => {
  test('[BD3] holds what changed and nothing else', () => {
    const before = aLocal();
    const delta = makeDelta(before, edited(before, { strokeColor: '#e03131', updated: 99 }), base);
    expect(delta).toEqual({ id: 'e', base, version: 2, versionNonce: 9, props: { strokeColor: '#e03131' } });
    expect(makeDelta(before, edited(before, { updated: 99 }), base)).toBe(null);
  });

  test('[BD4] moving a box takes its size along', () => {
    const before = aLocal();
    const { props } = makeDelta(before, edited(before, { x: 5 }), base)!;
    expect(Object.keys(props).sort()).toEqual(['angle', 'height', 'width', 'x', 'y']);
  });

  test('[BD4] moving a path sends its place only, reshaping it everything', () => {
    const before = aLocal('arrow');
    const moved = makeDelta(before, edited(before, { x: 5 }), base)!;
    expect(Object.keys(moved.props).sort()).toEqual(['angle', 'x', 'y']);
    const bent = makeDelta(before, edited(before, { points: [[0, 0], [5, 5]] }), base)!; // prettier-ignore
    for (const name of ['points', 'width', 'height', 'x', 'y', 'startBinding', 'endBinding']) {
      expect(bent.props, name).toHaveProperty(name);
    }
  });

  test('[BD6] a growing stroke sends its tail', () => {
    const before = aLocal('freedraw');
    const points: Point[] = [...(before.points as Point[]), [3, 4], [5, 6]];
    const after = edited(before, { points, pressures: [0.5, 0.6, 0.7], width: 5, height: 6 });
    const delta = makeDelta(before, after, base)!;
    expect(delta.append).toEqual({ from: 1, points: [[3, 4], [5, 6]], pressures: [0.6, 0.7] }); // prettier-ignore
    expect(delta.props).toEqual({ width: 5, height: 6 });
  });

  test('[BD5] a deletion says only that; a restore is whole', () => {
    const before = aLocal();
    const deleted = edited(before, { isDeleted: true });
    expect(makeDelta(before, deleted, base)!.props).toEqual({ isDeleted: true });
    expect(makeDelta(deleted, edited(deleted, { isDeleted: false }), base)!.props).toEqual(allProps());
    expect(makeDelta(undefined, deleted, null)).toBe(null);
  });

  test('[BD1] the editor’s own bookkeeping and foreign types stay at home', () => {
    expect(makeDelta(undefined, aLocal('rectangle', { customData: { a: 1 } }), null)!.props).toEqual(
      allProps(),
    );
    expect(makeDelta(undefined, { ...aLocal(), type: 'embeddable' }, null)).toBe(null);
  });

  test('[BD8] a link the board would refuse does not take the drawing down with it', () => {
    const delta = makeDelta(undefined, aLocal('rectangle', { link: 'javascript:alert(1)' }), null)!;
    expect(delta.props.link).toBe(null);
    expect(decideBoardChange(new Map(), [delta])).toMatchObject({ ok: true });
  });
});

describe('commands of a bounded size', () => {
  const bytes = (deltas: ElementDelta[]) => JSON.stringify(deltas).length;

  test('[BD10] many deltas become several commands, in order', () => {
    const deltas = Array.from({ length: 1_000 }, (_, i) => aCreation(`e${i}`));
    const commands = splitDeltas(deltas, 50_000);
    expect(commands.flat()).toEqual(deltas);
    for (const command of commands) expect(bytes(command)).toBeLessThan(51_000);
  });

  test('[BD6] a stroke longer than a command arrives whole, under its own stamp', () => {
    const points = Array.from({ length: 15_000 }, (_, i) => [i + 0.123456789, Math.sin(i) * 1e4]);
    const pressures = points.map((_, i) => (i % 100) / 100);
    const stroke = aCreation('pen', 'freedraw', { points, pressures });
    const commands = splitDeltas([stroke], 60_000);
    expect(commands.length).toBeGreaterThan(5);
    const scene: Scene = new Map();
    for (const command of commands) {
      expect(bytes(command)).toBeLessThan(61_000);
      commit(scene, ...command);
    }
    expect(live(scene, 'pen')).toEqual(changed(undefined, mergeDelta(undefined, stroke) as never));
  });
});

describe('few commands', () => {
  const then = (after: ElementDelta, props: object, more: object = {}): ElementDelta => ({
    ...{ id: after.id, base: { version: after.version, versionNonce: after.versionNonce } },
    ...{ version: after.version + 1, versionNonce: after.versionNonce + 1, props: { ...props }, ...more },
  });
  const tail = (from: number, ...points: Point[]) => ({
    append: { from, points, pressures: points.map(() => 0.3) },
  });

  test('[BD12] edits made one after the other are one delta with the same result', () => {
    const pen = aCreation('pen', 'freedraw');
    const bound = (...ids: string[]) => ({ boundElements: ids.map((id) => ({ id, type: 'arrow' })) });
    const chains: ((first: ElementDelta) => ElementDelta[])[] = [
      (first) => [then(first, { x: 5 }), then(then(first, {}), { opacity: 50 })],
      (first) => [
        then(first, {}, tail(1, [2, 2])),
        then(then(first, {}), { width: 9 }, tail(2, [3, 3], [4, 4])),
      ],
      (first) => [
        then(first, {}, tail(1, [2, 2])),
        then(then(first, {}), { points: [[7, 7]], pressures: [] }),
      ],
      (first) => [
        then(first, { points: [[7, 7]], pressures: [] }),
        then(then(first, {}), {}, tail(1, [3, 3])),
      ],
      (first) => [then(first, { x: 5 }, tail(1, [2, 2])), then(then(first, {}), { isDeleted: true })],
      (first) => [
        then(first, bound('a'), { wasBound: [] }),
        then(then(first, {}), bound('a', 'b'), { wasBound: ['a'] }),
      ],
    ];
    for (const chain of chains) {
      const [one, joined] = [aScene(pen), aScene(pen)];
      const [first, second] = chain(pen) as [ElementDelta, ElementDelta];
      commit(one, first);
      commit(one, second);
      commit(joined, joinDeltas(first, second)!);
      expect(joined.get('pen')).toEqual(one.get('pen'));
    }
    const grown = then(pen, {}, tail(1, [2, 2]));
    expect(aScene(joinDeltas(pen, grown)!).get('pen')).toMatchObject({ version: 2, points: [[0, 0], [2, 2]] }); // prettier-ignore
  });

  test('[BD7] of two ties made in a row both arrive, although someone else tied one meanwhile', () => {
    const bound = (...ids: string[]) => ({ boundElements: ids.map((id) => ({ id, type: 'arrow' })) });
    const box = aCreation('box');
    const scene = aScene(box);
    commit(scene, { ...anEdit(live(scene, 'box'), bound('theirs'), 5), wasBound: [] });
    const first = then(box, bound('a'), { wasBound: [] });
    commit(scene, joinDeltas(first, then(first, bound('a', 'b'), { wasBound: ['a'] }))!);
    expect(live(scene, 'box').boundElements).toEqual(bound('theirs', 'a', 'b').boundElements);
  });

  test('[BD5] a deletion and what came after it go one by one, and so does a creation before a deletion', () => {
    const box = aCreation('box');
    const deletion = then(box, { isDeleted: true });
    expect(joinDeltas(box, deletion)).toBe(null);
    expect(joinDeltas(deletion, then(deletion, allProps()))).toBe(null);
    expect(joinDeltas(box, then(deletion, { x: 1 }))).toBe(null);
  });

  test('[BD12] a command names an element once', () => {
    const box = aCreation('box');
    const commands = splitDeltas([box, aCreation('other'), then(box, { x: 5 })], 50_000);
    expect(commands.map((command) => command.map(({ id }) => id))).toEqual([['box', 'other'], ['box']]);
  });

  test('[BD10] a command asks for no more copied points than the server does', () => {
    const deltas = Array.from({ length: 12 }, (_, i) => then(aCreation(`e${i}`), {}, tail(19_000, [1, 1])));
    expect(splitDeltas(deltas, 50_000).map((command) => command.length)).toEqual([5, 5, 2]);
  });
});

describe('what the board would refuse', () => {
  test('[BD11] an index beyond what the board takes is asked for as null, and not again', () => {
    for (const index of ['z'.repeat(30), `a0${'z'.repeat(70)}`, `A${'0'.repeat(26)}V`]) {
      const delta = makeDelta(undefined, aLocal('rectangle', { index }), null)!;
      expect(delta.props.index, index).toBe(null);
      expect(decideBoardChange(new Map(), [delta])).toMatchObject({ ok: true });
      expect(makeDelta(aLocal('rectangle', { index: null }), edited(aLocal(), { index }), base)).toBe(null);
    }
  });

  test('[BD10] control characters of a text stay at home', () => {
    const local = aLocal('text', { text: 'a\u0007b\r\nc\ud800', originalText: 'a\u0007b' });
    const delta = makeDelta(undefined, local, null)!;
    expect(delta.props).toMatchObject({ text: 'ab\nc\ufffd', originalText: 'ab' });
    expect(decideBoardChange(new Map(), [delta])).toMatchObject({ ok: true });
  });
});

describe('order', () => {
  const edit = fc.record({
    author: fc.nat(2),
    element: fc.nat(3),
    props: fc.constantFrom<object>(
      ...[{ x: 10, y: 20 }, { x: 30 }, { strokeColor: '#e03131' }, { opacity: 50 }, { isDeleted: true }],
      ...[
        { isDeleted: false },
        { width: 5, height: 5 },
        { index: 'a5' },
        { boundElements: [{ id: 'a', type: 'arrow' }] },
      ],
    ),
    /** How many of the committed entries the author has seen since its last edit. */
    reads: fc.nat(4),
    nonce: fc.nat(2 ** 31),
  });

  test('[BD14] whoever applies the same changes in order has the same scene, from any snapshot on', () => {
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 60 }), fc.nat(60), (edits, snapshotAt) => {
        const server: Scene = new Map();
        const readers = [0, 1, 2].map(() => ({ scene: new Map() as Scene, read: 0 }));
        const log: Parameters<typeof applyChanges>[1][] = [];
        let joiner: { scene: Scene; read: number } | undefined;
        for (const { author, element, props, reads, nonce } of edits) {
          const me = readers[author]!;
          for (let n = 0; n < reads && me.read < log.length; n++) applyChanges(me.scene, log[me.read++]!);
          const id = `e${element}`;
          const seen = me.scene.get(id);
          const known = seen ? { version: seen.version, versionNonce: seen.versionNonce } : null;
          const before = seen && ({ ...allProps(), ...seen } as unknown as LocalElement);
          const after = {
            ...(before ?? aLocal()),
            ...props,
            id,
            version: (known?.version ?? 0) + 1,
            versionNonce: nonce,
          };
          const delta = makeDelta(before, after, known);
          const decision = delta && decideBoardChange(server, [delta]);
          if (!decision?.ok) continue;
          log.push(JSON.parse(JSON.stringify(decision.changes)));
          applyChanges(server, decision.changes);
          if (log.length === snapshotAt) {
            joiner = {
              scene: reviveScene(JSON.parse(JSON.stringify([...server.values()]))),
              read: log.length,
            };
          }
        }
        for (const reader of joiner ? [...readers, joiner] : readers) {
          for (const changes of log.slice(reader.read)) applyChanges(reader.scene, changes);
          expect([...reader.scene.values()]).toEqual([...server.values()]);
        }
      }),
      { numRuns: 500, seed: 14 },
    );
  });

  test('[BD3] nobody’s move is lost to somebody’s recolour, in any order of arrival', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(['move', 'colour', 'opacity', 'link'], { minLength: 4 }), (order) => {
        const scene = aScene(aCreation('e'));
        const props = {
          ...{ move: { x: 70, y: 7 }, colour: { strokeColor: '#2f9e44' } },
          ...{ opacity: { opacity: 40 }, link: { link: 'https://example.org' } },
        };
        for (const [i, kind] of order.entries()) {
          const after = edited(aLocal(), { ...props[kind as keyof typeof props], versionNonce: i });
          commit(scene, makeDelta(aLocal(), after, base)!);
        }
        expect(live(scene, 'e')).toMatchObject({ x: 70, y: 7, strokeColor: '#2f9e44', opacity: 40 });
        expect(live(scene, 'e').link).toBe('https://example.org');
      }),
      { seed: 3 },
    );
  });
});
