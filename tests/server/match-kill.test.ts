// A server killed in the middle of confirming, again and again: there is either a whole pair, with both interviews and
// all four seats, or none and both wait where they waited.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import type { MatchView } from '#domain/match-view.ts';
import { enter, Stream } from '../support/match-people.ts';
import { Guest } from '../support/guest.ts';
import { aFolder } from '../support/server.ts';
import { ServerProcess } from '../support/server-process.ts';

const kills = 8;

test('[MQ3] [MQ4] kill -9 while the second says "I am here"', async () => {
  const dataDir = await aFolder();
  const server = await new ServerProcess(dataDir).start();
  const ends = { paired: 0, waiting: 0 };
  for (let round = 0; round < kills; round += 1) {
    const two = [new Guest(server.origin), new Guest(server.origin)];
    const views: MatchView[] = [];
    for (const who of two) await enter(who);
    const streams = await Promise.all(two.map((who) => Stream.open(who)));
    for (const stream of streams) views.push(await stream.until(({ is }) => is === 'meeting'));
    const here = (i: number) =>
      two[i]!.post('/api/match/here', { meetingId: (views[i] as { meetingId: string }).meetingId });
    await here(0);
    const second = here(1).catch(() => null);
    // From "before it arrives" to "after it was answered".
    if (round % 2 === 0) await second;
    await server.kill();
    await second;
    await Promise.all(streams.map((stream) => stream.close()));
    const end = endOf(dataDir, round % 2 === 0 ? 'paired' : null);
    ends[end] += 1;
    await server.start();
    for (const who of two) {
      const again = Object.assign(new Guest(server.origin), { cookie: who.cookie });
      expect((await again.get('/api/match')).body.is).toBe(end);
      await again.post('/api/match/leave', {});
    }
  }
  expect(ends.paired).toBeGreaterThanOrEqual(kills / 2);
  await server.kill();
  await rm(dataDir, { recursive: true, force: true });
}, 120_000);

/** What stands in the store, which is sound in itself; what was answered is among it. */
function endOf(dataDir: string, answered: 'paired' | null): 'paired' | 'waiting' {
  const db = new DatabaseSync(join(dataDir, 'fourstep.db'));
  const count = (question: string) => Number(db.prepare(question).get()?.count);
  const pairings = count('SELECT count(*) AS count FROM pairings');
  expect(count('SELECT count(*) AS count FROM interviews')).toBe(2 * pairings);
  expect(count('SELECT count(*) AS count FROM participants')).toBe(4 * pairings);
  expect(count('SELECT count(*) AS count FROM paired_interviews')).toBe(2 * pairings);
  expect(count('SELECT count(*) AS count FROM pairing_people')).toBe(2 * pairings);
  const waiting = count('SELECT count(*) AS count FROM tickets');
  db.close();
  expect([0, 2]).toContain(waiting);
  if (answered) expect(waiting).toBe(0);
  return waiting === 0 ? 'paired' : 'waiting';
}
