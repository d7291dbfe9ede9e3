import { describe, expect, test } from 'vitest';
import { propertyNames } from '#domain/board-check.ts';
import type { BoardItem } from '#domain/board.ts';
import type { LocalElement } from '../../src/lib/board/editor.ts';
import { byIndex } from '../../src/lib/board/editor.ts';
import { BoardServer, Client, seeded, settle } from '../support/board-room.ts';

/** What two people compare: every property that travels, in drawing order; indices may be repaired locally. */
function picture(elements: readonly (LocalElement | BoardItem)[]): object[] {
  return elements
    .filter((element) => !element.isDeleted)
    .map((element) => {
      const names = propertyNames(String((element as LocalElement).type)).filter((name) => name !== 'index');
      return {
        id: element.id,
        ...Object.fromEntries(names.map((name) => [name, (element as LocalElement)[name]])),
      };
    });
}

function expectEqualPictures(server: BoardServer): void {
  const truth = picture([...server.scene.values()].sort(byIndex));
  for (const client of server.clients) expect(picture(client.editor.list)).toEqual(truth);
}

function aRoom(count = 2, seed = 1): { server: BoardServer; clients: Client[] } {
  const server = new BoardServer();
  const random = seeded(seed);
  return { server, clients: Array.from({ length: count }, () => new Client(server, random)) };
}

describe('two people on one board', () => {
  test('[BD14] what one draws the other sees, and a late joiner too', async () => {
    const { server, clients } = aRoom();
    clients[0]!.editor.draw('box', 'rectangle', { strokeColor: '#e03131' });
    await settle(server);
    new Client(server, seeded(2)).paint();
    expect(clients[1]!.editor.visible('box')?.strokeColor).toBe('#e03131');
    expectEqualPictures(server);
  });

  test('[BD3] a concurrent move and recolour are both on both boards', async () => {
    const { server, clients } = aRoom();
    clients[0]!.editor.draw('box', 'rectangle');
    await settle(server);
    clients[0]!.editor.edit('box', { x: 300 });
    clients[1]!.editor.edit('box', { strokeColor: '#e03131' });
    await settle(server);
    for (const { editor } of clients)
      expect(editor.visible('box')).toMatchObject({ x: 300, strokeColor: '#e03131' });
  });

  test('[BD14] an own edit is not replaced while nobody else touches it', async () => {
    const { server, clients } = aRoom();
    clients[0]!.editor.draw('box', 'rectangle');
    const drawn = clients[0]!.editor.visible('box');
    await settle(server);
    clients[0]!.editor.edit('box', { x: 7 });
    await settle(server);
    expect(clients[0]!.editor.visible('box')).toBe(drawn);
    expect(clients[0]!.editor.replaced).toBe(0);
  });

  test('[BD14] what is in one’s hand is not pulled away; the other’s change comes when it is let go', async () => {
    const { server, clients } = aRoom();
    clients[0]!.editor.draw('box', 'rectangle');
    await settle(server);
    clients[0]!.editor.inHand.add('box');
    clients[1]!.editor.edit('box', { x: 900, opacity: 30 });
    await settle(server);
    expect(clients[0]!.editor.visible('box')).toMatchObject({ x: 0, opacity: 100 });
    clients[0]!.editor.edit('box', { x: 50 });
    clients[0]!.editor.inHand.clear();
    await settle(server);
    expect(clients[0]!.editor.visible('box')).toMatchObject({ x: 50, opacity: 30 });
    expectEqualPictures(server);
  });

  test('[BD11] two people drawing on top at once get two layers, the same ones', async () => {
    const { server, clients } = aRoom();
    clients[0]!.editor.draw('left', 'rectangle');
    clients[1]!.editor.draw('right', 'ellipse');
    await settle(server);
    const indices = [...server.scene.values()].map((item) => (item as { index?: unknown }).index);
    expect(new Set(indices).size).toBe(2);
    expectEqualPictures(server);
  });

  test('[BD5] undoing a deletion brings the element back whole', async () => {
    const { server, clients } = aRoom();
    clients[0]!.editor.draw('box', 'rectangle', { x: 33 });
    await settle(server);
    clients[0]!.editor.edit('box', { isDeleted: true });
    await settle(server);
    expect(clients[1]!.editor.shown).toEqual([]);
    clients[0]!.editor.edit('box', { isDeleted: false });
    await settle(server);
    expect(clients[1]!.editor.visible('box')?.x).toBe(33);
    expectEqualPictures(server);
  });

  test('a click without a drag and an empty text are nobody’s business', async () => {
    const { server, clients } = aRoom();
    clients[0]!.editor.draw('dot', 'rectangle', { width: 0, height: 0 });
    clients[0]!.editor.draw('nothing', 'text', { text: '' });
    clients[0]!.editor.draw('web', 'embeddable');
    await settle(server);
    expect(server.log).toEqual([]);
  });

  test('an image is told to others once its file is kept', async () => {
    const { server, clients } = aRoom();
    clients[0]!.editor.draw('cat', 'image', { fileId: 'local-id' });
    await settle(server);
    expect(server.log).toEqual([]);
    clients[0]!.editor.edit('cat', { fileId: 'ab'.repeat(32) });
    await settle(server);
    expect(clients[1]!.editor.visible('cat')?.fileId).toBe('ab'.repeat(32));
  });

  test('a shape dragged to nothing is deleted; a whole scene that vanished comes back', async () => {
    const { server, clients } = aRoom();
    const { editor } = clients[0]!;
    for (const id of ['dot', 'mine']) editor.draw(id, 'rectangle');
    clients[1]!.editor.draw('yours', 'rectangle');
    await settle(server);
    editor.list = editor.list.filter(({ id }) => id !== 'dot');
    await settle(server);
    expect(server.scene.get('dot')?.isDeleted).toBe(true);
    editor.list = [];
    await settle(server);
    expect(editor.shown.map(({ id }) => id).sort()).toEqual(['mine', 'yours']);
    expectEqualPictures(server);
  });
});

describe('strokes', () => {
  test('[BD6] a growing stroke sends each point once', async () => {
    const { server, clients } = aRoom();
    clients[0]!.editor.draw('pen', 'freedraw');
    for (let i = 1; i <= 50; i++) {
      clients[0]!.editor.grow('pen', [i, i]);
      await settle(server);
    }
    expect(clients[1]!.editor.visible('pen')?.points).toHaveLength(51);
    expect(JSON.stringify(server.log.at(-1)).length).toBeLessThan(200);
  });

  test('[BD6] a stroke that someone else reshaped meanwhile is sent whole by its author', async () => {
    const { server, clients } = aRoom();
    const [author, other] = clients as [Client, Client];
    author.editor.draw('pen', 'freedraw');
    author.editor.grow('pen', [1, 1]);
    await settle(server);
    other.editor.edit('pen', { points: [[0, 0]], pressures: [0.5] });
    other.tick();
    other.deliver();
    author.editor.inHand.add('pen');
    for (let i = 2; i < 20; i++) {
      author.editor.grow('pen', [i, i]);
      author.tick();
    }
    await settle(server);
    author.editor.inHand.clear();
    await settle(server);
    expect(server.refused).toContain('stale_append');
    expect(author.editor.visible('pen')?.points).toHaveLength(20);
    expectEqualPictures(server);
  });
});

describe('refusals and faults', () => {
  test('what the board does not take is taken back and said', async () => {
    const { server, clients } = aRoom();
    clients[0]!.editor.draw('far', 'rectangle', { x: 1e9 });
    await settle(server);
    expect(clients[0]!.messages).toHaveLength(1);
    expect(clients[0]!.editor.shown).toEqual([]);
    clients[0]!.editor.draw('near', 'rectangle');
    await settle(server);
    clients[0]!.editor.edit('near', { x: 1e9 });
    await settle(server);
    expect(clients[0]!.editor.visible('near')?.x).toBe(0);
    expectEqualPictures(server);
  });

  test('drawing goes on while disconnected and merges after, in few commands', async () => {
    const { server, clients } = aRoom();
    clients[0]!.editor.draw('box', 'rectangle');
    await settle(server);
    clients[0]!.editor.draw('pen', 'freedraw');
    for (let i = 1; i < 300; i++) {
      clients[0]!.editor.grow('pen', [i, 0]);
      clients[0]!.editor.edit('box', { x: i });
      if (i % 10 === 0) clients[0]!.tick();
    }
    clients[1]!.editor.edit('box', { strokeColor: '#2f9e44' });
    clients[1]!.tick();
    clients[1]!.deliver();
    await settle(server);
    expect(clients[1]!.editor.visible('pen')?.points).toHaveLength(300);
    expect(clients[1]!.editor.visible('box')).toMatchObject({ x: 299, strokeColor: '#2f9e44' });
    expectEqualPictures(server);
  });

  test('a fresh snapshot in the middle of drawing loses nothing', async () => {
    const { server, clients } = aRoom();
    clients[0]!.editor.draw('pen', 'freedraw');
    clients[0]!.editor.grow('pen', [1, 1]);
    clients[0]!.tick();
    clients[0]!.deliver();
    clients[0]!.editor.grow('pen', [2, 2]);
    clients[0]!.tick();
    clients[0]!.adoptSnapshot();
    clients[0]!.paint();
    await settle(server);
    expect(clients[1]!.editor.visible('pen')?.points).toEqual([[0, 0], [1, 1], [2, 2]]); // prettier-ignore
    expectEqualPictures(server);
  });

  test('a scene of 5,000 elements travels in commands below the limit of a message', async () => {
    const { server, clients } = aRoom();
    for (let i = 0; i < 5_000; i++) clients[0]!.editor.list.push(...many(i));
    clients[0]!.tick();
    for (const { deltas } of clients[0]!.outbox)
      expect(JSON.stringify(deltas).length).toBeLessThan(100 * 1024);
    await settle(server);
    expectEqualPictures(server);
  });
});

function many(i: number) {
  const { editor } = new Client(new BoardServer(), seeded(i));
  editor.draw(`e${i}`, 'rectangle', { x: i });
  const index = `c${String(i).padStart(3, '0')}V`;
  return editor.list.map((element) => ({ ...element, index: i < 1_000 ? index : `d${i}V` }));
}

/** One random thing that happens in a room. */
async function happen(random: () => number, clients: Client[], step: number): Promise<void> {
  const pick = <T>(list: readonly T[]): T => list[Math.trunc(random() * list.length)]!;
  const client = pick(clients);
  const { editor } = client;
  const target = editor.shown.length > 0 ? pick(editor.shown) : undefined;
  const things: (() => void | Promise<void>)[] = [
    () => {
      editor.draw(`s${step}`, pick(['rectangle', 'freedraw', 'text', 'arrow']));
      if (editor.visible(`s${step}`)?.type === 'freedraw') editor.grow(`s${step}`, [1, step]);
    },
    () => target && editor.edit(target.id, { x: step, y: Math.trunc(random() * 500) }),
    () => target && editor.edit(target.id, { strokeColor: pick(['#e03131', '#2f9e44', '#1971c2']) }),
    () => target && editor.edit(target.id, { index: `a${pick([...'0123456789'])}${pick([...'GVl'])}` }),
    () => target && editor.edit(target.id, { isDeleted: random() < 0.7 }),
    () => target?.type === 'freedraw' && editor.grow(target.id, [step, step]),
    () =>
      target?.type === 'freedraw' &&
      editor.edit(target.id, {
        points: [
          [0, 0],
          [0, step],
        ],
        pressures: [1, 1],
      }),
    () => target && editor.edit(target.id, { boundElements: [{ id: `a${step % 5}`, type: 'arrow' }] }),
    () => void (target && random() < 0.5 ? editor.inHand.add(target.id) : editor.inHand.clear()),
    () => client.tick(),
    () => client.deliver(),
    () => client.receive(),
    () => client.receive(),
    () => client.paint(),
    () => void (random() < 0.05 && client.adoptSnapshot()),
  ];
  await pick(things)();
}

test('[BD14] any number of people, any edits, any order of arrival: one picture in the end', async () => {
  for (let seed = 0; seed < 300; seed++) {
    const { server, clients } = aRoom(2 + (seed % 3), seed);
    const random = seeded(seed);
    for (let step = 0; step < 250; step++) await happen(random, clients, step);
    for (const client of clients) client.editor.inHand.clear();
    await settle(server);
    await settle(server);
    try {
      expectEqualPictures(server);
    } catch (error) {
      throw new Error(`seed ${seed}`, { cause: error });
    }
  }
}, 60_000);
