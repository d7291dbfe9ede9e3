// How much the board holds and how much one command may ask for. Knows sizes only: what a value may be is in
// board-check.ts, how changes merge in board.ts.
import type { BoardItem, ElementChange, Scene } from './board.ts';

export const boardLimits = {
  elements: 10_000,
  elementsPerCommand: 2_000,
  tombstones: 2_000,
  /** How far one change may raise a version. Without a bound, one hostile change could use all versions up. */
  versionStep: 1_000_000,
  /** What may be tied to one shape. */
  boundElements: 500,
  /** A stroke that grows is copied, so a command could ask for far more work than it has bytes. */
  pointsCopied: 100_000,
  /** Points, letters and ties of all elements: some 40 MB of a scene at the most. */
  bulk: 2_000_000,
} as const;

/** What of an element can be long. */
const longProps = ['points', 'text', 'originalText', 'boundElements', 'fixedSegments'] as const;

const lengthOf = (value: unknown): number =>
  typeof value === 'string' || Array.isArray(value) ? value.length : 0;

/** Adds up what a command does to the size of a scene, while it is decided. */
export class Tally {
  #added = 0;
  #grown = 0;
  #copied = 0;

  /** Says what is too much about `change` itself, or nothing. */
  add(current: BoardItem | undefined, change: ElementChange): string | undefined {
    const { props, append } = change;
    const before = current && !current.isDeleted ? current : undefined;
    if (props.isDeleted === true) {
      this.#added -= 1;
      for (const name of longProps) this.#grown -= lengthOf(before?.[name]);
      return undefined;
    }
    if (!before) this.#added += 1;
    for (const name of longProps)
      if (name in props) this.#grown += lengthOf(props[name]) - lengthOf(before?.[name]);
    if (append) {
      this.#grown += append.points.length;
      this.#copied += lengthOf(before?.points) + append.points.length;
    }
    if (lengthOf(props.boundElements) > boardLimits.boundElements) return 'Too much is tied to one shape.';
    const after = (name: 'points' | 'pressures') =>
      lengthOf(props[name] ?? before?.[name]) + (append?.[name]?.length ?? 0);
    if (after('pressures') > after('points')) return 'A stroke has no more pressures than points.';
    return this.#copied > boardLimits.pointsCopied ? 'Too many strokes grow at once.' : undefined;
  }

  /** Whether `scene` has room for all that was added. */
  fits(scene: Scene): boolean {
    const { elements, bulk } = sizeOf(scene);
    const isFull = this.#added > 0 && elements + this.#added > boardLimits.elements;
    return !isFull && (this.#grown <= 0 || bulk + this.#grown <= boardLimits.bulk);
  }
}

interface Size {
  elements: number;
  bulk: number;
}

/** Measured at the first question, then kept by `resize`: a full board is too long to be counted at every command. */
const sizes = new WeakMap<Scene, Size>();

function sizeOf(scene: Scene): Size {
  const known = sizes.get(scene);
  if (known) return known;
  const size: Size = { elements: 0, bulk: 0 };
  for (const item of scene.values()) grow(size, item, 1);
  sizes.set(scene, size);
  return size;
}

/** To be told of every item that takes the place of another in `scene`. */
export function resize(scene: Scene, before: BoardItem | undefined, after: BoardItem): void {
  const size = sizes.get(scene);
  if (!size) return;
  grow(size, before, -1);
  grow(size, after, 1);
}

function grow(size: Size, item: BoardItem | undefined, sign: 1 | -1): void {
  if (!item || item.isDeleted) return;
  size.elements += sign;
  for (const name of longProps) size.bulk += sign * lengthOf(item[name]);
}
