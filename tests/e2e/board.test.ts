// One board, two browsers, real mice: nothing is lost, whoever draws, drops out, comes late or reloads.
import type { Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { drawRectangle, onBoard } from './drawing.ts';
import { expect, meet, Person, startTogether, test } from './two-people.ts';

type Shape = {
  id: string;
  type: string;
  x: number;
  y: number;
  width: number;
  height: number;
  isDeleted?: boolean;
  text?: string;
};

/** The shapes this browser shows, read from the file it downloads. */
async function shapesOf(page: Page): Promise<Shape[]> {
  await page.getByRole('button', { name: 'Board menu' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByText('Download as board file').click(),
  ]);
  const file = JSON.parse(await readFile(await download.path(), 'utf8')) as { elements: Shape[] };
  return file.elements
    .filter((shape) => !shape.isDeleted)
    .map(({ id, type, x, y, width, height, text }) => ({
      id,
      type,
      x,
      y,
      width,
      height,
      ...(text && { text }),
    }))
    .sort((a, b) => a.id.localeCompare(b.id));
}

async function expectSameBoards(a: Person, b: Person, count: number): Promise<void> {
  await expect(async () => {
    const [mine, theirs] = [await shapesOf(a.page), await shapesOf(b.page)];
    expect(mine).toHaveLength(count);
    expect(theirs).toEqual(mine);
  }).toPass({ timeout: 20_000 });
}

test('[BD14] both draw at once, and both boards end the same', async ({ browser, product }) => {
  const { ida, carl } = await startTogether(await meet(browser, product));
  for (const { page } of [ida, carl]) await onBoard(page);
  await Promise.all(
    [ida, carl].map(async ({ page }, person) => {
      for (let i = 0; i < 6; i += 1) await drawRectangle(page, i, person * 2);
    }),
  );
  await expectSameBoards(ida, carl, 12);
});

test('undo takes back one’s own shape and leaves the other’s', async ({ browser, product }) => {
  const { ida, carl } = await startTogether(await meet(browser, product));
  for (const { page } of [ida, carl]) await onBoard(page);
  await drawRectangle(ida.page, 0, 0);
  await drawRectangle(carl.page, 2, 2);
  await expectSameBoards(ida, carl, 2);
  const [idas] = (await shapesOf(ida.page)).sort((a, b) => a.y - b.y);
  await ida.page.getByTestId('button-undo').click();
  await expectSameBoards(ida, carl, 1);
  const [left] = await shapesOf(ida.page);
  expect(left?.id).not.toBe(idas?.id);
});

test('what is drawn while disconnected is merged afterwards, also when the server was killed meanwhile', async ({
  browser,
  product,
}) => {
  const wire = await product.wire();
  const { ida, carl } = await startTogether(await meet(browser, product, { carl: wire.origin }));
  for (const { page } of [ida, carl]) await onBoard(page);
  await drawRectangle(carl.page, 0, 0);
  await expectSameBoards(ida, carl, 1);
  wire.cut();
  await expect(carl.page.getByText(/Reconnecting/).first()).toBeVisible();
  await expect(ida.page.getByText('connection lost').first()).toBeVisible();
  await drawRectangle(carl.page, 2, 0);
  await drawRectangle(carl.page, 4, 0);
  await drawRectangle(ida.page, 0, 3);
  await product.kill();
  await product.start();
  wire.mend();
  await expect(carl.page.getByText(/Reconnecting/)).toHaveCount(0, { timeout: 20_000 });
  await expectSameBoards(ida, carl, 4);
});

test('a refresh and a late observer get the whole board at once', async ({ browser, product }) => {
  const pair = await meet(browser, product);
  const link = await pair.ida.page.getByRole('textbox', { name: 'Observer invite link' }).inputValue();
  const { ida, carl } = await startTogether(pair);
  for (const { page } of [ida, carl]) await onBoard(page);
  for (let i = 0; i < 4; i += 1) await drawRectangle(ida.page, i, 1);
  await expectSameBoards(ida, carl, 4);
  await carl.page.reload();
  await onBoard(carl.page);
  await expectSameBoards(ida, carl, 4);
  const olga = await Person.arrive(browser, 'Olga');
  await olga.join(link);
  await expectSameBoards(ida, olga, 4);
});

test('an image pasted by one is seen by the other, and comes from our own endpoint', async ({
  browser,
  product,
}) => {
  const { ida, carl } = await startTogether(await meet(browser, product));
  for (const { page } of [ida, carl]) await onBoard(page);
  const answered = carl.page.waitForResponse((response) => /\/files\/[0-9a-f]{64}$/.test(response.url()));
  await ida.page.locator('.excalidraw-host').click({ position: { x: 300, y: 300 } });
  await ida.page.evaluate(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 40, height: 30 });
    canvas.getContext('2d')!.fillRect(5, 5, 20, 10);
    const blob = await new Promise<Blob>((done) => canvas.toBlob((made) => done(made!), 'image/png'));
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File([blob], 'diagram.png', { type: 'image/png' }));
    const target = document.querySelector('.excalidraw-host .excalidraw')!;
    target.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  });
  expect((await answered).status()).toBe(200);
  await expectSameBoards(ida, carl, 1);
});

test('a system-design part is put on the board with one button, by keyboard too', async ({
  browser,
  product,
}) => {
  const { ida, carl } = await startTogether(await meet(browser, product));
  for (const { page } of [ida, carl]) await onBoard(page);
  const part = carl.page.getByRole('button', { name: /Load balancer/ });
  await part.focus();
  await carl.page.keyboard.press('Enter');
  await expect(async () => {
    const texts = (await shapesOf(ida.page)).map((shape) => shape.text?.replace(/\s+/g, ' '));
    expect(texts).toContain('Load balancer');
  }).toPass();
});

test('[BD10] five thousand pasted shapes reach the other, and are there at once after a reload', async ({
  browser,
  product,
}) => {
  test.setTimeout(180_000);
  const { ida, carl, id } = await startTogether(await meet(browser, product));
  for (const { page } of [ida, carl]) await onBoard(page);
  await ida.page.locator('.excalidraw-host').click({ position: { x: 500, y: 300 } });
  await ida.page.evaluate(() => {
    const elements = Array.from({ length: 5_000 }, (_, i) => ({
      ...{ id: `pasted-${i}`, type: 'rectangle', x: (i % 100) * 30, y: Math.floor(i / 100) * 30 },
      ...{ width: 20, height: 20, angle: 0, strokeColor: '#1e1e1e', backgroundColor: 'transparent' },
      ...{
        fillStyle: 'solid',
        strokeWidth: 1,
        strokeStyle: 'solid',
        roughness: 0,
        opacity: 100,
        seed: i + 1,
      },
      ...{ groupIds: [], frameId: null, roundness: null, boundElements: null, link: null, locked: false },
      ...{ version: 1, versionNonce: i + 1, isDeleted: false, updated: 1, index: null },
    }));
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', JSON.stringify({ type: 'excalidraw/clipboard', elements }));
    const target = document.querySelector('.excalidraw-host .excalidraw')!;
    target.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  });
  const onServer = async () => {
    const snapshot = await carl.page.request.get(`${product.origin}/api/interviews/${id}/snapshot`);
    return ((await snapshot.json()) as { scene: unknown[] }).scene.length;
  };
  await expect.poll(onServer, { timeout: 60_000 }).toBe(5_000);
  await expectSameBoards(ida, carl, 5_000);
  await carl.page.reload();
  await onBoard(carl.page);
  expect(await shapesOf(carl.page)).toHaveLength(5_000);
});
