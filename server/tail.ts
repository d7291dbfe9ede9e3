// The newest entries of a room, for whoever was away for a moment. No longer than a catch-up may be: beyond that a
// snapshot is shorter, and a room whose strokes are long would hold them for nobody. Most of it lies packed.
import type { Entry } from '#domain/recording.ts';
import { packEntries, unpackEntries } from '#domain/wire-update.ts';
import { longestCatchUp, longestCatchUpBytes } from './socket-limits.ts';

/** So many, or so many bytes, are packed together. */
const [packLength, packBytes] = [50, longestCatchUpBytes / 64];

type Packed = { entries: Uint8Array; count: number; bytes: number };

export class Tail {
  #packed: Packed[] = [];
  #newest: Entry[] = [];
  #newestBytes = 0;
  #packedLength = 0;
  #packedBytes = 0;

  get length(): number {
    return Math.min(longestCatchUp, this.#packedLength + this.#newest.length);
  }

  push(entries: readonly Entry[]): void {
    for (const entry of entries.slice(-longestCatchUp)) {
      this.#newest.push(entry);
      this.#newestBytes += roughBytes(entry);
      if (this.#newest.length >= packLength || this.#newestBytes > packBytes) this.#pack();
    }
  }

  last(count: number): Entry[] {
    let found = this.#newest;
    for (let i = this.#packed.length - 1; i >= 0 && found.length < count; i--)
      found = [...unpackEntries(this.#packed[i]!.entries), ...found];
    return count === 0 ? [] : found.slice(-count);
  }

  #pack(): void {
    const [entries, count, bytes] = [packEntries(this.#newest), this.#newest.length, this.#newestBytes];
    this.#packed.push({ entries, count, bytes });
    this.#packedLength += count;
    this.#packedBytes += bytes;
    [this.#newest, this.#newestBytes] = [[], 0];
    let [oldest] = this.#packed;
    while (oldest && this.#isBeyond(oldest)) {
      this.#packed.shift();
      this.#packedLength -= oldest.count;
      this.#packedBytes -= oldest.bytes;
      [oldest] = this.#packed;
    }
  }

  #isBeyond({ count }: Packed): boolean {
    return this.#packedLength - count >= longestCatchUp || this.#packedBytes > longestCatchUpBytes;
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
