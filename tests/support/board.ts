// Board elements and deltas for tests, complete as the board asks, with only what a test speaks of spelled out.
import { applyChanges, decideBoardChange } from '#domain/board.ts';
import type { BoardItem, Element, ElementDelta, Props, Scene } from '#domain/board.ts';

const common: Props = {
  x: 0,
  y: 0,
  width: 100,
  height: 60,
  angle: 0,
  strokeColor: '#1e1e1e',
  backgroundColor: 'transparent',
  fillStyle: 'solid',
  strokeWidth: 2,
  strokeStyle: 'solid',
  roundness: null,
  roughness: 1,
  opacity: 100,
  seed: 7,
  index: 'a0',
  isDeleted: false,
  groupIds: [],
  frameId: null,
  boundElements: null,
  link: null,
  locked: false,
};
const path: Props = { startBinding: null, endBinding: null, startArrowhead: null, endArrowhead: 'arrow' };
const own: Record<string, Props> = {
  arrow: {
    ...path,
    elbowed: false,
    points: [
      [0, 0],
      [100, 0],
    ],
  },
  line: {
    ...path,
    points: [
      [0, 0],
      [100, 0],
    ],
  },
  freedraw: { points: [[0, 0]], pressures: [0.5], simulatePressure: false },
  text: {
    ...{ fontSize: 20, fontFamily: 5, text: 'Cache', originalText: 'Cache', textAlign: 'center' },
    ...{ verticalAlign: 'middle', containerId: null, autoResize: true, lineHeight: 1.25 },
  },
  image: { fileId: 'ab'.repeat(32), status: 'saved', scale: [1, 1], crop: null },
  frame: { name: null },
};

/** All properties of a new element of `type`. */
export function allProps(type = 'rectangle', props: Props = {}): Props {
  return { type, ...common, ...own[type], ...props };
}

export function aCreation(id: string, type = 'rectangle', props: Props = {}): ElementDelta {
  return { id, base: null, version: 1, versionNonce: 1, props: allProps(type, props) };
}

export function anEdit(of: BoardItem, props: Props, versionNonce = 77): ElementDelta {
  const { id, version } = of;
  return { id, base: { version, versionNonce: of.versionNonce }, version: version + 1, versionNonce, props };
}

/** Decides and applies, as the server does; a refusal fails the test. */
export function commit(scene: Scene, ...deltas: ElementDelta[]): void {
  const decision = decideBoardChange(scene, deltas);
  if (!decision.ok) throw new Error(`refused: ${decision.code} ${decision.message}`);
  applyChanges(scene, decision.changes);
}

export function aScene(...deltas: ElementDelta[]): Scene {
  const scene: Scene = new Map();
  commit(scene, ...deltas);
  return scene;
}

export function live(scene: Scene, id: string): Element {
  const item = scene.get(id);
  if (!item || item.isDeleted) throw new Error(`no live element ${id}`);
  return item;
}
