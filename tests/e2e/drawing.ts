// The board as a hand uses it: a mouse over the canvas and the tools by their place in the toolbar.
import type { Page } from '@playwright/test';
import { expect } from './two-people.ts';

export async function onBoard(page: Page): Promise<void> {
  await expect(page.locator('.excalidraw canvas').first()).toBeVisible();
  await expect(page.getByTestId('toolbar-rectangle')).toBeAttached();
}

/** Draws a rectangle with the mouse; `column` and `row` place it on a grid beside the style panel. */
export async function drawRectangle(page: Page, column: number, row: number): Promise<void> {
  const box = (await page.locator('.excalidraw-host').boundingBox())!;
  const [x, y] = [box.x + 280 + column * 90, box.y + 130 + row * 60];
  await page.getByTestId('toolbar-rectangle').check({ force: true });
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 30, y + 20, { steps: 4 });
  await page.mouse.move(x + 60, y + 40, { steps: 4 });
  await page.mouse.up();
}
