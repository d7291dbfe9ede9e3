// What one socket may cost: messages and bytes a second, depth of a message, bytes it has not read. Pure
// measures; sockets.ts and conversation.ts act on them.
import type { Socket } from 'socket.io';
import { limits } from '#domain/protocol.ts';

/** A message weighs one for each of these; below it nothing, so that drawing and typing never weigh. */
const weightBytes = 8 * 1024;
/** 480 KiB a second for long. */
const weightPerSecond = 60;
/** 3.75 MiB at once: a paste of 5,000 elements is some 3 MB. What is refused beyond it is sent again after two
 * seconds, and 960 KiB more have room by then. */
const weightBurst = 480;

/** Beyond this a whole state is better than the missing entries. */
export const longestCatchUp = 500;
export const longestCatchUpBytes = 512 * 1024;

export const weightOf = (bytes: number) => Math.floor(bytes / weightBytes);

/** So many a second on average, so many at once. */
export class TokenBucket {
  readonly #perSecond: number;
  readonly #burst: number;
  #tokens: number;
  #filledAt: number;

  constructor(perSecond: number, burst: number, now: number) {
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#tokens = burst;
    this.#filledAt = now;
  }

  has(now: number, cost: number): boolean {
    const gained = (Math.max(0, now - this.#filledAt) / 1000) * this.#perSecond;
    this.#tokens = Math.min(this.#burst, this.#tokens + gained);
    this.#filledAt = now;
    return this.#tokens >= cost;
  }

  take(now: number, cost = 1): boolean {
    if (!this.has(now, cost)) return false;
    this.#tokens -= cost;
    return true;
  }
}

/** What a socket may send: so many messages, and so many bytes in long ones. Two measures, because one that
 * lets a long paste through at once would let a flood of short messages through too. */
export class Budget {
  readonly #messages: TokenBucket;
  readonly #weight: TokenBucket;

  constructor(now: number) {
    this.#messages = new TokenBucket(limits.messagesPerSecond, limits.messageBurst, now);
    this.#weight = new TokenBucket(weightPerSecond, weightBurst, now);
  }

  /** What is refused costs nothing: whoever waits and tries again always gets further. */
  take(now: number, cost: number, bytes: number): boolean {
    const weight = weightOf(bytes);
    return this.#weight.has(now, weight) && this.#messages.take(now, cost) && this.#weight.take(now, weight);
  }
}

/** Whether these entries are short enough to be sent to whoever was away. */
export function isShortCatchUp(entries: readonly unknown[]): boolean {
  if (entries.length > longestCatchUp) return false;
  let bytes = 0;
  return entries.every((entry) => (bytes += JSON.stringify(entry).length) <= longestCatchUpBytes);
}

/** Whether `value` is nested deeper than `depth`. Never recurses: depth is what it defends against. */
export function isTooDeep(value: unknown, depth: number): boolean {
  let level: unknown[] = [value];
  for (let i = 0; i <= depth; i++) {
    level = level.flatMap((item): unknown[] =>
      typeof item === 'object' && item !== null ? Object.values(item) : [],
    );
    if (level.length === 0) return false;
  }
  return true;
}

/** The parts of an engine's connection that have no public type. */
type Engine = {
  writeBuffer: readonly { data?: unknown }[];
  transport: {
    socket?: {
      bufferedAmount: number;
      terminate: () => void;
      on: (event: 'ping', listener: () => void) => void;
    };
  };
};
const engineOf = (conn: Socket['conn']) => conn as unknown as Engine;

/** Bytes this reader has been sent and has not taken: in the engine's queue and in the socket's buffer. */
export function unsentBytes({ conn }: Pick<Socket, 'conn'>): number {
  const { writeBuffer, transport } = engineOf(conn);
  let queued = 0;
  for (const { data } of writeBuffer)
    if (typeof data === 'string' || data instanceof Uint8Array) queued += data.length;
  return queued + (transport.socket?.bufferedAmount ?? 0);
}

/** Ends the connection without waiting for a reader that does not read. Its client connects again by itself,
 * which it would not after Socket.IO's own `disconnect`. */
export function cut({ conn }: Pick<Socket, 'conn'>): void {
  const wire = engineOf(conn).transport.socket;
  if (wire) wire.terminate();
  else conn.close(true);
}

/** Calls `listener` for every WebSocket ping of the other end, which no packet of the engine tells of. */
export function onPing({ conn }: Pick<Socket, 'conn'>, listener: () => void): void {
  engineOf(conn).transport.socket?.on('ping', listener);
}
