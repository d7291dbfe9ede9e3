// One socket to one interview: joins, sends the outbox in order, hands over entries without gaps.
// It knows the wire and nothing of screens; the room's state is the caller's.
import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import { limits, protocolVersion, refuse } from '#domain/protocol.ts';
import type {
  Ack,
  Command,
  CommandMessage,
  JoinAnswer,
  PointerMessage,
  PresenceMessage,
  Refusal,
} from '#domain/protocol.ts';
import type { WireEntry } from '#domain/recording.ts';
import { binaryEvent, Decoder, Encoder } from '#domain/wire-packets.ts';
import { UpdateReader } from '#domain/wire-update.ts';
import type { Pointing } from '#domain/wire-pointing.ts';
import { Hand } from './hand.ts';
import { isFleeting, Outbox } from './outbox.ts';
import { SendPace } from './send-pace.ts';

const answerWithinMs = 10_000;
const keepEveryMs = 500;
const retryMs = 1_500;
// The frame around the JSON counts too.
const longestMessage = limits.messageBytes - 1_024;
const notNow = refuse('not_saved', 'There is no connection just now. Try again once it is back.');

export type ConnectionStatus = 'connecting' | 'live' | 'reconnecting';
type Joined = Extract<JoinAnswer, { ok: true }>;

/** What the connection needs from, and tells, the live room. */
export type ConnectionListener = {
  /** The last entry held; null when there is no state or a whole new snapshot is wanted. */
  lastSeq(): number | null;
  joined(answer: Joined): void;
  /** False when the entries do not follow what is held: the connection then joins again. */
  entries(entries: readonly WireEntry[]): boolean;
  presence(message: PresenceMessage): void;
  status(status: ConnectionStatus): void;
  refused(refusal: Refusal): void;
  /** An earlier tab asked this, and it was refused. */
  leftBehind(command: Command, refusal: Refusal): void;
  outboxChanged(size: number): void;
};

export class Connection {
  #socket: Socket;
  #outbox: Outbox;
  #interviewId: string;
  #listener: ConnectionListener;
  #isJoined = false;
  #joins = 0;
  #early: WireEntry[] = [];
  #keeper: ReturnType<typeof setInterval>;
  #hand = new Hand((frame, isDrawing) => this.#sendFrame(frame, isDrawing));
  #reader = new UpdateReader();
  #pace = new SendPace(() => this.#flush());
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(interviewId: string, listener: ConnectionListener, storage: Storage | null = safeStorage()) {
    this.#interviewId = interviewId;
    this.#listener = listener;
    this.#outbox = new Outbox(interviewId, storage);
    for (const { message, settled } of this.#outbox.adopt())
      void settled.then((ack) => ack.ok || listener.leftBehind(message.command, ack));
    this.#socket = io({
      transports: ['websocket'],
      reconnectionDelay: 300,
      reconnectionDelayMax: 3_000,
      randomizationFactor: 0.3,
      timeout: 8_000,
      autoConnect: false,
      parser: { Encoder, Decoder },
    });
    this.#keeper = setInterval(() => {
      if (!this.#socket.connected) this.#outbox.keep();
      else this.#missAnswers();
    }, keepEveryMs);
    addEventListener('pagehide', this.#keep);
    this.#listen();
  }

  open(): void {
    this.#listener.status('connecting');
    this.#socket.connect();
  }

  close(): void {
    clearInterval(this.#keeper);
    clearTimeout(this.#retry);
    this.#pace.close();
    this.#hand.close();
    removeEventListener('pagehide', this.#keep);
    this.#keep();
    this.#socket.disconnect();
  }

  /** Resolves with the server's answer, however many connections that takes. */
  submit(command: Command): Promise<Ack> {
    if (!this.#isJoined && isFleeting(command.type)) return Promise.resolve(notNow);
    const { settled } = this.#outbox.add(command);
    this.#listener.outboxChanged(this.#outbox.size);
    this.#flush();
    return settled;
  }

  /** The own entry arrived: that is the answer, whether or not the ack is still under way. */
  settleBy(entry: WireEntry): void {
    if ('sealed' in entry || !this.#outbox.has(entry.clientId, entry.clientSeq)) return;
    this.#settle(entry.clientId, entry.clientSeq, { ok: true, seq: entry.seq });
  }

  /** Tells whether one types or looks elsewhere. */
  sendStatus(status: Pick<PointerMessage, 'isAway' | 'isTyping'>): void {
    if (this.#isJoined) this.#socket.volatile.emit('pointer', status);
  }

  /** Where one points and what one looks at: the latest goes with the next drawing, or soon by itself. */
  point(pointing: Pointing): void {
    if (this.#isJoined) this.#hand.point(pointing);
  }

  /** The server's epoch ms, or null when it cannot be asked now. */
  async askClock(): Promise<number | null> {
    if (!this.#socket.connected) return null;
    try {
      return (await this.#socket.timeout(5_000).emitWithAck('clock')) as number;
    } catch {
      return null;
    }
  }

  /** Joins (again); the caller's `lastSeq` says from where. */
  join(): void {
    this.#joins += 1;
    const current = this.#joins;
    this.#isJoined = false;
    this.#early = [];
    this.#hand.forget();
    const message = {
      interviewId: this.#interviewId,
      lastSeq: this.#listener.lastSeq(),
      protocol: protocolVersion,
    };
    this.#socket.timeout(answerWithinMs).emit('join', message, (error: Error | null, answer?: JoinAnswer) => {
      if (current !== this.#joins || !this.#socket.connected) return;
      if (error || !answer) this.join();
      else if (answer.ok) this.#joinedWith(answer);
      else if (isPassing(answer)) this.#joinLater();
      else this.#listener.refused(answer);
    });
  }

  #joinedWith(answer: Joined): void {
    this.#isJoined = true;
    this.#listener.joined(answer);
    if ('entries' in answer) this.#take(answer.entries);
    this.#take(this.#early.splice(0));
    this.#listener.status('live');
    this.#outbox.forgetSent();
    this.#flush();
  }

  #listen(): void {
    this.#socket.on('connect', () => {
      // Both ends of a connection begin with empty tables.
      this.#hand.beginAnew();
      this.#reader = new UpdateReader();
      this.join();
    });
    this.#socket.on('disconnect', (reason) => {
      this.#isJoined = false;
      // What was written for this connection means nothing on the next; the outbox still has it.
      this.#socket.sendBuffer = [];
      this.#outbox.giveUpFleeting(notNow);
      this.#listener.outboxChanged(this.#outbox.size);
      this.#listener.status('reconnecting');
      // A server that cut this socket (slow reader, restart) wants it back; the library waits to be told.
      if (reason === 'io server disconnect') this.#socket.connect();
    });
    this.#socket.on('connect_error', (error) => {
      // The library tries again by itself unless the server itself said no.
      if (error.message === 'no_session') this.#listener.refused(refuse('unknown_interview'));
      else if (!this.#socket.active) this.#retry = setTimeout(() => this.#socket.connect(), retryMs);
    });
    this.#socket.on(binaryEvent, (bytes: Uint8Array) => this.#hear(bytes));
    this.#socket.on('presence', (message: PresenceMessage) => this.#listener.presence(message));
  }

  #hear(bytes: Uint8Array): void {
    const update = this.#reader.read(bytes);
    // The library connects again by itself.
    if (!update) return void this.#socket.io.engine.close();
    const { entries = [], pointers, answers = [] } = update;
    if (this.#isJoined) this.#take(entries);
    else this.#early.push(...entries);
    if (pointers) this.#listener.presence({ pointers });
    for (const { clientId, clientSeq, ack } of answers) this.#answered(clientId, clientSeq, ack);
  }

  #take(entries: readonly WireEntry[]): void {
    if (entries.length > 0 && !this.#listener.entries(entries)) this.join();
  }

  #flush(): void {
    if (!this.#isJoined) return;
    for (const message of this.#outbox.takeUnsent(this.#pace.take(this.#outbox.unsent))) {
      const { clientId, clientSeq, command } = message;
      const joins = this.#joins;
      // The server would cut the connection over it, again and again.
      if (byteLength(message) > longestMessage) {
        this.#settle(clientId, clientSeq, refuse('too_much', 'This change is too large to be sent.'));
        continue;
      }
      const isDrawing = command.type === 'board.change';
      if (isDrawing && this.#hand.draw({ clientId, clientSeq, deltas: command.deltas })) continue;
      this.#socket.timeout(answerWithinMs).emit('command', message, (error: Error | null, ack?: Ack) => {
        if (ack && !error) this.#answered(clientId, clientSeq, ack);
        else if (joins === this.#joins && this.#socket.connected) this.join();
      });
    }
  }

  #sendFrame(frame: Uint8Array, isDrawing: boolean): void {
    if (isDrawing) this.#socket.emit(binaryEvent, frame);
    else if (this.#isJoined) this.#socket.volatile.emit(binaryEvent, frame);
  }

  #missAnswers(): void {
    const waitedMs = this.#hand.waitedMs(({ clientId, clientSeq }) => this.#outbox.has(clientId, clientSeq));
    if (this.#isJoined && waitedMs > answerWithinMs) this.join();
  }

  #answered(clientId: string, clientSeq: number, ack: Ack): void {
    // Two refusals only time cures: the command stays in the outbox and is sent again after a rejoin.
    if (isPassing(ack)) this.#joinLater();
    else if (!ack.ok || (this.#listener.lastSeq() ?? -1) >= ack.seq) this.#settle(clientId, clientSeq, ack);
    // Otherwise the entry is under way and settles it, so that an answer never precedes its effect.
  }

  #joinLater(): void {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => {
      if (this.#socket.connected) this.join();
    }, retryMs);
  }

  #settle(clientId: string | null, clientSeq: number | null, ack: Ack): void {
    this.#outbox.settle(clientId, clientSeq, ack);
    this.#listener.outboxChanged(this.#outbox.size);
  }

  #keep = (): void => void this.#outbox.keep();
}

function byteLength(message: CommandMessage): number {
  const json = JSON.stringify(message);
  // At most three bytes a character: only what may be too long has to be encoded to know.
  return json.length * 3 <= longestMessage ? json.length : new TextEncoder().encode(json).length;
}

const passing: ReadonlySet<string> = new Set(['too_fast', 'not_saved', 'not_joined']);

/** Refusals that only time cures. */
function isPassing(answer: { ok: true } | Refusal): boolean {
  return !answer.ok && passing.has(answer.code);
}

/** Local storage, or null where the browser forbids it (then unsent changes live as long as the tab). */
function safeStorage(): Storage | null {
  try {
    return globalThis.localStorage;
  } catch {
    return null;
  }
}
