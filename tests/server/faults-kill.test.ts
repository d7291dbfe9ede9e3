// A server killed twenty times while eight people write: nothing acknowledged is lost, doubled or out of order.
// tests/soak/kill.ts does the same two hundred times.
import { rm } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { killAgainAndAgain } from '../soak/kill-run.ts';
import { aFolder } from '../support/server.ts';

test('[RC3][RC4][RC6] twenty times kill -9 under load', async () => {
  const dataDir = await aFolder();
  const run = await killAgainAndAgain({ dataDir, kills: 20, rooms: 4, perKill: 120, seed: 1 });
  expect(run.problems).toEqual([]);
  expect(run.kills).toBe(20);
  expect(run.acknowledged).toBeGreaterThan(2_000);
  await rm(dataDir, { recursive: true, force: true });
}, 300_000);
