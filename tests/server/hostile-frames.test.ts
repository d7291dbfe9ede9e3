// Frames and handshakes that no client of ours would send: each ends its own connection, and the pair in the same
// room never notices.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { limits } from '#domain/protocol.ts';
import { aHostileSeat, aPair, expectHonest } from '../support/honest-pair.ts';
import type { HonestPair } from '../support/honest-pair.ts';
import { RawWire, eventPacket, opcode, webSocketFrame } from '../support/raw-wire.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';
import { WoundClock } from '../support/wound-clock.ts';

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

describe('frames that end the connection', () => {
  const huge = `42["command","${'x'.repeat(10 * 1024 * 1024)}"]`;
  test.each<[string, () => Uint8Array]>([
    ['an unmasked frame', () => webSocketFrame(opcode.text, '3', { masked: false })],
    ['a reserved bit', () => webSocketFrame(opcode.text, '3', { reserved: 4 })],
    ['an unknown opcode', () => webSocketFrame(3, '3')],
    ['a continuation of nothing', () => webSocketFrame(opcode.continuation, '3')],
    ['a long ping', () => webSocketFrame(opcode.ping, 'x'.repeat(126))],
    ['half a ping', () => webSocketFrame(opcode.ping, '', { fin: false })],
    ['a close without sense', () => webSocketFrame(opcode.close, new Uint8Array([0]))],
    ['a close with code 1005', () => webSocketFrame(opcode.close, new Uint8Array([0x03, 0xed]))],
    ['text that is no UTF-8', () => webSocketFrame(opcode.text, new Uint8Array([0x34, 0xff, 0xfe]))],
    ['a claim of 2^63 bytes', () => webSocketFrame(opcode.text, '4', { claim: 2n ** 63n })],
    ['a claim of 10 MB', () => webSocketFrame(opcode.text, '4', { claim: 10n * 1024n * 1024n })],
    ['10 MB', () => webSocketFrame(opcode.text, huge)],
    [
      'a byte too many',
      () => webSocketFrame(opcode.text, `42["clock","${'x'.repeat(limits.messageBytes)}"]`),
    ],
    [
      'a message in endless pieces',
      () => {
        const piece = webSocketFrame(opcode.continuation, 'x'.repeat(1024), { fin: false });
        return Buffer.concat([
          webSocketFrame(opcode.text, '42', { fin: false }),
          ...Array<Buffer>(200).fill(piece),
        ]);
      },
    ],
    ['an empty message', () => webSocketFrame(opcode.text, '')],
    ['an unknown engine packet', () => webSocketFrame(opcode.text, '9')],
    ['an engine ping from the wrong end', () => webSocketFrame(opcode.text, '2')],
    ['an unknown Socket.IO packet', () => webSocketFrame(opcode.text, '49')],
    ['a Socket.IO packet without a type', () => webSocketFrame(opcode.text, '4')],
    ['JSON cut short', () => webSocketFrame(opcode.text, '42["command",{"clientId":')],
    ['NaN in JSON', () => webSocketFrame(opcode.text, '42["pointer",{"pointer":{"x":NaN}}]')],
    ['an event that is no list', () => webSocketFrame(opcode.text, '42{"0":"command"}')],
    ['an event without a name', () => webSocketFrame(opcode.text, '42[]')],
    ['an event with a reserved name', () => webSocketFrame(opcode.text, '42["disconnect"]')],
    ['a connect that is a text', () => webSocketFrame(opcode.text, '40"x"')],
    ['attachments without end', () => webSocketFrame(opcode.text, '451-99999999["command"]')],
    ['a parting', () => webSocketFrame(opcode.text, '41')],
  ])('%s', async (_what, frame) => {
    wire.raw(frame());
    await wire.closed;
  });

  test('a flood of pings whose answers nobody reads', async () => {
    wire.pause();
    for (let i = 0; i < 100; i++) wire.raw(webSocketFrame(opcode.ping, 'x'.repeat(125)));
    wire.resume();
    await wire.closed;
  });

  test('a flood of packets that are no messages', async () => {
    for (let i = 0; i < 3_000; i++) wire.text(i % 2 === 0 ? '3' : '6');
    await wire.closed;
  });

  test('bytes where text belongs end it too, whatever they say', async () => {
    wire.binary(new Uint8Array([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]));
    await wire.closed;
  });
});

describe('at the door', () => {
  const socketPath = '/socket.io/?EIO=4&transport=websocket';
  test.each<[string, string]>([
    ['polling', '/socket.io/?EIO=4&transport=polling'],
    ['a transport named __proto__', '/socket.io/?EIO=4&transport=__proto__'],
    ['a session named __proto__', `${socketPath}&sid=__proto__`],
    ['a session of nobody', `${socketPath}&sid=AAAAAAAAAAAAAAAAAAAA`],
    ['another address', '/elsewhere'],
  ])('%s gets no connection', async (_what, path) => {
    const knocking = await RawWire.knock(server.origin, { path, cookie: pair.carl.cookie });
    expect(knocking.status).not.toMatch(/^HTTP\/1.1 101/);
    knocking.close();
  });

  test.each(['EIO=3', 'EIO=x', ''])(
    'an engine that says "%s" of its version is not talked to',
    async (version) => {
      const path = `/socket.io/?transport=websocket&${version}`;
      const knocking = await RawWire.knock(server.origin, { path, cookie: pair.carl.cookie });
      knocking.text('40');
      await knocking.closed;
      expect(knocking.frames.join('')).not.toContain('sid');
    },
  );

  test('messages before the connect are not heard', async () => {
    const early = await RawWire.knock(server.origin, { cookie: pair.carl.cookie });
    early.text(eventPacket(['clock'], 1));
    early.text('40/admin,');
    await early.closed;
    expect(early.frames.join('')).not.toContain('"ok":true');
  });

  test('a cookie that does not decode is nobody’s', async () => {
    const cookie = 'fourstep.session_token=%E0%A4%A; x=%';
    await expect(RawWire.open(server.origin, cookie)).rejects.toThrow('no_session');
    const guest = server.guest();
    guest.cookie = cookie;
    expect((await guest.get('/api/me')).body).toEqual({ user: null });
  });
});
