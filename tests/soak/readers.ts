// Five who do not read, while two draw: each is cut at a megabyte, the server's memory stays flat, and the two do not
// notice. Ten rounds, so that what is kept for one would show.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aCreation } from '../support/board.ts';
import { figuresOf } from '../support/figures.ts';
import { RawWire } from '../support/raw-wire.ts';
import { Guest } from '../support/server.ts';
import type { Tab } from '../support/server.ts';
import { ServerProcess } from '../support/server-process.ts';
import { protocolVersion } from '#domain/protocol.ts';
import { percentile } from '../bench/figure.ts';
import type { Outcome, Soak } from './soak.ts';

const rounds = 8;
const slowOnes = 5;
const everyMs = 50;
/** What five readers may have lying there, twice over: the rest is the collector's. */
const mostGrowthMegabytes = 60;
const points = Array.from({ length: 1_500 }, (_, i) => [i + 0.25, i + 0.5]);
const wait = (ms: number) => new Promise((go) => setTimeout(go, ms));

export const readersSoak: Soak = {
  name: 'readers',
  async run(tell): Promise<Outcome> {
    const dataDir = mkdtempSync(join(tmpdir(), 'fourstep-readers-'));
    const server = await new ServerProcess(dataDir, { flags: ['--expose-gc'] }).start();
    const ida = new Guest(server.origin);
    const carl = new Guest(server.origin);
    const quiet: number[] = [];
    const slow: number[] = [];
    const memory: number[] = [];
    let cuts = 0;
    for (let round = 0; round <= rounds; round++) {
      const interviewId = await ida.create();
      await carl.join(interviewId, (await ida.tokens(interviewId)).candidate, 'Carl');
      const tabs = [await ida.open(interviewId), await carl.open(interviewId)];
      await tabs[0]?.must({ type: 'interview.start' });
      // The first round is without anybody slow, for comparison.
      const wires =
        round === 0
          ? []
          : await Promise.all(Array.from({ length: slowOnes }, () => paused(ida, interviewId)));
      const goal = cuts + wires.length;
      for (let i = 0; i < 120 || cuts < goal; i++) {
        (round === 0 ? quiet : slow).push(await draw(tabs[i % 2], `stroke-${i}`));
        await wait(everyMs);
        if (i % 10 === 0)
          cuts = (await figures(server))('fourstep_cut_connections_total', { reason: 'slow_reader' });
      }
      for (const wire of wires) wire.close();
      ida.leave();
      carl.leave();
      server.collect();
      await wait(500);
      memory.push((await figures(server))('process_resident_memory_bytes') / 1e6);
      tell(`round ${round}: ${cuts} cut so far, ${memory.at(-1)?.toFixed(0)} MB`);
    }
    await server.kill();
    rmSync(dataDir, { recursive: true, force: true });
    const growth = (memory.at(-1) ?? 0) - (memory[2] ?? 0);
    const problems = growth > mostGrowthMegabytes ? [`memory grew by ${growth.toFixed(0)} MB`] : [];
    if (cuts !== rounds * slowOnes) problems.push(`${cuts} were cut instead of ${rounds * slowOnes}`);
    return {
      figures: {
        'slow readers cut': cuts,
        'ack p50 / p99 without them, ms': `${percentile(quiet, 0.5).toFixed(1)} / ${percentile(quiet, 0.99).toFixed(1)}`,
        'ack p50 / p99 beside them, ms': `${percentile(slow, 0.5).toFixed(1)} / ${percentile(slow, 0.99).toFixed(1)}`,
        'memory after each round, MB': memory.map((megabytes) => megabytes.toFixed(0)).join(', '),
      },
      problems,
    };
  },
};

/** A connection that joins and is never read from again. */
async function paused(guest: Guest, interviewId: string): Promise<RawWire> {
  const wire = await RawWire.open(guest.origin, guest.cookie);
  await wire.ask('join', { interviewId, lastSeq: null, protocol: protocolVersion });
  wire.pause();
  return wire;
}

/** How long until a stroke of some 25 KB is acknowledged. */
async function draw(tab: Tab | undefined, id: string): Promise<number> {
  const startedAt = performance.now();
  await tab?.must({ type: 'board.change', deltas: [aCreation(id, 'freedraw', { points, pressures: [] })] });
  return performance.now() - startedAt;
}

const figures = async ({ origin }: ServerProcess) =>
  figuresOf(await (await fetch(`${origin}/metrics`)).text());
