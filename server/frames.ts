// The short frames of one socket, beside Socket.IO's events and in order with them: reads what a hand moves, writes
// what it is told. It takes the straight way to the engine, because most of what a server does is done here.
import type { Socket } from 'socket.io';
import { Decoder } from '#domain/wire-packets.ts';
import { UpdateWriter } from '#domain/wire-update.ts';
import { MoveReader } from '#domain/wire.ts';
import type { SharedBytes, Update } from '#domain/wire-update.ts';
import type { Move } from '#domain/wire.ts';
import type { Outlet } from './outlet.ts';

/** Leaves the bytes to `Frames`. */
export class EventDecoder extends Decoder {
  override add(frame: unknown): void {
    if (!(frame instanceof Uint8Array)) super.add(frame);
  }
}

/** Socket.IO hands an event over two ticks after it arrived. */
const afterEvents = (work: () => void) => process.nextTick(() => process.nextTick(work));

export type FrameListener = {
  /** Null: the frame was none of ours. */
  moved: (move: Move | null, bytes: number) => void;
  broke: (error: unknown) => void;
};

export class Frames {
  readonly #socket: Socket;
  readonly #outlet: Outlet;
  readonly #listener: FrameListener;
  readonly #reader = new MoveReader();
  readonly #writer = new UpdateWriter();
  #eventsUnderWay = 0;

  constructor(socket: Socket, outlet: Outlet, listener: FrameListener) {
    this.#socket = socket;
    this.#outlet = outlet;
    this.#listener = listener;
  }

  listen(): void {
    this.#socket.conn.on('data', (data: unknown) => {
      if (!(data instanceof Uint8Array)) {
        this.#eventsUnderWay += 1;
        afterEvents(() => (this.#eventsUnderWay -= 1));
      } else if (this.#eventsUnderWay > 0) afterEvents(() => this.#read(data));
      else this.#read(data);
    });
  }

  write(update: Update, own: string, shared?: SharedBytes): void {
    this.#outlet.writeBytes(this.#writer.write(update, own, shared));
  }

  #read(bytes: Uint8Array): void {
    if (!this.#socket.connected) return;
    try {
      this.#listener.moved(this.#reader.read(bytes), bytes.length);
    } catch (error) {
      this.#listener.broke(error);
    }
  }
}
