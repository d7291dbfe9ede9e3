// Commands that are not acknowledged yet, in the order they were asked. They survive a lost connection
// here and a closed tab in local storage; the server knows a resent one by its clientId and clientSeq (RC3).
import type { Ack, Command, CommandMessage, CommandType } from '#domain/protocol.ts';
import { randomId } from '../ui/random-id.ts';

/** The clock's buttons mean now: a pause asked for while offline must not stop the interview minutes later. */
export function isFleeting(type: CommandType): boolean {
  return type.startsWith('phase.') || type.startsWith('interview.');
}

const isLasting = ({ command }: CommandMessage): boolean => !isFleeting(command.type);

type Waiting = {
  message: CommandMessage;
  settle: (ack: Ack) => void;
  isSent: boolean;
};

type Queued = { message: CommandMessage; settled: Promise<Ack> };

export class Outbox {
  #waiting = new Map<string, Waiting>();
  #clientId = randomId();
  #clientSeq = 0;
  #storage: Storage | null;
  #prefix: string;
  #isKept = false;

  constructor(interviewId: string, storage: Storage | null) {
    this.#storage = storage;
    this.#prefix = `fourstep.outbox.${interviewId}.`;
  }

  get size(): number {
    return this.#waiting.size;
  }

  /** Queues a command; `settled` resolves once with the server's answer. */
  add(command: Command): Queued {
    this.#clientSeq += 1;
    return this.#wait({
      clientId: this.#clientId,
      clientSeq: this.#clientSeq,
      command,
    });
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
    // What was answered must not be sent again by a later tab.
    if (this.#isKept) this.#forgetKept();
  }

  /** Keeps what is unanswered on this device, as far as it has room; the open tab holds it anyway. */
  keep(): void {
    const messages = [...this.#waiting.values()].map((waiting) => waiting.message).filter(isLasting);
    if (messages.length === 0) return;
    try {
      this.#storage?.setItem(this.#prefix + this.#clientId, JSON.stringify(messages));
      this.#isKept = true;
    } catch {
      this.#forgetKept();
    }
  }

  /** Gives up what was meant for the moment it was asked in: its answer would come too late to be right. */
  giveUpFleeting(answer: Ack): void {
    for (const { message } of [...this.#waiting.values()]) {
      if (!isLasting(message)) this.settle(message.clientId, message.clientSeq, answer);
    }
  }

  #forgetKept(): void {
    this.#storage?.removeItem(this.#prefix + this.#clientId);
    this.#isKept = false;
  }

  /** Takes over what tabs of this interview left behind, and answers it. Harmless when such a tab still lives: it
   * is deduped. */
  adopt(): Queued[] {
    if (!this.#storage) return [];
    const adopted: Queued[] = [];
    const keys = Object.keys(this.#storage).filter((key) => key.startsWith(this.#prefix));
    for (const key of keys) {
      const messages = parseMessages(this.#storage.getItem(key));
      this.#storage.removeItem(key);
      adopted.push(...messages.map((message) => this.#wait(message)));
    }
    this.keep();
    return adopted;
  }

  #wait(message: CommandMessage): Queued {
    const settled = new Promise<Ack>((settle) => {
      this.#waiting.set(`${message.clientId}:${message.clientSeq}`, {
        message,
        settle,
        isSent: false,
      });
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
