// WebSockets at the price of a TCP socket: the load generator must not be the slowest part of what it measures.
// Client frames carry the mask 0, which leaves the bytes as they are and is valid. No fragments, no extensions.
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { randomBytes } from 'node:crypto';

export type Wire = {
  send: (frames: Uint8Array) => void;
  close: () => void;
  /** Bytes so far, TCP payload in each direction. */
  bytes: { up: number; down: number };
};

export type WireWish = {
  origin: string;
  path: string;
  cookie?: string;
  /** Where the connection comes from: any 127.x.y.z is this machine. */
  from?: string;
  frame: (isBinary: boolean, payload: Buffer, send: (frames: Uint8Array) => void) => void;
  closed?: () => void;
};

const nothing = Buffer.alloc(0);
const headEnd = Buffer.from('\r\n\r\n');

/** Opens a WebSocket; resolves after the server's handshake. */
export function openWire({ origin, path, cookie, from, frame, closed }: WireWish): Promise<Wire> {
  const { hostname, port, host } = new URL(origin);
  const wire = { bytes: { up: 0, down: 0 } };
  return new Promise((resolve, reject) => {
    let held: Buffer = nothing;
    let isOpen = false;
    const take = (chunk: Buffer): void => {
      wire.bytes.down += chunk.length;
      held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      if (!isOpen) {
        const end = held.indexOf(headEnd);
        if (end < 0) return;
        if (!held.subarray(0, 12).toString().includes(' 101')) return fail(held.toString().slice(0, 200));
        isOpen = true;
        held = held.subarray(end + 4);
        resolve({ ...wire, send, close: () => socket.destroy() });
      }
      const left = readFrames(held, (isBinary, payload) => frame(isBinary, payload, send));
      held = left.length === 0 ? nothing : Buffer.from(left);
    };
    const socket: Socket = connect({
      host: hostname,
      port: Number(port),
      ...(from && { localAddress: from }),
      noDelay: true,
      // One buffer for all reads: what is left over of a frame is copied by `take`.
      onread: {
        buffer: Buffer.alloc(64 * 1024),
        callback(size, buffer) {
          take(Buffer.from(buffer.buffer, buffer.byteOffset, size));
          return true;
        },
      },
    });
    const fail = (why: string) => {
      socket.destroy();
      reject(new Error(`no WebSocket at ${origin}${path}: ${why}`));
    };
    const send = (frames: Uint8Array) => {
      wire.bytes.up += frames.length;
      socket.write(frames);
    };
    socket.on('error', (error) => fail(error.message));
    socket.on('close', () => closed?.());
    socket.write(
      [
        ...[`GET ${path} HTTP/1.1`, `Host: ${host}`, 'Upgrade: websocket', 'Connection: Upgrade'],
        ...[`Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`, 'Sec-WebSocket-Version: 13'],
        ...[`Origin: ${origin}`, ...(cookie ? [`Cookie: ${cookie}`] : []), '', ''],
      ].join('\r\n'),
    );
  });
}

/** Hands over every whole frame and answers what is left. */
function readFrames(bytes: Buffer, frame: (isBinary: boolean, payload: Buffer) => void): Buffer {
  let at = 0;
  while (bytes.length - at >= 2) {
    const opcode = (bytes[at] ?? 0) & 15;
    let length = (bytes[at + 1] ?? 0) & 127;
    let head = 2;
    if (length === 126) {
      if (bytes.length - at < 4) break;
      length = bytes.readUInt16BE(at + 2);
      head = 4;
    } else if (length === 127) {
      if (bytes.length - at < 10) break;
      length = Number(bytes.readBigUInt64BE(at + 2));
      head = 10;
    }
    if (bytes.length - at < head + length) break;
    if (opcode === 1 || opcode === 2) frame(opcode === 2, bytes.subarray(at + head, at + head + length));
    at += head + length;
  }
  return bytes.subarray(at);
}

/** One client frame around `payload`. */
export function frameOf(payload: string | Uint8Array): Buffer {
  const isText = typeof payload === 'string';
  const body = isText ? Buffer.from(payload) : payload;
  const head = Buffer.alloc(body.length < 126 ? 6 : body.length < 65_536 ? 8 : 14);
  head[0] = isText ? 0x81 : 0x82;
  if (body.length < 126) head[1] = 0x80 | body.length;
  else if (body.length < 65_536) {
    head[1] = 0x80 | 126;
    head.writeUInt16BE(body.length, 2);
  } else {
    head[1] = 0x80 | 127;
    head.writeBigUInt64BE(BigInt(body.length), 2);
  }
  return Buffer.concat([head, body]);
}
