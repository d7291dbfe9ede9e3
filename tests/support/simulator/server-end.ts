// The server's end of a simulated connection: as much of a Socket.IO socket as the conversation uses.
import type { Socket } from 'socket.io';
import { binaryEvent } from '#domain/wire-packets.ts';
import type { Link, Reply } from './network.ts';

type Middleware = (packet: unknown[], next: (error?: Error) => void) => void;

export class ServerEnd {
  readonly id: string;
  connected = true;
  readonly data: unknown;
  readonly conn: unknown;
  readonly #link: Link;
  readonly #listeners = new Map<string, ((...args: unknown[]) => void)[]>();
  readonly #middleware: Middleware[] = [];
  readonly #onBytes: ((bytes: Uint8Array) => void)[] = [];

  constructor(link: Link) {
    this.id = link.id;
    this.#link = link;
    const user = { id: link.userId };
    this.data = { user };
    const socket = {
      get bufferedAmount() {
        return link.unsentBytes;
      },
      terminate: () => link.end(),
    };
    this.conn = {
      writeBuffer: [],
      transport: { socket },
      close: () => link.end(),
      // Frames may go past Socket.IO's packets.
      write: (bytes: Uint8Array) => this.emit(binaryEvent, bytes),
      on: (_data: 'data', listener: (bytes: Uint8Array) => void) => void this.#onBytes.push(listener),
    };
  }

  use(middleware: Middleware): void {
    this.#middleware.push(middleware);
  }

  on(event: string, listener: (...args: never[]) => void): void {
    const listeners = this.#listeners.get(event) ?? [];
    this.#listeners.set(event, [...listeners, listener as (...args: unknown[]) => void]);
  }

  emit(event: string, payload: unknown): void {
    this.#link.process.emit(this.#link, event, payload);
  }

  hear([event, payload]: [string, unknown], reply?: Reply): void {
    const link = this.#link;
    if (event === binaryEvent) for (const listener of this.#onBytes) listener(payload as Uint8Array);
    const answer = reply && ((value: unknown) => link.process.answer(link, [event, payload], value, reply));
    const packet = [event, payload, ...(answer ? [answer] : [])];
    const run = (i: number): void => {
      const middleware = this.#middleware[i];
      if (middleware) middleware(packet, (error) => error ?? run(i + 1));
      else for (const listener of this.#listeners.get(event) ?? []) listener(...packet.slice(1));
    };
    run(0);
  }

  lose(): void {
    if (!this.connected) return;
    this.connected = false;
    for (const listener of this.#listeners.get('disconnect') ?? []) listener('transport close');
  }

  asSocket(): Socket {
    return this as unknown as Socket;
  }
}
