// The two sides that are measured, each in a process of its own: our server, which stores every drawing durably
// before anybody sees it, and the relay, which stores nothing. By itself: `node tests/bench/load/sides.ts 250 ours`.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Measured, Plan } from './generator.ts';
import type { RoomPlan } from './talk.ts';

export type Side = 'ours' | 'relay';
export type Running = {
  origin: string;
  /** Of our side. */
  dataDir: string;
  pid: number;
  /** From nothing to listening. */
  startMs: number;
  rooms: RoomPlan[];
  /** The bytes of the heap after a collection, and beside it. */
  memory: () => Promise<number>;
  stop: () => Promise<void>;
};

/** Starts a side with `rooms` rooms to talk in, on data of its own that `prepare` may write before. */
export async function startSide(
  side: Side,
  rooms: number,
  prepare?: (dataDir: string) => Promise<void>,
): Promise<Running> {
  return side === 'ours' ? startOurs(rooms, prepare) : startRelay(rooms);
}

async function startOurs(rooms: number, prepare?: (dataDir: string) => Promise<void>): Promise<Running> {
  const dataDir = mkdtempSync(join(tmpdir(), 'fourstep-bench-'));
  await prepare?.(dataDir);
  const profile = process.env.BENCH_PROFILE;
  const flags = ['--expose-gc', ...(profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : [])];
  const child = start([...flags, 'tests/bench/load/server.ts', dataDir]);
  const startedAt = performance.now();
  const [, port] = await lineOf(child, /ours at (\d+)/);
  const startMs = performance.now() - startedAt;
  const origin = `http://127.0.0.1:${port}`;
  const memory = async () => {
    child.stdin.write('memory\n');
    return Number((await lineOf(child, /memory (\d+)/))[1]);
  };
  const stop = async () => {
    await end(child);
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { origin, dataDir, pid: child.pid!, startMs, rooms: await makeRooms(origin, rooms), memory, stop };
}

const start = (flags: string[]) => spawn(process.execPath, flags, { stdio: ['pipe', 'pipe', 'inherit'] });

async function startRelay(rooms: number): Promise<Running> {
  const startedAt = performance.now();
  const child = start(['tests/bench/load/relay.ts']);
  const [, port] = await lineOf(child, /relay at (\d+)/);
  const plans = Array.from({ length: rooms }, (_, i) => ({ id: `room-${i}`, cookies: [] }));
  return {
    origin: `http://127.0.0.1:${port}`,
    dataDir: '',
    pid: child.pid!,
    startMs: performance.now() - startedAt,
    rooms: plans,
    memory: () => Promise.reject(new Error('the relay is not asked for its memory')),
    stop: () => end(child),
  };
}

function lineOf(child: ChildProcess, pattern: RegExp): Promise<RegExpExecArray> {
  let heard = '';
  return new Promise((resolve, reject) => {
    const hear = (data: Buffer) => {
      heard += data.toString();
      const match = pattern.exec(heard);
      if (match) stop(() => resolve(match));
    };
    const gone = () => stop(() => reject(new Error(`a server has ended:\n${heard}`)));
    const stop = (then: () => void) => {
      child.stdout!.off('data', hear);
      child.off('exit', gone);
      then();
    };
    child.stdout!.on('data', hear);
    child.on('exit', gone);
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

/** Below what one guest or address may ask for in a minute. */
const roomsPerPair = 20;

/** Interviews by pairs of guests, each from an address of its own, as guests of many places are. */
export async function makeRooms(origin: string, rooms: number): Promise<RoomPlan[]> {
  let cookies = ['', ''];
  const plans: RoomPlan[] = [];
  for (let i = 0; i < rooms; i += 1) {
    if (i % roomsPerPair === 0) cookies = ['', ''];
    const from = `127.1.${1 + Math.floor(i / roomsPerPair)}.1`;
    const pair = cookies;
    const ask = async <T>(who: number, method: string, path: string, body?: unknown): Promise<T> => {
      const answer = await http(origin, { method, path, body, from, cookie: pair[who] ?? '' });
      if (answer.cookie) pair[who] = answer.cookie;
      return answer.body as T;
    };
    const wish = {
      formatId: 'system-design',
      questionId: 'notification-service',
      level: 'senior',
      role: 'interviewer',
    };
    const { id } = await ask<{ id: string }>(0, 'POST', '/api/interviews', { ...wish, name: 'Ida' });
    const { candidate } = await ask<{ candidate: string }>(0, 'GET', `/api/interviews/${id}/invites`);
    const token = new URL(candidate).hash.replace('#invite=', '');
    await ask(1, 'POST', `/api/interviews/${id}/join`, { token, name: 'Carl' });
    plans.push({ id, cookies: pair });
  }
  return plans;
}

export type HttpWish = { method: string; path: string; body?: unknown; from?: string; cookie: string };

export async function http(
  origin: string,
  wish: HttpWish,
): Promise<{ body: unknown; cookie: string | null }> {
  const headers = { 'content-type': 'application/json', origin, ...(wish.cookie && { cookie: wish.cookie }) };
  const asked = request(origin + wish.path, {
    method: wish.method,
    headers,
    ...(wish.from && { localAddress: wish.from }),
    agent: false,
  });
  asked.end(wish.body === undefined ? undefined : JSON.stringify(wish.body));
  const [response] = (await once(asked, 'response')) as [import('node:http').IncomingMessage];
  const body = await text(response);
  if ((response.statusCode ?? 500) >= 300) throw new Error(`${wish.path}: ${response.statusCode} ${body}`);
  return { body: JSON.parse(body), cookie: response.headers['set-cookie']?.[0]?.split(';')[0] ?? null };
}

/** Runs the generator once against a side that is up. */
export async function generate(
  side: Side,
  running: Running,
  ms: { warmUpMs: number; measureMs: number },
): Promise<Measured> {
  const plan: Plan = { kind: side, origin: running.origin, rooms: running.rooms, pid: running.pid, ...ms };
  const child = spawn(process.execPath, ['tests/bench/load/generator.ts'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(JSON.stringify(plan));
  const out = await text(child.stdout);
  return JSON.parse(out) as Measured;
}

/** A side from its start to its end under one load. */
export async function measureLoad(
  side: Side,
  rooms: number,
  ms = { warmUpMs: 3_000, measureMs: 8_000 },
): Promise<Measured> {
  const running = await startSide(side, rooms);
  try {
    return await generate(side, running, ms);
  } finally {
    await running.stop();
  }
}

if (import.meta.main) {
  const [rooms = '25', side = 'ours', measureMs = '8000'] = process.argv.slice(2);
  console.log(
    await measureLoad(side as Side, Number(rooms), { warmUpMs: 3_000, measureMs: Number(measureMs) }),
  );
}
