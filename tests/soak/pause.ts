// The server stands still: three times for 8 s, which clients wait out, and once for longer than a ping may take,
// after which they have given up and come back. Then what was acknowledged is held against the recordings.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RecordingAudit } from '../support/recording-audit.ts';
import { ServerProcess } from '../support/server-process.ts';
import { seatWriters, until } from './kill-run.ts';
import type { Soak } from './soak.ts';

const stillSeconds = [8, 8, 8, 25];
const wait = (ms: number) => new Promise((go) => setTimeout(go, ms));

export const pauseSoak: Soak = {
  name: 'pause',
  what: 'A server that stands still, as on a machine that was suspended, for 8 s three times and 25 s once.',
  async run(tell) {
    const dataDir = mkdtempSync(join(tmpdir(), 'fourstep-pause-'));
    const server = await new ServerProcess(dataDir).start();
    const writers = await seatWriters(server.origin, 4);
    const acknowledged = () => writers.reduce((sum, writer) => sum + writer.acknowledged.size, 0);
    const back: number[] = [];
    for (const seconds of stillSeconds) {
      const goal = acknowledged() + 100;
      await until(writers, () => acknowledged() >= goal);
      server.signal('SIGSTOP');
      await wait(seconds * 1000);
      const before = acknowledged();
      server.signal('SIGCONT');
      const continuedAt = performance.now();
      await until(writers, () => acknowledged() > before);
      back.push(performance.now() - continuedAt);
      tell(`still for ${seconds} s; the next ack ${back.at(-1)?.toFixed(0)} ms after`);
      // A fresh connection, so that the wire's budget is full again.
      for (const writer of writers) writer.drop();
    }
    for (const writer of writers) writer.rest();
    await until(writers, () => writers.every((writer) => writer.underWay === 0));
    const audit = new RecordingAudit(dataDir, writers);
    audit.check();
    for (const writer of writers) writer.close();
    await server.kill();
    rmSync(dataDir, { recursive: true, force: true });
    return {
      figures: {
        'stood still, s': stillSeconds.join(', '),
        'next ack after it went on, ms': back.map((ms) => ms.toFixed(0)).join(', '),
        'acknowledged commands': audit.acknowledged,
        'lost, doubled or out of order': audit.problems.length,
      },
      problems: audit.problems,
    };
  },
};
