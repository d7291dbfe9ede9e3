import { describe, expect, test } from 'vitest';
import { aRoom, BoardServer, Client, pictureOf, seeded, settle, truth } from '../support/board-room.ts';

function expectEqualPictures(server: BoardServer, clients: readonly Client[]): void {
  for (const client of clients) expect(pictureOf(client.editor.list)).toEqual(truth(server));
}

describe('two people on one board', () => {
  test('[BD14] what one draws the other sees, and a late joiner too', async () => {
    const { server, clients } = aRoom();
    clients[0]!.editor.draw('box', 'rectangle', { strokeColor: '#e03131' });
    await settle(server, clients);
    const joiner = new Client(server, seeded(2));
    expect(clients[1]!.editor.visible('box')?.strokeColor).toBe('#e03131');
    expectEqualPictures(server, [...clients, joiner]);
  });

  test('[BD3] a concurrent move and recolour are both on both boards', async () => {
    const { server, clients } = aRoom();
    clients[0]!.editor.draw('box', 'rectangle');
    await settle(server, clients);
    clients[0]!.editor.edit('box', { x: 300 });
    clients[1]!.editor.edit('box', { strokeColor: '#e03131' });
    await settle(server, clients);
    for (const { editor } of clients)
      expect(editor.visible('box')).toMatchObject({ x: 300, strokeColor: '#e03131' });
  });

  test('[BD14] an own edit is not replaced while nobody else touches it', async () => {
    const { server, clients } = aRoom();
    clients[0]!.editor.draw('box', 'rectangle');
    const drawn = clients[0]!.editor.visible('box');
    await settle(server, clients);
    clients[0]!.editor.edit('box', { x: 7 });
    await settle(server, clients);
    expect(clients[0]!.editor.visible('box')).toBe(drawn);
    expect(clients[0]!.editor.replaced).toBe(0);
  });

  test('[BD14] what is in one’s hand is not pulled away; the other’s change comes when it is let go', async () => {
    const { server, clients } = aRoom();
    clients[0]!.editor.draw('box', 'rectangle');
    await settle(server, clients);
    clients[0]!.editor.inHand.add('box');
    clients[1]!.editor.edit('box', { x: 900, opacity: 30 });
    await settle(server, clients);
    expect(clients[0]!.editor.visible('box')).toMatchObject({ x: 0, opacity: 100 });
    clients[0]!.editor.edit('box', { x: 50 });
    clients[0]!.editor.inHand.clear();
    await settle(server, clients);
    expect(clients[0]!.editor.visible('box')).toMatchObject({ x: 50, opacity: 30 });
    expectEqualPictures(server, clients);
  });

  test('[BD11] two people drawing on top at once get two layers, the same ones', async () => {
    const { server, clients } = aRoom();
    clients[0]!.editor.draw('left', 'rectangle');
    clients[1]!.editor.draw('right', 'ellipse');
    await settle(server, clients);
    const indices = [...server.scene.values()].map((item) => (item as { index?: unknown }).index);
    expect(new Set(indices).size).toBe(2);
    expectEqualPictures(server, clients);
  });

  test('[BD5] undoing a deletion brings the element back whole', async () => {
    const { server, clients } = aRoom();
    clients[0]!.editor.draw('box', 'rectangle', { x: 33 });
    await settle(server, clients);
    clients[0]!.editor.edit('box', { isDeleted: true });
    await settle(server, clients);
    expect(clients[1]!.editor.shown).toEqual([]);
    clients[0]!.editor.edit('box', { isDeleted: false });
    await settle(server, clients);
    expect(clients[1]!.editor.visible('box')?.x).toBe(33);
    expectEqualPictures(server, clients);
  });

  test('a click without a drag and an empty text are nobody’s business', async () => {
    const { server, clients } = aRoom();
    clients[0]!.editor.draw('dot', 'rectangle', { width: 0, height: 0 });
    clients[0]!.editor.draw('nothing', 'text', { text: '' });
    clients[0]!.editor.draw('web', 'embeddable');
    await settle(server, clients);
    expect(server.log).toEqual([]);
  });

  test('an image is told to others once its file is kept', async () => {
    const { server, clients } = aRoom();
    clients[0]!.editor.draw('cat', 'image', { fileId: 'local-id' });
    await settle(server, clients);
    expect(server.log).toEqual([]);
    clients[0]!.editor.edit('cat', { fileId: 'ab'.repeat(32) });
    await settle(server, clients);
    expect(clients[1]!.editor.visible('cat')?.fileId).toBe('ab'.repeat(32));
  });

  test('a shape dragged to nothing is deleted; a whole scene that vanished comes back', async () => {
    const { server, clients } = aRoom();
    const { editor } = clients[0]!;
    for (const id of ['dot', 'mine']) editor.draw(id, 'rectangle');
    clients[1]!.editor.draw('yours', 'rectangle');
    await settle(server, clients);
    editor.list = editor.list.filter(({ id }) => id !== 'dot');
    await settle(server, clients);
    expect(server.scene.get('dot')?.isDeleted).toBe(true);
    editor.list = [];
    await settle(server, clients);
    expect(editor.shown.map(({ id }) => id).sort()).toEqual(['mine', 'yours']);
    expectEqualPictures(server, clients);
  });
});

describe('strokes', () => {
  test('[BD6] a growing stroke sends each point once', async () => {
    const { server, clients } = aRoom();
    clients[0]!.editor.draw('pen', 'freedraw');
    for (let i = 1; i <= 50; i++) {
      clients[0]!.editor.grow('pen', [i, i]);
      await settle(server, clients);
    }
    expect(clients[1]!.editor.visible('pen')?.points).toHaveLength(51);
    expect(JSON.stringify(server.log.at(-1)).length).toBeLessThan(200);
  });

  test('[BD6] a stroke that someone else reshaped meanwhile is sent whole by its author', async () => {
    const { server, clients } = aRoom();
    const [author, other] = clients as [Client, Client];
    author.editor.draw('pen', 'freedraw');
    author.editor.grow('pen', [1, 1]);
    await settle(server, clients);
    other.editor.edit('pen', { points: [[0, 0]], pressures: [0.5] });
    other.tick();
    other.deliver();
    author.editor.inHand.add('pen');
    for (let i = 2; i < 20; i++) {
      author.editor.grow('pen', [i, i]);
      author.tick();
    }
    await settle(server, clients);
    author.editor.inHand.clear();
    await settle(server, clients);
    expect(server.refused).toContain('stale_append');
    expect(author.editor.visible('pen')?.points).toHaveLength(20);
    expectEqualPictures(server, clients);
  });
});

describe('refusals and faults', () => {
  test('what the board does not take is taken back and said', async () => {
    const { server, clients } = aRoom();
    clients[0]!.editor.draw('far', 'rectangle', { x: 1e9 });
    await settle(server, clients);
    expect(clients[0]!.messages).toHaveLength(1);
    expect(clients[0]!.editor.shown).toEqual([]);
    clients[0]!.editor.draw('near', 'rectangle');
    await settle(server, clients);
    clients[0]!.editor.edit('near', { x: 1e9 });
    await settle(server, clients);
    expect(clients[0]!.editor.visible('near')?.x).toBe(0);
    expectEqualPictures(server, clients);
  });

  test('[BD10] what no message can carry is never sent, and said', async () => {
    const { server, clients } = aRoom();
    const [author] = clients as [Client, Client];
    author.editor.draw('near', 'rectangle');
    const points = Array.from({ length: 20_000 }, (_, i) => [i + 0.123456789, 0]);
    author.editor.draw('line', 'line', { points });
    author.tick();
    expect(author.outbox.map(({ deltas }) => deltas.map(({ id }) => id))).toEqual([['near']]);
    await settle(server, clients);
    expect(author.messages).toHaveLength(1);
    expect(author.editor.shown.map(({ id }) => id)).toEqual(['near']);
    expectEqualPictures(server, clients);
  });

  test('[BD11] an index above which there is no short one keeps nobody from drawing', async () => {
    const { server, clients } = aRoom();
    clients[0]!.editor.draw('bomb', 'rectangle', {});
    clients[0]!.editor.edit('bomb', { index: `y${'z'.repeat(62)}V` });
    await settle(server, clients);
    for (const id of ['one', 'two', 'three']) {
      for (const [i, { editor }] of clients.entries()) editor.draw(`${id}${i}`, 'rectangle');
      await settle(server, clients);
    }
    expect(clients[1]!.editor.shown).toHaveLength(7);
    expect(server.refused).toEqual([]);
    expect(server.log.length).toBeLessThan(12);
    expectEqualPictures(server, clients);
    clients[1]!.editor.draw('late', 'rectangle');
    clients[1]!.editor.edit('one0', { x: 77 });
    await settle(server, clients);
    expect(clients[0]!.editor.visible('one0')?.x).toBe(77);
    expectEqualPictures(server, clients);
  });

  test('[BD12] many edits between two looks at the wire are one command', async () => {
    const { server, clients } = aRoom();
    const [author, other] = clients as [Client, Client];
    author.editor.draw('box', 'rectangle');
    other.editor.draw('theirs', 'rectangle');
    await settle(server, clients);
    const before = server.log.length;
    for (let i = 1; i <= 20; i++) {
      other.editor.edit('theirs', { x: i });
      other.tick();
      other.deliver();
      await author.receive();
      author.editor.edit('box', { x: i });
      author.paint();
    }
    await settle(server, clients);
    expect(server.log.length - before).toBe(21);
    expectEqualPictures(server, clients);
  });

  test('drawing goes on while disconnected and merges after, in few commands', async () => {
    const { server, clients } = aRoom();
    clients[0]!.editor.draw('box', 'rectangle');
    await settle(server, clients);
    clients[0]!.editor.draw('pen', 'freedraw');
    for (let i = 1; i < 300; i++) {
      clients[0]!.editor.grow('pen', [i, 0]);
      clients[0]!.editor.edit('box', { x: i });
      if (i % 10 === 0) clients[0]!.tick();
    }
    clients[1]!.editor.edit('box', { strokeColor: '#2f9e44' });
    clients[1]!.tick();
    clients[1]!.deliver();
    await settle(server, clients);
    expect(clients[1]!.editor.visible('pen')?.points).toHaveLength(300);
    expect(clients[1]!.editor.visible('box')).toMatchObject({ x: 299, strokeColor: '#2f9e44' });
    expectEqualPictures(server, clients);
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
    await settle(server, clients);
    expect(clients[1]!.editor.visible('pen')?.points).toEqual([[0, 0], [1, 1], [2, 2]]); // prettier-ignore
    expectEqualPictures(server, clients);
  });

  test('a scene of 5,000 elements travels in commands below the limit of a message', async () => {
    const { server, clients } = aRoom();
    for (let i = 0; i < 5_000; i++) clients[0]!.editor.list.push(...many(i));
    clients[0]!.tick();
    for (const { deltas } of clients[0]!.outbox)
      expect(JSON.stringify(deltas).length).toBeLessThan(100 * 1024);
    await settle(server, clients);
    expectEqualPictures(server, clients);
  });
});

function many(i: number) {
  const { editor } = new Client(new BoardServer(), seeded(i));
  editor.draw(`e${i}`, 'rectangle', { x: i });
  const index = `c${String(i).padStart(3, '0')}V`;
  return editor.list.map((element) => ({ ...element, index: i < 1_000 ? index : `d${i}V` }));
}
