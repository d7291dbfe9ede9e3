// Our own client at the wire: joins, draws by deltas with the pointer in the same frame, and reads what it is sent.
import type { ElementDelta } from '#domain/board.ts';
import { makeDelta } from '#domain/board-delta.ts';
import { protocolVersion } from '#domain/protocol.ts';
import { UpdateReader } from '#domain/wire-update.ts';
import { MoveWriter } from '#domain/wire.ts';
import type { Update } from '#domain/wire-update.ts';
import { pointsPerStroke, strokeAt } from './stroke.ts';
import type { Heard, Person, RoomPlan } from './talk.ts';
import { frameOf, openWire } from './wire.ts';

const templates = Array.from({ length: pointsPerStroke }, (_, i): ElementDelta => {
  const [before, after] = [i === 0 ? undefined : strokeAt(0, i - 1), strokeAt(0, i)];
  const delta = makeDelta(before, after, before ? { version: before.version, versionNonce: 0 } : null);
  if (!delta) throw new Error('a stroke that does not grow');
  return delta;
});

/** What the editor's change to `update` comes to; an update's nonce is its number and one. */
function deltaAt(room: number, update: number): ElementDelta {
  const template = templates[update % pointsPerStroke]!;
  const id = `${room}-${Math.floor(update / pointsPerStroke)}-stroke-of-bench`;
  const base = template.base && { version: template.base.version, versionNonce: update };
  return { ...template, id, base, versionNonce: update + 1 };
}

export async function talkOurs(
  origin: string,
  room: number,
  plan: RoomPlan,
  nth: number,
  heard: Heard,
  lastSeq: number | null = null,
): Promise<Person & { draw: (deltas: ElementDelta[], pointer: { x: number; y: number } | null) => void }> {
  let joined: () => void;
  const hasJoined = new Promise<void>((resolve) => (joined = resolve));
  const [writer, reader] = [new MoveWriter(), new UpdateReader()];
  const wire = await openWire({
    origin,
    path: '/socket.io/?EIO=4&transport=websocket',
    cookie: plan.cookies[nth]!,
    from: addressOf(nth < 2 ? room : 1_000 + nth),
    frame(isBinary, payload, send) {
      if (isBinary) return hear(reader.read(payload), heard);
      const text = payload.toString();
      if (text === '2') send(frameOf('3'));
      else if (text.startsWith('0')) send(frameOf('40'));
      else if (text.startsWith('40')) {
        const join = { interviewId: plan.id, lastSeq, protocol: protocolVersion };
        send(frameOf(`421${JSON.stringify(['join', join])}`));
      } else if (text.startsWith('431')) joined();
    },
  });
  await hasJoined;
  const clientId = `bench-${room}-${nth}-client`;
  let [x, clientSeq] = [0, 0];
  if (nth === 0 && lastSeq === null) {
    const start = { clientId, clientSeq: ++clientSeq, command: { type: 'interview.start', confirmed: true } };
    wire.send(frameOf(`42${JSON.stringify(['command', start])}`));
  }
  const move = (deltas: ElementDelta[] | null, pointer: { x: number; y: number } | null) => {
    const draw = deltas && { clientId, clientSeq: ++clientSeq, deltas };
    const pointing = pointer && { pointer: { ...pointer, button: 'down' as const } };
    wire.send(frameOf(writer.write({ ...(pointing && { pointing }), ...(draw && { draw }) })!));
  };
  return {
    wire,
    draw: move,
    tick(update) {
      x = (x + 7) % 1_000;
      move(update === null ? null : [deltaAt(room, update)], { x, y: 400 });
    },
  };
}

/** Guests of many places: so many connections come from one address and no more. */
const addressOf = (nth: number) => `127.0.${1 + (nth >> 3)}.${1 + (nth & 7)}`;

function hear(update: Update | null, heard: Heard): void {
  if (!update) throw new Error('a frame that cannot be read');
  for (const entry of update.entries ?? []) {
    if ('sealed' in entry || entry.type !== 'board.changed') continue;
    for (const { versionNonce } of entry.changes) heard.drawing(versionNonce - 1);
  }
  if (update.pointers) heard.pointer();
  for (const { ack } of update.answers ?? []) if (!ack.ok) heard.refusal(ack.code);
}
