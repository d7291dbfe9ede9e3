// Somebody who goes on writing whatever happens to the connection: several commands under way at once, each
// kept in an outbox and sent again, in order, until it is acknowledged. Drawing goes in short frames, as the
// board sends it, and is answered by its entry.
import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import { protocolVersion } from '#domain/protocol.ts';
import type { Ack, Command, JoinAnswer } from '#domain/protocol.ts';
import { Decoder, Encoder, binaryEvent } from '#domain/wire-packets.ts';
import { UpdateReader } from '#domain/wire-update.ts';
import { MoveWriter } from '#domain/wire.ts';
import type { Guest } from './guest.ts';

/** Under way at once; one connection carries no more than the wire lets through at once. */
const window = 12;
const mostEachConnection = 100;

export class SteadyWriter {
  readonly interviewId: string;
  readonly clientId = `writer-${crypto.randomUUID().slice(0, 12)}`;
  /** `seq` of each acknowledged command by its clientSeq. */
  readonly acknowledged = new Map<number, number>();
  /** Refusals that no waiting cures; there should be none. */
  readonly refused: Ack[] = [];
  reconnects = -1;
  onAnswer: () => void = () => undefined;
  readonly #socket: Socket;
  readonly #make: (n: number) => Command;
  readonly #outbox = new Map<number, Command>();
  #writer = new MoveWriter();
  #reader = new UpdateReader();
  #clientSeq = 0;
  #sentHere = 0;
  #isJoined = false;
  #isResting = false;

  constructor(guest: Guest, interviewId: string, make: (n: number) => Command) {
    this.interviewId = interviewId;
    this.#make = make;
    this.#socket = io(guest.origin, {
      transports: ['websocket'],
      forceNew: true,
      parser: { Encoder, Decoder },
      reconnectionDelay: 20,
      reconnectionDelayMax: 100,
      extraHeaders: { origin: guest.origin, cookie: guest.cookie },
    });
    this.#socket.on('connect', () => this.#join());
    this.#socket.on(binaryEvent, (bytes: Uint8Array) => this.#hear(bytes));
    this.#socket.on('disconnect', () => (this.#isJoined = false));
  }

  /** Begins nothing new; what is under way is still sent until it is acknowledged. */
  rest(): void {
    this.#isResting = true;
  }

  wake(): void {
    this.#isResting = false;
    this.#fill();
  }

  get underWay(): number {
    return this.#outbox.size;
  }

  /** Loses the connection as a phone does, and comes back by itself. One that is only being made cannot be lost
   * this way: socket.io-client would wait out its 20 seconds for it. */
  drop(): void {
    if (this.#socket.connected) this.#socket.io.engine.close();
  }

  close(): void {
    this.#socket.disconnect();
  }

  #join(): void {
    this.reconnects += 1;
    this.#writer = new MoveWriter();
    this.#reader = new UpdateReader();
    // What others wrote is not read here, so the answer may be as short as it gets.
    const lastSeq = Math.max(0, ...[...this.acknowledged.values()].slice(-window));
    const message = { interviewId: this.interviewId, lastSeq, protocol: protocolVersion };
    this.#socket.emit('join', message, (answer: JoinAnswer) => {
      if (!answer.ok) return void this.refused.push(answer);
      this.#isJoined = true;
      this.#sentHere = 0;
      for (const clientSeq of this.#outbox.keys()) this.#send(clientSeq);
      this.#fill();
    });
  }

  #fill(): void {
    while (this.#canBegin()) {
      this.#outbox.set(++this.#clientSeq, this.#make(this.#clientSeq));
      this.#send(this.#clientSeq);
    }
  }

  #canBegin(): boolean {
    const isSlow = this.#outbox.size >= window || this.#sentHere >= mostEachConnection;
    return this.#isJoined && !this.#isResting && !isSlow;
  }

  #send(clientSeq: number): void {
    const command = this.#outbox.get(clientSeq);
    if (!command) return;
    this.#sentHere += 1;
    const { clientId } = this;
    const isDrawing = command.type === 'board.change';
    const bytes = isDrawing && this.#writer.write({ draw: { clientId, clientSeq, deltas: command.deltas } });
    if (bytes) this.#socket.emit(binaryEvent, bytes);
    else
      this.#socket.emit('command', { clientId, clientSeq, command }, (ack: Ack) =>
        this.#answered(clientSeq, ack),
      );
  }

  #hear(bytes: Uint8Array): void {
    const update = this.#reader.read(bytes);
    for (const entry of update?.entries ?? []) {
      if ('sealed' in entry || entry.clientId !== this.clientId || entry.clientSeq === null) continue;
      this.#answered(entry.clientSeq, { ok: true, seq: entry.seq });
    }
    for (const { clientSeq, ack } of update?.answers ?? []) this.#answered(clientSeq, ack);
  }

  #answered(clientSeq: number, ack: Ack): void {
    if (!ack.ok) this.refused.push(ack);
    else if (!this.acknowledged.has(clientSeq)) this.acknowledged.set(clientSeq, ack.seq);
    this.#outbox.delete(clientSeq);
    this.#fill();
    this.onAnswer();
  }
}
