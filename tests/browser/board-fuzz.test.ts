import { expect, test } from 'vitest';
import { aRoom, pictureOf, seeded, settle, truth } from '../support/board-room.ts';
import type { Client } from '../support/board-room.ts';

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
    () => void (target && random() < 0.1 && editor.edit(target.id, { index: `y${'z'.repeat(62)}V` })),
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
    await settle(server, clients);
    await settle(server, clients);
    try {
      for (const { editor } of clients) expect(pictureOf(editor.list)).toEqual(truth(server));
    } catch (error) {
      throw new Error(`seed ${seed}`, { cause: error });
    }
  }
}, 60_000);
