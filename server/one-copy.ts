// Equal contents once in memory. Every interview records its format, rubric and question with their contents, and a
// room that reads its recording would hold them for itself; hundreds of rooms hold the same few.

const most = 100;
const copies = new Map<string, unknown>();

/** A value equal to this one that others hold too. Nobody may change it. */
export function oneCopy<T>(value: T): T {
  const key = JSON.stringify(value);
  const known = copies.get(key) ?? value;
  // Taken out and put in again, what was not asked for longest comes first.
  copies.delete(key);
  copies.set(key, known);
  if (copies.size > most) copies.delete(copies.keys().next().value ?? '');
  return known as T;
}
