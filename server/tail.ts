// The newest entries of a room, for whoever was away for a moment. No longer than a catch-up may be: beyond that a
// snapshot is shorter, and a room whose strokes are long would hold them for nobody.
import type { Entry } from '#domain/recording.ts';
import { longestCatchUp, longestCatchUpBytes } from './socket-limits.ts';

export class Tail {
  #kept: { entry: Entry; bytes: number }[] = [];
  /** Those before it are out already; the list is not moved up for each. */
  #first = 0;
  #bytes = 0;

  get length(): number {
    return this.#kept.length - this.#first;
  }

  push(entries: readonly Entry[]): void {
    for (const entry of entries.slice(-longestCatchUp)) {
      const bytes = roughBytes(entry);
      this.#kept.push({ entry, bytes });
      this.#bytes += bytes;
    }
    while (this.length > longestCatchUp || this.#bytes > longestCatchUpBytes)
      this.#bytes -= this.#kept[this.#first++]?.bytes ?? 0;
    if (this.#first < longestCatchUp && this.#first * 2 < this.#kept.length) return;
    this.#kept = this.#kept.slice(this.#first);
    this.#first = 0;
  }

  last(count: number): Entry[] {
    return count === 0 ? [] : this.#kept.slice(-count).map(({ entry }) => entry);
  }
}

const pointBytes = 16;
const elementBytes = 200;

/** What an entry takes when written, near enough: only points and texts are ever long. */
function roughBytes(entry: Entry): number {
  if ('text' in entry) return elementBytes + entry.text.length;
  if (entry.type !== 'board.changed') return elementBytes;
  const lengths = entry.changes.map(({ props, append }) => {
    const { points, text } = props as { points?: unknown[] | null; text?: string | null };
    return (
      elementBytes + ((points?.length ?? 0) + (append?.points.length ?? 0)) * pointBytes + (text?.length ?? 0)
    );
  });
  return lengths.reduce((sum, bytes) => sum + bytes, 0);
}
