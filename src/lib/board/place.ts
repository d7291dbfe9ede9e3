// Where a part goes: the board point under a dropped pointer, or a free place near the middle of what is seen.
import type { AppState } from '@excalidraw/excalidraw/types';

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface ScreenPoint {
  clientX: number;
  clientY: number;
}

const gap = 20;
const stepX = 200;
const stepY = 140;
const rings = 6;

export function boardPoint(
  state: Readonly<AppState>,
  { clientX, clientY }: ScreenPoint,
): { x: number; y: number } {
  const { value } = state.zoom;
  return {
    x: (clientX - state.offsetLeft) / value - state.scrollX,
    y: (clientY - state.offsetTop) / value - state.scrollY,
  };
}

/** The centre of a free place of `size` in growing rings around `middle`; the middle itself when all are taken. */
export function freePlace(
  middle: { x: number; y: number },
  taken: readonly Box[],
  size: { width: number; height: number },
): { x: number; y: number } {
  const isFree = (x: number, y: number): boolean =>
    !taken.some(
      (box) =>
        Math.abs(box.x + box.width / 2 - x) < (box.width + size.width) / 2 + gap &&
        Math.abs(box.y + box.height / 2 - y) < (box.height + size.height) / 2 + gap,
    );
  for (const [dx, dy] of offsets()) {
    const [x, y] = [middle.x + dx * stepX, middle.y + dy * stepY];
    if (isFree(x, y)) return { x, y };
  }
  return { x: middle.x, y: middle.y };
}

/** Steps from the middle outwards, to the right first: that is how a design is drawn. */
function* offsets(): Generator<[number, number]> {
  for (let ring = 0; ring < rings; ring++) {
    for (let step = 0; step <= ring; step++) {
      for (const sign of [1, -1]) {
        yield [ring, step * sign];
        yield [step * sign, ring];
        yield [-ring, step * sign];
        yield [step * sign, -ring];
      }
    }
  }
}
