// What one socket may cost: messages a second, depth of a message, bytes it has not read. Pure measures;
// sockets.ts acts on them.
import type { Socket } from 'socket.io';

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

  take(now: number, cost = 1): boolean {
    const gained = (Math.max(0, now - this.#filledAt) / 1000) * this.#perSecond;
    this.#tokens = Math.min(this.#burst, this.#tokens + gained);
    this.#filledAt = now;
    if (this.#tokens < cost) return false;
    this.#tokens -= cost;
    return true;
  }
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
  transport: { socket?: { bufferedAmount: number; terminate: () => void } };
};
const engineOf = (conn: Socket['conn']) => conn as unknown as Engine;

/** Bytes this reader has been sent and has not taken: in the engine's queue and in the socket's buffer. */
export function unsentBytes({ conn }: Pick<Socket, 'conn'>): number {
  const { writeBuffer, transport } = engineOf(conn);
  const queued = writeBuffer.reduce((sum, { data }) => sum + (typeof data === 'string' ? data.length : 0), 0);
  return queued + (transport.socket?.bufferedAmount ?? 0);
}

/** Ends the connection without waiting for a reader that does not read. Its client connects again by itself,
 * which it would not after Socket.IO's own `disconnect`. */
export function cut({ conn }: Pick<Socket, 'conn'>): void {
  const wire = engineOf(conn).transport.socket;
  if (wire) wire.terminate();
  else conn.close(true);
}
