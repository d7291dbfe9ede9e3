// The asking half of the board: from "what we had" and "what we have" to the smallest delta. How deltas become
// commands is in board-commands.ts; the answering half, the merge, in board.ts.
import type { ElementDelta, Point, Props, Stamp } from './board.ts';
import { isWebLink, isWellFormedIndex, plainText, propertyNames } from './board-check.ts';

/** An element as the editor holds it: everything, deleted or not. */
export interface LocalElement extends Stamp {
  readonly [property: string]: unknown;
  readonly id: string;
  readonly type: string;
  readonly isDeleted: boolean;
  readonly index: string | null;
  readonly fileId?: string | null;
}

/** Where an element is. One person's place never mixes with another's (BD4). */
const placement = ['x', 'y', 'angle'];
/** What a path is made of: size follows points, bindings and segments follow them too. */
const path = [
  ...['points', 'pressures', 'width', 'height', 'startBinding', 'endBinding'],
  ...['fixedSegments', 'startIsSpecial', 'endIsSpecial'],
];
const box = ['width', 'height', ...placement];
const pathTypes = new Set(['line', 'arrow', 'freedraw']);

/** What changed from `before` to `after`, against what the server calls `base`; null when there is nothing to ask. */
export function makeDelta(
  before: LocalElement | undefined,
  after: LocalElement,
  base: Stamp | null,
): ElementDelta | null {
  const names = propertyNames(after.type);
  if (names.length === 0) return null;
  const head = { id: after.id, base, version: after.version, versionNonce: after.versionNonce };
  if (after.isDeleted) return before && !before.isDeleted ? { ...head, props: { isDeleted: true } } : null;
  if (!before || before.isDeleted) return { ...head, props: { type: after.type, ...pick(after, names) } };
  const changed = new Set(names.filter((name) => !isSame(asked(before, name), asked(after, name))));
  if (changed.size === 0) return null;
  const append = growth(before, after, changed);
  if (append) for (const name of ['points', 'pressures']) changed.delete(name);
  const props = pick(after, withGroups(after.type, changed, append !== undefined, names));
  const wasBound = 'boundElements' in props ? { wasBound: boundIds(before) } : {};
  return { ...head, props, ...(append && { append }), ...wasBound };
}

/**
 * A refused command's wish for one element once more, by value: what the author's `element` holds now of all that
 * `refused` named, with the points whole (BD6). Null when there is nothing left to ask.
 */
export function restateDelta(
  element: LocalElement,
  refused: readonly ElementDelta[],
  base: Stamp | null,
): ElementDelta | null {
  if (element.isDeleted) return base && makeDelta({ ...element, isDeleted: false }, element, base);
  if (refused.some((delta) => delta.props.type !== undefined)) return makeDelta(undefined, element, base);
  const names = new Set(refused.flatMap((delta) => Object.keys(delta.props)));
  if (refused.some((delta) => delta.append)) for (const name of ['points', 'pressures']) names.add(name);
  names.delete('isDeleted');
  if (!base || names.size === 0) return null;
  const props = pick(element, withGroups(element.type, names, false, propertyNames(element.type)));
  return { id: element.id, base, version: element.version, versionNonce: element.versionNonce, props };
}

/** Completes geometry: a box travels whole; of a path, its place alone or place and path together. */
function withGroups(
  type: string,
  changed: Set<string>,
  isGrowing: boolean,
  known: readonly string[],
): string[] {
  const all = new Set(changed);
  const add = (names: string[]) => {
    for (const name of names) if (known.includes(name)) all.add(name);
  };
  if (!pathTypes.has(type)) {
    if (box.some((name) => changed.has(name))) add(box);
  } else if (isGrowing) {
    add(['width', 'height']);
    if (placement.some((name) => changed.has(name))) add(placement);
  } else if (path.some((name) => changed.has(name))) add([...path, ...placement]);
  else if (placement.some((name) => changed.has(name))) add(placement);
  return [...all];
}

/** The new tail of a freehand stroke whose beginning is untouched. */
function growth(before: LocalElement, after: LocalElement, changed: Set<string>): ElementDelta['append'] {
  if (after.type !== 'freedraw' || !changed.has('points')) return undefined;
  const [was, is] = [before.points as Point[], after.points as Point[]];
  const pressed = (asked(before, 'pressures') ?? []) as number[];
  const presses = (asked(after, 'pressures') ?? []) as number[];
  if (is.length <= was.length || presses.length < pressed.length) return undefined;
  if (!was.every((point, i) => isSame(point, is[i])) || !pressed.every((p, i) => p === presses[i]))
    return undefined;
  const tail = presses.slice(pressed.length);
  return { from: was.length, points: is.slice(was.length), ...(tail.length > 0 && { pressures: tail }) };
}

function boundIds(element: LocalElement): string[] {
  return ((element.boundElements ?? []) as { id: string }[]).map((bound) => bound.id);
}

function pick(element: LocalElement, names: readonly string[]): Props {
  const props: Props = {};
  for (const name of names) {
    const value = asked(element, name);
    if (value !== undefined) props[name] = value;
  }
  return props;
}

/** A property as it is asked for: one value the board would refuse must not take the drawing down with it. */
function asked(element: LocalElement, name: string): unknown {
  const value = element[name];
  if (name === 'link') return isWebLink(value) ? value : null;
  if (name === 'index') return typeof value === 'string' && isWellFormedIndex(value) ? value : null;
  if (name === 'text' || name === 'originalText') return typeof value === 'string' ? plainText(value) : value;
  if (name !== 'pressures' || !Array.isArray(value)) return value;
  const most = (element.points as Point[]).length;
  return value.length > most ? value.slice(0, most) : value;
}

/** Equality of JSON values. Editors copy arrays but keep their items, so most comparisons end at the first line. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((x, i) => isSame(x, b[i]));
  const [left, right] = [a as Props, b as Props];
  const names = Object.keys(left);
  return names.length === Object.keys(right).length && names.every((name) => isSame(left[name], right[name]));
}
