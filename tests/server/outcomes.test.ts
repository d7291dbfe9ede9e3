// What is kept of a finished interview: written by the room with the entry that finishes it, and filled in from
// the recordings of those that finished before anything was kept.
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Command } from '#domain/protocol.ts';
import { pointId } from '#domain/solo.ts';
import { fillOutcomes } from '../../server/outcomes.ts';
import { finishedBy } from '../../server/projection.ts';
import { SoloRoom } from '../support/a-solo-interview.ts';
import { House } from '../support/house.ts';
import { minute } from '../support/an-interview.ts';
import { addPast } from '../support/past-interviews.ts';
import { testContent } from '../support/server.ts';

let house: House;
beforeEach(async () => {
  house = await House.open();
});
afterEach(() => house.close());

const troubles: string[] = [];
const fill = () =>
  fillOutcomes({ store: house.store, onTrouble: (interviewId) => void troubles.push(interviewId) });
const forgetOutcomes = () => sql`delete from outcomes`.execute(house.database);

/** A room whose phases are over; `as` asks as somebody. */
async function over() {
  const room = await house.aRoom();
  let clientSeq = 0;
  const as = async (by: string, command: Command) => {
    clientSeq += 1;
    const ack = await room.room.submit(by, { clientId: 'client-02', clientSeq, command });
    if (!ack.ok) throw new Error(`${command.type}: ${ack.code}`);
  };
  await as(room.ida, { type: 'interview.start', confirmed: true });
  house.clock.wind(minute);
  await as(room.ida, { type: 'interview.end' });
  const rate = async (by: string) => {
    const state = await room.room.read((read) => read.rubric.criteria);
    for (const { id } of state)
      await as(by, {
        ...{ type: 'rating.set', criterion: id, value: 3, behaviours: [], evidence: 'Seen.', notes: [] },
      });
    await as(by, { type: 'summary.set', recommendation: 'yes', strength: 'a', change: 'b' });
    await as(by, { type: 'rating.submit' });
  };
  return { ...room, rate };
}
const kept = (interviewId: string) => house.store.outcomes([interviewId]);

test('[HI1] nothing is kept before both submitted, and all of it with the entry that reveals', async () => {
  const { interviewId, ida, carl, rate } = await over();
  await rate(ida);
  expect(await kept(interviewId)).toEqual([]);
  expect(await house.store.withoutOutcome(9)).toEqual([]);
  await rate(carl);
  expect(await kept(interviewId)).toMatchObject([
    { isRevealed: true, self: { values: { scope: 3 } }, partner: { recommendation: 'yes' } },
  ]);
  expect((await house.store.labels(['formats:system-design'])).formats['system-design']?.title).toBe(
    'System design in four steps',
  );
  // Only entries that finish something carry it: the hot path stays as it is.
  expect(house.appends.filter(({ outcome }) => outcome !== undefined)).toHaveLength(1);
});

test('[HI1] [VW8] a deadline that closes one-sided keeps it too, and who rates late completes it', async () => {
  const { interviewId, ida, carl, rate, room } = await over();
  await rate(ida);
  house.clock.wind(25 * 60 * minute);
  await room.read(() => undefined);
  expect(await kept(interviewId)).toMatchObject([{ isRevealed: false, self: null }]);
  await rate(carl);
  expect(await kept(interviewId)).toMatchObject([{ isRevealed: true, self: { suggestion: 'yes' } }]);
});

test('[DR1] a point marked after the reveal is a gap at once, whether or not a rating follows', () => {
  const room = new SoloRoom().start();
  for (const _ of room.state.format.phases) room.finishPhase();
  room.rate();
  room.must({ type: 'point.mark', pointId: pointId('algorithm', 0), mark: 'not' });
  const gaps = finishedBy(room.entries.slice(-1), room.state).outcome?.gaps;
  expect(gaps?.map(({ id }) => id)).toContain('point.algorithm.0');
  expect(finishedBy(room.entries.slice(0, 1), room.state)).toEqual({});
});

test('older interviews are filled in as they would have been kept, each once', async () => {
  const add = (n: number) => addPast(house.store, testContent(), { userId: 'user-ida', at: n * minute });
  const ids = [await add(1), await add(2), await add(3)];
  const before = await house.store.outcomes(ids);
  await forgetOutcomes();
  expect(await house.store.withoutOutcome(9)).toHaveLength(3);
  await fill().done;
  const byId = (a: { interviewId: string }, b: { interviewId: string }) =>
    a.interviewId.localeCompare(b.interviewId);
  expect((await house.store.outcomes(ids)).sort(byId)).toEqual(before.sort(byId));
  expect(await house.store.withoutOutcome(9)).toEqual([]);
});

test('filling in stops when told, and the next one goes on', async () => {
  for (let n = 0; n < 6; n += 1)
    await addPast(house.store, testContent(), { userId: 'user-ida', at: n * minute });
  await forgetOutcomes();
  const filling = fill();
  filling.stop();
  await filling.done;
  const left = await house.store.withoutOutcome(9);
  expect(left.length).toBeGreaterThan(0);
  await fill().done;
  expect(await house.store.withoutOutcome(9)).toEqual([]);
});

test('a recording that cannot be read holds up none of the others', async () => {
  const broken = await addPast(house.store, testContent(), { userId: 'user-ida', at: 9 * minute });
  const whole = await addPast(house.store, testContent(), { userId: 'user-ida', at: minute });
  await forgetOutcomes();
  await sql`update entries set body = '{' where interview_id = ${broken} and seq = 3`.execute(house.database);
  await fill().done;
  expect(troubles).toEqual([broken]);
  expect(await kept(whole)).toHaveLength(1);
  expect(await house.store.withoutOutcome(9)).toEqual([broken]);
});
