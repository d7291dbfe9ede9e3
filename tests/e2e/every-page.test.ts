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

/** Serious and critical findings; the editor's own toolbar is not ours to mend and is left out. */
async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).exclude('.excalidraw').analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
}

async function expectSoundIn(page: Page, where: string): Promise<void> {
  for (const { colorScheme, viewport } of looks) {
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
  test.setTimeout(180_000);
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

async function finishTogether({ ida, carl }: Pair): Promise<void> {
  await ida.click('End interview');
  await ida.page.getByRole('dialog').getByRole('button', { name: /end/i }).click();
  await ida.rate();
  await carl.rate();
}

test('lobby, room, rating, scorecard and history are sound for both', async ({ browser, product }) => {
  test.setTimeout(300_000);
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
