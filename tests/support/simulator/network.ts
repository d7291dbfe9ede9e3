// Connections between tabs and the server, in virtual time: each delivers in order, two of them in any order.
// A link can be cut, lose one broadcast, hold back a slow reader, or say something twice.
import type { CommandMessage } from '#domain/protocol.ts';
import { Decoder, Encoder } from '#domain/wire-packets.ts';
import { UpdateReader } from '#domain/wire-update.ts';
import type { Update } from '#domain/wire-update.ts';
import type { Owner, Scheduler } from './scheduler.ts';
import { ServerEnd } from './server-end.ts';
import type { ServerProcess } from './server-process.ts';

/** What travels: text or bytes, as Socket.IO's packets become frames in the product. */
type Frame = string | Uint8Array;
const packer = new Encoder();
const [eventPacket, ackPacket] = [2, 3];

export const frameOf = (event: string, payload: unknown): Frame =>
  packer.encode({ type: eventPacket, nsp: '/', data: [event, payload] })[0]!;
export const answerFrame = (answer: unknown): Frame =>
  packer.encode({ type: ackPacket, nsp: '/', data: [answer], id: 0 })[0]!;

function unpack(frame: Frame): unknown[] {
  const unpacker = new Decoder();
  let data: unknown;
  unpacker.on('decoded', (packet) => (data = packet.data));
  unpacker.add(typeof frame === 'string' ? frame : frame.slice());
  return data as unknown[];
}

/** As somebody reads it who looks into a seed. */
const shown = (frame: Frame): string =>
  (typeof frame === 'string' ? frame : Buffer.from(frame).toString('latin1')).slice(0, 300);

export type Reply = (answer: unknown) => void;
/** What a byte counts for a reader that does not read, so that short scenarios reach the limit. */
const unsentScale = 2_048;

/** What an established connection tells its client's end. */
export type LinkEnd = {
  owner: Owner;
  heard: (event: string, payload: unknown) => void;
  lost: () => void;
};

export type LinkParts = {
  scheduler: Scheduler;
  random: () => number;
  client: LinkEnd;
  process: ServerProcess;
  /** A command that will arrive twice. */
  onRepeated: (message: CommandMessage) => void;
  count: (trouble: string) => void;
  trace: ((...words: unknown[]) => void) | null;
};

export class Link {
  readonly id: string;
  readonly userId: string;
  readonly process: ServerProcess;
  isOpen = true;
  isStalled = false;
  /** Broadcasts that will not arrive. */
  toLose = 0;
  /** Commands that arrive twice. */
  toRepeat = 0;
  hasLost = false;
  readonly server: ServerEnd;
  /** Reads along what the tab is told. */
  readonly reader = new UpdateReader();
  readonly #scheduler: Scheduler;
  readonly #random: () => number;
  readonly #client: LinkEnd;
  readonly #onRepeated: LinkParts['onRepeated'];
  readonly #count: LinkParts['count'];
  readonly #trace: LinkParts['trace'];
  #lastUp = 0;
  #lastDown = 0;
  #held: (() => void)[] = [];
  #heldBytes = 0;

  constructor(id: string, userId: string, parts: LinkParts) {
    this.id = id;
    this.userId = userId;
    this.#scheduler = parts.scheduler;
    this.#random = parts.random;
    this.#client = parts.client;
    this.process = parts.process;
    this.#onRepeated = parts.onRepeated;
    this.#count = parts.count;
    this.#trace = parts.trace;
    this.server = new ServerEnd(this);
  }

  /** From the tab to the server. */
  up(event: string, payload: unknown, reply?: Reply): void {
    const frame = frameOf(event, payload);
    this.#trace?.(this.#scheduler.now, this.id, this.userId, 'asks', shown(frame));
    const isTwice = event === 'command' && this.toRepeat > 0;
    if (isTwice) {
      this.#count('commands delivered twice');
      this.toRepeat -= 1;
      this.#onRepeated(payload as CommandMessage);
    }
    for (let i = 0; i < (isTwice ? 2 : 1); i++) {
      this.#lastUp = Math.max(this.#lastUp, this.#scheduler.now + this.#latency());
      const arrive = (): void => {
        if (this.isOpen) this.server.hear(unpack(frame) as [string, unknown], reply);
      };
      this.#scheduler.after(this.#lastUp - this.#scheduler.now, arrive, this.process);
    }
  }

  /** From the server to the tab. */
  tell(frame: Frame): void {
    this.#trace?.(this.#scheduler.now, this.id, this.userId, 'is told', shown(frame));
    this.#down(frame, ([event, payload]) => this.#client.heard(event as string, payload));
  }

  /** Whether this broadcast does not arrive. */
  loses({ entries = [] }: Update): boolean {
    if (this.toLose === 0 || entries.length === 0) return false;
    this.#count('broadcasts lost');
    this.toLose -= 1;
    this.hasLost = true;
    return true;
  }

  answer(frame: Frame, reply: Reply): void {
    this.#trace?.(this.#scheduler.now, this.id, this.userId, 'is answered', shown(frame));
    this.#down(frame, ([heard]) => reply(heard));
  }

  /** The connection is gone for the tab at once, for the server when it notices. */
  cut(serverNoticesAfterMs = 0): void {
    if (!this.isOpen) return;
    this.#count('connections lost');
    this.isOpen = false;
    this.#scheduler.after(serverNoticesAfterMs, () => this.server.lose(), this.process);
    this.#scheduler.after(0, this.#client.lost, this.#client.owner);
  }

  /** The server ends it; what was under way may still have arrived. */
  end(): void {
    if (!this.isOpen) return;
    this.#count('connections cut by the server');
    this.isOpen = false;
    this.#scheduler.after(0, () => this.server.lose(), this.process);
    this.#scheduler.after(this.#latency(), this.#client.lost, this.#client.owner);
  }

  stall(): void {
    this.isStalled = true;
  }

  flow(): void {
    this.isStalled = false;
    this.#heldBytes = 0;
    for (const deliver of this.#held.splice(0)) deliver();
  }

  get unsentBytes(): number {
    return this.#heldBytes * unsentScale;
  }

  #down(frame: Frame, arrive: (data: unknown[]) => void): void {
    if (this.process.isGone || !this.isOpen) return;
    const deliver = (): void => {
      this.#lastDown = Math.max(this.#lastDown, this.#scheduler.now + this.#latency());
      const wait = this.#lastDown - this.#scheduler.now;
      this.#scheduler.after(wait, () => this.isOpen && arrive(unpack(frame)), this.#client.owner);
    };
    if (!this.isStalled) return deliver();
    this.#heldBytes += frame.length;
    this.#held.push(deliver);
  }

  #latency(): number {
    const random = this.#random();
    return random < 0.7 ? 1 + random * 20 : random * 120;
  }
}
