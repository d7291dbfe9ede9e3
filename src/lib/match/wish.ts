// What somebody wants of a partner, kept in this tab: going back to the queue is one click.
import { keep, readKept } from '$lib/ui/device-storage.ts';
import type { QueueWish } from './match-queue.svelte.ts';

const key = 'fourstep.match';

export const keptWish = (): QueueWish | null => readKept(key, isWish);
export const keepWish = (wish: QueueWish): void => keep(key, wish);

function isWish(value: unknown): value is QueueWish {
  const wish = value as Partial<QueueWish> | null;
  const texts = [wish?.alias, wish?.formatId, wish?.level];
  return texts.every((text) => typeof text === 'string') && Array.isArray(wish?.languages);
}

const manners = ['Calm', 'Brisk', 'Quiet', 'Bright', 'Early', 'Steady', 'Kind', 'Curious', 'Plain', 'Swift'];
const birds = ['Heron', 'Wren', 'Finch', 'Plover', 'Swift', 'Robin', 'Curlew', 'Tern', 'Rook', 'Siskin'];

/** A name that says nothing about anybody. */
export function someAlias(): string {
  const one = (list: string[]) => list[Math.floor(Math.random() * list.length)] ?? '';
  return `${one(manners)} ${one(birds)}`;
}
