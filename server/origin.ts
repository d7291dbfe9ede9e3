// Where a request comes from: its origin (the page that sent it) and its address (the machine). HTTP and
// sockets ask here, so that both answer alike.
import type { IncomingMessage } from 'node:http';

type Asked = Pick<IncomingMessage, 'headers' | 'socket'>;

/** Whether a page of ours sent this. A missing Origin is refused: every browser sends one where it matters. */
export function isOwnOrigin(request: Asked, origins: readonly string[]): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined || host === undefined) return false;
  if (origins.length > 0) return origins.includes(origin);
  const url = URL.parse(origin);
  return (
    url !== null && /^https?:$/.test(url.protocol) && url.origin === origin && url.host === host.toLowerCase()
  );
}

/** The address limits are counted by. X-Forwarded-For is believed only from a proxy on this machine, and of
 * it only the last address, which that proxy wrote itself. */
export function addressOf(request: Asked): string {
  const peer = request.socket.remoteAddress ?? 'unknown';
  const forwarded = request.headers['x-forwarded-for'];
  if (!isLoopback(peer) || forwarded === undefined) return peer;
  const last = String(forwarded).split(',').at(-1)?.trim();
  return last || peer;
}

/** The origin to write into links. */
export function originOf(request: Asked, origins: readonly string[]): string {
  const host = request.headers.host ?? 'localhost';
  const known = origins.find((origin) => new URL(origin).host === host) ?? origins[0];
  if (known) return known;
  const isSecure =
    isLoopback(request.socket.remoteAddress ?? '') && request.headers['x-forwarded-proto'] === 'https';
  return `${isSecure ? 'https' : 'http'}://${host}`;
}

/** Asked by a program on this machine, and not by a proxy here on behalf of somebody else. */
export function isFromThisMachine({ headers, socket }: Asked): boolean {
  const isForwarded = headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined;
  return isLoopback(socket.remoteAddress ?? '') && !isForwarded;
}

function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.');
}
