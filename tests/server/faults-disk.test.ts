// A disk with no room left, for real: what cannot be kept is refused in words, what was acknowledged can be read
// all the while and after a kill, and everything goes on once there is room.
import { afterEach, expect, describe, test } from 'vitest';
import type { Ack, Command } from '#domain/protocol.ts';
import { aCreation } from '../support/board.ts';
import { Guest } from '../support/guest.ts';
import type { Tab } from '../support/tab.ts';
import { ServerProcess } from '../support/server-process.ts';
import { aLimitOnFiles, aSmallFileSystem } from '../support/small-disk.ts';
import type { SmallDisk } from '../support/small-disk.ts';

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** A stroke of some 100 KB. */
const points = Array.from({ length: 6_000 }, (_, i) => [i + 0.25, i + 0.5]);
const stroke = (id: string): Command => ({
  type: 'board.change',
  deltas: [aCreation(id, 'freedraw', { points, pressures: [] })],
});

const box = (id: string): Command => ({ type: 'board.change', deltas: [aCreation(id)] });

/** With long strokes first, then with what is short, until nothing at all can be kept. */
async function drawUntilRefused(tab: Tab, before: number): Promise<{ last: number; refusal: Ack }> {
  let last = before;
  let ack: Ack = { ok: true, seq: last };
  for (const shape of [stroke, box]) {
    for (let i = 0; (ack = await tab.submit(shape(`${shape.name}-${i}`))).ok; i++) last = ack.seq;
  }
  return { last, refusal: ack };
}

async function untilSaved(tab: Tab): Promise<number> {
  for (;;) {
    const ack = await tab.submit({ type: 'chat.send', text: 'there is room again' });
    if (ack.ok) return ack.seq;
    expect(ack.code).toBe('not_saved');
  }
}

const aRefusal = { code: 'not_saved', message: expect.stringContaining('could not save') as string };
const kinds: [string, () => SmallDisk | null][] = [
  ['a small file system', aSmallFileSystem],
  ['a limit on files', aLimitOnFiles],
];

describe.each(kinds)('%s', (_name, open) => {
  test('[RC6] refusals in words, everything acknowledged readable, and on it goes when there is room', async () => {
    const disk = open() ?? aLimitOnFiles();
    closing.push(() => disk.close());
    const server = await new ServerProcess(disk.dataDir, { wrapper: disk.wrapper }).start();
    closing.push(() => server.kill());
    const [ida, carl, eve] = [new Guest(server.origin), new Guest(server.origin), new Guest(server.origin)];
    closing.push(() => [ida, carl].forEach((guest) => guest.leave()));
    const interviewId = await ida.create();
    const { candidate } = await ida.tokens(interviewId);
    const [tab, other] = [await ida.open(interviewId), await ida.open(interviewId)];
    const started = await tab.must({ type: 'interview.start', confirmed: true });
    disk.fill();

    const { last, refusal } = await drawUntilRefused(tab, started);
    expect(refusal).toMatchObject(aRefusal);
    // Nobody was shown what was refused, and a page that loads reads all that was not.
    await other.until(({ state }) => state.seq >= last);
    const snapshot = await ida.get(`/api/interviews/${interviewId}/snapshot`);
    expect([snapshot.status, snapshot.body.seq]).toEqual([200, last]);
    expect((await ida.open(interviewId)).state.scene.size).toBe(tab.state.scene.size);
    // Over HTTP too: a guest, an interview, a seat, an image.
    for (const ask of [
      () => eve.post('/api/interviews', aWish),
      () => ida.post('/api/interviews', aWish),
      () => carl.join(interviewId, candidate, 'Carl'),
      () => ida.ask('POST', `/api/interviews/${interviewId}/files`, anImage, { 'content-type': 'image/png' }),
    ]) {
      const { status, body } = await ask();
      expect([status, body]).toEqual([503, expect.objectContaining(aRefusal)]);
    }

    if (!disk.empty(server.pid)) {
      await server.startBare();
      await Promise.all([tab.join(null), other.join(null)]);
    }
    const seq = await untilSaved(tab);
    expect(seq).toBe(last + 1);
    await other.until(({ state }) => state.seq === seq);
    expect((await carl.join(interviewId, candidate, 'Carl')).status).toBe(200);
    expect((await eve.post('/api/interviews', aWish)).status).toBe(201);

    await server.kill();
    await server.start();
    const back = await ida.open(interviewId);
    expect(back.state.scene.size).toBe(tab.state.scene.size);
    expect(back.state.chat.map(({ text }) => text)).toEqual(['there is room again']);
  }, 90_000);
});

const aWish = {
  ...{ formatId: 'system-design', questionId: 'notification-service', level: 'senior' },
  ...{ role: 'interviewer', name: 'Ida' },
};
/** 1.9 MB that begin as a PNG does. */
const anImage = new Uint8Array(1_900_000);
anImage.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
