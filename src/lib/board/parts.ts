// The parts of a system design: a label on a shape that arrows tie to, and a few strokes that tell the kinds apart
// without reading. Plain descriptions; the editor turns them into elements.

/** The drag and drop type of a part. */
export const partType = 'application/x-board-part';

export interface PartKind {
  kind: string;
  name: string;
}

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
}

export interface Part extends PartKind {
  width: number;
  height: number;
  fill: string;
  pieces: Piece[];
}

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

/** A drum: the body carries the label, its lid lies on top. */
function drum(label: string, isDashed = false): Piece[] {
  return [
    { type: 'ellipse', x: 0, y: 70, width: 140, height: 28, isDashed },
    rectangle(140, 72, label, { y: 14, isDashed }),
    { type: 'ellipse', x: 0, y: 0, width: 140, height: 28, isDashed },
  ];
}

export const parts: readonly Part[] = [
  { kind: 'client', name: 'Client', width: 140, height: 90, fill: grey, pieces: [rectangle(140, 90, 'Client', { isRound: true }), line(0, 20, [140, 0])] },
  { kind: 'load-balancer', name: 'Load balancer', width: 170, height: 120, fill: green, pieces: [{ type: 'diamond', x: 0, y: 0, width: 170, height: 120, label: 'Load balancer' }] },
  { kind: 'gateway', name: 'API gateway', width: 160, height: 80, fill: green, pieces: [rectangle(160, 80, 'API gateway'), line(12, 0, [0, 80]), line(148, 0, [0, 80])] },
  { kind: 'service', name: 'Service', width: 150, height: 80, fill: blue, pieces: [rectangle(150, 80, 'Service', { isRound: true })] },
  { kind: 'worker', name: 'Worker', width: 150, height: 80, fill: blue, pieces: [rectangle(150, 80, 'Worker', { isRound: true, isDashed: true })] },
  { kind: 'queue', name: 'Queue', width: 180, height: 64, fill: orange, pieces: [rectangle(180, 64, 'Queue'), line(132, 0, [0, 64]), line(148, 0, [0, 64]), line(164, 0, [0, 64])] },
  { kind: 'cache', name: 'Cache', width: 140, height: 80, fill: yellow, pieces: [rectangle(140, 80, 'Cache', { isRound: true }), line(20, 8, [-8, 12], [2, 12], [-6, 26])] },
  { kind: 'sql-store', name: 'SQL store', width: 140, height: 98, fill: violet, pieces: drum('SQL store') },
  { kind: 'nosql-store', name: 'NoSQL store', width: 140, height: 98, fill: violet, pieces: drum('NoSQL store', true) },
  { kind: 'object-store', name: 'Object store', width: 150, height: 90, fill: violet, pieces: [rectangle(150, 90, 'Object store'), line(126, 0, [0, 24], [24, 24])] },
  { kind: 'cdn', name: 'CDN', width: 140, height: 100, fill: green, pieces: [{ type: 'ellipse', x: 0, y: 0, width: 140, height: 100, label: 'CDN' }, { type: 'ellipse', x: 38, y: 0, width: 64, height: 100, isClear: true }] },
  { kind: 'dns', name: 'DNS', width: 120, height: 80, fill: green, pieces: [{ type: 'ellipse', x: 0, y: 0, width: 120, height: 80, label: 'DNS' }] },
  { kind: 'third-party', name: 'Third party', width: 150, height: 80, fill: grey, pieces: [rectangle(150, 80, 'Third party', { isDashed: true })] },
]; // prettier-ignore

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
    strokeColor: '#1e1e1e',
    backgroundColor: piece.type === 'line' || piece.isClear ? 'transparent' : part.fill,
    fillStyle: 'solid',
    strokeWidth: piece.isClear || piece.type === 'line' ? 1 : 2,
    strokeStyle: piece.isDashed ? 'dashed' : 'solid',
    roughness: 1,
    ...(piece.isRound && { roundness: { type: 3 } }),
    ...(piece.label && {
      label: { text: piece.label, fontSize: 20, ...(part.pieces.length > 1 && { groupIds: [groupId] }) },
    }),
  }));
}
