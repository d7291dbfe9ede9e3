// The parts of a system design: a label on a shape that arrows tie to, and a few strokes that tell the kinds apart
// without reading. Plain descriptions; the editor turns them into elements.

/** The drag and drop type of a part. */
export const partType = 'application/x-board-part';

/** One drawn piece: where it is in the part, and how it looks. The one with `label` is what arrows tie to. */
export interface Piece {
  type: 'rectangle' | 'ellipse' | 'diamond' | 'line';
  x: number;
  y: number;
  width: number;
  height: number;
  points?: [number, number][];
  label?: string;
  isDashed?: boolean;
  isRound?: boolean;
  isClear?: boolean;
  /** Without an edge of its own. */
  isBare?: boolean;
}

export interface Part {
  kind: string;
  name: string;
  width: number;
  height: number;
  fill: string;
  pieces: Piece[];
}

const ink = '#1e1e1e';
const blue = '#d0ebff';
const green = '#d3f9d8';
const yellow = '#fff3bf';
const violet = '#e5dbff';
const orange = '#ffe8cc';
const grey = '#f1f3f5';

function rectangle(width: number, height: number, label: string, more: Partial<Piece> = {}): Piece {
  return { type: 'rectangle', x: 0, y: 0, width, height, label, ...more };
}

function line(x: number, y: number, ...points: [number, number][]): Piece {
  const size = (axis: 0 | 1) =>
    Math.max(...points.map((p) => p[axis])) - Math.min(...points.map((p) => p[axis]), 0);
  return { type: 'line', x, y, width: size(0), height: size(1), points: [[0, 0], ...points] };
}

/** A drum: the bare body carries the label, its lid lies on top, its foot shows from below. */
function drum(label: string, isDashed = false): Piece[] {
  return [
    { type: 'ellipse', x: 0, y: 70, width: 140, height: 28, isDashed },
    rectangle(140, 70, label, { y: 14, isBare: true }),
    { ...line(0, 14, [0, 70]), isDashed },
    { ...line(140, 14, [0, 70]), isDashed },
    { type: 'ellipse', x: 0, y: 0, width: 140, height: 28, isDashed },
  ];
}

function ellipse(width: number, height: number, label: string): Piece {
  return { type: 'ellipse', x: 0, y: 0, width, height, label };
}

/** The first piece that carries the label names the part. */
function part(kind: string, width: number, height: number, fill: string, ...pieces: Piece[]): Part {
  const name = pieces.find((piece) => piece.label)?.label ?? kind;
  return { kind, name, width, height, fill, pieces };
}

const round = { isRound: true };
const dashed = { isDashed: true };
const globe: Piece = { type: 'ellipse', x: 38, y: 0, width: 64, height: 100, isClear: true };
const balancer: Piece = { type: 'diamond', x: 0, y: 0, width: 210, height: 130, label: 'Load balancer' };

export const parts: readonly Part[] = [
  part('client', 140, 90, grey, rectangle(140, 90, 'Client', round), line(0, 20, [140, 0])),
  part('load-balancer', 210, 130, green, balancer),
  part(
    'gateway',
    170,
    80,
    green,
    rectangle(170, 80, 'API gateway'),
    line(12, 0, [0, 80]),
    line(158, 0, [0, 80]),
  ),
  part('service', 150, 80, blue, rectangle(150, 80, 'Service', round)),
  part('worker', 150, 80, blue, rectangle(150, 80, 'Worker', { ...round, ...dashed })),
  part(
    'queue',
    180,
    64,
    orange,
    rectangle(180, 64, 'Queue'),
    ...[136, 151, 166].map((x) => line(x, 0, [0, 64])),
  ),
  part(
    'cache',
    140,
    80,
    yellow,
    rectangle(140, 80, 'Cache', round),
    line(20, 8, [-8, 12], [2, 12], [-6, 26]),
  ),
  part('sql-store', 140, 98, violet, ...drum('SQL store')),
  part('nosql-store', 140, 98, violet, ...drum('NoSQL store', true)),
  part('object-store', 160, 90, violet, rectangle(160, 90, 'Object store'), line(136, 0, [0, 24], [24, 24])),
  part('cdn', 140, 100, green, ellipse(140, 100, 'CDN'), globe),
  part('dns', 120, 80, green, ellipse(120, 80, 'DNS')),
  part('third-party', 150, 80, grey, rectangle(150, 80, 'Third party', dashed)),
];

/** Excalidraw's own shorthand for elements; its converter measures the label and ties it to the shape. */
export function skeletonOf(part: Part, centreX: number, centreY: number, groupId: string): object[] {
  const [left, top] = [centreX - part.width / 2, centreY - part.height / 2];
  return part.pieces.map((piece) => ({
    type: piece.type,
    x: Math.round(left + piece.x),
    y: Math.round(top + piece.y),
    width: piece.width,
    height: piece.height,
    ...(piece.points && { points: piece.points }),
    // A single piece needs no group: one click less to rename it.
    ...(part.pieces.length > 1 && { groupIds: [groupId] }),
    strokeColor: piece.isBare ? 'transparent' : ink,
    backgroundColor: piece.type === 'line' || piece.isClear ? 'transparent' : part.fill,
    fillStyle: 'solid',
    strokeWidth: piece.isClear ? 1 : 2,
    strokeStyle: piece.isDashed ? 'dashed' : 'solid',
    roughness: 1,
    ...(piece.isRound && { roundness: { type: 3 } }),
    ...(piece.label && {
      label: {
        text: piece.label,
        fontSize: 20,
        strokeColor: ink,
        ...(part.pieces.length > 1 && { groupIds: [groupId] }),
      },
    }),
  }));
}
