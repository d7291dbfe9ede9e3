// The demo interview played in a real browser by the names people see: from the scorecard to any moment of it.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { AxeBuilder } from '@axe-core/playwright';
import { openAt, openDemo, outline, secondsOf, slider } from './demo.ts';
import { expect, meet, startTogether, test } from './two-people.ts';

test('the replay opens from the scorecard, plays, and seeks', async ({ browser, product }) => {
  const { page, address } = await openDemo(browser, product);
  await page.goto(address.replace('/replay', '/scorecard'));
  await page.getByRole('link', { name: 'Replay' }).click();
  await expect(page).toHaveURL(address);
  await expect(page.locator('[aria-label="Board"][aria-busy="false"]')).toBeVisible();
  await expect(outline(page)).toHaveCount(0);
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await expect.poll(() => secondsOf(page)).toBeGreaterThan(1);
  await page.getByRole('button', { name: 'Pause' }).click();
  const paused = await secondsOf(page);
  await slider(page).fill(String(20 * 60));
  await expect(outline(page).filter({ hasText: 'Notification API' }).first()).toBeAttached();
  const atTwenty = await outline(page).count();
  await slider(page).press('End');
  await expect.poll(() => outline(page).count()).toBeGreaterThan(atTwenty);
  await slider(page).press('Home');
  await expect(outline(page)).toHaveCount(0);
  expect(paused).toBeGreaterThan(0);
});

test('everything is at hand by keyboard', async ({ browser, product }) => {
  const { page, address } = await openDemo(browser, product);
  await openAt(page, `${address}?t=600`);
  await expect.poll(() => secondsOf(page)).toBe(600);
  await page.keyboard.press('ArrowRight');
  expect(await secondsOf(page)).toBe(605);
  await page.keyboard.press('ArrowLeft');
  expect(await secondsOf(page)).toBe(600);
  await page.keyboard.press('Shift+ArrowRight');
  const next = await secondsOf(page);
  expect(next).toBeGreaterThan(600);
  await page.keyboard.press('Shift+ArrowLeft');
  expect(await secondsOf(page)).toBeLessThan(next);
  await page.keyboard.press('PageDown');
  await expect(slider(page)).toHaveAttribute('aria-valuetext', /Design deep dive|Go deep|deep/i);
  await page.keyboard.press('End');
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  await page.keyboard.press('s');
  await expect(page.getByLabel('Skip idle')).not.toBeChecked();
  const dialog = page.getByRole('dialog');
  await page.keyboard.press('w');
  await expect(dialog).toContainText('What changed on the board');
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await expect(dialog).toContainText('Copy the link to this moment');
  // Within it keys are not the replay's.
  await page.keyboard.press('s');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page.getByLabel('Skip idle')).not.toBeChecked();
  await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
  await expect(dialog).toBeVisible();
});

test('notes and checklist stand as they stood, and a link opens exactly there', async ({
  browser,
  product,
}) => {
  const { page, address } = await openDemo(browser, product);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: product.origin });
  await openAt(page, `${address}?t=0`);
  await page.getByRole('tab', { name: /^Notes/ }).click();
  const notes = page.getByRole('tabpanel').getByRole('listitem');
  await expect(notes).toHaveText(/No notes/);
  await slider(page).press('End');
  await expect.poll(() => notes.count()).toBeGreaterThan(3);
  await notes.last().getByRole('button').click();
  const there = await slider(page).getAttribute('aria-valuetext');
  await page.getByRole('button', { name: 'Copy link to this moment' }).click();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toMatch(/\/replay\?t=[\d.]+$/);
  await openAt(page, link);
  await expect(slider(page)).toHaveAttribute('aria-valuetext', there ?? '');
});

test('[RP4] a comment pinned to a moment is read by the other, leads there, and is taken away again', async ({
  browser,
  product,
}) => {
  const { page, address, openAsCandidate } = await openDemo(browser, product);
  const jonas = await openAsCandidate();
  await openAt(page, `${address}?t=1500`);
  await page.keyboard.press('c');
  const field = page.getByRole('textbox', { name: 'Comment at 25:00' });
  await expect(field).toBeFocused();
  // Keys are letters while one writes.
  await field.pressSequentially('Why split the topics here? c < >');
  await page.getByRole('button', { name: 'Pin comment' }).click();
  await expect(field).toHaveValue('');
  await expect(page.getByTitle('Comment at 25:00: Why split')).toBeVisible();

  await openAt(jonas, `${address}?t=0`);
  await jonas.getByRole('tab', { name: /^Comments/ }).click();
  await jonas.getByRole('button', { name: /Why split the topics here/ }).click();
  await expect.poll(() => secondsOf(jonas)).toBe(1500);
  await expect(jonas.getByRole('button', { name: 'Remove comment at 25:00' })).toHaveCount(0);
  await jonas
    .getByRole('textbox', { name: 'Comment at 25:00' })
    .fill('Codes must not wait behind newsletters.');
  await jonas.getByRole('button', { name: 'Pin comment' }).click();

  await openAt(page, `${address}?t=1500`);
  await page.getByRole('tab', { name: /^Comments/ }).click();
  const comments = page.getByRole('tabpanel').getByRole('listitem').filter({ hasText: '25:00' });
  await expect(comments).toHaveCount(2);
  await expect(comments.last()).toContainText('Jonas');
  await page.getByRole('button', { name: 'Remove comment at 25:00' }).click();
  await expect(comments).toHaveCount(1);
  await expect(comments).toContainText('newsletters');
});

test('a link beyond the end says so and shows the end', async ({ browser, product }) => {
  const { page, address } = await openDemo(browser, product);
  await openAt(page, `${address}?t=999999`);
  await expect(page.getByText('after the end of the recording')).toBeVisible();
  const max = Number(await slider(page).getAttribute('max'));
  expect(await secondsOf(page)).toBeCloseTo(max, 3);
  await openAt(page, `${address}?t=soon`);
  await expect(page.getByText('names no moment')).toBeVisible();
});

test('the replay is sound on a laptop and a phone, light and dark', async ({ browser, product }) => {
  test.setTimeout(120_000);
  const { page, address } = await openDemo(browser, product);
  await openAt(page, `${address}?t=1500`);
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const viewport of [
      { width: 1366, height: 768 },
      { width: 390, height: 844 },
    ]) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize(viewport);
      const { violations } = await new AxeBuilder({ page }).exclude('.excalidraw').analyze();
      const bad = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(bad.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.target.join(' ')).join(', ')}`)).toEqual(
        [],
      );
      const isTooWide = await page.evaluate(
        () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
      );
      expect(isTooWide).toBe(false);
      // The slider's thumb stands under its phase, where the lanes show the moment.
      const [line, thumb] = await Promise.all([
        page.getByRole('region', { name: 'Time' }).boundingBox(),
        slider(page).boundingBox(),
      ]);
      expect(thumb!.y).toBeGreaterThan(line!.y);
      expect(thumb!.y + thumb!.height).toBeLessThan(line!.y + line!.height);
      if (process.env.SHOTS)
        await page.screenshot({ path: `${process.env.SHOTS}/replay-${viewport.width}-${colorScheme}.png` });
    }
  }
});

test('a running interview is followed live', async ({ browser, product }) => {
  const pair = await startTogether(await meet(browser, product));
  const watching = await pair.ida.page.context().newPage();
  await openAt(watching, `${product.origin}/interview/${pair.id}/replay`);
  await expect(watching.getByText('still running')).toBeVisible();
  await watching.getByRole('button', { name: 'Follow live' }).click();
  await watching.getByRole('tab', { name: /^Chat/ }).click();
  await pair.carl.openTool('Chat');
  await pair.carl.page.getByRole('textbox', { name: 'Message' }).fill('Seen in the replay');
  await pair.carl.click('Send');
  await expect(watching.getByRole('tabpanel').getByText('Seen in the replay')).toBeVisible();
});

test('a damaged recording says which part is missing and plays the rest', async ({ browser, product }) => {
  const { page, address } = await openDemo(browser, product);
  await product.kill();
  const db = new DatabaseSync(join(product.dataDir, 'fourstep.db'));
  db.exec("UPDATE entries SET body = '{' WHERE seq IN (12, 13, 14)");
  db.close();
  await product.start();
  await openAt(page, `${address}?t=1500`);
  await expect(page.getByText('entries 12 to 14')).toBeVisible();
  await expect(outline(page).filter({ hasText: 'Notification API' }).first()).toBeAttached();
});
