// Reads what wire-bytes.ts writes. Whatever else it is given throws `Unreadable`, before anything is allocated for it.
import type { Point } from './board.ts';
import { deepest, leastSmall, tag, Unreadable, words } from './wire-bytes.ts';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export class ByteReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  byte(): number {
    if (this.left < 1) throw new Unreadable('cut short');
    return this.#bytes[this.#at++]!;
  }

  uint32(): number {
    if (this.left < 4) throw new Unreadable('cut short');
    const at = (this.#at += 4);
    const bytes = this.#bytes;
    return bytes[at - 4]! * 2 ** 24 + ((bytes[at - 3]! << 16) | (bytes[at - 2]! << 8) | bytes[at - 1]!);
  }

  natural(): number {
    let [value, unit] = [0, 1];
    for (let i = 0; i < 8; i++) {
      const byte = this.byte();
      value += (byte & 127) * unit;
      if (byte < 128) {
        if (!Number.isSafeInteger(value)) break;
        return value;
      }
      unit *= 128;
    }
    throw new Unreadable('no natural number');
  }

  /** How many of something follow, each of at least `size` bytes. */
  count(size: number): number {
    const count = this.natural();
    if (count * size > this.left) throw new Unreadable('cut short');
    return count;
  }

  whole(): number {
    const value = this.natural();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  text(): string {
    const length = this.count(1);
    const start = this.#at;
    this.#at += length;
    if (length < 32) {
      const letters = this.#bytes.subarray(start, this.#at);
      // In one piece: a text that is put together keeps its pieces.
      if (letters.every((letter) => letter < 128)) return String.fromCharCode(...letters);
    }
    try {
      return decoder.decode(this.#bytes.subarray(start, this.#at));
    } catch {
      throw new Unreadable('no text');
    }
  }

  number(): number {
    const value = this.#tagged(this.byte(), deepest);
    if (typeof value !== 'number') throw new Unreadable('no number');
    return value;
  }

  value(): unknown {
    return this.#tagged(this.byte(), 0);
  }

  #tagged(kind: number, depth: number): unknown {
    if (kind >= tag.small) return kind - tag.small + leastSmall;
    switch (kind) {
      case tag.null:
        return null;
      case tag.true:
        return true;
      case tag.false:
        return false;
      case tag.text:
        return this.text();
      case tag.word:
        return this.#word();
      case tag.whole:
        return this.whole();
      case tag.hundredths:
        return this.whole() / 100;
      case tag.float32:
      case tag.float64:
        return this.#float(kind === tag.float32 ? 4 : 8);
      case tag.points:
        return this.points();
      case tag.array:
        return this.#array(depth + 1);
      case tag.object:
        return this.#object(depth + 1);
      default:
        throw new Unreadable('no value');
    }
  }

  #word(): string {
    const word = words[this.byte()];
    if (word === undefined) throw new Unreadable('no word');
    return word;
  }

  #float(size: 4 | 8): number {
    if (this.left < size) throw new Unreadable('cut short');
    const { buffer, byteOffset } = this.#bytes;
    const view = new DataView(buffer, byteOffset + this.#at, size);
    const value = size === 4 ? view.getFloat32(0) : view.getFloat64(0);
    if (!Number.isFinite(value)) throw new Unreadable('no finite number');
    this.#at += size;
    return value;
  }

  #array(depth: number): unknown[] {
    if (depth > deepest) throw new Unreadable('too deep');
    const count = this.count(1);
    if (count === 0) return [];
    // Of its length from the beginning: what grows keeps room for more, and boards hold thousands.
    const items = new Array<unknown>(count);
    for (let i = 0; i < count; i++) items[i] = this.#tagged(this.byte(), depth);
    return items;
  }

  #object(depth: number): Record<string, unknown> {
    if (depth > deepest) throw new Unreadable('too deep');
    const members: Record<string, unknown> = {};
    for (let left = this.count(2); left > 0; left--) {
      const name = this.text();
      if (name === '__proto__') throw new Unreadable('no name');
      members[name] = this.#tagged(this.byte(), depth);
    }
    return members;
  }

  points(): Point[] {
    const count = this.count(2);
    const isWhole = this.byte() === 1;
    const points = new Array<Point>(count);
    let [x, y] = [0, 0];
    for (let i = 0; i < count; i++) {
      x = isWhole ? x + this.whole() : this.number();
      y = isWhole ? y + this.whole() : this.number();
      points[i] = [x, y];
    }
    return points;
  }
}
