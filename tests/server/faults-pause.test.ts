// A server that stands still for a while, as on a machine that was suspended: nothing is lost, nothing happens
// twice, whether the clients waited or gave up and came back meanwhile.
import { rm } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { seatWriters, until } from '../soak/kill-run.ts';
import { RecordingAudit } from '../support/recording-audit.ts';
import { aFolder } from '../support/server.ts';
import { ServerProcess } from '../support/server-process.ts';

let dataDir: string;
let server: ServerProcess;
beforeEach(async () => {
  dataDir = await aFolder();
  server = await new ServerProcess(dataDir).start();
});
afterEach(async () => {
  await server.kill();
  await rm(dataDir, { recursive: true, force: true });
});

test.each([
  ['wait', false],
  ['give up and come back', true],
])('[RC3][RC4] stopped and continued in mid-sentence, with clients that %s', async (_what, isDropped) => {
  const writers = await seatWriters(server.origin, 2);
  const acknowledged = () => writers.reduce((sum, writer) => sum + writer.acknowledged.size, 0);
  for (let round = 0; round < 5; round++) {
    const goal = acknowledged() + 40;
    await until(writers, () => acknowledged() >= goal && writers.some((writer) => writer.underWay > 0));
    server.signal('SIGSTOP');
    if (isDropped) for (const writer of writers) writer.drop();
    server.signal('SIGCONT');
  }
  for (const writer of writers) writer.rest();
  await until(writers, () => writers.every((writer) => writer.underWay === 0));
  const audit = new RecordingAudit(dataDir, writers);
  audit.check();
  for (const writer of writers) writer.close();
  expect(audit.problems).toEqual([]);
  expect(audit.acknowledged).toBeGreaterThanOrEqual(200);
});
