// What the drawing hand does: strokes that grow by a point at every update, as the editor would hold them.
import type { LocalElement } from '#domain/board-delta.ts';

export const pointsPerStroke = 40;

/** The stroke a room's drawer holds after `update` updates; a new one begins every 40. */
export function strokeAt(room: number, update: number): LocalElement {
  const nth = Math.floor(update / pointsPerStroke);
  const length = (update % pointsPerStroke) + 1;
  return strokeOf(`${room}-${nth}-stroke-of-bench`, length, 1 + update);
}

/** A freehand stroke of `length` points on the whole pixels a mouse gives at a zoom of 1. */
export function strokeOf(id: string, length: number, versionNonce: number): LocalElement {
  const points = Array.from({ length }, (_, i) => [i * 3, Math.round(40 * Math.sin(i / 6))]);
  const ys = points.map(([, y]) => y ?? 0);
  return {
    ...{ id, type: 'freedraw', version: length, versionNonce, isDeleted: false, index: 'a1', seed: 7 },
    ...{ x: 120, y: 240, width: (length - 1) * 3, height: Math.max(...ys) - Math.min(...ys), angle: 0 },
    ...{ strokeColor: '#1e1e1e', backgroundColor: 'transparent', fillStyle: 'solid', strokeWidth: 2 },
    ...{ strokeStyle: 'solid', roundness: null, roughness: 1, opacity: 100, groupIds: [], frameId: null },
    ...{ boundElements: null, link: null, locked: false, simulatePressure: true, pressures: [], points },
  };
}
