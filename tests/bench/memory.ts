// What a room costs in memory while people are in it, and after everyone left: the heap after a collection, with what
// lies beside it. The machine's own count (RSS) is no measure, because a heap that shrinks keeps its pages.
import { fill, pause } from './board.ts';
import type { Report } from './figure.ts';
import { startSide } from './load/sides.ts';
import { talkOurs } from './load/talk-ours.ts';
import type { Heard } from './load/talk.ts';

const rooms = 40;
const elements = 500;
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
  const running = await startSide('ours', rooms + 1);
  const open = async (room: number) => {
    const plan = running.rooms[room]!;
    const [drawer, peer] = [
      await talkOurs(running.origin, room, plan, 0, heard),
      await talkOurs(running.origin, room, plan, 1, heard),
    ];
    await fill(drawer, elements);
    return () => [drawer, peer].forEach(({ wire }) => wire.close());
  };
  // The first room brings along what all others use.
  const leaveFirst = await open(rooms);
  leaveFirst();
  await pause(lingerMs);
  const idle = await running.memory();
  const leave = await Promise.all(Array.from({ length: rooms }, (_, room) => open(room)));
  const inUse = await running.memory();
  leave.forEach((one) => one());
  await pause(lingerMs);
  const after = await running.memory();
  const kB = (bytes: number) => bytes / 1_000;
  await running.stop();
  return {
    figures: [
      {
        what: `memory of a room (2 people, ${elements} elements)`,
        value: kB(inUse - idle) / rooms,
        unit: 'kB',
        atMost: 300,
        beside: `${rooms} rooms, above an idle heap of ${(idle / 1e6).toFixed(1)} MB`,
      },
      {
        what: 'the same a minute after everyone left',
        value: kB(after - idle) / rooms,
        unit: 'kB',
        atMost: 10,
      },
    ],
  };
}
