// How it grows with people in one room, and with what was ever recorded. Rooms are in load.ts, elements in join.ts.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { pause } from './board.ts';
import type { Report, Series } from './figure.ts';
import { snapshotOf } from './join.ts';
import { generate, http, startSide } from './load/sides.ts';
import type { RoomPlan } from './load/talk.ts';
import { givePastTo, pastInterview, writePast } from './past.ts';

const crowds = [2, 5, 10, 20, 50, 100];
/** As many observers as an interview takes; beyond that some have two tabs. */
const mostObservers = 48;
const hours = [0, 10, 100, 1_000];
const drawingRooms = 25;
const times = { warmUpMs: 2_000, measureMs: 6_000 };

export async function benchGrowth(): Promise<Report> {
  return { figures: [], series: [await people(), await recorded()] };
}

/** One room in which one draws and one points with them; everyone else watches. */
async function people(): Promise<Series> {
  const rows: number[][] = [];
  for (const crowd of crowds) {
    const running = await startSide('ours', 1);
    const [room] = running.rooms as [RoomPlan];
    const watchers = await watchersOf(running.origin, room, crowd - 2);
    const full = { ...running, rooms: [{ ...room, cookies: [...room.cookies, ...watchers] }] };
    const { p50, p99, serverCores } = await generate('ours', full, times);
    rows.push([crowd, p50, p99, serverCores]);
    await running.stop();
  }
  return {
    name: 'people',
    title: 'People in one room',
    columns: ['people', 'p50', 'p99', 'cores'],
    rows,
    plots: [
      { columns: ['p50', 'p99'], unit: 'ms' },
      { columns: ['cores'], unit: 'cores' },
    ],
  };
}

async function watchersOf(origin: string, { id, cookies }: RoomPlan, count: number): Promise<string[]> {
  const path = `/api/interviews/${id}`;
  const links = await http(origin, { method: 'GET', path: `${path}/invites`, cookie: cookies[0] ?? '' });
  const token = new URL((links.body as { observer: string }).observer).hash.replace('#invite=', '');
  const watchers: string[] = [];
  for (let i = 0; i < Math.min(count, mostObservers); i += 1) {
    const body = { token, name: `Watcher ${i}` };
    const from = `127.2.${1 + Math.floor(i / 10)}.1`;
    const { cookie } = await http(origin, { method: 'POST', path: `${path}/join`, body, from, cookie: '' });
    watchers.push(cookie ?? '');
  }
  return Array.from({ length: Math.max(0, count) }, (_, i) => watchers[i % watchers.length] ?? '');
}

/** What was recorded before: the start, the list of it, one of it opened, and 25 rooms that draw meanwhile. */
async function recorded(): Promise<Series> {
  const rows: number[][] = [];
  for (const many of hours) {
    const running = await startSide('ours', drawingRooms, (dataDir) => writePast(dataDir, many));
    const cookie = running.rooms[0]!.cookies[0]!;
    const me = await http(running.origin, { method: 'GET', path: '/api/me', cookie });
    givePastTo(running.dataDir, (me.body as { user: { id: string } }).user.id);
    await pause(500);
    const listMs = await timed(() =>
      http(running.origin, { method: 'GET', path: '/api/interviews', cookie }),
    );
    const openMs = many === 0 ? NaN : await timed(() => snapshotOf(running.origin, pastInterview(1), cookie));
    const { p99 } = await generate('ours', running, times);
    const megabytes = statSync(join(running.dataDir, 'fourstep.db')).size / 1e6;
    rows.push([many, running.startMs, listMs, openMs, p99, megabytes]);
    await running.stop();
  }
  return {
    name: 'hours',
    title: 'Recorded hours',
    columns: ['hours', 'start', 'list', 'open one', 'p99 of 25 rooms', 'MB on disk'],
    rows,
    plots: [
      { columns: ['start', 'list', 'open one', 'p99 of 25 rooms'], unit: 'ms' },
      { columns: ['MB on disk'], unit: 'MB' },
    ],
  };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
