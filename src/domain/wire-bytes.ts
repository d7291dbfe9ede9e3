// Numbers, texts and JSON values as few bytes: what the live wire's frames are made of. wire-reader.ts reads them
// back as they were.
// It knows nothing of boards and entries.
import type { Point } from './board.ts';

/** These bytes are no frame of ours, or this value has no short form. Caught where a frame begins. */
export class Unreadable extends Error {}

export const deepest = 16;
/** Whole numbers up to this are written as such; beyond it lies nothing that people draw. */
const largestWhole = 2 ** 50;
const bigHundredths = 2 ** 46;

export const tag = {
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
  word: 11,
  /** From here on the tag is the number itself. */
  small: 0x20,
} as const;
export const [leastSmall, mostSmall] = [-64, 0xff - tag.small - 64];

/** What many elements say, in the order of the wire; new ones come at the end, with a new protocol version. */
export const words = [
  ...['rectangle', 'ellipse', 'diamond', 'line', 'arrow', 'freedraw', 'text', 'image', 'frame'],
  ...['hachure', 'cross-hatch', 'solid', 'zigzag', 'dashed', 'dotted', 'transparent', '#1e1e1e', '#ffffff'],
  ...['left', 'center', 'right', 'top', 'middle', 'bottom', 'bar', 'dot', 'circle', 'triangle', 'saved'],
];
const placeOf = new Map(words.map((word, i) => [word, i]));

const encoder = new TextEncoder();

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
    else if (typeof value === 'string') this.#string(value);
    else if (typeof value === 'boolean') this.byte(value ? tag.true : tag.false);
    else if (Array.isArray(value)) this.#array(value, depth);
    else if (typeof value === 'object' && value !== null) this.#object(value, depth);
    else this.byte(tag.null);
  }

  #string(value: string): void {
    const place = placeOf.get(value);
    this.byte(place === undefined ? tag.text : tag.word);
    if (place === undefined) this.text(value);
    else this.byte(place);
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
