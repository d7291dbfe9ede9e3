// Our own client at the wire: joins, draws by deltas, points, and reads what the server sends.
import type { ElementDelta } from '#domain/board.ts';
import { makeDelta } from '#domain/board-delta.ts';
import { protocolVersion } from '#domain/protocol.ts';
import { pointsPerStroke, strokeAt } from './stroke.ts';
import type { Heard, Person, RoomPlan } from './talk.ts';
import { frameOf, openWire } from './wire.ts';

const templates = Array.from({ length: pointsPerStroke }, (_, i): ElementDelta => {
  const [before, after] = [i === 0 ? undefined : strokeAt(0, i - 1), strokeAt(0, i)];
  const delta = makeDelta(before, after, before ? { version: before.version, versionNonce: 0 } : null);
  if (!delta) throw new Error('a stroke that does not grow');
  return delta;
});

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
): Promise<Person> {
  let joined: () => void;
  const hasJoined = new Promise<void>((resolve) => (joined = resolve));
  const wire = await openWire({
    origin,
    path: '/socket.io/?EIO=4&transport=websocket',
    cookie: plan.cookies[nth]!,
    from: `127.0.${1 + (room >> 3)}.${1 + (room & 7)}`,
    frame(_isBinary, payload, send) {
      const text = payload.toString();
      if (text === '2') send(frameOf('3'));
      else if (text.startsWith('0')) send(frameOf('40'));
      else if (text.startsWith('40')) {
        const join = { interviewId: plan.id, lastSeq: null, protocol: protocolVersion };
        send(frameOf(`421${JSON.stringify(['join', join])}`));
      } else if (text.startsWith('431')) joined();
      else if (text.startsWith('43') && text.includes('"ok":false'))
        heard.refusal(/"code":"(\w+)"/.exec(text)?.[1] ?? '');
      else if (text.startsWith('42["entry"')) {
        const [, entries] = JSON.parse(text.slice(2)) as [string, { changes?: { versionNonce: number }[] }[]];
        for (const { changes } of entries)
          for (const { versionNonce } of changes ?? []) heard.drawing(versionNonce - 1);
      } else if (text.startsWith('42["presence"') && text.includes('"pointers"')) heard.pointer();
    },
  });
  await hasJoined;
  let [x, clientSeq] = [0, 0];
  const clientId = `bench-${room}-${nth}-client`;
  const command = (asked: unknown) => {
    clientSeq += 1;
    const message = { clientId, clientSeq, command: asked };
    wire.send(frameOf(`42${clientSeq + 100}${JSON.stringify(['command', message])}`));
  };
  if (nth === 0) command({ type: 'interview.start', confirmed: true });
  return {
    wire,
    tick(update) {
      if (update !== null) command({ type: 'board.change', deltas: [deltaAt(room, update)] });
      x = (x + 7) % 1_000;
      wire.send(frameOf(`42${JSON.stringify(['pointer', { pointer: { x, y: 400, button: 'down' } }])}`));
    },
  };
}
