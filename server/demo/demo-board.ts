// The board of the demo interview, as the deltas two people drew: boxes with labels, arrows between them, a few
// loose words. Written out as elements, because a server has no editor.
import type { ElementDelta } from '#domain/board.ts';

type Box = { id: string; label: string; x: number; y: number; colour: string; width?: number };
type Arrow = { id: string; from: string; to: string };

const height = 70;
const usualWidth = 170;
const colours = {
  edge: '#d0ebff',
  service: '#d3f9d8',
  queue: '#fff3bf',
  store: '#e5dbff',
  outside: '#ffe3e3',
};

const boxes: Box[] = [
  { id: 'callers', label: 'Internal services', x: 0, y: 160, colour: colours.outside },
  { id: 'gateway', label: 'API gateway', x: 240, y: 160, colour: colours.edge },
  { id: 'accept', label: 'Notification API', x: 480, y: 160, colour: colours.service },
  { id: 'keys', label: 'Idempotency keys', x: 480, y: 20, colour: colours.store },
  { id: 'log', label: 'Notification log', x: 480, y: 310, colour: colours.store },
  { id: 'critical', label: 'Topic: critical', x: 740, y: 90, colour: colours.queue },
  { id: 'bulk', label: 'Topic: bulk', x: 740, y: 230, colour: colours.queue },
  { id: 'workers', label: 'Channel workers', x: 1000, y: 160, colour: colours.service },
  { id: 'preferences', label: 'Preferences cache', x: 1000, y: 20, colour: colours.store },
  { id: 'retry', label: 'Retry and dead letters', x: 1000, y: 310, colour: colours.queue, width: 200 },
  { id: 'providers', label: 'Email, SMS, push', x: 1260, y: 160, colour: colours.outside },
];

const arrows: Arrow[] = [
  { id: 'callers-gateway', from: 'callers', to: 'gateway' },
  { id: 'gateway-accept', from: 'gateway', to: 'accept' },
  { id: 'accept-keys', from: 'accept', to: 'keys' },
  { id: 'accept-log', from: 'accept', to: 'log' },
  { id: 'accept-critical', from: 'accept', to: 'critical' },
  { id: 'accept-bulk', from: 'accept', to: 'bulk' },
  { id: 'critical-workers', from: 'critical', to: 'workers' },
  { id: 'bulk-workers', from: 'bulk', to: 'workers' },
  { id: 'workers-preferences', from: 'workers', to: 'preferences' },
  { id: 'workers-providers', from: 'workers', to: 'providers' },
  { id: 'workers-retry', from: 'workers', to: 'retry' },
];

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const orderOf = new Map<string, number>();
for (const { id } of [...boxes, ...arrows]) orderOf.set(id, orderOf.size);
/** Arrows lie under nothing and each label right above its box. */
const indexOf = (id: string, above = 0) => `a${digits[(orderOf.get(id) ?? 0) * 2 + above]}`;

const common = {
  angle: 0,
  strokeColor: '#1e1e1e',
  backgroundColor: 'transparent',
  fillStyle: 'solid',
  strokeWidth: 2,
  strokeStyle: 'solid',
  roundness: null,
  roughness: 1,
  opacity: 100,
  isDeleted: false,
  groupIds: [],
  frameId: null,
  boundElements: null,
  link: null,
  locked: false,
};

function creation(id: string, props: Record<string, unknown>): ElementDelta {
  return {
    id,
    base: null,
    version: 1,
    versionNonce: nonceOf(id),
    props: { ...common, seed: nonceOf(id), ...props },
  };
}

/** The same number for the same id, so that two seeds draw the same lines. */
function nonceOf(id: string): number {
  return [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 2 ** 31, 7);
}

function boxOf({ id, label, x, y, colour, width = usualWidth }: Box): ElementDelta[] {
  const tied = arrows
    .filter(({ from, to }) => from === id || to === id)
    .map((arrow) => ({ id: arrow.id, type: 'arrow' }));
  const lineHeight = 1.25;
  const fontSize = 16;
  const textWidth = label.length * 8.4;
  return [
    creation(id, {
      type: 'rectangle',
      ...{ x, y, width, height, backgroundColor: colour, roundness: { type: 3 }, index: indexOf(id) },
      boundElements: [{ id: `${id}-label`, type: 'text' }, ...tied],
    }),
    creation(`${id}-label`, {
      type: 'text',
      x: x + (width - textWidth) / 2,
      y: y + (height - fontSize * lineHeight) / 2,
      width: textWidth,
      height: fontSize * lineHeight,
      index: indexOf(id, 1),
      ...{ text: label, originalText: label, containerId: id, fontSize, fontFamily: 5, lineHeight },
      ...{ textAlign: 'center', verticalAlign: 'middle', autoResize: true },
    }),
  ];
}

function arrowOf({ id, from, to }: Arrow): ElementDelta[] {
  const [start, end] = [centreOf(from), centreOf(to)];
  const isAcross = Math.abs(end.x - start.x) > usualWidth;
  const away = (a: { x: number; y: number; width: number }, b: { x: number; y: number }) =>
    isAcross
      ? { x: a.x + Math.sign(b.x - a.x) * (a.width / 2 + 4), y: a.y }
      : { x: a.x, y: a.y + Math.sign(b.y - a.y) * (height / 2 + 4) };
  const [tail, head] = [away(start, end), away(end, start)];
  const delta = { x: head.x - tail.x, y: head.y - tail.y };
  return [
    creation(id, {
      type: 'arrow',
      ...{ x: tail.x, y: tail.y, width: Math.abs(delta.x), height: Math.abs(delta.y), index: indexOf(id) },
      points: [
        [0, 0],
        [delta.x, delta.y],
      ],
      startBinding: { elementId: from, focus: 0, gap: 4 },
      endBinding: { elementId: to, focus: 0, gap: 4 },
      ...{ startArrowhead: null, endArrowhead: 'arrow', elbowed: false },
    }),
  ];
}

function centreOf(id: string): { x: number; y: number; width: number } {
  const box = boxes.find((other) => other.id === id);
  if (!box) throw new Error(`the demo board has no ${id}`);
  const width = box.width ?? usualWidth;
  return { x: box.x + width / 2, y: box.y + height / 2, width };
}

/** What was drawn together: the named boxes with every arrow whose ends are there by then. */
export function drawn(ids: readonly string[], before: readonly string[]): ElementDelta[] {
  const there = new Set([...before, ...ids]);
  const ready = arrows.filter(({ from, to }) => there.has(from) && there.has(to));
  const fresh = ready.filter(({ from, to }) => ids.includes(from) || ids.includes(to));
  return [...boxes.filter((box) => ids.includes(box.id)).flatMap(boxOf), ...fresh.flatMap(arrowOf)];
}
