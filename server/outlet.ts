// What one socket is sent, and how much of it may lie unread before the reader is cut. A cut reader's client
// connects again and asks from the last entry it has.
import type { Socket } from 'socket.io';
import { limits } from '#domain/protocol.ts';
import type { Metrics } from './metrics.ts';
import { cut, unsentBytes } from './socket-limits.ts';

/** A reader that got a snapshot counts as caught up below this. */
const caughtUpBytes = 64 * 1024;

export class Outlet {
  readonly #socket: Socket;
  readonly #cuts: Metrics['cuts'];
  /** More than the limit while a snapshot is under way, which may be longer than that by itself. */
  #mayLie: number = limits.unsentBytes;
  #isCut = false;

  constructor(socket: Socket, cuts: Metrics['cuts']) {
    this.#socket = socket;
    this.#cuts = cuts;
  }

  /** Whether more lies unread than anybody may ask more on top of. */
  get isClogged(): boolean {
    return unsentBytes(this.#socket) > limits.unsentBytes;
  }

  /** To be told before a snapshot goes out, whose length nobody knows yet. */
  expectSnapshot(): void {
    this.#mayLie = Infinity;
  }

  write(event: string, payload: unknown): void {
    if (this.#mayWrite()) this.#socket.emit(event, payload);
  }

  /** Bytes as one WebSocket frame, head and all in one piece: one write to the kernel instead of a longer way. */
  writeBytes(bytes: Uint8Array): void {
    if (!this.#mayWrite() || !this.#socket.connected) return;
    this.#socket.conn.write(bytes, { wsPreEncodedFrame: [framed(bytes)] } as object);
  }

  /** The answer to what this socket asked. Whoever asks and does not read is no better than whoever only listens. */
  answer(reply: (answer: unknown) => void, answer: unknown): void {
    if (this.#mayWrite()) reply(answer);
  }

  #mayWrite(): boolean {
    const unsent = unsentBytes(this.#socket);
    if (unsent < caughtUpBytes) this.#mayLie = limits.unsentBytes;
    else if (this.#mayLie === Infinity) this.#mayLie = unsent + limits.unsentBytes;
    if (unsent > this.#mayLie) this.cut('slow_reader');
    return !this.#isCut;
  }

  cut(reason: 'slow_reader' | 'broken' | 'gave_up'): void {
    if (this.#isCut) return;
    this.#isCut = true;
    this.#cuts.inc({ reason });
    cut(this.#socket);
  }
}

function framed(bytes: Uint8Array): Buffer {
  const { length } = bytes;
  const head = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(head + length);
  frame[0] = 0x82;
  if (head === 2) frame[1] = length;
  else if (head === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.set(bytes, head);
  return frame;
}
