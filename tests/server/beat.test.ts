// What may wait waits when the server is busy, and what others drew never does.
import { expect, test } from 'vitest';
import { beatAt, shortestBeatMs } from '../../server/beat.ts';
import { aCreation } from '../support/board.ts';
import { startServer } from '../support/server.ts';
import { WoundClock } from '../support/wound-clock.ts';

test('the beat slows down towards the limit only, and has an end', () => {
  expect([0, 0.5, 0.75].map(beatAt)).toEqual([33, 33, 33]);
  expect(beatAt(0.85)).toBeGreaterThan(50);
  expect([beatAt(0.95), beatAt(1)]).toEqual([100, 100]);
});

test('in a busy server a drawing goes to the others at once and comes back to its author with the beat', async () => {
  const clock = new WoundClock();
  let beatMs = shortestBeatMs;
  const server = await startServer({ clock, beatMs: () => beatMs });
  const [ida, carl] = [server.guest(), server.guest()];
  const interviewId = await ida.create();
  await carl.join(interviewId, (await ida.tokens(interviewId)).candidate, 'Carl');
  const [idas, carls] = [await ida.open(interviewId), await carl.open(interviewId)];
  const started = await idas.must({ type: 'interview.start' });
  await carls.until(({ state }) => state.seq === started);

  beatMs = 100;
  const pointing = { pointer: { x: 1, y: 2, button: 'up' as const } };
  const answer = idas.move({ deltas: [aCreation('box')], pointing });
  await carls.until(({ state }) => state.scene.has('box'));
  expect(carls.updates.at(-1)).toMatchObject({ pointers: { [idas.me!.participantId]: pointing } });
  await carls.move({ pointing });
  // Answers over the same connection come after whatever was sent before.
  await idas.socket.emitWithAck('clock');
  expect(idas.state.scene.has('box')).toBe(false);
  clock.wind(100);
  expect(await answer).toEqual({ ok: true, seq: idas.state.seq });
  expect(idas.updates.at(-1)).toMatchObject({ pointers: { [carls.me!.participantId]: pointing } });
  await server.close();
});
