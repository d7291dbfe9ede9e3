// What leaves a replay and what leads into it: files of the board, a video, what a phase changed, links from the
// scorecard and from history, and a share link that lets a stranger watch.
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { openAt, openDemo, outline, secondsOf } from './demo.ts';
import { expect, meet, startTogether, test } from './two-people.ts';

async function downloaded(page: Page, press: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
  const coming = page.waitForEvent('download');
  await press();
  const download = await coming;
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

test('the board of any moment is saved as SVG, PNG and .excalidraw', async ({ browser, product }) => {
  const { page, address } = await openDemo(browser, product);
  await openAt(page, `${address}?t=900`);
  await page.getByRole('button', { name: 'Export …' }).click();
  const save = (kind: string) =>
    downloaded(page, () => page.getByRole('button', { name: `Download board as ${kind}` }).click());
  const svg = await save('SVG');
  expect(svg.name).toMatch(/^board-15-00-.*\.svg$/);
  expect(svg.bytes.toString()).toContain('API gateway');
  // Drawn ten minutes later.
  expect(svg.bytes.toString()).not.toContain('dead letters');
  const png = await save('PNG');
  expect(png.bytes.subarray(1, 4).toString()).toBe('PNG');
  const board = JSON.parse((await save('.excalidraw')).bytes.toString()) as {
    type: string;
    elements: unknown[];
  };
  expect(board.type).toBe('excalidraw');
  expect(board.elements.length).toBeGreaterThan(5);
});

test('the drawing is saved as a WebM that plays and knows its length', async ({ browser, product }) => {
  const pair = await startTogether(await meet(browser, product));
  const { page } = pair.carl;
  const canvas = page.locator('canvas.interactive');
  await expect(page.locator('[aria-label="Board"][aria-busy="false"]')).toBeVisible();
  const box = (await canvas.boundingBox())!;
  for (let i = 0; i < 4; i += 1) {
    await page.keyboard.press('r');
    await page.mouse.move(box.x + 200 + i * 90, box.y + 200);
    await page.mouse.down();
    await page.mouse.move(box.x + 260 + i * 90, box.y + 280, { steps: 5 });
    await page.mouse.up();
  }
  await pair.ida.click('End interview');
  await pair.ida.page.getByRole('dialog').getByRole('button', { name: /end/i }).click();
  await expect(page.getByRole('button', { name: 'Submit scorecard' })).toBeVisible();
  await openAt(page, `${product.origin}/interview/${pair.id}/replay`);
  await page.getByRole('button', { name: 'Export …' }).click();
  await page.getByLabel('Speed').last().selectOption('8');
  const { name, bytes } = await downloaded(page, () =>
    page.getByRole('button', { name: 'Record video' }).click(),
  );
  expect(name).toMatch(/^drawing-.*\.webm$/);
  const played = await page.evaluate(async (base64) => {
    const data = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const video = document.createElement('video');
    video.muted = true;
    video.src = URL.createObjectURL(new Blob([data], { type: 'video/webm' }));
    const until = (event: string) =>
      new Promise<void>((resolve, reject) => {
        video.addEventListener(event, () => resolve(), { once: true });
        video.addEventListener('error', () => reject(new Error(video.error?.message)), { once: true });
      });
    await until('loadedmetadata');
    const ended = until('ended');
    await video.play();
    await ended;
    const { duration, currentTime, videoWidth, videoHeight } = video;
    return { duration, currentTime, videoWidth, videoHeight };
  }, bytes.toString('base64'));
  expect(Number.isFinite(played.duration)).toBe(true);
  expect(played.currentTime).toBeGreaterThan(1);
  expect(played.videoWidth).toBeGreaterThan(300);
  await expect(page.getByText('The video is saved.')).toBeVisible();
});

test('what changed on the board in a phase is shown before and after', async ({ browser, product }) => {
  const { page, address } = await openDemo(browser, product);
  await openAt(page, `${address}?phase=deep-dive`);
  await page.getByRole('button', { name: 'What changed in this phase' }).click();
  const dialog = page.getByRole('dialog', { name: /What changed on the board/ });
  await expect(dialog.getByRole('img', { name: 'The board before this phase' })).toContainText('API gateway');
  await expect(dialog.getByRole('img', { name: 'The board before this phase' })).not.toContainText(
    'dead letters',
  );
  await expect(dialog.getByRole('img', { name: 'The board after this phase' })).toContainText('dead letters');
  await expect(dialog.getByText('Channel workers → Retry and dead letters')).toBeVisible();
});

test('notes, missed items and links by criterion lead to their moments', async ({ browser, product }) => {
  const { page, address } = await openDemo(browser, product);
  await page.goto(address.replace('/replay', '/scorecard'));
  const notes = page.getByRole('region', { name: 'Notes' });
  await notes
    .getByRole('link', { name: /^Watch/ })
    .first()
    .click();
  await expect(page).toHaveURL(/\/replay\?t=\d+$/);
  await expect.poll(() => secondsOf(page)).toBeGreaterThan(0);
  await page.goBack();
  await page
    .getByRole('region', { name: 'Checklist' })
    .getByRole('link', { name: 'Watch watch the phase' })
    .first()
    .click();
  await expect(page).toHaveURL(/\/replay\?t=/);
  await openAt(page, `${address}?criterion=depth`);
  await expect.poll(() => secondsOf(page)).toBeGreaterThan(1000);
  await openAt(page, `${address}?item=no-such-item`);
  await expect(page.getByText('There is no moment for this link')).toBeVisible();
});

test('[VW9] a share link with the replay lets a stranger watch, and one without does not', async ({
  browser,
  product,
}) => {
  const { page, address } = await openDemo(browser, product);
  await page.goto(address.replace('/replay', '/scorecard'));
  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByRole('button', { name: 'Create link' }).click();
  await page.getByLabel(/^With the replay/).check();
  await page.getByRole('button', { name: 'Create link' }).click();
  const links = page.getByRole('textbox', { name: 'Share link' });
  await expect(links).toHaveCount(2);
  const [without, withReplay] = await links.evaluateAll((inputs) =>
    inputs.map((input) => (input as HTMLInputElement).value),
  );

  const stranger = await (await browser.newContext()).newPage();
  await stranger.goto(withReplay!);
  await stranger.getByRole('link', { name: 'Replay' }).click();
  await expect(stranger.locator('[aria-label="Board"][aria-busy="false"]')).toBeVisible();
  await stranger.getByRole('slider', { name: 'Replay position' }).press('End');
  await expect(outline(stranger).filter({ hasText: 'Notification API' }).first()).toBeAttached();
  await expect(stranger.getByRole('tab', { name: /^Comments/ })).toHaveCount(0);
  await stranger.getByRole('tab', { name: /^Chat/ }).click();
  await expect(stranger.getByText('No messages until here.')).toBeVisible();
  expect(await stranger.content()).not.toContain('Jonas');

  const other = await (await browser.newContext()).newPage();
  await other.goto(without!);
  await expect(other.getByRole('table', { name: 'Ratings' })).toBeVisible();
  await expect(other.getByRole('link', { name: 'Replay' })).toHaveCount(0);
  await other.goto(without!.replace('/scorecard', '/replay'));
  await expect(other.getByText('This link shows the scorecard only')).toBeVisible();
});
