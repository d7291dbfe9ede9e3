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

  cut(reason: 'slow_reader' | 'broken'): void {
    if (this.#isCut) return;
    this.#isCut = true;
    this.#cuts.inc({ reason });
    cut(this.#socket);
  }
}
