// How Socket.IO's packets become frames on both ends: as Socket.IO itself writes them, but an event that is nothing
// but bytes goes as one binary frame, without the text frame that would announce it. Given to Socket.IO as `parser`.
// It knows packets and no meaning.

type Packet = { type: number; nsp: string; data?: unknown; id?: number };
type Listener = (packet: Packet) => void;

/** The event whose single argument is the bytes of one frame. */
export const binaryEvent = 'frame';

const [connect, disconnect, event, ack, connectError] = [0, 1, 2, 3, 4];
const reserved = ['connect', 'connect_error', 'disconnect', 'disconnecting', 'newListener', 'removeListener'];

export class Encoder {
  encode({ type, data, id }: Packet): (string | Uint8Array)[] {
    if (type === event && Array.isArray(data) && data[0] === binaryEvent) return [data[1] as Uint8Array];
    return [`${type}${id ?? ''}${data === undefined ? '' : JSON.stringify(data)}`];
  }
}

/** Throws at what is no packet; Socket.IO then ends the connection. */
export class Decoder {
  #listeners: Listener[] = [];

  add(frame: unknown): void {
    const packet =
      typeof frame === 'string' ? packetOf(frame) : { type: event, nsp: '/', data: bytesOf(frame) };
    for (const listener of this.#listeners) listener(packet);
  }

  on(_decoded: 'decoded', listener: Listener): this {
    this.#listeners.push(listener);
    return this;
  }

  off(_decoded: 'decoded', listener: Listener): this {
    this.#listeners = this.#listeners.filter((other) => other !== listener);
    return this;
  }

  removeListener(decoded: 'decoded', listener: Listener): this {
    return this.off(decoded, listener);
  }

  /** Holds nothing between two frames. */
  destroy(): void {}
}

function bytesOf(frame: unknown): [string, Uint8Array] {
  if (frame instanceof Uint8Array) return [binaryEvent, frame];
  if (frame instanceof ArrayBuffer) return [binaryEvent, new Uint8Array(frame)];
  throw new Error('neither text nor bytes');
}

function packetOf(frame: string): Packet {
  const [, digit = '', id = '', json = ''] = /^([0-4])(\d{0,15})([\s\S]*)$/.exec(frame) ?? [];
  if (digit === '') throw new Error('no packet');
  const type = Number(digit);
  const data: unknown = json === '' ? undefined : JSON.parse(json);
  if (!isFitting(type, data)) throw new Error('no packet of this type');
  return { type, nsp: '/', ...(data !== undefined && { data }), ...(id !== '' && { id: Number(id) }) };
}

function isFitting(type: number, data: unknown): boolean {
  switch (type) {
    case connect:
      return data === undefined || (typeof data === 'object' && data !== null && !Array.isArray(data));
    case disconnect:
      return data === undefined;
    case event:
      return Array.isArray(data) && typeof data[0] === 'string' && !isForbidden(data[0]);
    case ack:
      return Array.isArray(data);
    case connectError:
      return typeof data === 'string' || (typeof data === 'object' && data !== null);
    default:
      return false;
  }
}

/** Bytes come as bytes; the rest are Socket.IO's own words. */
const isForbidden = (name: string): boolean => name === binaryEvent || reserved.includes(name);
