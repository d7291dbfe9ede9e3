import { rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { projectionOf } from '../../server/projection.ts';
import { openSqlite } from '../../server/store/sqlite.ts';
import { carl, ida } from '../support/an-interview.ts';
import { launchOptions } from '../support/chromium.ts';
import { Product, quickRubrics } from '../support/product.ts';
import { Guest } from '../support/server.ts';
import { aBusyHour } from './busy-hour.ts';
import { fold } from '#domain/fold.ts';
import { Replay } from '#domain/replay.ts';
import { timelineOf } from '#domain/timeline.ts';

const product = await new Product(quickRubrics({ min: 0, max: 600 })).start();
const guest = new Guest(product.origin);
await guest.create();
const userId = (await guest.get('/api/me')).body.user.id as string;
await product.kill();
const file = join(product.dataDir, 'fourstep.db');
let t = performance.now();
const { state, entries } = aBusyHour();
console.log('make', performance.now() - t);
t = performance.now();
JSON.stringify(entries).length;
console.log('stringify', performance.now() - t, JSON.stringify(entries).length);
const text = JSON.stringify(entries);
t = performance.now();
JSON.parse(text);
console.log('parse', performance.now() - t);
t = performance.now();
const st = fold(entries);
console.log('fold', performance.now() - t);
t = performance.now();
new Replay(entries);
console.log('Replay', performance.now() - t);
t = performance.now();
timelineOf(entries, st);
console.log('timeline', performance.now() - t);
const { store } = await openSqlite(file);
const { interviewId, createdAt, level, format } = state;
const seat = (participantId: string, userId: string) => ({
  participantId,
  interviewId,
  userId,
  role: state.participants[participantId]!.role,
  name: participantId,
  isHost: participantId === ida,
});
await store.create({
  row: { id: interviewId, title: 'N', formatTitle: format.title, level, createdAt, ...projectionOf(state) },
  host: seat(ida, userId),
  others: [seat(carl, 'x')],
  invites: [],
  entries,
});
t = performance.now();
await store.readable(interviewId);
console.log('store.readable', performance.now() - t);
await store.close();
await product.start();
for (let i = 0; i < 3; i++) {
  t = performance.now();
  const r = await fetch(`${product.origin}/api/interviews/${interviewId}/recording`, {
    headers: { cookie: guest.cookie, 'accept-encoding': 'br' },
  });
  console.log('ttfb', performance.now() - t);
  const x = await r.arrayBuffer();
  console.log('whole', performance.now() - t, x.byteLength);
}
const browser = await chromium.launch(launchOptions());
const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
const [name = '', value = ''] = guest.cookie.split('=');
await context.addCookies([{ name, value, url: product.origin }]);
const page = await context.newPage();
const wire = await context.newCDPSession(page);
await wire.send('Profiler.enable');
await wire.send('Profiler.setSamplingInterval', { interval: 500 });
async function profiled(what: string, work: () => Promise<unknown>) {
  await wire.send('Profiler.start');
  const t0 = performance.now();
  await work();
  const took = performance.now() - t0;
  const { profile } = await wire.send('Profiler.stop');
  const self = new Map<number, number>();
  profile.samples!.forEach((id, i) => self.set(id, (self.get(id) ?? 0) + profile.timeDeltas![i]!));
  const byFn = new Map<string, number>();
  const byId = new Map(profile.nodes.map((n) => [n.id, n]));
  const parent = new Map<number, number>();
  for (const n of profile.nodes) for (const c of n.children ?? []) parent.set(c, n.id);
  for (const [id, us] of self) {
    const { callFrame: f } = byId.get(id)!;
    const k = `${f.functionName || '?'} ${f.url.split('/').at(-1)}:${f.lineNumber}:${f.columnNumber}`;
    byFn.set(k, (byFn.get(k) ?? 0) + us);
  }
  console.log(`== ${what} ${took.toFixed(0)} ms`);
  for (const [k, us] of [...byFn].sort((a, b) => b[1] - a[1]).slice(0, 22))
    console.log((us / 1000).toFixed(0).padStart(7), k);
  // total by function (inclusive)
  const incl = new Map<string, number>();
  for (const [id, us] of self) {
    const seen = new Set<string>();
    for (let n: number | undefined = id; n !== undefined; n = parent.get(n)) {
      const f = byId.get(n)!.callFrame;
      const k = `${f.functionName || '?'} ${f.url.split('/').at(-1)}:${f.lineNumber}:${f.columnNumber}`;
      if (!seen.has(k)) {
        seen.add(k);
        incl.set(k, (incl.get(k) ?? 0) + us);
      }
    }
  }
  console.log('-- inclusive');
  for (const [k, us] of [...incl].sort((a, b) => b[1] - a[1]).slice(0, 30))
    console.log((us / 1000).toFixed(0).padStart(7), k);
}
await profiled('open', async () => {
  const t0 = performance.now();
  page.on('response', (r) => {
    if (r.url().endsWith('/recording')) {
      console.log('recording headers at', performance.now() - t0);
      void r.finished().then(() => console.log('recording done at', performance.now() - t0));
    }
  });
  await page.goto(`${product.origin}/interview/${interviewId}/replay`, { waitUntil: 'commit' });
  await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
  console.log('play visible at', performance.now() - t0);
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  console.log('clicked at', performance.now() - t0);
  await page.waitForFunction(
    () => Number(document.querySelector<HTMLInputElement>('[type=range]')?.value) > 0,
  );
  console.log('moving at', performance.now() - t0);
  await page.locator('[aria-label="Board"][aria-busy="false"]').waitFor();
});
await page.getByRole('button', { name: 'Pause' }).click();
await new Promise((r) => setTimeout(r, 1500));
await profiled('20 seeks', () =>
  page.evaluate(async () => {
    const slider = document.querySelector<HTMLInputElement>('[type=range]')!;
    for (let i = 0; i < 20; i++) {
      slider.value = String((Number(slider.max) * ((i * 7) % 20)) / 20);
      slider.dispatchEvent(new Event('input', { bubbles: true }));
      for (let frame = 0; frame < 4; frame += 1) await new Promise((next) => requestAnimationFrame(next));
    }
  }),
);
await page.getByLabel('Speed').selectOption('8');
await page.evaluate(() => {
  const slider = document.querySelector<HTMLInputElement>('[type=range]')!;
  slider.value = String(Number(slider.max) * 0.8);
  slider.dispatchEvent(new Event('input', { bubbles: true }));
});
await new Promise((r) => setTimeout(r, 1000));
await page.getByRole('button', { name: 'Play', exact: true }).click();
await profiled('play 5s', () => new Promise((r) => setTimeout(r, 5000)));
await browser.close();
await product.stop();
