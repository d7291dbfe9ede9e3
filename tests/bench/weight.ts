// What a first visit transfers, as a real browser counts it: its script, and beside it everything.
import { spawnSync } from 'node:child_process';
import { chromium } from 'playwright';
import type { Browser, Page } from 'playwright';
import { launchOptions } from '../support/chromium.ts';
import { withDemo } from '../support/demo-interview.ts';
import { Product, quickRubrics } from '../support/product.ts';
import type { Figure, Report } from './figure.ts';

const pages = ['/', '/new', '/history', '/settings', '/questions', '/rubrics'];

/** The client as it is served, made anew where it is older than its sources. */
export function buildClient(): void {
  const { status } = spawnSync(process.execPath, ['server/client-build.js'], { stdio: 'inherit' });
  if (status !== 0) throw new Error('the client could not be built');
}

type Weight = { script: number; everything: number };

export async function benchWeight(): Promise<Report> {
  buildClient();
  const product = await new Product(quickRubrics({ min: 0, max: 600 })).start();
  const browser = await chromium.launch(launchOptions());
  const visit = async (path: string) =>
    transferred(await aPage(browser), (page) => page.goto(product.origin + path));
  const figures: Figure[] = [];
  for (const path of pages) figures.push(figureOf(path, await visit(path), 90));
  figures.push(figureOf('a scorecard', await scorecardWeight(browser, product), 90));
  // An interview that is not there: the whole script of a room, and no board.
  const bare = await visit('/interview/aaaaaaaaaaaaaaaaaaaaaa');
  figures.push(figureOf('a room before its board', bare, 130));
  figures.push(figureOf('a room with its board', await roomWeight(browser, product), 480));
  await browser.close();
  await product.stop();
  return { figures };
}

const figureOf = (what: string, { script, everything }: Weight, atMost: number): Figure => ({
  what: `script of a first visit of ${what}`,
  value: script,
  unit: 'kB',
  atMost,
  beside: `with fonts, styles and data ${everything.toFixed(0)}`,
});

/** The demo's, as its candidate reads it. */
async function scorecardWeight(browser: Browser, product: Product): Promise<Weight> {
  const demo = await withDemo(product);
  const page = await aPage(browser);
  await page.goto(demo.linkOf('candidate'));
  await page.getByLabel('Your name').fill('Jonas');
  await page.getByRole('button', { name: 'Join' }).click();
  await page.getByRole('button', { name: 'Join' }).waitFor({ state: 'hidden' });
  return transferred(page, (p) => p.goto(`${product.origin}/interview/${demo.id}/scorecard`));
}

async function roomWeight(browser: Browser, product: Product): Promise<Weight> {
  const page = await aPage(browser);
  await page.goto(`${product.origin}/new`);
  await page.getByRole('button', { name: 'Create interview' }).click();
  await page.getByRole('button', { name: 'Start interview' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /rehears|start/i })
    .click();
  await page.getByRole('timer').waitFor();
  return transferred(page, (p) => p.reload());
}

async function aPage(browser: Browser): Promise<Page> {
  return (await browser.newContext({ viewport: { width: 1366, height: 768 } })).newPage();
}

/** Thousands of bytes over the wire until the network is idle, with an empty cache. */
async function transferred(page: Page, load: (page: Page) => Promise<unknown>): Promise<Weight> {
  const session = await page.context().newCDPSession(page);
  const scripts = new Set<string>();
  const weight: Weight = { script: 0, everything: 0 };
  session.on(
    'Network.responseReceived',
    ({ type, requestId }) => type === 'Script' && scripts.add(requestId),
  );
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    weight.everything += encodedDataLength / 1_000;
    if (scripts.has(requestId)) weight.script += encodedDataLength / 1_000;
  });
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  await load(page);
  await page.waitForLoadState('networkidle');
  await page.context().close();
  return weight;
}
