// The hands of the demo: what an editor sends while somebody drags a box open, types a word, pulls an arrow, draws with
// the pen or deletes. Each movement is a list of deltas with the ms after which they come. It knows no interview.
import type { ElementDelta, Point, Props } from '#domain/board.ts';

export type Movement = { afterMs: number; delta: ElementDelta }[];

const frameMs = 60;
/** Quick, but a hand at a keyboard. */
const letterMs = 70;
const lineHeight = 1.25;
/** Of the hand-drawn face, as a share of its size. */
const letterWidth = 0.52;

const common: Props = {
  ...{ angle: 0, strokeColor: '#1e1e1e', backgroundColor: 'transparent', fillStyle: 'solid', strokeWidth: 2 },
  ...{ strokeStyle: 'solid', roundness: null, roughness: 1, opacity: 100, isDeleted: false, groupIds: [] },
  ...{ frameId: null, boundElements: null, link: null, locked: false },
};

const versions = new Map<string, number>();

/** The same number for the same words, so that two seeds draw the same lines. */
function nonceOf(words: string): number {
  return [...words].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 2 ** 31, 7);
}

const stampOf = (id: string, version: number) => ({ version, versionNonce: nonceOf(`${id} ${version}`) });

function next(id: string): Pick<ElementDelta, 'id' | 'base' | 'version' | 'versionNonce'> {
  const version = (versions.get(id) ?? 0) + 1;
  versions.set(id, version);
  return { id, base: version === 1 ? null : stampOf(id, version - 1), ...stampOf(id, version) };
}

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
let drawn = 0;

function creation(id: string, props: Props): ElementDelta {
  drawn += 1;
  const index = `b${digits[Math.floor(drawn / 62)]}${digits[drawn % 62]}`;
  return { ...next(id), props: { ...common, seed: nonceOf(id), index, ...props } };
}

const change = (id: string, props: Props): ElementDelta => ({ ...next(id), props });

/** Dragged open from its corner. */
export function dragged(id: string, whole: Props): Movement {
  const [width, height] = [Number(whole.width), Number(whole.height)];
  const sizeAt = (share: number) => ({
    width: Math.round(width * share),
    height: Math.round(height * share),
  });
  const shares = [0.08, 0.2, 0.4, 0.62, 0.8, 0.92, 1];
  return shares.map((share, i) => ({
    afterMs: frameMs,
    delta: i === 0 ? creation(id, { ...whole, ...sizeAt(share) }) : change(id, sizeAt(share)),
  }));
}

export type Words = { x: number; y: number; fontSize?: number; colour?: string; containerId?: string };

/** Typed, two letters at a time; in a box it stays in the middle, at `x` and `y`. */
export function typed(
  id: string,
  text: string,
  { x, y, fontSize = 16, colour, containerId }: Words,
): Movement {
  const sizeOf = (words: string) => {
    const lines = words.split('\n');
    const width = Math.max(...lines.map((line) => line.length)) * fontSize * letterWidth;
    const height = lines.length * fontSize * lineHeight;
    const place = containerId ? { x: x - width / 2, y: y - height / 2 } : { x, y };
    return { ...place, width, height, text: words, originalText: words };
  };
  const whole = {
    ...{
      type: 'text',
      fontSize,
      fontFamily: 5,
      lineHeight,
      autoResize: true,
      containerId: containerId ?? null,
    },
    ...(containerId
      ? { textAlign: 'center', verticalAlign: 'middle' }
      : { textAlign: 'left', verticalAlign: 'top' }),
    ...(colour && { strokeColor: colour }),
  };
  const ends = Array.from({ length: Math.ceil(text.length / 2) }, (_, i) =>
    Math.min(text.length, (i + 1) * 2),
  );
  return ends.map((end, i) => {
    const words = sizeOf(text.slice(0, end));
    return {
      afterMs: letterMs * 2,
      delta: i === 0 ? creation(id, { ...whole, ...words }) : change(id, words),
    };
  });
}

/** Pulled from its start to its end, where it is tied to the second shape. */
export function pulled(id: string, from: Point, to: Point, ties: { from: string; to: string }): Movement {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const upTo = (share: number): Props => ({
    width: Math.abs(dx * share),
    height: Math.abs(dy * share),
    points: [
      [0, 0],
      [dx * share, dy * share],
    ],
  });
  const tie = (elementId: string) => ({ elementId, focus: 0, gap: 4 });
  const whole: Props = {
    ...{ type: 'arrow', x: from[0], y: from[1], startArrowhead: null, endArrowhead: 'arrow', elbowed: false },
    ...{ startBinding: tie(ties.from), endBinding: null },
  };
  return [0.15, 0.4, 0.65, 0.85, 1].map((share, i) => ({
    afterMs: frameMs * 1.5,
    delta:
      i === 0
        ? creation(id, { ...whole, ...upTo(share) })
        : change(id, { ...upTo(share), ...(share === 1 && { endBinding: tie(ties.to) }) }),
  }));
}

/** Drawn with the pen through `points`, a few at a time. */
export function penned(id: string, points: readonly Point[], colour: string): Movement {
  const [x, y] = points[0] ?? [0, 0];
  const relative = points.map(([px, py]): Point => [Math.round(px - x), Math.round(py - y)]);
  const sizeUpTo = (end: number) => {
    const [xs, ys] = [0, 1].map((axis) => relative.slice(0, end).map((point) => point[axis]!)) as [
      number[],
      number[],
    ];
    return { width: Math.max(...xs) - Math.min(...xs), height: Math.max(...ys) - Math.min(...ys) };
  };
  const perFrame = 3;
  const whole = { type: 'freedraw', x, y, strokeColor: colour, pressures: [], simulatePressure: true };
  const first = creation(id, { ...whole, ...sizeUpTo(2), points: relative.slice(0, 2) });
  const rest = Array.from({ length: Math.ceil((relative.length - 2) / perFrame) }, (_, i) => {
    const from = 2 + i * perFrame;
    const tail = relative.slice(from, from + perFrame);
    return { ...next(id), props: sizeUpTo(from + tail.length), append: { from, points: tail } };
  });
  return [first, ...rest].map((delta) => ({ afterMs: frameMs, delta }));
}

export const erased = (...ids: string[]): Movement =>
  ids.map((id) => ({ afterMs: frameMs, delta: change(id, { isDeleted: true }) }));

/** Round and a little beyond, as a hand does it. */
export function loop(x: number, y: number, width: number, height: number): Point[] {
  return Array.from({ length: 38 }, (_, i): Point => {
    const turn = -2.2 + (i / 34) * 2 * Math.PI;
    const wobble = 1 + 0.03 * Math.sin(i * 1.7) + i * 0.0015;
    return [x + (width / 2) * wobble * Math.cos(turn), y + (height / 2) * wobble * Math.sin(turn)];
  });
}

/** Through the corners, a little shaky. */
export function trail(...corners: Point[]): Point[] {
  return corners.slice(1).flatMap((to, nth) => {
    const from = corners[nth]!;
    const count = Math.max(3, Math.round(Math.hypot(to[0] - from[0], to[1] - from[1]) / 14));
    return Array.from({ length: count }, (_, i): Point => {
      const share = (i + 1) / count;
      const shake = Math.sin((nth * 17 + i) * 2.3) * 1.6;
      return [from[0] + (to[0] - from[0]) * share + shake, from[1] + (to[1] - from[1]) * share - shake];
    });
  });
}
