// Joining: how many bytes and how long until somebody who opens the room holds its board. As the page does it: the
// snapshot over HTTP, compressed, then the socket from there on.
import { createBrotliDecompress, createGunzip } from 'node:zlib';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { reviveSnapshot } from '#domain/fold.ts';
import type { Snapshot } from '#domain/protocol.ts';
import { elementAt, fill } from './board.ts';
import { median } from './figure.ts';
import type { Figure, Report } from './figure.ts';
import { startSide } from './load/sides.ts';
import type { Running } from './load/sides.ts';
import { talkOurs } from './load/talk-ours.ts';
import type { Heard } from './load/talk.ts';

const sizes = [100, 500, 1_000, 2_000, 5_000];
const runs = 5;

const heard: Heard = {
  drawing: () => undefined,
  pointer: () => undefined,
  refusal: (code) => {
    throw new Error(`refused: ${code}`);
  },
};

export async function benchJoin(): Promise<Report> {
  const running = await startSide('ours', 1);
  const drawer = await talkOurs(running.origin, 0, running.rooms[0]!, 0, heard);
  const rows: number[][] = [];
  let count = 0;
  for (const size of sizes) {
    await fill(drawer, size, count);
    count = size;
    const taken: { ms: number; bytes: number }[] = [];
    for (let run = 0; run < runs; run += 1) {
      // Whoever joins first after a change has it compressed for them.
      drawer.draw([elementAt(count++)], null);
      await new Promise((later) => setTimeout(later, 200));
      taken.push(await join(running, count));
    }
    rows.push([size, median(taken.map(({ ms }) => ms)), median(taken.map(({ bytes }) => bytes)) / 1_000]);
  }
  drawer.wire.close();
  await running.stop();
  const figures = rows
    .filter(([size]) => size === 2_000 || size === 5_000)
    .flatMap(([size, ms, kB]): Figure[] => [
      {
        what: `joining a board of ${size} elements`,
        value: ms!,
        unit: 'ms',
        ...(size === 2_000 && { atMost: 100 }),
      },
      {
        what: `joining a board of ${size} elements, over the wire`,
        value: kB!,
        unit: 'kB',
        ...(size === 2_000 && {
          atMost: 310,
          beside: 'the relay sends it as one message of over 1 MB, which it does not take',
        }),
      },
    ]);
  const plots = [
    { columns: ['until it is there'], unit: 'ms' },
    { columns: ['over the wire'], unit: 'kB' },
  ];
  return {
    figures,
    series: [
      {
        name: 'elements',
        title: 'Joining a board of so many elements',
        columns: ['elements', 'until it is there', 'over the wire'],
        rows,
        plots,
      },
    ],
  };
}

async function join(running: Running, elements: number): Promise<{ ms: number; bytes: number }> {
  const plan = running.rooms[0]!;
  const startedAt = performance.now();
  const { body, bytes } = await snapshotOf(running.origin, plan.id, plan.cookies[1]!);
  const state = reviveSnapshot(JSON.parse(body) as Snapshot);
  const joiner = await talkOurs(running.origin, 1, plan, 1, heard, state.seq);
  const ms = performance.now() - startedAt;
  const down = joiner.wire.bytes.down;
  joiner.wire.close();
  if (state.scene.size !== elements) throw new Error(`${state.scene.size} of ${elements} elements`);
  return { ms, bytes: bytes + down };
}

/** The bytes of the compressed body, and what it says. */
export async function snapshotOf(
  origin: string,
  id: string,
  cookie: string,
): Promise<{ body: string; bytes: number }> {
  const asked = request(`${origin}/api/interviews/${id}/snapshot`, {
    headers: { cookie, 'accept-encoding': 'br, gzip' },
  });
  asked.end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  let bytes = 0;
  response.on('data', (chunk: Buffer) => (bytes += chunk.length));
  const encoding = response.headers['content-encoding'];
  const plain =
    encoding === 'br'
      ? response.pipe(createBrotliDecompress())
      : encoding === 'gzip'
        ? response.pipe(createGunzip())
        : response;
  return { body: await text(plain), bytes };
}
