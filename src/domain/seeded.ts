// Chance that repeats: the same seed and label always draw the same. It has no state, so the order in which things
// are drawn changes nothing.

/** A number from 0 up to 1 for this seed and label. */
export function draw(seed: number, label: string): number {
  let hash = (seed ^ 0x9e3779b9) >>> 0;
  for (let i = 0; i < label.length; i += 1) hash = mix(hash ^ label.charCodeAt(i));
  return mix(hash) / 2 ** 32;
}

function mix(value: number): number {
  let mixed = value >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** The items in an order of their own for this seed and label. */
export function shuffled<T>(seed: number, label: string, items: readonly T[]): T[] {
  return items
    .map((item, i) => ({ item, key: draw(seed, `${label} ${i}`) }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

/** One of the items, each as likely as its weight; undefined without any. */
export function weighted<T>(
  seed: number,
  label: string,
  items: readonly T[],
  weightOf: (item: T) => number,
): T | undefined {
  const total = items.reduce((sum, item) => sum + weightOf(item), 0);
  let left = draw(seed, label) * total;
  return items.find((item) => (left -= weightOf(item)) < 0) ?? items.at(-1);
}
