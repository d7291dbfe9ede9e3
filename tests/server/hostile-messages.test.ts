// Messages that no client of ours would send, from somebody who holds a seat: each is refused with a code, and the
// pair in the same room never notices.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { refusals } from '#domain/protocol.ts';
import { aHostileSeat, aPair, expectHonest } from '../support/honest-pair.ts';
import type { HonestPair } from '../support/honest-pair.ts';
import { eventPacket } from '../support/raw-wire.ts';
import type { RawWire } from '../support/raw-wire.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';
import { WoundClock } from '../support/wound-clock.ts';
import { badMessages } from './hostile-messages.ts';

let server: TestServer;
let pair: HonestPair;
let wire: RawWire;
const clock = new WoundClock();
beforeAll(async () => {
  server = await startServer({ clock, connectionsPerAddress: 1_000 });
  pair = await aPair(server);
});
afterAll(() => server.close());
beforeEach(async () => {
  clock.wind(5_000);
  wire = await aHostileSeat(pair);
});
afterEach(async () => {
  wire.close();
  await expectHonest(pair);
});

let sent = 0;
const message = (command: unknown) => ({ clientId: 'hostile-02', clientSeq: ++sent, command });
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

test.each(badMessages)('%s is refused', async (_what, { event, payload, code }) => {
  const answer = await wire.ask(event, ...(payload === undefined ? [] : [payload]));
  expect(answer).toMatchObject({ ok: false, code });
  expect(refusals).toHaveProperty(code);
  // The connection lives on: a refusal is an answer.
  expect(await wire.ask('clock')).toBeTypeOf('number');
});

test('[RC3] a replayed clientSeq is answered as the first time and happens once', async () => {
  const first = message({ type: 'chat.send', text: 'once' });
  const ack = await wire.ask('command', first);
  expect(ack).toMatchObject({ ok: true });
  const again = { ...first, command: { type: 'chat.send', text: 'twice' } };
  expect(await wire.ask('command', again)).toEqual(ack);
  const said = pair.idasTab.state.chat.filter(({ text }) => text === 'once' || text === 'twice');
  expect(said).toHaveLength(1);
});

test('[RC3] the clientSeqs of somebody else’s client are not used up by taking them', async () => {
  const next = {
    clientId: pair.idasTab.clientId,
    clientSeq: 1_000,
    command: { type: 'chat.send', text: 'first' },
  };
  expect(await wire.ask('command', next)).toMatchObject({ ok: true });
  expect(await pair.idasTab.submit({ type: 'chat.send', text: 'all the same' }, 1_000)).toMatchObject({
    ok: true,
  });
});

test('a number that JSON reads as infinite is refused', async () => {
  for (const number of ['1e999', '-1e999']) {
    const id = wire.nextId();
    const answer = wire.answerTo(id);
    wire.text(`42${id}["pointer",{"pointer":{"x":${number},"y":0,"button":"up"}}]`);
    expect(await answer).toMatchObject({ code: 'bad_message' });
  }
});

test.each(['command', 'join', 'pointer', 'clock'])('20,000 levels in a %s are refused', async (event) => {
  const id = wire.nextId();
  const answer = wire.answerTo(id);
  wire.text(`42${id}["${event}",${nested(20_000)}]`);
  expect(await answer).toMatchObject({ code: 'bad_message' });
});

test('20,000 levels behind what is read are refused too', async () => {
  const id = wire.nextId();
  const answer = wire.answerTo(id);
  wire.text(`42${id}["clock",null,${nested(20_000)}]`);
  expect(await answer).toMatchObject({ code: 'bad_message' });
});

test('what is wrong in ten thousand places is read no further than the first', async () => {
  const deltas = Array.from({ length: 10_000 }, () => ({}));
  expect(await wire.ask('command', message({ type: 'board.change', deltas }))).toMatchObject({
    code: 'bad_message',
    ids: ['command.deltas.0.id'],
  });
});

test('without an ack nothing is answered and nothing breaks', async () => {
  wire.text(eventPacket(['command', { nonsense: true }]));
  wire.text(eventPacket(['command']));
  wire.text(eventPacket(['nobody listens', {}]));
  expect(await wire.ask('clock')).toBeTypeOf('number');
});
