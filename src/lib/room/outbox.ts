// Commands that are not acknowledged yet, in the order they were asked. They survive a lost connection
// here and a closed tab in local storage; the server knows a resent one by its clientId and clientSeq (RC3).
import { refuse } from '#domain/protocol.ts';
import type { Ack, Command, CommandMessage } from '#domain/protocol.ts';

type Waiting = { message: CommandMessage; settle: (ack: Ack) => void; isSent: boolean };

const storageFullMessage = 'This device could not keep an unsent change.';

export class Outbox {
  #waiting = new Map<string, Waiting>();
  #clientId = randomId();
  #clientSeq = 0;
  #storage: Storage | null;
  #prefix: string;

  constructor(interviewId: string, storage: Storage | null) {
    this.#storage = storage;
    this.#prefix = `fourstep.outbox.${interviewId}.`;
  }

  get size(): number {
    return this.#waiting.size;
  }

  /** Queues a command; `settled` resolves once with the server's answer. */
  add(command: Command): { message: CommandMessage; settled: Promise<Ack> } {
    this.#clientSeq += 1;
    return this.#wait({ clientId: this.#clientId, clientSeq: this.#clientSeq, command });
  }

  get unsent(): number {
    return [...this.#waiting.values()].filter((waiting) => !waiting.isSent).length;
  }

  /** The first `most` that have to be sent, in this order; marks them as sent on this connection. */
  takeUnsent(most: number): CommandMessage[] {
    const unsent = [...this.#waiting.values()].filter((waiting) => !waiting.isSent).slice(0, most);
    for (const waiting of unsent) waiting.isSent = true;
    return unsent.map((waiting) => waiting.message);
  }

  /** After a reconnect nothing counts as sent: the answer may have been lost with the old connection. */
  forgetSent(): void {
    for (const waiting of this.#waiting.values()) waiting.isSent = false;
  }

  has(clientId: string | null, clientSeq: number | null): boolean {
    return this.#waiting.has(`${clientId}:${clientSeq}`);
  }

  settle(clientId: string | null, clientSeq: number | null, ack: Ack): void {
    const key = `${clientId}:${clientSeq}`;
    this.#waiting.get(key)?.settle(ack);
    this.#waiting.delete(key);
    if (this.#waiting.size === 0) this.#storage?.removeItem(this.#prefix + this.#clientId);
  }

  /** Keeps what is unanswered on this device. Answers a refusal when the device has no room for it. */
  keep(): Ack | null {
    if (!this.#storage || this.#waiting.size === 0) return null;
    const messages = [...this.#waiting.values()].map((waiting) => waiting.message);
    try {
      this.#storage.setItem(this.#prefix + this.#clientId, JSON.stringify(messages));
      return null;
    } catch {
      return refuse('not_saved', storageFullMessage);
    }
  }

  /** Takes over what tabs of this interview left behind. Harmless when such a tab still lives: it is deduped. */
  adopt(): void {
    if (!this.#storage) return;
    const keys = Object.keys(this.#storage).filter((key) => key.startsWith(this.#prefix));
    for (const key of keys) {
      const messages = parseMessages(this.#storage.getItem(key));
      this.#storage.removeItem(key);
      for (const message of messages) this.#wait(message);
    }
    this.keep();
  }

  #wait(message: CommandMessage): { message: CommandMessage; settled: Promise<Ack> } {
    const settled = new Promise<Ack>((settle) => {
      this.#waiting.set(`${message.clientId}:${message.clientSeq}`, { message, settle, isSent: false });
    });
    return { message, settled };
  }
}

function parseMessages(kept: string | null): CommandMessage[] {
  try {
    const messages: unknown = JSON.parse(kept ?? '[]');
    return Array.isArray(messages) ? (messages as CommandMessage[]) : [];
  } catch {
    return [];
  }
}

/** 22 letters and digits, also where the page is not in a secure context. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(22));
  return [...bytes].map((byte) => (byte % 36).toString(36)).join('');
}
