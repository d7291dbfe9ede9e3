// People who come and go leave nothing behind: no room (nor whoever holds one), no timer, no connection counted
// against their address.
// `npm run soak -- churn` does it ten thousand times and looks at the heap.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { minute } from '../support/an-interview.ts';
import { figuresOf } from '../support/figures.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';
import { WoundClock } from '../support/wound-clock.ts';

let clock: WoundClock;
let server: TestServer;
beforeEach(async () => {
  clock = new WoundClock();
  server = await startServer({ clock });
});
afterEach(() => server.close());

const figures = async () => {
  const read = figuresOf(await (await fetch(`${server.origin}/metrics`)).text());
  return { rooms: read('fourstep_rooms'), sockets: read('fourstep_sockets') };
};

test('200 who come, some say something, and go: in one room and in many', async () => {
  const timers = clock.pending;
  const ida = server.guest();
  const shared = await ida.create();
  for (let i = 0; i < 200; i++) {
    const tab = await ida.open(i % 4 === 0 ? await ida.create() : shared);
    if (i % 2 === 0) await tab.must({ type: 'ready.set', ready: i % 4 === 0 });
    // Some ask to join once more and are gone before the answer.
    if (i % 3 === 0) tab.join(null).catch(() => undefined);
    tab.close();
    clock.wind(1_000);
  }
  await expect.poll(async () => (await figures()).sockets).toBe(0);
  await expect
    .poll(async () => {
      clock.wind(minute);
      return figures();
    })
    .toEqual({ rooms: 0, sockets: 0 });
  expect(clock.pending).toBe(timers);
});
