// What two people see of the clock, in two real browsers on one machine, whose own clocks are therefore the same: when
// each second turns, how long a new phase takes to both, and how soon the time is right after a page slept.
import { chromium } from 'playwright';
import type { Browser, Page } from 'playwright';
import { launchOptions } from '../support/chromium.ts';
import { Product, quickRubrics } from '../support/product.ts';
import { pause } from './board.ts';
import { median } from './figure.ts';
import type { Report } from './figure.ts';
import { buildClient } from './weight.ts';

const runs = 3;
const sleepMs = 5_000;

type Seen = { at: number; text: string };

export async function benchClock(): Promise<Report> {
  buildClient();
  const product = await new Product(quickRubrics({ min: 0, max: 600 })).start();
  const browser = await chromium.launch(launchOptions());
  const taken = { apart: [] as number[], phase: [] as number[], wake: [] as number[] };
  for (let run = 0; run < runs; run += 1) {
    const [ida, carl] = await aPair(browser, product.origin);
    await pause(6_000);
    taken.apart.push(await secondsApart(ida, carl));
    taken.phase.push(await phaseDelay(ida, carl));
    taken.wake.push(await wakeDelay(ida, carl));
    for (const page of [ida, carl]) await page.context().close();
  }
  await browser.close();
  await product.stop();
  return {
    figures: [
      {
        what: 'clocks of two people, how far apart a second turns',
        value: median(taken.apart),
        unit: 'ms',
        atMost: 50,
      },
      {
        what: 'next phase, from the click to both screens',
        value: median(taken.phase),
        unit: 'ms',
        atMost: 100,
      },
      {
        what: 'right time after a page slept, from its wake on',
        value: median(taken.wake),
        unit: 'ms',
        atMost: 1_000,
      },
    ],
  };
}

async function aPair(browser: Browser, origin: string): Promise<[Page, Page]> {
  const [ida, carl] = [await aPage(browser), await aPage(browser)];
  await ida.goto(`${origin}/new`);
  await ida.getByLabel('Your name').fill('Ida');
  await ida.getByRole('button', { name: 'Create interview' }).click();
  const link = await ida.getByRole('textbox', { name: 'Candidate invite link' }).inputValue();
  await carl.goto(link);
  await carl.getByLabel('Your name').fill('Carl');
  await carl.getByRole('button', { name: 'Join' }).click();
  await carl.getByRole('button', { name: 'Join' }).waitFor({ state: 'hidden' });
  await ida.getByRole('button', { name: 'Start interview' }).click();
  for (const page of [ida, carl]) {
    await page.getByRole('timer', { name: 'Phase time' }).waitFor();
    await page.evaluate(watch);
  }
  return [ida, carl];
}

async function aPage(browser: Browser): Promise<Page> {
  return (await browser.newContext({ viewport: { width: 1366, height: 768 } })).newPage();
}

/** In the page: notes what the timer and the list of phases show, and when. */
function watch(): void {
  const seen = { timer: [] as Seen[], phase: [] as Seen[] };
  Object.assign(window, { seen });
  const now = () => performance.timeOrigin + performance.now();
  const look = (kind: 'timer' | 'phase', selector: string) => {
    const text = document.querySelector(selector)?.textContent?.trim() ?? '';
    if (seen[kind].at(-1)?.text !== text) seen[kind].push({ at: now(), text });
  };
  const lookAtAll = () => {
    look('timer', '[role="timer"]');
    look('phase', '[aria-current="step"]');
  };
  new MutationObserver(lookAtAll).observe(document.body, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
  });
  lookAtAll();
}

const seenBy = (page: Page, kind: 'timer' | 'phase') =>
  page.evaluate((what) => (window as unknown as { seen: Record<string, Seen[]> }).seen[what] ?? [], kind);

async function secondsApart(ida: Page, carl: Page): Promise<number> {
  const [hers, his] = [await seenBy(ida, 'timer'), await seenBy(carl, 'timer')];
  const both = hers.flatMap(({ at, text }) => {
    const other = his.find((one) => one.text === text);
    return other ? [Math.abs(at - other.at)] : [];
  });
  // The first of each began in the middle of a second.
  return median(both.slice(1));
}

async function phaseDelay(ida: Page, carl: Page): Promise<number> {
  const clickedAt = await ida.getByRole('button', { name: 'Next phase' }).evaluate((button) => {
    const at = performance.timeOrigin + performance.now();
    (button as HTMLButtonElement).click();
    return at;
  });
  await pause(1_500);
  const shown = await Promise.all(
    [ida, carl].map(
      async (page) => (await seenBy(page, 'phase')).find(({ at }) => at > clickedAt)?.at ?? NaN,
    ),
  );
  return Math.max(...shown) - clickedAt;
}

async function wakeDelay(ida: Page, carl: Page): Promise<number> {
  const session = await carl.context().newCDPSession(carl);
  await session.send('Page.setWebLifecycleState', { state: 'frozen' });
  await pause(sleepMs);
  const wokeAt = Date.now();
  await session.send('Page.setWebLifecycleState', { state: 'active' });
  await pause(2_500);
  const hers = await seenBy(ida, 'timer');
  const herTextAt = (at: number) => hers.findLast((one) => one.at <= at + 50)?.text;
  const right = (await seenBy(carl, 'timer')).find(({ at, text }) => at >= wokeAt && text === herTextAt(at));
  return (right?.at ?? NaN) - wokeAt;
}
