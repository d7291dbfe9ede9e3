// The replay of a busy hour in a real browser: what comes over the wire, how soon it plays, what a jump costs, whether
// eight times the speed is smooth, and what the hour takes on the disk.
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright';
import type { BrowserContext, CDPSession, Page } from 'playwright';
import type { RoomState } from '#domain/room.ts';
import { projectionOf } from '../../server/projection.ts';
import { openSqlite } from '../../server/store/sqlite.ts';
import { carl, ida } from '../support/an-interview.ts';
import { launchOptions } from '../support/chromium.ts';
import { Product, quickRubrics } from '../support/product.ts';
import { Guest } from '../support/guest.ts';
import { seeded } from '../support/board-room.ts';
import { aBusyHour, hour } from './busy-hour.ts';
import { median, percentile } from './figure.ts';
import type { Figure, Report } from './figure.ts';

const opens = 5;
const jumps = 60;
const playMs = 10_000;

export async function benchReplay(): Promise<Report> {
  const product = await new Product(quickRubrics({ min: 0, max: 600 })).start();
  const guest = new Guest(product.origin);
  await guest.create();
  const userId = (await guest.get('/api/me')).body.user.id as string;
  await product.kill();
  const { interviewId, bytes } = await writeHour(product.dataDir, userId);
  await product.start();
  const browser = await chromium.launch(launchOptions());
  const [name = '', value = ''] = guest.cookie.split('=');
  const visitor = async () => {
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
    await context.addCookies([{ name, value, url: product.origin }]);
    return context;
  };
  const address = `${product.origin}/interview/${interviewId}/replay`;
  const { figures, page } = await opened(visitor, address);
  figures.push(await jumped(page), await played(page), {
    ...{ what: 'recorded hour of busy drawing, on the disk', value: bytes / 1024 ** 2, unit: 'MB' },
    beside: `${hour.entries} entries, ${hour.elements} elements`,
  });
  await browser.close();
  await product.stop();
  rmSync(product.dataDir, { recursive: true, force: true });
  return { figures };
}

async function writeHour(dataDir: string, userId: string): Promise<{ interviewId: string; bytes: number }> {
  const file = join(dataDir, 'fourstep.db');
  const { state, entries } = aBusyHour();
  const before = statSync(file).size;
  const { store } = await openSqlite(file);
  const { interviewId, createdAt, level, format } = state;
  await store.create({
    row: {
      ...{ id: interviewId, title: 'Notification service', formatTitle: format.title, level, createdAt },
      ...projectionOf(state),
    },
    host: seatOf(state, ida, userId),
    others: [seatOf(state, carl, 'somebody else')],
    invites: [],
    entries,
  });
  await store.close();
  return { interviewId, bytes: statSync(file).size - before };
}

function seatOf({ interviewId, participants }: RoomState, participantId: string, userId: string) {
  const { role, name, isHost } = participants[participantId]!;
  return { participantId, interviewId, userId, role, name, isHost };
}

/** From the address to a position that moves, in a browser that was never here, and what came for it. */
async function opened(visitor: () => Promise<BrowserContext>, address: string) {
  const [starts, boards, sizes]: [number[], number[], number[]] = [[], [], []];
  let page: Page | undefined;
  for (let i = 0; i < opens; i += 1) {
    await page?.context().close();
    page = await (await visitor()).newPage();
    const wire = await page.context().newCDPSession(page);
    const size = recordingBytes(wire);
    await wire.send('Network.enable');
    const startedAt = performance.now();
    await page.goto(address, { waitUntil: 'commit' });
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await page.waitForFunction(
      () => Number(document.querySelector<HTMLInputElement>('[type=range]')?.value) > 0,
    );
    starts.push(performance.now() - startedAt);
    await page.locator('[aria-label="Board"][aria-busy="false"]').waitFor();
    boards.push(performance.now() - startedAt);
    sizes.push((await size) / 1024);
    await page.getByRole('button', { name: 'Pause' }).click();
  }
  const figures: Figure[] = [
    { what: 'recording over the wire', value: median(sizes), unit: 'KB', atMost: 1_536 },
    {
      ...{ what: 'from the address to playing, median', value: median(starts), unit: 'ms', atMost: 2_000 },
      beside: `with its board drawn ${Math.round(median(boards))} ms`,
    },
  ];
  return { figures, page: page! };
}

function recordingBytes(wire: CDPSession): Promise<number> {
  return new Promise((resolve) => {
    let id = '';
    wire.on('Network.requestWillBeSent', ({ requestId, request }) => {
      if (request.url.endsWith('/recording')) id = requestId;
    });
    wire.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      if (requestId === id) resolve(encodedDataLength);
    });
  });
}

/** Script time of jumps to anywhere: until the moment stands, with its lists and handed to the board; and, beside, until
 * the editor has drawn all of it, which it does over frames. */
async function jumped(page: Page): Promise<Figure> {
  const wire = await page.context().newCDPSession(page);
  await wire.send('Performance.enable');
  const scriptMs = async () => {
    const { metrics } = await wire.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? NaN) * 1_000;
  };
  const random = seeded(6);
  const [stands, drawn, frames]: [number[], number[], number[]] = [[], [], []];
  for (let i = 0; i < jumps; i += 1) {
    const before = await scriptMs();
    const { ms, longest } = await page.evaluate(async (share) => {
      const slider = document.querySelector<HTMLInputElement>('[type=range]')!;
      const startedAt = performance.now();
      slider.value = String(Number(slider.max) * share);
      slider.dispatchEvent(new Event('input', { bubbles: true }));
      // Svelte writes its changes in a microtask.
      await Promise.resolve();
      await new Promise<void>((next) => queueMicrotask(next));
      const ms = performance.now() - startedAt;
      let [last, longest, quiet] = [performance.now(), 0, 0];
      while (quiet < 3) {
        await new Promise((next) => requestAnimationFrame(next));
        const gap = performance.now() - last;
        last += gap;
        longest = Math.max(longest, gap);
        quiet = gap < 25 ? quiet + 1 : 0;
      }
      return { ms, longest };
    }, random());
    stands.push(ms);
    frames.push(longest);
    drawn.push((await scriptMs()) - before);
  }
  const all = `until all is drawn p50 ${median(drawn).toFixed(0)}, p95 ${percentile(drawn, 0.95).toFixed(0)} ms`;
  return {
    ...{ what: 'jump anywhere, script time, p95', value: percentile(stands, 0.95), unit: 'ms', atMost: 50 },
    beside: `${all}; longest frame p95 ${percentile(frames, 0.95).toFixed(0)} ms`,
  };
}

/** Frames a second while it plays eight times as fast, near the end, where most is on the board. */
async function played(page: Page): Promise<Figure> {
  await page.getByLabel('Speed').selectOption('8');
  const gaps = await page.evaluate(async (forMs) => {
    const slider = document.querySelector<HTMLInputElement>('[type=range]')!;
    slider.value = String(Number(slider.max) * 0.8);
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    await new Promise((settled) => setTimeout(settled, 1_000));
    const play = [...document.querySelectorAll('button')].find(
      (button) => button.textContent?.trim() === 'Play',
    );
    play?.click();
    const passed: number[] = [];
    let last = performance.now();
    for (const until = last + forMs; last < until;) {
      const now = await new Promise<number>((next) => requestAnimationFrame(() => next(performance.now())));
      passed.push(now - last);
      last = now;
    }
    return passed;
  }, playMs);
  const perSecond = gaps.length / (gaps.reduce((sum, gap) => sum + gap, 0) / 1_000);
  return {
    ...{ what: 'frames while it plays at 8×', value: perSecond, unit: '/s', atLeast: 30 },
    beside: `p95 between two ${percentile(gaps, 0.95).toFixed(0)} ms`,
  };
}
