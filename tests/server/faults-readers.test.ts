// Who does not read, and who does not stop: cut, with what is kept for them bounded, and nobody else notices.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { limits, protocolVersion } from '#domain/protocol.ts';
import { Addresses } from '../../server/addresses.ts';
import { aCreation } from '../support/board.ts';
import { figuresOf } from '../support/figures.ts';
import type { Figures } from '../support/figures.ts';
import { startServer } from '../support/server.ts';
import type { Guest } from '../support/guest.ts';
import type { TestServer } from '../support/server.ts';
import type { Tab } from '../support/tab.ts';
import { WoundClock } from '../support/wound-clock.ts';

let clock: WoundClock;
let server: TestServer;
let ida: Guest;
let tab: Tab;
let interviewId: string;
beforeEach(async () => {
  clock = new WoundClock();
  server = await startServer({ clock });
  ida = server.guest();
  interviewId = await ida.create();
  tab = await ida.open(interviewId);
  await tab.must({ type: 'interview.start', confirmed: true });
});
afterEach(() => server.close());

/** What the kernel keeps for a reader has to be filled before anything lies with the server. */
const fillingMs = 90_000;

const figures = async (): Promise<Figures> =>
  figuresOf(await (await fetch(`${server.origin}/metrics`)).text());
const isCut = async (reason: string) => (await figures())('fourstep_cut_connections_total', { reason });
const points = Array.from({ length: 6_000 }, (_, i) => [i + 0.25, i + 0.5]);

/** A stroke of some 100 KB; the budget of bytes refills as time passes. */
async function draw(id: string): Promise<number> {
  clock.wind(500);
  const deltas = [aCreation(id, 'freedraw', { points, pressures: [] })];
  return tab.must({ type: 'board.change', deltas });
}

test(
  '[RC4] a reader who never read its first snapshot is cut as others draw on, and comes back whole',
  async () => {
    for (let i = 0; i < 12; i++) await draw(`before-${i}`);
    const slow = await ida.open(interviewId);
    wireOf(slow).pause();
    slow.socket.emit('join', { interviewId, lastSeq: null, protocol: protocolVersion });
    let seq = 0;
    for (let i = 0; i % 8 > 0 || (await isCut('slow_reader')) === 0; i++) seq = await draw(`stroke-${i}`);
    expect(await isCut('slow_reader')).toBe(1);
    const back = new Promise<void>((resolve) => slow.socket.once('connect', resolve));
    wireOf(slow).resume();
    await back;
    await slow.join(null);
    await slow.until(({ state }) => state.seq >= seq);
    expect(slow.state.scene.size).toBe(tab.state.scene.size);
  },
  fillingMs,
);

test('who asks for the state again and again without reading it is kept one answer, then cut', async () => {
  for (let i = 0; i < 12; i++) await draw(`before-${i}`);
  const greedy = await ida.open(interviewId);
  wireOf(greedy).pause();
  let joins = 0;
  for (; joins < 100 && (await isCut('slow_reader')) === 0; joins++) {
    clock.wind(1_000);
    greedy.socket.emit('join', { interviewId, lastSeq: null, protocol: protocolVersion }, () => undefined);
    // Behind the join on another connection: it has been heard by then.
    await tab.socket.emitWithAck('clock');
  }
  expect(await isCut('slow_reader')).toBe(1);
  expect((await figures())('fourstep_refusals_total', { via: 'socket', code: 'too_fast' })).toBeGreaterThan(
    0,
  );
});

test(
  'closing does not wait for who does not read',
  async () => {
    const slow = await ida.open(interviewId);
    wireOf(slow).pause();
    for (let i = 0; (await figures())('fourstep_cut_connections_total') === 0; i++) await draw(`stroke-${i}`);
    await server.close();
  },
  fillingMs,
);

test('five who flood are cut; what others ask is carried out meanwhile, in order', async () => {
  const flooders = await Promise.all(Array.from({ length: 5 }, () => ida.open(interviewId)));
  const gone = flooders.map(
    (flooder) => new Promise((resolve) => flooder.socket.once('disconnect', resolve)),
  );
  const acks = Array.from({ length: 50 }, (_, i) => {
    for (const flooder of flooders) for (let n = 0; n < 100; n++) flooder.socket.emit('clock');
    return tab.must({ type: 'chat.send', text: `line ${i}` });
  });
  const seqs = await Promise.all(acks);
  await Promise.all(gone);
  for (const flooder of flooders) flooder.close();
  expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
  expect(await isCut('flood')).toBeGreaterThanOrEqual(5);
  expect(limits.messageBurst).toBeGreaterThan(50);
});

test('who is cut and comes back again and again is made to wait, and gets in again later', async () => {
  const small = await startServer({ clock, connectionsPerAddress: 2 });
  const eve = small.guest();
  const room = await eve.create();
  const comeAndGo = async () => {
    const visit = await eve.open(room);
    const gone = new Promise((resolve) => visit.socket.once('disconnect', resolve));
    visit.socket.io.engine.close();
    await gone;
    visit.close();
  };
  const knock = () =>
    comeAndGo().then(
      () => 'in',
      (error: Error) => error.message,
    );
  let visits = 0;
  while ((await knock()) === 'in') visits += 1;
  const read = figuresOf(await (await fetch(`${small.origin}/metrics`)).text());
  expect(read('fourstep_refusals_total', { via: 'handshake', code: 'too_fast' })).toBeGreaterThan(0);
  expect(visits).toBeGreaterThan(5);
  clock.wind(10_000);
  await expect.poll(knock).toBe('in');
  await small.close();
});

test('addresses that are gone and owed nothing are forgotten', () => {
  const addresses = new Addresses(20, clock);
  for (let i = 0; i < 10_000; i++) {
    expect(addresses.refusalFor(`address-${i}`)).toBeNull();
    addresses.opened(`address-${i}`);
    if (i > 9) addresses.closed(`address-${i}`);
    clock.wind(1_000);
  }
  expect(addresses.size).toBeLessThan(2_000);
  for (let i = 0; i < 30; i++) addresses.opened('address-1');
  expect(addresses.refusalFor('address-1')).toBe('too_many_connections');
});

/** The TCP socket under a tab, to stop reading from. */
function wireOf(tab: Tab): { pause: () => void; resume: () => void } {
  const transport = tab.socket.io.engine.transport as unknown as {
    ws: { _socket: { pause: () => void; resume: () => void } };
  };
  return transport.ws._socket;
}
