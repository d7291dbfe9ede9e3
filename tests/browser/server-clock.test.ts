import { expect, test, vi } from 'vitest';
import { ServerClock } from '../../src/lib/room/server-clock.svelte.ts';

const hour = 3_600_000;

test('[PH5] a device clock hours wrong still reads the server’s time', async () => {
  const clock = new ServerClock(() => Promise.resolve(Date.now() + 5 * hour));
  await clock.measure();
  expect(clock.isSynced).toBe(true);
  expect(Math.abs(clock.read() - (Date.now() + 5 * hour))).toBeLessThan(200);
});

test('of several round trips the quickest counts', async () => {
  let asked = 0;
  const clock = new ServerClock(async () => {
    asked += 1;
    const serverAt = Date.now() + hour;
    // Slow ways back make a server time look older than it is.
    if (asked !== 3) for (let frames = 0; frames < 6; frames += 1) await new Promise(requestAnimationFrame);
    return serverAt;
  });
  await clock.measure();
  expect(Math.abs(clock.read() - (Date.now() + hour))).toBeLessThan(40);
});

test('without a connection the last offset stays', async () => {
  let isConnected = true;
  const clock = new ServerClock(() => Promise.resolve(isConnected ? Date.now() + hour : null));
  await clock.measure();
  isConnected = false;
  await clock.measure();
  expect(Math.abs(clock.read() - (Date.now() + hour))).toBeLessThan(200);
});

test('[PH5] two who began at different moments see a second turn at the same one', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
  try {
    const [hers, his] = [0, 1].map(() => new ServerClock(() => Promise.resolve(Date.now() + hour + 77))) as [
      ServerClock,
      ServerClock,
    ];
    await hers.measure();
    hers.start();
    vi.advanceTimersByTime(137);
    await his.measure();
    his.start();
    vi.advanceTimersByTime(250);
    for (let ms = 0; ms < 1_000; ms += 1) {
      vi.advanceTimersByTime(1);
      expect(hers.now).toBe(his.now);
    }
    hers.stop();
    his.stop();
  } finally {
    vi.useRealTimers();
  }
});

test('somebody setting the device clock makes it measure again', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
  try {
    let asked = 0;
    const clock = new ServerClock(() => {
      asked += 1;
      return Promise.resolve(Date.now());
    });
    clock.start();
    vi.advanceTimersByTime(1_000);
    expect(asked).toBe(0);
    vi.setSystemTime(Date.now() + 2 * hour);
    vi.advanceTimersByTime(250);
    expect(asked).toBe(1);
    clock.stop();
  } finally {
    vi.useRealTimers();
  }
});
