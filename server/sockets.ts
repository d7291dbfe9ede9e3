// The live wire's outside: who may connect (origin, identity, how many) and what ends a connection. What a
// connected socket says is heard in conversation.ts.
import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { Server } from 'socket.io';
import { limits } from '#domain/protocol.ts';
import { Encoder } from '#domain/wire-packets.ts';
import { Addresses } from './addresses.ts';
import { Audiences } from './audience.ts';
import type { OnComing } from './audience.ts';
import type { Beat } from './beat.ts';
import type { Clock } from './clock.ts';
import { converse } from './conversation.ts';
import { EventDecoder } from './frames.ts';
import type { Goodbyes } from './goodbyes.ts';
import type { LiveSeats } from './live-seats.ts';
import type { Identity, User } from './identity.ts';
import type { Metrics } from './metrics.ts';
import { addressOf, isOwnOrigin } from './origin.ts';
import type { Rooms } from './rooms.ts';
import { TokenBucket, cut, onPing, weightOf } from './socket-limits.ts';
import type { Store } from './store/store.ts';

export type SocketsParts = {
  origins: string[];
  connectionsPerAddress: number;
  log: Logger;
  store: Store;
  rooms: Rooms;
  identity: Identity;
  goodbyes: Goodbyes;
  liveSeats: LiveSeats;
  metrics: Metrics;
  clock: Clock;
  /** Without it the server always has time. */
  beatMs?: Beat;
  onComing?: OnComing;
};

export type Sockets = { count: () => number; close: () => Promise<void> };

/** Browsers send no WebSocket pings. Each is answered below the engine, whether the answer is read or not. */
const pingCost = 60;

/** Above what any client of ours sends, refusals included, also at once after eight seconds in which nothing came
 * through: who does not stop at refusals is cut. */
const floodFactor = 5;
/** And in the weight of long messages: two pastes of 5,000 elements at once are told to wait, not cut. */
const weightFactor = 10;

/** How long a goodbye may take to be read. */
const goodbyeMs = 1_000;

export function createSockets(server: HttpServer, parts: SocketsParts): Sockets {
  const addresses = new Addresses(parts.connectionsPerAddress, parts.clock);
  const io = new Server(server, {
    transports: ['websocket'],
    allowUpgrades: false,
    serveClient: false,
    maxHttpBufferSize: limits.messageBytes,
    perMessageDeflate: false,
    parser: { Encoder, Decoder: EventDecoder },
    pingInterval: 10_000,
    pingTimeout: 8_000,
    connectTimeout: 5_000,
    allowRequest(request: IncomingMessage, answer) {
      const isForeign = !isOwnOrigin(request, parts.origins);
      const code = isForeign ? 'bad_origin' : addresses.refusalFor(addressOf(request));
      if (code) parts.metrics.refusals.inc({ via: 'handshake', code });
      answer(code, code === null);
    },
  });
  const audiences = new Audiences(parts.rooms, parts.clock, parts.beatMs, parts.onComing);
  const sayGoodbye = closingOf(io, server);
  guardEngine(io, addresses, parts);

  io.use((socket, next) => {
    parts.identity.peek(new Headers({ cookie: socket.request.headers.cookie ?? '' })).then(
      (user) => {
        socket.data = { user };
        // Without a session there is no seat either; creating or joining over HTTP makes one.
        if (!user) parts.metrics.refusals.inc({ via: 'handshake', code: 'no_session' });
        next(user ? undefined : new Error('no_session'));
      },
      (error: unknown) => {
        parts.log.error({ err: error }, 'a session could not be read');
        next(new Error('internal'));
      },
    );
  });
  io.on('connection', (socket) => {
    converse(socket, (socket.data as { user: User }).user, { ...parts, audiences });
    // Whoever took leave could else begin anew on the same connection, and be allowed everything once more.
    socket.once('disconnect', () => socket.conn.close());
  });

  return {
    count: () => io.engine.clientsCount,
    async close() {
      await sayGoodbye();
      await audiences.close();
    },
  };
}

/** Closes the transports, so that the clients know to come back, and the HTTP server with them. Who does not
 * read would never hear it, and holds up nobody. */
function closingOf(io: Server, server: HttpServer): () => Promise<void> {
  const open = new Set<Duplex>();
  server.on('connection', (wire) => {
    open.add(wire);
    wire.once('close', () => open.delete(wire));
  });
  return async () => {
    const impatience = setTimeout(() => open.forEach((wire) => wire.destroy()), goodbyeMs);
    await io.close();
    clearTimeout(impatience);
  };
}

/** Below Socket.IO: counts connections by address, and cuts floods. */
function guardEngine(
  io: Server,
  addresses: Addresses,
  { clock, metrics }: Pick<SocketsParts, 'clock' | 'metrics'>,
): void {
  io.engine.on('connection', (conn: Parameters<typeof cut>[0]['conn']) => {
    const address = addressOf(conn.request);
    addresses.opened(address);
    const [flood, weight] = [floodFactor, weightFactor].map(
      (factor) =>
        new TokenBucket(limits.messagesPerSecond * factor, limits.messageBurst * factor, clock.now()),
    ) as [TokenBucket, TokenBucket];
    // Counted before a message is parsed; ours, which waits when told to, stays below with the longest ones too.
    let isCut = false;
    const count = (cost: number, bytes: number) => {
      if (flood.take(clock.now(), cost) && weight.take(clock.now(), cost + weightOf(bytes))) return;
      if (isCut) return;
      isCut = true;
      metrics.cuts.inc({ reason: 'flood' });
      cut({ conn });
      // What had arrived with the same read would still be answered.
      conn.removeAllListeners('data');
    };
    // Every packet of the engine, those without any data too.
    conn.prependListener('packet', ({ data }: { data?: string | Buffer }) => count(1, data?.length ?? 0));
    onPing({ conn }, () => count(pingCost, 0));
    conn.once('close', () => addresses.closed(address));
  });
}
