// What a drawing weighs on the wire: up from who draws and down to one peer, all bytes of the WebSockets counted. The
// deltas are made by the board's own client from an editor that is drawn in, and travel at 30 a second.
import type { ElementDelta } from '#domain/board.ts';
import { aRoom } from '../support/board-room.ts';
import type { Figure, Report } from './figure.ts';
import { startSide } from './load/sides.ts';
import { strokeOf } from './load/stroke.ts';
import { talkOurs } from './load/talk-ours.ts';
import type { Heard } from './load/talk.ts';
import { talkRelay } from './load/talk-relay.ts';

const perSecond = 30;
const penPoints = 200;
const dragUpdates = 60;

/** What the board's client asks after each of `updates` hand movements. */
async function asked(
  before: (draw: Drawing) => void,
  step: (draw: Drawing, i: number) => void,
  updates: number,
) {
  const { server, clients } = aRoom(1);
  const [client] = clients as [Drawing];
  const commands: ElementDelta[][] = [];
  const move = async (work: () => void) => {
    work();
    client.tick();
    for (const { deltas } of client.outbox) commands.push(deltas);
    while (client.outbox.length > 0) client.deliver();
    while (client.inbox.length > 0) await client.receive();
    client.paint();
  };
  await move(() => before(client));
  const first = commands.length;
  for (let i = 0; i < updates; i += 1) await move(() => step(client, i));
  if (server.refused.length > 0) throw new Error(`refused: ${server.refused.join()}`);
  return { made: commands.slice(0, first), drawn: commands.slice(first) };
}
type Drawing = ReturnType<typeof aRoom>['clients'][number];

/** As a mouse draws: no pressure. `zoom` other than 1 makes fractions of whole pixels. */
const aStroke = (zoom: number) =>
  asked(
    () => undefined,
    (client, i) => {
      const points = (strokeOf('pen', i + 1, 1).points as [number, number][]).map(([x, y]) => [
        x / zoom,
        y / zoom,
      ]);
      const [width, height] = [0, 1].map(
        (axis) => Math.max(...points.map((p) => p[axis]!)) - Math.min(...points.map((p) => p[axis]!)),
      );
      if (i === 0)
        client.editor.draw('a-stroke-of-21-letters', 'freedraw', {
          points,
          pressures: [],
          simulatePressure: true,
          width,
          height,
        });
      else client.editor.edit('a-stroke-of-21-letters', { points, width, height });
    },
    penPoints,
  );

const aDrag = (zoom: number) =>
  asked(
    (client) =>
      client.editor.draw('a-box-of-21-letters--', 'rectangle', { x: 100, y: 100, width: 160, height: 90 }),
    (client, i) =>
      client.editor.edit('a-box-of-21-letters--', { x: 100 + (i * 7) / zoom, y: 100 + (i * 3) / zoom }),
    dragUpdates,
  );

const heard: Heard = {
  drawing: () => undefined,
  pointer: () => undefined,
  refusal(code) {
    throw new Error(`refused: ${code}`);
  },
};

type Weight = { up: number; down: number; back: number };

async function ours(drawing: Awaited<ReturnType<typeof asked>>, isPointing: boolean): Promise<Weight> {
  const running = await startSide('ours', 1);
  const [author, peer] = [
    await talkOurs(running.origin, 0, running.rooms[0]!, 0, heard),
    await talkOurs(running.origin, 0, running.rooms[0]!, 1, heard),
  ];
  await pause(500);
  for (const deltas of drawing.made) author.draw(deltas, null);
  await pause(500);
  const before = [author, peer].map(({ wire }) => ({ ...wire.bytes }));
  for (const [i, deltas] of drawing.drawn.entries()) {
    author.draw(deltas, isPointing ? { x: 100 + i, y: 200 + i } : null);
    await pause(1_000 / perSecond);
  }
  await pause(500);
  const [own, other] = [author, peer].map(({ wire }, i) => ({
    up: wire.bytes.up - before[i]!.up,
    down: wire.bytes.down - before[i]!.down,
  }));
  for (const { wire } of [author, peer]) wire.close();
  await running.stop();
  return { up: own!.up, down: other!.down, back: own!.down };
}

/** The same as whole elements through the relay. */
async function whole(elementAt: (i: number) => object, updates: number): Promise<number> {
  const running = await startSide('relay', 1);
  const [author, peer] = [
    await talkRelay(running.origin, 0, running.rooms[0]!, 0, heard),
    await talkRelay(running.origin, 0, running.rooms[0]!, 1, heard),
  ];
  const [up, down] = [author.wire.bytes.up, peer.wire.bytes.down];
  for (let i = 0; i < updates; i += 1) {
    author.draw([elementAt(i)], i);
    await pause(1_000 / perSecond);
  }
  await pause(300);
  const bytes = author.wire.bytes.up - up + (peer.wire.bytes.down - down);
  for (const { wire } of [author, peer]) wire.close();
  await running.stop();
  return bytes;
}

/** The same deltas as JSON events, an answer and an entry each, as the wire was before it had short frames. */
function asJson({ drawn }: Awaited<ReturnType<typeof asked>>): number {
  const ids = { clientId: 'bench-client-of-22-abc', by: 'a-participant-of-22-ab' };
  return drawn.reduce((sum, deltas, i) => {
    const command = { clientId: ids.clientId, clientSeq: i + 1, command: { type: 'board.change', deltas } };
    const up = `42${i}${JSON.stringify(['command', command])}`.length;
    const changes = deltas.map(({ base: _base, wasBound: _wasBound, append, ...rest }) => ({
      ...rest,
      ...(append && { append: { points: append.points } }),
    }));
    const entry = {
      type: 'board.changed',
      changes,
      at: 1_700_000_000_000 + i,
      ...ids,
      clientSeq: i + 1,
      seq: i + 9,
    };
    return sum + up + 8 + `42${JSON.stringify(['entry', [entry]])}`.length + 4;
  }, 0);
}

export async function benchBytes(): Promise<Report> {
  const [stroke, drag] = [await aStroke(1), await aDrag(1)];
  const box = {
    ...strokeOf('a-box-of-21-letters--', 1, 1),
    type: 'rectangle',
    points: undefined,
    pressures: undefined,
  };
  const figures: Figure[] = [];
  const add = async (what: string, drawing: typeof stroke, isPointing: boolean, more: Partial<Figure>) => {
    const { up, down, back } = await ours(drawing, isPointing);
    const kB = (bytes: number) => (bytes / 1_000).toFixed(1);
    figures.push({
      what,
      value: (up + down) / 1_000,
      unit: 'kB',
      ...more,
      beside: `up ${kB(up)}, down ${kB(down)}, back to the author ${kB(back)}${more.beside ?? ''}`,
    });
  };
  const kB = (bytes: number) => (bytes / 1_000).toFixed(0);
  const penWhole = await whole((i) => strokeOf('a-stroke-of-21-letters', i + 1, i), penPoints);
  const dragWhole = await whole((i) => ({ ...box, x: i * 7, version: i }), dragUpdates);
  await add('a pen stroke of 200 points', stroke, false, {
    atMost: 33,
    beside: `; JSON deltas ${kB(asJson(stroke))}, whole elements ${kB(penWhole)}`,
  });
  await add('the same with the pointer', stroke, true, { atMost: 33 });
  await add('the same at a zoom of 110 %', await aStroke(1.1), false, { atMost: 33 });
  await add('dragging a rectangle for 2 s', drag, false, {
    atMost: 15,
    beside: `; JSON deltas ${kB(asJson(drag))}, whole elements ${kB(dragWhole)}`,
  });
  await add('the same with the pointer', drag, true, { atMost: 15 });
  await add('the same at a zoom of 110 %', await aDrag(1.1), false, { atMost: 15 });
  return { figures };
}

const pause = (ms: number) => new Promise((later) => setTimeout(later, ms));
