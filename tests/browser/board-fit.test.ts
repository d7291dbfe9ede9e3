// A board that is only looked at, in a place that changes its size.
import { mount, unmount } from 'svelte';
import { afterEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import Board from '$lib/board/Board.svelte';
import { ReplayBoard } from '$lib/replay/replay-board.ts';
import { aCreation, aScene } from '../support/board.ts';

let shown: object | undefined;
afterEach(async () => {
  if (shown) await unmount(shown);
  document.body.replaceChildren();
});

async function show(): Promise<HTMLElement> {
  await page.viewport(1400, 800);
  const place = document.createElement('div');
  place.style.cssText = 'width: 1300px; height: 700px';
  document.body.append(place);
  const scene = aScene(aCreation('wide', 'rectangle', { x: 0, y: 0, width: 1800, height: 300 }));
  const port = new ReplayBoard(null, scene, () => scene);
  shown = mount(Board, { target: place, props: { port, canDraw: false, theme: 'light' } });
  await expect
    .element(page.getByRole('region', { name: 'Board' }), { timeout: 15_000 })
    .toHaveAttribute('aria-busy', 'false');
  // Until it is fitted the editor stands at 100 %, at which this scene does not fit.
  await expect.poll(zoom).toBeLessThan(100);
  return place;
}
const zoom = () =>
  Number.parseInt(page.getByRole('button', { name: 'Reset zoom' }).element().textContent ?? '', 10);

test('it is fitted again when its place becomes narrower or wider', async () => {
  const place = await show();
  const wide = zoom();
  place.style.width = '800px';
  await expect.poll(zoom).toBeLessThan(45);
  place.style.width = '1300px';
  await expect.poll(zoom).toBe(wide);
});

test('once somebody has zoomed it, it is theirs, until they ask for everything', async () => {
  const place = await show();
  const fitted = zoom();
  await userEvent.click(page.getByRole('button', { name: 'Zoom in' }));
  await expect.poll(zoom).toBeGreaterThan(fitted);
  const theirs = zoom();
  place.style.width = '800px';
  await expect.poll(() => document.querySelector('canvas')?.clientWidth).toBe(800);
  await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  expect(zoom()).toBe(theirs);
  await userEvent.click(page.getByRole('button', { name: 'Board menu' }));
  await userEvent.click(page.getByText('Show everything'));
  await expect.poll(zoom).toBeLessThan(45);
  place.style.width = '1300px';
  await expect.poll(zoom).toBe(fitted);
});
