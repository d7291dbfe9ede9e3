// One open page of somebody's interview: a real Socket.IO client that folds what it is sent.
import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import type { ElementDelta } from '#domain/board.ts';
import { protocolVersion } from '#domain/protocol.ts';
import type { Ack, Command, JoinAnswer, Me, PersonPresence, PresenceMessage } from '#domain/protocol.ts';
import type { WireEntry } from '#domain/recording.ts';
import { apply, reviveSnapshot } from '#domain/fold.ts';
import { emptyRoom } from '#domain/room.ts';
import { binaryEvent, Decoder, Encoder } from '#domain/wire-packets.ts';
import { UpdateReader } from '#domain/wire-update.ts';
import { MoveWriter } from '#domain/wire.ts';
import type { Update } from '#domain/wire-update.ts';
import type { Move } from '#domain/wire.ts';
import type { RoomState } from '#domain/room.ts';
import type { Guest } from './guest.ts';

/** One open page: its socket, and the state folded from what that socket brought. */
export class Tab {
  readonly socket: Socket;
  readonly interviewId: string;
  readonly clientId = `tab-${Math.random().toString(36).slice(2, 12).padEnd(8, '0')}`;
  state: RoomState = emptyRoom();
  me: Me | null = null;
  people: PersonPresence[] = [];
  pointers: NonNullable<PresenceMessage['pointers']> = {};
  readonly entries: WireEntry[] = [];
  /** Every frame as it came over the wire. */
  readonly frames: string[] = [];
  /** What was heard in short frames, whole. */
  readonly updates: Update[] = [];
  #writer = new MoveWriter();
  #reader = new UpdateReader();
  #clientSeq = 0;
  #isJoined = false;
  readonly #early: WireEntry[] = [];
  #waiting: { isDone: () => boolean; done: () => void }[] = [];

  constructor(guest: Guest, interviewId: string) {
    this.interviewId = interviewId;
    this.socket = io(guest.origin, {
      transports: ['websocket'],
      forceNew: true,
      parser: { Encoder, Decoder },
      reconnectionDelay: 20,
      reconnectionDelayMax: 100,
      extraHeaders: { origin: guest.origin, cookie: guest.cookie },
    });
    this.socket.io.on('open', () => {
      this.#writer = new MoveWriter();
      this.#reader = new UpdateReader();
      this.socket.io.engine.on('data', (data: unknown) => this.frames.push(asText(data)));
    });
    this.socket.on(binaryEvent, (bytes: Uint8Array) => this.#hear(bytes));
    this.socket.on('presence', ({ people }: PresenceMessage) => {
      if (people) this.people = people;
      this.#look();
    });
  }

  async join(lastSeq: number | null): Promise<JoinAnswer> {
    await this.#connected();
    const message = { interviewId: this.interviewId, lastSeq, protocol: protocolVersion };
    return new Promise((resolve) => {
      this.#isJoined = false;
      // Taken in the callback itself: the entries that follow may be in the same read as the answer.
      this.socket.emit('join', message, (answer: JoinAnswer) => {
        if (answer.ok) this.#enter(answer);
        resolve(answer);
      });
    });
  }

  submit(command: Command, clientSeq = ++this.#clientSeq): Promise<Ack> {
    return this.socket.emitWithAck('command', {
      clientId: this.clientId,
      clientSeq,
      command,
    }) as Promise<Ack>;
  }

  /** Draws and points in one short frame, as the board does. The answer to a drawing is its entry, or a refusal. */
  async move(
    move: Omit<Move, 'draw'> & { deltas?: ElementDelta[] },
    clientSeq?: number,
  ): Promise<Ack | null> {
    const { deltas, ...rest } = move;
    if (!deltas) {
      this.sendBytes(this.encode(rest));
      return null;
    }
    const draw = { clientId: this.clientId, clientSeq: clientSeq ?? ++this.#clientSeq, deltas };
    this.sendBytes(this.encode({ ...rest, draw }));
    let ack: Ack | undefined;
    const answerIn = ({ entries = [], answers = [] }: Update) => {
      const entry = entries.find(
        (one) => 'clientSeq' in one && one.clientId === this.clientId && one.clientSeq === draw.clientSeq,
      );
      return entry
        ? { ok: true as const, seq: entry.seq }
        : answers.find((one) => one.clientSeq === draw.clientSeq)?.ack;
    };
    const after = this.updates.length;
    await this.until(() =>
      this.updates.slice(after).some((update) => (ack = answerIn(update)) !== undefined),
    );
    return ack ?? null;
  }

  /** The bytes of a short frame, as the next one on this connection. */
  encode(move: Move): Uint8Array<ArrayBuffer> {
    const bytes = this.#writer.write(move);
    if (!bytes) throw new Error('this has no short form');
    return bytes;
  }

  /** Any bytes as one frame. */
  sendBytes(bytes: Uint8Array): void {
    this.socket.emit(binaryEvent, bytes);
  }

  /** Submits and fails the test when refused. */
  async must(command: Command): Promise<number> {
    const ack = await this.submit(command);
    if (!ack.ok) throw new Error(`${command.type} was refused: ${ack.code} ${ack.message}`);
    return ack.seq;
  }

  /** Resolves as soon as what came over the wire makes it true. */
  until(isDone: (tab: Tab) => boolean): Promise<void> {
    if (isDone(this)) return Promise.resolve();
    return new Promise((done) => this.#waiting.push({ isDone: () => isDone(this), done }));
  }

  close(): void {
    this.socket.disconnect();
  }

  #enter(answer: Extract<JoinAnswer, { ok: true }>): void {
    this.me = answer.me;
    this.people = answer.people;
    this.#isJoined = true;
    if ('snapshot' in answer) this.state = reviveSnapshot(answer.snapshot);
    this.#take('entries' in answer ? answer.entries : []);
    this.#take(this.#early.splice(0));
  }

  #hear(bytes: Uint8Array): void {
    const update = this.#reader.read(bytes);
    if (!update) throw new Error('a frame that cannot be read');
    this.updates.push(update);
    Object.assign(this.pointers, update.pointers);
    const entries = update.entries ?? [];
    if (this.#isJoined) this.#take(entries);
    else this.#early.push(...entries);
  }

  #take(entries: readonly WireEntry[]): void {
    for (const entry of entries) {
      if (entry.seq <= this.state.seq) continue;
      this.entries.push(entry);
      apply(this.state, entry);
    }
    this.#look();
  }

  #look(): void {
    const done = this.#waiting.filter((waiting) => waiting.isDone());
    this.#waiting = this.#waiting.filter((waiting) => !done.includes(waiting));
    for (const waiting of done) waiting.done();
  }

  #connected(): Promise<void> {
    if (this.socket.connected) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.socket.once('connect', resolve);
      this.socket.once('connect_error', reject);
    });
  }
}

const asText = (data: unknown): string =>
  typeof data === 'string' ? data : Buffer.from(data as Uint8Array).toString();
