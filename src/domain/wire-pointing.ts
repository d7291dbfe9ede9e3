// Where a hand points, in a frame of the live wire; and how a frame is read as a whole.
import type { PointerMessage } from './protocol.ts';
import { Unreadable } from './wire-bytes.ts';
import type { ByteWriter } from './wire-bytes.ts';
import { ByteReader } from './wire-reader.ts';

export type Pointing = Pick<PointerMessage, 'pointer' | 'view'>;

/** What a frame consists of: bits of its first byte. */
export const part = {
  draw: 1,
  pointer: 2,
  isDown: 4,
  view: 8,
  entries: 16,
  pointers: 32,
  answers: 64,
} as const;
const farthest = 1e7;
const [leastZoom, mostZoom] = [0.01, 100];

export function partsOf(pointing: Pointing | undefined): number {
  const { pointer, view } = pointing ?? {};
  return (
    (pointer ? part.pointer : 0) | (pointer?.button === 'down' ? part.isDown : 0) | (view ? part.view : 0)
  );
}

export function writePointing(to: ByteWriter, { pointer, view }: Pointing = {}): void {
  if (pointer) {
    to.number(pointer.x);
    to.number(pointer.y);
  }
  if (!view) return;
  to.number(view.x);
  to.number(view.y);
  to.number(view.zoom);
}

export function readPointing(from: ByteReader, parts: number): Pointing | undefined {
  if (!(parts & (part.pointer | part.view))) return undefined;
  const pointing: Pointing = {};
  if (parts & part.pointer)
    pointing.pointer = { x: place(from), y: place(from), button: parts & part.isDown ? 'down' : 'up' };
  if (parts & part.view) {
    pointing.view = { x: place(from), y: place(from), zoom: from.number() };
    if (pointing.view.zoom < leastZoom || pointing.view.zoom > mostZoom) throw new Unreadable('no zoom');
  }
  return pointing;
}

function place(from: ByteReader): number {
  const value = from.number();
  if (Math.abs(value) > farthest) throw new Unreadable('off the board');
  return value;
}

/** Null: these bytes are no frame of this kind. */
export function reading<T>(bytes: Uint8Array, read: (from: ByteReader) => T): T | null {
  try {
    const from = new ByteReader(bytes);
    const frame = read(from);
    return from.left === 0 ? frame : null;
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
}
