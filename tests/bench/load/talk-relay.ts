// A whiteboard that sends whole elements, as JSON in a binary payload beside an initialisation vector; its pointers
// are volatile. The payload is not encrypted here, which spares the generator and changes no byte for the relay.
import { strokeAt } from './stroke.ts';
import type { Heard, Person, RoomPlan } from './talk.ts';
import { frameOf, openWire } from './wire.ts';

const drawingMark = 1;
const pointerMark = 2;

export async function talkRelay(
  origin: string,
  room: number,
  plan: RoomPlan,
  nth: number,
  heard: Heard,
): Promise<Person & { draw: (elements: readonly object[], update: number) => void }> {
  let joined: () => void;
  const hasJoined = new Promise<void>((resolve) => (joined = resolve));
  const wire = await openWire({
    origin,
    path: '/socket.io/?EIO=4&transport=websocket',
    from: `127.0.${1 + (room >> 7)}.${1 + (room & 127)}`,
    frame(isBinary, payload, send) {
      if (isBinary) {
        // Of the two attachments only the vector is read: it says what the other holds.
        if (payload.length === 12 && payload[0] === drawingMark) heard.drawing(payload.readUInt32LE(4));
        else if (payload.length === 12 && payload[0] === pointerMark) heard.pointer();
      } else if (payload[0] === 50) send(frameOf('3'));
      else if (payload[0] === 48) send(frameOf('40'));
      else if (payload[0] === 52 && payload[1] === 48) send(frameOf(`420["join-room","${plan.id}"]`));
      else if (payload[0] === 52 && payload[1] === 51) joined();
    },
  });
  await hasJoined;
  const send = (event: string, mark: number, stamp: number, message: unknown) => {
    const vector = Buffer.alloc(12);
    vector[0] = mark;
    vector.writeUInt32LE(stamp, 4);
    const head = `452-["${event}","${plan.id}",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]`;
    const body = Buffer.from(JSON.stringify(message));
    wire.send(Buffer.concat([frameOf(head), frameOf(body), frameOf(vector)]));
  };
  const draw = (elements: readonly object[], update: number) =>
    send('server-broadcast', drawingMark, update, { type: 'SCENE_UPDATE', payload: { elements } });
  let x = 0;
  return {
    wire,
    draw,
    tick(update) {
      if (update !== null) draw([strokeAt(room, update)], update);
      x = (x + 7) % 1_000;
      send('server-volatile-broadcast', pointerMark, 0, {
        type: 'MOUSE_LOCATION',
        payload: {
          socketId: `${plan.id}-${nth}`,
          pointer: { x, y: 400, tool: 'pointer' },
          button: 'down',
          selectedElementIds: {},
          username: nth === 0 ? 'Ida' : 'Carl',
        },
      });
    },
  };
}
