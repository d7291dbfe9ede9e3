// What a room costs in memory while people are in it, and after everyone left: the heap after a collection, with what
// lies beside it. The machine's own count (RSS) is no measure, because a heap that shrinks keeps its pages.
import type { ElementDelta } from '#domain/board.ts';
import { boxAt, elementAt, fill, pause } from './board.ts';
import type { Report } from './figure.ts';
import { startSide } from './load/sides.ts';
import { talkOurs } from './load/talk-ours.ts';
import type { Heard } from './load/talk.ts';

/** The first few bring along what all others use. */
const [few, some, all] = [10, 30, 50];
const elements = 500;
const updates = 600;
/** Rooms nobody is in are kept for a minute. */
const lingerMs = 66_000;

const heard: Heard = {
  drawing: () => undefined,
  pointer: () => undefined,
  refusal: (code) => {
    throw new Error(`refused: ${code}`);
  },
};

export async function benchMemory(): Promise<Report> {
  const running = await startSide('ours', all);
  const open = async (room: number, shapeAt: typeof elementAt) => {
    const plan = running.rooms[room]!;
    const [drawer, peer] = [
      await talkOurs(running.origin, room, plan, 0, heard),
      await talkOurs(running.origin, room, plan, 1, heard),
    ];
    await fill(drawer, elements, 0, shapeAt);
    // What was drawn last is at hand for whoever was away: by then these are small changes.
    for (let update = 0; update < updates; update += 1) {
      drawer.draw([moveOf(shapeAt, update)], null);
      await pause(25);
    }
    return () => [drawer, peer].forEach(({ wire }) => wire.close());
  };
  const openAll = async (from: number, to: number, shapeAt: typeof elementAt) =>
    Promise.all(Array.from({ length: to - from }, (_, i) => open(from + i, shapeAt)));
  const leaveAll = async (open: (() => void)[]) => {
    open.forEach((leave) => leave());
    await pause(lingerMs);
    return running.memory();
  };
  const idle = await leaveAll(await openAll(0, few, boxAt));
  const first = await openAll(0, few, boxAt);
  const withFew = await running.memory();
  const boxes = await openAll(few, some, boxAt);
  const withSome = await running.memory();
  const mixed = await openAll(some, all, elementAt);
  const withAll = await running.memory();
  const after = await leaveAll([...first, ...boxes, ...mixed]);
  const kB = (bytes: number) => bytes / 1_000;
  await running.stop();
  return {
    figures: [
      {
        what: `memory of a room (2 people, ${elements} boxes)`,
        value: kB(withSome - withFew) / (some - few),
        unit: 'kB',
        atMost: 300,
        beside: `above an idle heap of ${(idle / 1e6).toFixed(1)} MB`,
      },
      {
        what: 'the same with labels, arrows and strokes among them',
        value: kB(withAll - withSome) / (all - some),
        unit: 'kB',
      },
      {
        what: 'the same a minute after everyone left',
        value: kB(after - idle) / all,
        unit: 'kB',
        atMost: 10,
      },
    ],
  };
}

/** The boxes of the board, moved one after the other. */
function moveOf(shapeAt: typeof elementAt, update: number): ElementDelta {
  const { id, version, versionNonce, props } = shapeAt((update * 20) % elements);
  const round = Math.floor((update * 20) / elements);
  const base = round === 0 ? { version, versionNonce } : { version: version + round, versionNonce: round };
  const { width, height, angle } = props;
  const moved = { x: 100 + update, y: 200.25 + update, width, height, angle };
  return { id, base, version: base.version + 1, versionNonce: round + 1, props: moved };
}
