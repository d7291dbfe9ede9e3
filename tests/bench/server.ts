// The server under drawing: rooms of two, each person sending ten changes a second, acks timed at the
// client. Beside it stands what the disk allows: single durable commits of the same SQLite.
import { mkdtempSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import { protocolVersion } from '#domain/protocol.ts';
import type { Ack, Command } from '#domain/protocol.ts';
import { Product, quickRubrics } from '../support/product.ts';
import { percentile } from './figure.ts';
import type { Figure } from './figure.ts';

const perPersonAndSecond = 10;
const seconds = 8;
const roomCounts = [1, 25, 75];

export async function benchServer(): Promise<Figure[]> {
  const figures: Figure[] = [];
  // Everybody here comes from one address.
  process.env.CONNECTIONS_PER_ADDRESS = '1000';
  for (const rooms of roomCounts) {
    const product = await new Product(quickRubrics({ min: 0, max: 600 })).start();
    figures.push(...(await drawIn(product, rooms)));
    await product.stop();
  }
  figures.push({
    what: 'single durable commits of SQLite here',
    value: durableCommits(),
    unit: 'per second',
    beside: 'bound without group commit',
  });
  return figures;
}

type Drawer = { send: (command: Command) => Promise<Ack>; close: () => void };

async function drawIn(product: Product, rooms: number): Promise<Figure[]> {
  const drawers = (await Promise.all(Array.from({ length: rooms }, () => aRoom(product)))).flat();
  const samples: number[] = [];
  let refused = 0;
  await Promise.all(
    drawers.map(async (drawer, person) => {
      const sent: Promise<void>[] = [];
      for (let i = 0; i < seconds * perPersonAndSecond; i += 1) {
        const sentAt = performance.now();
        sent.push(
          drawer.send(aStroke(person, i)).then((ack) => {
            samples.push(performance.now() - sentAt);
            if (!ack.ok) refused += 1;
          }),
        );
        await new Promise((next) => setTimeout(next, 1_000 / perPersonAndSecond));
      }
      await Promise.all(sent);
    }),
  );
  for (const drawer of drawers) drawer.close();
  const load = `${rooms} room${rooms > 1 ? 's' : ''}, ${drawers.length * perPersonAndSecond} changes/s`;
  return [
    { what: `ack p50 (${load})`, value: percentile(samples, 0.5), unit: 'ms' },
    {
      what: `ack p99 (${load})`,
      value: percentile(samples, 0.99),
      unit: 'ms',
      beside: `${samples.length} acks, ${refused} refused`,
    },
  ];
}

function aStroke(person: number, i: number): Command {
  const props = {
    ...{
      type: 'freedraw',
      index: null,
      x: i * 3,
      y: person,
      width: 10,
      height: 10,
      angle: 0,
      strokeColor: '#1e1e1e',
    },
    ...{
      backgroundColor: 'transparent',
      fillStyle: 'solid',
      strokeWidth: 2,
      strokeStyle: 'solid',
      roughness: 1,
      opacity: 100,
    },
    ...{
      groupIds: [],
      frameId: null,
      roundness: null,
      seed: i,
      locked: false,
      link: null,
      boundElements: null,
      isDeleted: false,
    },
    ...{
      points: [
        [0, 0],
        [5, 5],
        [10, 10],
      ],
      pressures: [],
      simulatePressure: true,
    },
  };
  return {
    type: 'board.change',
    deltas: [{ id: `stroke-${person}-${i}`, base: null, version: 1, versionNonce: i, props }],
  };
}

/** Interviewer and candidate of a started interview. */
async function aRoom(product: Product): Promise<Drawer[]> {
  const [ida, carl] = [new Guest(product.origin), new Guest(product.origin)];
  const wish = {
    formatId: 'system-design',
    questionId: null,
    level: 'senior',
    role: 'interviewer',
    name: 'Ida',
  };
  const { id } = await ida.post<{ id: string }>('/api/interviews', wish);
  const invites = await ida.get<{ candidate: string }>(`/api/interviews/${id}/invites`);
  const token = new URL(invites.candidate).hash.replace('#invite=', '');
  await carl.post(`/api/interviews/${id}/join`, { token, name: 'Carl' });
  const drawers = [await ida.open(id), await carl.open(id)];
  await drawers[0]?.send({ type: 'interview.start' });
  return drawers;
}

class Guest {
  #origin: string;
  #cookie = '';

  constructor(origin: string) {
    this.#origin = origin;
  }

  async post<T>(path: string, body: unknown): Promise<T> {
    const headers = { 'content-type': 'application/json', origin: this.#origin, cookie: this.#cookie };
    const response = await fetch(this.#origin + path, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    const set = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
    if (set.length > 0) this.#cookie = set.join('; ');
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  async get<T>(path: string): Promise<T> {
    return (await (await fetch(this.#origin + path, { headers: { cookie: this.#cookie } })).json()) as T;
  }

  async open(interviewId: string): Promise<Drawer> {
    const extraHeaders = { origin: this.#origin, cookie: this.#cookie };
    const socket: Socket = io(this.#origin, { transports: ['websocket'], extraHeaders, forceNew: true });
    await socket
      .timeout(10_000)
      .emitWithAck('join', { interviewId, lastSeq: null, protocol: protocolVersion });
    const clientId = crypto.randomUUID();
    let clientSeq = 0;
    return {
      send: (command) =>
        socket.emitWithAck('command', { clientId, clientSeq: (clientSeq += 1), command }) as Promise<Ack>,
      close: () => socket.disconnect(),
    };
  }
}

function durableCommits(): number {
  const dir = mkdtempSync(join(tmpdir(), 'fourstep-bench-'));
  const db = new DatabaseSync(join(dir, 'bench.sqlite'));
  db.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t (body TEXT)');
  const insert = db.prepare('INSERT INTO t VALUES (?)');
  const body = JSON.stringify(aStroke(1, 1));
  const startedAt = performance.now();
  let commits = 0;
  while (performance.now() - startedAt < 2_000) {
    insert.run(body);
    commits += 1;
  }
  db.close();
  rmSync(dir, { recursive: true, force: true });
  return commits / 2;
}
