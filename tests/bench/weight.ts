// What a first visit transfers, fonts and data included, as a real browser counts it.
import { spawnSync } from 'node:child_process';
import { chromium } from 'playwright';
import type { Browser, Page } from 'playwright';
import { launchOptions } from '../support/chromium.ts';
import { Product, quickRubrics } from '../support/product.ts';
import type { Figure, Report } from './figure.ts';

const pages = ['/', '/new', '/history', '/questions', '/rubrics'];

/** The client as it is served, made anew where it is older than its sources. */
export function buildClient(): void {
  const { status } = spawnSync(process.execPath, ['server/client-build.js'], { stdio: 'inherit' });
  if (status !== 0) throw new Error('the client could not be built');
}

export async function benchWeight(): Promise<Report> {
  buildClient();
  const product = await new Product(quickRubrics({ min: 0, max: 600 })).start();
  const browser = await chromium.launch(launchOptions());
  const figures: Figure[] = [];
  for (const path of pages) {
    const value = await transferred(await aPage(browser), (page) => page.goto(product.origin + path));
    figures.push({ what: `first load of ${path}`, value, unit: 'KiB', atMost: 90 });
  }
  figures.push({
    what: 'first load of the room with its board',
    value: await roomWeight(browser, product),
    unit: 'KiB',
    atMost: 480,
  });
  await browser.close();
  await product.stop();
  return { figures };
}

async function roomWeight(browser: Browser, product: Product): Promise<number> {
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

/** KiB over the wire until the network is idle, with an empty cache. */
async function transferred(page: Page, load: (page: Page) => Promise<unknown>): Promise<number> {
  const session = await page.context().newCDPSession(page);
  let bytes = 0;
  session.on('Network.loadingFinished', (event: { encodedDataLength: number }) => {
    bytes += event.encodedDataLength;
  });
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  await load(page);
  await page.waitForLoadState('networkidle');
  await page.context().close();
  return bytes / 1024;
}
