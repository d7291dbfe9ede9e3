import { mount, unmount } from 'svelte';
import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { BoardServer, RoomPort } from '../support/board-room.ts';
import Boards from './Boards.svelte';

/** Delivers by itself, as a fast network does. */
class QuickPort extends RoomPort {
  override send(deltas: Parameters<RoomPort['send']>[0]): ReturnType<RoomPort['send']> {
    const answer = super.send(deltas);
    queueMicrotask(() => {
      this.deliver();
      for (const port of this.server.ports) void port.receive();
    });
    return answer;
  }
}

let shown: ReturnType<typeof mount> | undefined;
afterEach(() => shown && unmount(shown));

async function twoBoards(props: { canDraw?: boolean } = {}) {
  await page.viewport(1420, 720);
  const server = new BoardServer();
  const ports: [RoomPort, RoomPort] = [new QuickPort(server), new QuickPort(server)];
  const component = mount(Boards, { target: document.body, props: { ports, ...props } });
  shown = component;
  const boards = [0, 1].map((i) => page.getByTestId(`board-${i}`));
  for (const board of boards) {
    const region = board.getByRole('region', { name: 'Board' });
    await expect.element(region, { timeout: 15_000 }).toHaveAttribute('aria-busy', 'false');
  }
  return { server, ports, component, left: boards[0]!, right: boards[1]! };
}

const labels = (server: BoardServer): string[] =>
  [...server.scene.values()].flatMap((item) =>
    item.isDeleted || item.type !== 'text' ? [] : [item.text ?? ''],
  );

test('a part that one adds is in the scene, in words on the other’s side, and in the picture', async () => {
  const { server, ports, component, left, right } = await twoBoards();
  await left.getByRole('button', { name: 'Add Cache', exact: true }).click();
  await expect.poll(() => labels(server)).toEqual(['Cache']);
  await expect.element(right.getByRole('listitem').filter({ hasText: 'Cache' })).toBeInTheDocument();
  expect([...ports[1].scene().values()]).toEqual([...server.scene.values()]);
  const picture = await component.picture();
  expect(picture?.type).toBe('image/png');
});

test('undo takes back one’s own work and leaves the other’s', async () => {
  const { server, left, right } = await twoBoards();
  await left.getByRole('button', { name: 'Add Service', exact: true }).click();
  await expect.poll(() => labels(server)).toEqual(['Service']);
  await right.getByRole('button', { name: 'Add Worker', exact: true }).click();
  await expect.poll(() => labels(server)).toEqual(['Service', 'Worker']);
  await left.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => labels(server)).toEqual(['Worker']);
  await expect.element(left.getByRole('button', { name: 'Undo' })).toBeDisabled();
});

test('nothing is fetched from anywhere else, fonts included', async () => {
  const { left, server } = await twoBoards();
  await left.getByRole('button', { name: 'Add DNS', exact: true }).click();
  await expect.poll(() => labels(server)).toEqual(['DNS']);
  const requests = performance.getEntriesByType('resource').map(({ name }) => name);
  expect(requests.filter((name) => /^https?:/.test(name) && !name.startsWith(location.origin))).toEqual([]);
  expect(requests.some((name) => name.startsWith(`${location.origin}/excalidraw/fonts/`))).toBe(true);
});

test('who may not draw sees the board without tools', async () => {
  const { left } = await twoBoards({ canDraw: false });
  await expect.element(left.getByRole('toolbar', { name: 'Parts' })).not.toBeInTheDocument();
  await expect.element(left.getByRole('radio', { name: 'Rectangle' })).not.toBeInTheDocument();
});

test('the board’s own menu holds what belongs here, and everything in it has a name', async () => {
  const { left } = await twoBoards();
  await left.getByRole('button', { name: 'Board menu' }).click();
  for (const name of ['Show everything', 'Download as picture']) {
    await expect.element(left.getByText(name)).toBeInTheDocument();
  }
  expect(document.querySelectorAll('a[href^="http"]')).toHaveLength(0);
});
