// Five connections that write 40,000 messages a second each until they are cut, and knock again at once, beside eight
// people who work: how long those wait for their acks, with the flood and without.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { percentile } from '../bench/figure.ts';
import { figuresOf } from '../support/figures.ts';
import { Guest } from '../support/guest.ts';
import type { Tab } from '../support/tab.ts';
import { ServerProcess } from '../support/server-process.ts';
import type { Outcome, Soak } from './soak.ts';

const seconds = 20;
const rooms = 4;
const everyMs = 50;
const mostMs = 50;
const wanted = { connections: 5, perSecond: 40_000 };
const flooder = fileURLToPath(new URL('flooder.ts', import.meta.url));
const wait = (ms: number) => new Promise((go) => setTimeout(go, ms));

export const floodSoak: Soak = {
  name: 'flood',
  what: 'Five connections that write 40,000 messages a second each until they are cut, and knock again at once, and eight people who work meanwhile.',
  async run(tell): Promise<Outcome> {
    const dataDir = mkdtempSync(join(tmpdir(), 'fourstep-flood-'));
    const server = await new ServerProcess(dataDir, { connections: 20 }).start();
    const tabs = await seat(server.origin);
    const quiet = await work(tabs);
    tell(`without: p99 ${percentile(quiet, 0.99).toFixed(1)} ms of ${quiet.length} acks`);
    const eve = new Guest(server.origin);
    await eve.create();
    // It may have what the two cores leave: in life it has its own.
    const flood = spawn(
      'nice',
      [
        '-n',
        '19',
        process.execPath,
        flooder,
        server.origin,
        eve.cookie,
        String(wanted.connections),
        String(wanted.perSecond),
      ],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    let told = '0 0';
    flood.stdout.on('data', (data: Buffer) => (told = data.toString().trim().split('\n').at(-1) ?? told));
    await wait(2_000);
    const flooded = await work(tabs);
    flood.kill('SIGKILL');
    const [messages = 0, cuts = 0] = told.split(' ').map(Number);
    const p99 = percentile(flooded, 0.99);
    tell(`with: p99 ${p99.toFixed(1)} ms of ${flooded.length} acks`);
    const read = figuresOf(await (await fetch(`${server.origin}/metrics`)).text());
    for (const tab of tabs) tab.close();
    await server.kill();
    rmSync(dataDir, { recursive: true, force: true });
    const cut = read('fourstep_cut_connections_total', { reason: 'flood' });
    return {
      figures: {
        'messages written to open connections, a second': Math.round(messages / (seconds + 2)),
        'connections cut': cut,
        'times the flooder was cut or not let in': cuts,
        'ack p50 / p99 without, ms': `${percentile(quiet, 0.5).toFixed(1)} / ${percentile(quiet, 0.99).toFixed(1)}`,
        'ack p50 / p99 beside it, ms': `${percentile(flooded, 0.5).toFixed(1)} / ${p99.toFixed(1)}`,
      },
      problems: floodProblems({ quiet, flooded, cut }),
    };
  },
};

type Samples = { quiet: readonly number[]; flooded: readonly number[]; cut: number };

/** What did not hold. On a machine that is busy with something else nothing is shown either way, and it says so. */
export function floodProblems({ quiet, flooded, cut }: Samples): string[] {
  const [alone, beside] = [percentile(quiet, 0.99), percentile(flooded, 0.99)];
  const problems: string[] = [];
  if (!(beside <= mostMs))
    problems.push(
      `p99 ${beside.toFixed(1)} ms is more than ${mostMs} ms; without the flood it is ${alone.toFixed(1)} ms`,
    );
  if (flooded.length < quiet.length * 0.9) problems.push('acks are missing');
  if (cut < wanted.connections) problems.push(`only ${cut} connections were cut`);
  return problems;
}

async function seat(origin: string): Promise<Tab[]> {
  const tabs: Tab[] = [];
  for (let i = 0; i < rooms; i++) {
    const [ida, carl] = [new Guest(origin), new Guest(origin)];
    const interviewId = await ida.create();
    await carl.join(interviewId, (await ida.tokens(interviewId)).candidate, 'Carl');
    tabs.push(await ida.open(interviewId), await carl.open(interviewId));
  }
  return tabs;
}

/** Each asks twenty times a second; how long until each was answered, in ms. */
async function work(tabs: readonly Tab[]): Promise<number[]> {
  const samples: number[] = [];
  const asking = tabs.map(async (tab, person) => {
    await wait((everyMs / tabs.length) * person);
    for (let i = 0; i < (seconds * 1000) / everyMs; i++) {
      const askedAt = performance.now();
      void tab
        .submit({ type: 'ready.set', ready: i % 2 === 0 })
        .then(() => samples.push(performance.now() - askedAt));
      await wait(everyMs);
    }
  });
  await Promise.all(asking);
  await wait(1_000);
  return samples;
}
