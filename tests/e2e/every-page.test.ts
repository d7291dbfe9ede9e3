// Every page, in both themes, on a laptop and a phone: no serious finding of axe, no sideways scrolling, and
// in a whole interview no request to anywhere but the own origin.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, meet, Person, startTogether, test } from './two-people.ts';
import type { Pair } from './two-people.ts';

// The longest file by far: its tests share nothing and run beside each other.
test.describe.configure({ mode: 'parallel' });

const looks = [
  { colorScheme: 'light', viewport: { width: 1366, height: 768 } },
  { colorScheme: 'dark', viewport: { width: 390, height: 844 } },
  { colorScheme: 'dark', viewport: { width: 1366, height: 768 } },
  { colorScheme: 'light', viewport: { width: 390, height: 844 } },
] as const;
type Look = (typeof looks)[number];
/** Either theme and either size once, where a page changes by itself or has several faces. */
const fewLooks = looks.slice(0, 2);

/** Serious and critical findings; the editor's own toolbar is not ours to mend and is left out. */
async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).exclude('.excalidraw').analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
}

async function expectSoundIn(page: Page, where: string, how: readonly Look[] = looks): Promise<void> {
  for (const { colorScheme, viewport } of how) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize(viewport);
    const look = `${where}, ${colorScheme}, ${viewport.width} px`;
    await expect.poll(() => findings(page), { message: look, timeout: 60_000 }).toEqual([]);
    const isTooWide = await page.evaluate(
      () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
    );
    expect(isTooWide, `${look}: scrolls sideways`).toBe(false);
  }
  await page.setViewportSize(looks[0].viewport);
}

test('every page outside an interview is sound', async ({ browser, product }) => {
  test.setTimeout(300_000);
  const { page } = await Person.arrive(browser, 'Ida');
  for (const path of [
    '/',
    '/new',
    '/history',
    '/questions',
    '/rubrics',
    '/settings',
    '/solo',
    '/drills',
    '/drills?drill=break-it',
    '/match',
    '/appointments',
    '/calibration',
  ]) {
    await page.goto(product.origin + path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectSoundIn(page, path);
  }
});

test('waiting for a partner, being asked, reading through and being let down are sound', async ({
  browser,
  product,
}) => {
  test.setTimeout(240_000);
  const [ada, bo] = [await Person.arrive(browser, 'Ada'), await Person.arrive(browser, 'Bo')];
  const wire = await product.wire();
  for (const person of [ada, bo]) {
    await person.page.goto(`${wire.origin}/match`);
    await person.page.getByLabel('Alias').fill(person.name);
  }
  await ada.click('Find a partner');
  await expect(ada.page.getByRole('heading', { name: 'Looking for a partner' })).toBeVisible();
  await expectSoundIn(ada.page, 'waiting', fewLooks);
  await bo.click('Find a partner');
  await expect(ada.page.getByRole('heading', { name: 'Somebody is there' })).toBeVisible();
  // Nothing that comes after is heard of: fifteen seconds are too short to look at everything.
  wire.cut();
  await expectSoundIn(ada.page, 'asked', fewLooks);
  wire.mend();
  for (const { page } of [ada, bo]) {
    await expect(page.getByText('so you left the queue')).toBeVisible({ timeout: 25_000 });
    await page.getByRole('button', { name: 'Find a partner' }).click();
  }
  for (const person of [ada, bo]) await person.click('I am here');
  await expect(ada.page.getByLabel('I have read it')).toBeVisible();
  await expectSoundIn(ada.page, 'reading through', fewLooks);
  await bo.click('Leave this pairing');
  await bo.click('Yes, leave');
  await expect(ada.page.getByRole('heading', { name: 'Bo did not come' })).toBeVisible();
  await expectSoundIn(ada.page, 'let down', fewLooks);
});

test('an appointment is sound for who proposes and for who picks', async ({ browser, product }) => {
  const [ida, carl] = [await Person.arrive(browser, 'Ida'), await Person.arrive(browser, 'Carl')];
  await ida.page.goto(`${product.origin}/appointments`);
  await ida.click('Propose times');
  const link = ida.page.getByRole('textbox', { name: 'Link for your partner' });
  await expect(link).toBeVisible();
  await expectSoundIn(ida.page, 'proposed', fewLooks);
  await carl.page.goto(await link.inputValue());
  await expect(carl.page.getByRole('radio').first()).toBeVisible();
  await expectSoundIn(carl.page, 'picking', fewLooks);
  await carl.click('Take this time');
  await expect(carl.page.getByText('The room opens a quarter of an hour before.')).toBeVisible();
  await expectSoundIn(carl.page, 'agreed', fewLooks);
});

async function finishTogether({ ida, carl }: Pair): Promise<void> {
  await ida.click('End interview');
  await ida.page.getByRole('dialog').getByRole('button', { name: /end/i }).click();
  await ida.rate();
  await carl.rate();
}

test('lobby, room, rating, scorecard and history are sound for both', async ({ browser, product }) => {
  test.setTimeout(420_000);
  const pair = await meet(browser, product);
  for (const { page, name } of [pair.ida, pair.carl]) await expectSoundIn(page, `lobby of ${name}`);
  await startTogether(pair);
  for (const tool of ['Question', 'Checklist', 'Notes', 'Rubric', 'Chat']) {
    await pair.ida.openTool(tool);
    await expectSoundIn(pair.ida.page, `room, ${tool}`);
  }
  await expectSoundIn(pair.carl.page, 'room of the candidate');
  await pair.ida.click('End interview');
  await pair.ida.page.getByRole('dialog').getByRole('button', { name: /end/i }).click();
  await expect(pair.ida.page.getByRole('button', { name: 'Submit scorecard' })).toBeVisible();
  await expectSoundIn(pair.ida.page, 'rating');
  await pair.ida.rate();
  await expectSoundIn(pair.ida.page, 'waiting for the other');
  await pair.carl.rate();
  for (const { page, name } of [pair.ida, pair.carl]) {
    await page.goto(`${product.origin}/interview/${pair.id}/scorecard`);
    await expect(page.getByRole('table', { name: 'Ratings' })).toBeVisible();
    await expectSoundIn(page, `scorecard of ${name}`);
    await page.goto(`${product.origin}/history`);
    await expect(page.getByRole('table', { name: 'Past interviews' })).toBeVisible();
    await expectSoundIn(page, 'history');
  }
});

test('in a whole interview nothing is asked of any other origin', async ({ browser, product }) => {
  const pair = await meet(browser, product);
  const asked: string[] = [];
  for (const { page } of [pair.ida, pair.carl]) {
    page.on('request', (request) => asked.push(request.url()));
    page.on('websocket', (socket) => asked.push(socket.url().replace(/^ws/, 'http')));
    await page.reload();
  }
  await startTogether(pair);
  await expect(pair.ida.page.locator('.excalidraw canvas').first()).toBeVisible();
  await pair.ida.page
    .getByRole('button', { name: /^(Add )?Load balancer/ })
    .first()
    .click();
  await finishTogether(pair);
  await pair.carl.page.goto(`${product.origin}/interview/${pair.id}/scorecard`);
  await expect(pair.carl.page.getByRole('table', { name: 'Ratings' })).toBeVisible();
  expect(asked.length).toBeGreaterThan(20);
  const elsewhere = asked.filter(
    (url) => !/^(data|blob):/.test(url) && new URL(url).origin !== product.origin,
  );
  expect(elsewhere).toEqual([]);
});
