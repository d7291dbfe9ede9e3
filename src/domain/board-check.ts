// What the board takes: the allow-list of element types and properties, and the bounds of every value.
// Anything unknown is refused, so that nothing a browser would run, load or choke on is ever recorded.
import type { BoardItem, ElementDelta, Props } from './board.ts';
import { boardLimits } from './board-limits.ts';

type Check = (value: unknown) => boolean;

const number = (min: number, max: number): Check => {
  return (value) => typeof value === 'number' && value >= min && value <= max;
};
const integer = (min: number, max: number): Check => {
  return (value) => Number.isInteger(value) && number(min, max)(value);
};
const encoder = new TextEncoder();
/** Bounded in letters and, as some letters are long on the wire, in bytes. */
const text = (maxLetters: number, maxBytes = Infinity): Check => {
  return (value) =>
    typeof value === 'string' &&
    value.length <= maxLetters &&
    isPlainText(value) &&
    (value.length * 3 <= maxBytes || encoder.encode(JSON.stringify(value)).length <= maxBytes);
};
const pattern =
  (shape: RegExp): Check =>
  (value) =>
    typeof value === 'string' && shape.test(value);
const oneOf =
  (...values: unknown[]): Check =>
  (value) =>
    values.includes(value);
const nullOr =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const list = (max: number, check: Check, min = 0): Check => {
  return (value) => Array.isArray(value) && value.length >= min && value.length <= max && value.every(check);
};
const pair =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.length === 2 && value.every(check);
/** An object with exactly these keys; those in `optional` may be missing. */
const shape = (checks: Record<string, Check>, optional: readonly string[] = []): Check => {
  const names = Object.keys(checks);
  return (value) =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.keys(value).every((name) => Object.hasOwn(checks, name)) &&
    names.every((name) =>
      Object.hasOwn(value, name) ? checks[name]!((value as Props)[name]) : optional.includes(name),
    );
};

const bool: Check = (value) => typeof value === 'boolean';
const coordinate = number(-1e7, 1e7);
const elementId = pattern(/^[\w-]{1,64}$/);
const colour = pattern(/^[\w#(),.%/ -]{1,64}$/);
const point = pair(coordinate);
/** An hour of steady drawing in one stroke; the editor itself grows slow long before. */
export const pointsPerElement = 20_000;
/** Of a path that cannot travel in pieces: with all else it may carry it stays below one message. An editor that
 * is given a path without any points falls over, and with it everybody's board. */
const pathPoints = list(1_000, point, 1);
const strokePoints = list(pointsPerElement, point);
const pressures = list(pointsPerElement, number(0, 1e4));
const words = text(20_000, 24 * 1024);
const ratio = number(-1e7, 1e7);
const arrowhead = nullOr(pattern(/^[a-z_]{1,32}$/));
const binding = nullOr(
  shape({ elementId, focus: ratio, gap: ratio, fixedPoint: nullOr(pair(ratio)) }, ['fixedPoint']),
);
const segment = shape({ index: integer(0, 20_000), start: point, end: point });
const crop = shape({
  x: coordinate,
  y: coordinate,
  width: coordinate,
  height: coordinate,
  naturalWidth: coordinate,
  naturalHeight: coordinate,
});

const everyType: Record<string, Check> = {
  x: coordinate,
  y: coordinate,
  width: coordinate,
  height: coordinate,
  angle: number(-1e4, 1e4),
  strokeColor: colour,
  backgroundColor: colour,
  fillStyle: oneOf('hachure', 'cross-hatch', 'solid', 'zigzag'),
  strokeWidth: number(0, 1_000),
  strokeStyle: oneOf('solid', 'dashed', 'dotted'),
  roundness: nullOr(shape({ type: integer(1, 3), value: number(0, 1e6) }, ['value'])),
  roughness: number(0, 100),
  opacity: number(0, 100),
  seed: integer(0, 2 ** 32),
  index: nullOr((value) => typeof value === 'string' && isWellFormedIndex(value)),
  isDeleted: bool,
  groupIds: list(50, elementId),
  frameId: nullOr(elementId),
  boundElements: nullOr(
    list(boardLimits.boundElements, shape({ id: elementId, type: oneOf('arrow', 'text') })),
  ),
  link: nullOr((value) => isWebLink(value)),
  locked: bool,
};
const linear: Record<string, Check> = {
  points: pathPoints,
  startBinding: binding,
  endBinding: binding,
  startArrowhead: arrowhead,
  endArrowhead: arrowhead,
};
const ownProps: Record<string, Record<string, Check>> = {
  rectangle: {},
  ellipse: {},
  diamond: {},
  line: linear,
  arrow: {
    ...linear,
    elbowed: bool,
    fixedSegments: nullOr(list(100, segment)),
    startIsSpecial: nullOr(bool),
    endIsSpecial: nullOr(bool),
  },
  freedraw: { points: strokePoints, pressures, simulatePressure: bool },
  text: {
    fontSize: number(0, 10_000),
    fontFamily: integer(0, 100),
    text: words,
    textAlign: oneOf('left', 'center', 'right'),
    verticalAlign: oneOf('top', 'middle', 'bottom'),
    containerId: nullOr(elementId),
    originalText: words,
    autoResize: bool,
    lineHeight: number(0, 100),
  },
  image: {
    // A content hash of the file endpoint, never an address or a data URL (BD9).
    fileId: pattern(/^[0-9a-f]{64}$/),
    status: oneOf('pending', 'saved', 'error'),
    scale: pair(number(-1e4, 1e4)),
    crop: nullOr(crop),
  },
  frame: { name: nullOr(text(200)) },
};
const mayBeMissing = new Set(['fixedSegments', 'startIsSpecial', 'endIsSpecial']);

const checksByType = new Map(
  Object.entries(ownProps).map(([type, own]) => [type, new Map(Object.entries({ ...everyType, ...own }))]),
);
const namesByType = new Map([...checksByType].map(([type, checks]) => [type, [...checks.keys()]]));

/** The properties an element of `type` has on the wire, apart from id, type and stamp; none: the board has no such type. */
export function propertyNames(type: string): readonly string[] {
  return namesByType.get(type) ?? [];
}

/** Says what is wrong with a delta, or nothing. `type` in the props means: this is the whole element. */
export function checkDelta(delta: ElementDelta, current: BoardItem | undefined): string | undefined {
  const { props, base } = delta;
  const currentType = current && !current.isDeleted ? current.type : undefined;
  const isWhole = Object.hasOwn(props, 'type');
  const type = isWhole ? props.type : currentType;
  if (base === null && !isWhole) return 'A new element comes whole.';
  if (props.isDeleted === false && !isWhole) return 'A restored element comes whole.';
  // Its element is gone: whatever the props are, nothing of them is kept.
  if (type === undefined) return undefined;
  if (isWhole && currentType !== undefined && type !== currentType) return 'An element keeps its type.';
  const checks = typeof type === 'string' ? checksByType.get(type) : undefined;
  if (!checks) return 'The board has no such type of element.';
  for (const name of Object.keys(props)) {
    if (name === 'type') continue;
    const check = checks.get(name);
    if (!check?.(props[name])) return `The board does not take this value of "${name.slice(0, 40)}".`;
  }
  if (!isWhole) return undefined;
  const missing = [...checks.keys()].find((name) => !Object.hasOwn(props, name) && !mayBeMissing.has(name));
  return missing && `The property "${missing}" is missing.`;
}

/** An append grows a freehand stroke only, within bounds, and does not come with the points whole. */
export function checkAppend(
  { append, props }: ElementDelta,
  current: BoardItem | undefined,
): string | undefined {
  if (!append || !current || current.isDeleted) return undefined;
  if (current.type !== 'freedraw' || 'points' in props || 'pressures' in props)
    return 'Only a stroke can grow.';
  if (append.points.length === 0) return 'A stroke grows by at least a point.';
  if ((append.pressures?.length ?? 0) > append.points.length)
    return 'A stroke has no more pressures than points.';
  if (!strokePoints(append.points) || !pressures(append.pressures ?? [])) return 'A point is off the board.';
  if (append.from + append.points.length > pointsPerElement) return 'The stroke is too long.';
  return undefined;
}

/** http and https only (BD8): no javascript:, no data:, nothing relative. */
export function isWebLink(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > 2_000 || !isPlainText(value)) return false;
  // Whole, as everybody reads it: a browser would take `https:here` for a page of ours.
  return /^https?:\/\/\S+$/i.test(value) && URL.canParse(value);
}

const controls = /[\u0000-\u0008\u000b-\u001f\u007f]/g;

/** No control characters but tab and newline, no halves of letters: JSON writes each of them as six. */
export function isPlainText(value: string): boolean {
  return value.search(controls) < 0 && value.isWellFormed();
}

/** The nearest text that the board takes. */
export function plainText(value: string): string {
  return value.replace(/\r\n?/g, '\n').replace(controls, '').toWellFormed();
}

/**
 * Whether `index` is a fractional index (as of the fractional-indexing package): a head letter that names the
 * length of the whole part, then base-62 digits without a trailing zero. A malformed one blanks the canvas. The
 * outermost heads and long keys are not taken: the editor knows no short key beyond them. An editor that was
 * driven there asks for null instead (BD11).
 */
export function isWellFormedIndex(index: string): boolean {
  if (index.length > 64 || !/^[B-Za-y][0-9A-Za-z]+$/.test(index)) return false;
  const head = index.charCodeAt(0);
  const wholeLength = head >= 97 ? head - 97 + 2 : 90 - head + 2;
  if (index.length < wholeLength) return false;
  return index.length === wholeLength || !index.endsWith('0');
}
