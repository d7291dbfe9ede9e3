// Five who do not read, while two draw: each is cut at a megabyte, the server's memory stays flat, and the two do not
// notice. Five rounds, so that what is kept for one would show.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allProps } from '../support/board.ts';
import { figuresOf } from '../support/figures.ts';
import { RawWire } from '../support/raw-wire.ts';
import { Guest } from '../support/guest.ts';
import type { Tab } from '../support/tab.ts';
import { ServerProcess } from '../support/server-process.ts';
import { protocolVersion } from '#domain/protocol.ts';
import { percentile } from '../bench/figure.ts';
import { randomOf } from './soak.ts';
import type { Outcome, Soak } from './soak.ts';

const rounds = 5;
const slowOnes = 5;
const everyMs = 50;
/** What five readers may have lying there, twice over: the rest is the collector's. */
const mostGrowthMegabytes = 30;
const random = randomOf(3);
const aNumber = () => Math.round(random() * 1e6) / 1e3;
/** Nothing that could be written shorter. */
const points = Array.from({ length: 1_500 }, () => [aNumber(), aNumber()]);
const wait = (ms: number) => new Promise((go) => setTimeout(go, ms));

export const readersSoak: Soak = {
  name: 'readers',
  what: 'Who does not read what is sent to them, beside people who do.',
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
        (round === 0 ? quiet : slow).push(await redraw(tabs[i % 2], i + 1));
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
    const growth = (memory.at(-1) ?? 0) - (memory[1] ?? 0);
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

/** How long until a change of a long stroke is acknowledged. Always of the same one: the board stays as it is. */
async function redraw(tab: Tab | undefined, version: number): Promise<number> {
  const startedAt = performance.now();
  const base = version === 1 ? null : { version: version - 1, versionNonce: version - 1 };
  const props = version === 1 ? allProps('freedraw', { points, pressures: [] }) : { points };
  const deltas = [{ id: 'stroke', base, version, versionNonce: version, props }];
  await tab?.must({ type: 'board.change', deltas });
  return performance.now() - startedAt;
}

const figures = async ({ origin }: ServerProcess) =>
  figuresOf(await (await fetch(`${origin}/metrics`)).text());
