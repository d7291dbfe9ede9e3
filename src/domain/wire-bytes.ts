// Numbers, texts and JSON values as few bytes: what the live wire's frames are made of. Whatever is written is read
// back as it was; whatever else is read throws `Unreadable`, before anything is allocated for it.
// It knows nothing of boards and entries.
import type { Point } from './board.ts';

/** These bytes are no frame of ours, or this value has no short form. Caught where a frame begins. */
export class Unreadable extends Error {}

const deepest = 16;
/** Whole numbers up to this are written as such; beyond it lies nothing that people draw. */
const largestWhole = 2 ** 50;
const bigHundredths = 2 ** 46;

const tag = {
  null: 0,
  true: 1,
  false: 2,
  text: 3,
  array: 4,
  object: 5,
  whole: 6,
  hundredths: 7,
  float32: 8,
  float64: 9,
  points: 10,
  /** From here on the tag is the number itself. */
  small: 0x20,
} as const;
const [leastSmall, mostSmall] = [-64, 0xff - tag.small - 64];

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export class ByteWriter {
  #bytes = new Uint8Array(4_096);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Begins anew; the memory is kept. */
  clear(): this {
    this.#length = 0;
    return this;
  }

  /** A copy of what was written. */
  take(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }

  byte(value: number): void {
    this.#need(1);
    this.#bytes[this.#length++] = value;
  }

  bytes(value: Uint8Array): void {
    this.#need(value.length);
    this.#bytes.set(value, this.#length);
    this.#length += value.length;
  }

  uint32(value: number): void {
    this.#need(4);
    this.#view.setUint32(this.#length, value);
    this.#length += 4;
  }

  /** A whole number from 0 to 2^53, the small ones short. */
  natural(value: number): void {
    if (!Number.isSafeInteger(value) || value < 0) throw new Unreadable('no natural number');
    this.#need(8);
    let rest = value;
    while (rest >= 128) {
      this.#bytes[this.#length++] = (rest % 128) | 128;
      rest = rest < 2 ** 31 ? rest >>> 7 : Math.floor(rest / 128);
    }
    this.#bytes[this.#length++] = rest;
  }

  whole(value: number): void {
    this.natural(value < 0 ? -2 * value - 1 : 2 * value);
  }

  text(value: string): void {
    const { length } = value;
    if (length < 64 && isAscii(value)) {
      this.natural(length);
      this.#need(length);
      for (let i = 0; i < length; i++) this.#bytes[this.#length++] = value.charCodeAt(i);
      return;
    }
    if (!value.isWellFormed()) throw new Unreadable('half a letter');
    const bytes = encoder.encode(value);
    this.natural(bytes.length);
    this.bytes(bytes);
  }

  /** Read back as the same number; what JSON has no number for becomes null, as there. */
  number(value: number): void {
    if (Number.isInteger(value) && value >= leastSmall && value <= mostSmall)
      return this.byte(tag.small + value - leastSmall);
    if (!Number.isFinite(value)) return this.byte(tag.null);
    if (Number.isInteger(value) && Math.abs(value) <= largestWhole) {
      this.byte(tag.whole);
      return this.whole(value);
    }
    const hundredths = Math.round(value * 100);
    if (hundredths / 100 === value && Math.abs(hundredths) < bigHundredths) {
      this.byte(tag.hundredths);
      return this.whole(hundredths);
    }
    const isShort = Math.fround(value) === value;
    this.#need(9);
    this.byte(isShort ? tag.float32 : tag.float64);
    if (isShort) this.#view.setFloat32(this.#length, value);
    else this.#view.setFloat64(this.#length, value);
    this.#length += isShort ? 4 : 8;
  }

  /** Any JSON value. */
  value(value: unknown, depth = 0): void {
    if (depth > deepest) throw new Unreadable('too deep');
    if (typeof value === 'number') this.number(value);
    else if (typeof value === 'string') {
      this.byte(tag.text);
      this.text(value);
    } else if (typeof value === 'boolean') this.byte(value ? tag.true : tag.false);
    else if (Array.isArray(value)) this.#array(value, depth);
    else if (typeof value === 'object' && value !== null) this.#object(value, depth);
    else this.byte(tag.null);
  }

  #array(items: readonly unknown[], depth: number): void {
    if (items.length > 0 && isPoints(items)) {
      this.byte(tag.points);
      return this.points(items);
    }
    this.byte(tag.array);
    this.natural(items.length);
    for (const item of items) this.value(item, depth + 1);
  }

  #object(value: object, depth: number): void {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    this.byte(tag.object);
    this.natural(members.length);
    for (const [name, member] of members) {
      if (name === '__proto__') throw new Unreadable('no name');
      this.text(name);
      this.value(member, depth + 1);
    }
  }

  /** Points on whole pixels as steps from one to the next, all others as they are. */
  points(points: readonly Point[]): void {
    this.natural(points.length);
    const isWhole = points.every(([x, y]) => isStep(x) && isStep(y));
    this.byte(isWhole ? 1 : 0);
    let [fromX, fromY] = [0, 0];
    for (const [x, y] of points) {
      if (isWhole) {
        this.whole(x - fromX);
        this.whole(y - fromY);
        [fromX, fromY] = [x, y];
      } else {
        this.number(x);
        this.number(y);
      }
    }
  }

  #need(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + more));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }
}

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
      let [text, i] = ['', start];
      for (; i < this.#at && this.#bytes[i]! < 128; i++) text += String.fromCharCode(this.#bytes[i]!);
      if (i === this.#at) return text;
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
    const items: unknown[] = [];
    for (let left = this.count(1); left > 0; left--) items.push(this.#tagged(this.byte(), depth));
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
    const points: Point[] = [];
    let [x, y] = [0, 0];
    for (let i = 0; i < count; i++) {
      [x, y] = isWhole ? [x + this.whole(), y + this.whole()] : [this.number(), this.number()];
      points.push([x, y]);
    }
    return points;
  }
}

function isAscii(value: string): boolean {
  for (let i = 0; i < value.length; i++) if (value.charCodeAt(i) > 127) return false;
  return true;
}

const isStep = (value: number): boolean => Number.isInteger(value) && Math.abs(value) < 2 ** 30;

function isPoints(items: readonly unknown[]): items is Point[] {
  return items.every(
    (item) =>
      Array.isArray(item) &&
      item.length === 2 &&
      typeof item[0] === 'number' &&
      typeof item[1] === 'number' &&
      Number.isFinite(item[0]) &&
      Number.isFinite(item[1]),
  );
}
