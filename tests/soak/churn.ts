// Ten thousand people come and go. When the rooms have been let go, the heap is what it was after the first thousand.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { figuresOf } from '../support/figures.ts';
import { Guest } from '../support/guest.ts';
import { ServerProcess } from '../support/server-process.ts';
import type { Outcome, Soak } from './soak.ts';

const cycles = Number(process.env.SOAK_CYCLES ?? 10_000);
const warmUp = cycles / 10;
const atOnce = 10;
/** Rooms are let go a minute after the last has left. */
const lingerSeconds = 65;
const mostGrowth = 0.1;
const wait = (ms: number) => new Promise((go) => setTimeout(go, ms));

export const churnSoak: Soak = {
  name: 'churn',
  what: '10,000 visits, and what is left of them.',
  async run(tell): Promise<Outcome> {
    const dataDir = mkdtempSync(join(tmpdir(), 'fourstep-churn-'));
    const server = await new ServerProcess(dataDir, { flags: ['--expose-gc'] }).start();
    const ida = new Guest(server.origin);
    const interviewIds = await Promise.all(Array.from({ length: 100 }, () => ida.create()));
    await comeAndGo(ida, interviewIds, warmUp);
    const before = await settled(server);
    tell(
      `after ${warmUp}: heap ${before.heap.toFixed(1)} MB, ${before.rooms} rooms, ${before.sockets} sockets`,
    );
    await comeAndGo(ida, interviewIds, cycles);
    const after = await settled(server);
    tell(
      `after ${cycles} more: heap ${after.heap.toFixed(1)} MB, ${after.rooms} rooms, ${after.sockets} sockets`,
    );
    await server.kill();
    rmSync(dataDir, { recursive: true, force: true });
    const problems: string[] = [];
    if (after.rooms > 0 || after.sockets > 0)
      problems.push(`left: ${after.rooms} rooms, ${after.sockets} sockets`);
    if (after.heap > before.heap * (1 + mostGrowth))
      problems.push(`the heap grew from ${before.heap.toFixed(1)} to ${after.heap.toFixed(1)} MB`);
    return {
      figures: {
        'connect, join, leave': cycles,
        'heap before, MB': before.heap.toFixed(1),
        'heap after, MB': after.heap.toFixed(1),
        'bytes a visit': Math.max(0, Math.round(((after.heap - before.heap) * 1e6) / cycles)),
        'rooms left': after.rooms,
        'sockets left': after.sockets,
      },
      problems,
    };
  },
};

async function comeAndGo(guest: Guest, interviewIds: readonly string[], times: number): Promise<void> {
  let left = times;
  const visit = async () => {
    while (left-- > 0) {
      const visitor = new Guest(guest.origin);
      visitor.cookie = guest.cookie;
      const tab = await visitor.open(interviewIds[left % interviewIds.length] ?? '');
      if (left % 10 === 0) await tab.submit({ type: 'ready.set', ready: left % 20 === 0 });
      tab.close();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, visit));
}

/** The heap after a collection, when everybody has been let go. */
async function settled(server: ServerProcess): Promise<{ heap: number; rooms: number; sockets: number }> {
  await wait(lingerSeconds * 1000);
  server.collect();
  await wait(1_000);
  const read = figuresOf(await (await fetch(`${server.origin}/metrics`)).text());
  return {
    heap: read('nodejs_heap_size_used_bytes') / 1e6,
    rooms: read('fourstep_rooms'),
    sockets: read('fourstep_sockets'),
  };
}
