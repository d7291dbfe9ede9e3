// A connection that obeys nobody: WebSocket frames, engine packets and Socket.IO packets made by hand over plain
// TCP, so that a test can send what no client library would. It answers pings unless told not to, and reads
// answers as they come.
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import type { Socket } from 'node:net';

export const opcode = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;
export type FrameWish = {
  fin?: boolean;
  /** Three reserved bits, which mean something only where an extension was agreed on. */
  reserved?: number;
  masked?: boolean;
  /** The length that is claimed; the real one by default. */
  claim?: bigint;
};

/** One WebSocket frame as a client sends it. The mask is all zeros: legal, and it leaves the bytes readable. */
export function webSocketFrame(code: number, payload: string | Uint8Array, wish: FrameWish = {}): Buffer {
  const { fin = true, reserved = 0, masked = true } = wish;
  const bytes = Buffer.from(payload as string);
  const claim = wish.claim ?? BigInt(bytes.length);
  const maskBit = masked ? 0x80 : 0;
  const head = [(fin ? 0x80 : 0) | (reserved << 4) | code];
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE(claim);
  if (claim < 126n) head.push(maskBit | Number(claim));
  else if (claim < 65_536n) head.push(maskBit | 126, ...length.subarray(6));
  else head.push(maskBit | 127, ...length);
  return Buffer.concat([Buffer.from(head), masked ? Buffer.alloc(4) : Buffer.alloc(0), bytes]);
}

/** An engine message that holds a Socket.IO event; `id` asks for an answer. */
export const eventPacket = (args: readonly unknown[], id: number | '' = '') =>
  `42${id}${JSON.stringify(args)}`;

export type WireWish = {
  origin?: string | null;
  cookie?: string;
  path?: string;
  headers?: Record<string, string>;
  answersPings?: boolean;
};

export class RawWire {
  readonly closed: Promise<void>;
  isClosed = false;
  /** Every text frame the server sent. */
  readonly frames: string[] = [];
  /** The status line of what the server said to the handshake. */
  status = '';
  readonly #socket: Socket;
  readonly #answersPings: boolean;
  readonly #answers = new Map<number, (answer: unknown) => void>();
  #buffer: Buffer = Buffer.alloc(0);
  #isUpgraded = false;
  #id = 0;
  #changed: () => void = () => undefined;

  private constructor(socket: Socket, answersPings: boolean) {
    this.#socket = socket;
    this.#answersPings = answersPings;
    this.closed = new Promise((resolve) => {
      socket.once('close', () => {
        this.isClosed = true;
        this.#changed();
        resolve();
      });
    });
    socket.on('error', () => undefined);
    socket.on('data', (data: Buffer) => this.#read(data));
  }

  /** Knocks with a WebSocket handshake and waits for what is said to it. */
  static async knock(server: string, wish: WireWish = {}): Promise<RawWire> {
    const { port, hostname, host } = new URL(server);
    const socket = connect(Number(port), hostname);
    const wire = new RawWire(socket, wish.answersPings ?? true);
    const headers = {
      host,
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': randomBytes(16).toString('base64'),
      ...(wish.origin !== null && { origin: wish.origin ?? server }),
      ...(wish.cookie && { cookie: wish.cookie }),
      ...wish.headers,
    };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(
      `GET ${wish.path ?? '/socket.io/?EIO=4&transport=websocket'} HTTP/1.1\r\n${lines.join('')}\r\n`,
    );
    await wire.until(() => wire.status !== '' || wire.isClosed);
    return wire;
  }

  /** Connects as a client does. */
  static async open(server: string, cookie: string, wish: WireWish = {}): Promise<RawWire> {
    const wire = await RawWire.knock(server, { ...wish, cookie });
    wire.text('40');
    const said = (start: string) => wire.frames.find((frame) => frame.startsWith(start));
    await wire.until(() => wire.isClosed || said('40') !== undefined || said('44') !== undefined);
    const refusal = said('44');
    if (refusal) wire.close();
    if (refusal ?? wire.isClosed) throw new Error(`no connection: ${wire.status} ${refusal ?? ''}`);
    return wire;
  }

  text(payload: string): void {
    this.raw(webSocketFrame(opcode.text, payload));
  }

  binary(payload: Uint8Array): void {
    this.raw(webSocketFrame(opcode.binary, payload));
  }

  raw(bytes: Uint8Array): void {
    if (!this.isClosed) this.#socket.write(bytes);
  }

  /** The number the next answer will be asked for by. */
  nextId = (): number => ++this.#id;

  /** The answer to `id`, or `cut` when the connection ends before. To be called before the question is sent. */
  answerTo(id: number): Promise<unknown> {
    const answered = new Promise<unknown>((resolve) => this.#answers.set(id, resolve));
    return Promise.race([answered, this.closed.then(() => 'cut' as const)]);
  }

  ask(...args: unknown[]): Promise<unknown> {
    const id = this.nextId();
    const answer = this.answerTo(id);
    this.text(eventPacket(args, id));
    return answer;
  }

  async until(isDone: () => boolean): Promise<void> {
    while (!isDone()) await new Promise<void>((resolve) => (this.#changed = resolve));
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  close(): void {
    this.#socket.destroy();
  }

  #read(data: Buffer): void {
    this.#buffer = this.#buffer.length === 0 ? data : Buffer.concat([this.#buffer, data]);
    if (!this.#isUpgraded) this.#readHead();
    if (this.#isUpgraded)
      for (let frame = this.#frame(); frame !== null; frame = this.#frame()) this.#take(frame);
    this.#changed();
  }

  #readHead(): void {
    const end = this.#buffer.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = this.#buffer.subarray(0, end).toString();
    this.#isUpgraded = head.startsWith('HTTP/1.1 101');
    this.#buffer = this.#buffer.subarray(end + 4);
    this.status = head.split('\r\n')[0] ?? '';
  }

  /** The next whole frame's text; empty for anything but text. */
  #frame(): string | null {
    const bytes = this.#buffer;
    if (bytes.length < 2) return null;
    const short = bytes[1]! & 0x7f;
    const start = short === 127 ? 10 : short === 126 ? 4 : 2;
    if (bytes.length < start) return null;
    const length =
      short === 127 ? Number(bytes.readBigUInt64BE(2)) : short === 126 ? bytes.readUInt16BE(2) : short;
    if (bytes.length < start + length) return null;
    this.#buffer = bytes.subarray(start + length);
    // A server that says goodbye waits for ours.
    if ((bytes[0]! & 0x0f) === opcode.close) this.#socket.end(webSocketFrame(opcode.close, ''));
    return (bytes[0]! & 0x0f) === opcode.text ? bytes.subarray(start, start + length).toString() : '';
  }

  #take(frame: string): void {
    if (frame === '') return;
    if (frame === '2' && this.#answersPings) this.text('3');
    const [, id, json] = /^43(\d+)(.*)$/s.exec(frame) ?? [];
    if (id === undefined) this.frames.push(frame);
    else {
      this.#answers.get(Number(id))?.((JSON.parse(json ?? '[]') as unknown[])[0]);
      this.#answers.delete(Number(id));
    }
  }
}
