// A server killed twenty times while eight people write: nothing acknowledged is lost, doubled or out of order.
// tests/soak/kill.ts does the same two hundred times.
import { rm } from 'node:fs/promises';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { killAgainAndAgain } from '../soak/kill-run.ts';
import { House } from '../support/house.ts';
import { aFolder } from '../support/server.ts';

test('[RC3][RC4][RC6] twenty times kill -9 under load', async () => {
  const dataDir = await aFolder();
  const run = await killAgainAndAgain({ dataDir, kills: 20, rooms: 4, perKill: 120, seed: 1 });
  expect(run.problems).toEqual([]);
  expect(run.kills).toBe(20);
  expect(run.acknowledged).toBeGreaterThan(2_000);
  await rm(dataDir, { recursive: true, force: true });
}, 300_000);

// That a kill loses nothing says little of a power cut. That the log is synced at every commit is set here; that
// the kernel is asked for it before any ack, `npm run soak -- fsync` sees from outside.
test('[RC6] every commit is synced to the disk', async () => {
  const house = await House.open();
  const setting = async (name: string) =>
    Object.values(
      (await sql.raw<object>(`pragma ${name}`).execute(house.database)).rows[0] ?? {},
    )[0] as unknown;
  expect(await setting('journal_mode')).toBe('wal');
  expect(await setting('synchronous')).toBe(2);
  await house.close();
});
