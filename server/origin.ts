// Where a request comes from: its origin (the page that sent it) and its address (the machine). HTTP and
// sockets ask here, so that both answer alike.
import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';

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

/** The address limits are counted by: of IPv6 the first half, because whoever has one has 2^64 of them. X-Forwarded-For is believed only from a proxy on this machine, and of
 * it only the last address, which that proxy wrote itself. */
export function addressOf(request: Asked): string {
  const peer = request.socket.remoteAddress ?? 'unknown';
  const forwarded = request.headers['x-forwarded-for'];
  const last = isLoopback(peer)
    ? String(forwarded ?? '')
        .split(',')
        .at(-1)
        ?.trim()
    : '';
  return networkOf(last || peer);
}

function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+(?:\.\d+){3})$/i.exec(address)?.[1];
  if (mapped) return mapped;
  const [plain = ''] = address.split('%');
  if (!isIPv6(plain)) return address;
  const [head = '', tail = ''] = plain.split('::');
  const [left, right] = [groupsOf(head), groupsOf(tail)];
  const between = Math.max(0, 8 - left.length - right.length);
  const groups = [...left, ...Array<string>(between).fill('0'), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

/** Two groups may be written as an IPv4 address; which they are does not matter, only that there are two. */
const groupsOf = (half: string) =>
  half
    .replace(/\d+(\.\d+){3}$/, '0:0')
    .split(':')
    .filter(Boolean);

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
