// The shared board: what an element is, how a requested delta becomes a committed change, how changes apply.
// Server order is the truth; browser and server run this same merge, so both compute the same scene.
// It knows nothing of Excalidraw, people or phases: who may draw and when is the interview machine's business.
import * as v from 'valibot';
import { checkAppend, checkDelta, pointsPerElement } from './board-check.ts';
import { boardLimits, resize, Tally } from './board-limits.ts';

export { boardLimits };

export type Point = [number, number];
export type Props = Record<string, unknown>;

/** What two states of an element are told apart by. */
export interface Stamp {
  version: number;
  versionNonce: number;
}

/** A live element. Never mutated: a change replaces the object, so holders may compare by identity. */
export interface Element extends Stamp {
  readonly [property: string]: unknown;
  id: string;
  type: string;
  index: string | null;
  isDeleted: false;
  x: number;
  y: number;
  width: number;
  height: number;
  points?: readonly Point[];
  pressures?: readonly number[];
  boundElements: readonly { id: string; type: string }[] | null;
  text?: string;
  originalText?: string;
  containerId?: string | null;
  name?: string | null;
}

/** What is left of a deleted element: enough to know that a late edit comes too late. */
export interface Tombstone extends Stamp {
  id: string;
  isDeleted: true;
}

export type BoardItem = Element | Tombstone;
export type Scene = Map<string, BoardItem>;

/**
 * What a client asks: `props` hold what it changed since `base` (null: a new element, then they hold everything).
 * `append` grows a stroke from exactly `from` points. `wasBound` names the bound elements it knew, so that two
 * people tying arrows to one shape both keep theirs.
 */
export interface ElementDelta extends Stamp {
  id: string;
  base: Stamp | null;
  props: Props;
  append?: { from: number; points: Point[]; pressures?: number[] };
  wasBound?: string[];
}

/** What was committed: enough to apply on the scene in server order, for peers, restarts and replays alike. */
export interface ElementChange extends Stamp {
  id: string;
  props: Props;
  append?: { points: Point[]; pressures?: number[] };
}

export type BoardRefusal = {
  code: 'bad_element' | 'board_full' | 'stale_append';
  message: string;
  ids?: string[];
};
export type BoardDecision = { ok: true; changes: ElementChange[] } | ({ ok: false } & BoardRefusal);

const id = v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/));
const natural = v.pipe(v.number(), v.integer(), v.minValue(0));
const stamp = {
  version: v.pipe(natural, v.minValue(1)),
  versionNonce: v.pipe(natural, v.maxValue(2 ** 32)),
};
const point = v.strictTuple([v.pipe(v.number(), v.finite()), v.pipe(v.number(), v.finite())]);

/** The shape of a delta on the wire. What stands in `props` is checked by `decideBoardChange`. */
export const elementDeltaSchema: v.GenericSchema<unknown, ElementDelta> = v.strictObject({
  id,
  base: v.nullable(v.strictObject({ ...stamp, version: natural })),
  ...stamp,
  props: v.record(v.string(), v.unknown()),
  append: v.exactOptional(
    v.strictObject({
      from: natural,
      points: v.pipe(v.array(point), v.maxLength(pointsPerElement)),
      pressures: v.exactOptional(v.array(v.pipe(v.number(), v.finite()))),
    }),
  ),
  wasBound: v.exactOptional(v.pipe(v.array(id), v.maxLength(500))),
});

/**
 * Decides one `board.change`: all of its deltas or none. The scene is only read. Deltas that come too late
 * (their element is gone) yield no change and no refusal, so `changes` may be empty.
 */
export function decideBoardChange(scene: Scene, deltas: readonly ElementDelta[]): BoardDecision {
  if (deltas.length > boardLimits.elementsPerCommand)
    return refusal('bad_element', 'Too many elements at once.');
  const ids = new Set<string>();
  const changes: ElementChange[] = [];
  const stale: string[] = [];
  const tally = new Tally();
  for (const delta of deltas) {
    const current = scene.get(delta.id);
    const problem = checkStamp(delta, current) ?? checkDelta(delta, current) ?? checkAppend(delta, current);
    if (problem) return refusal('bad_element', problem, [delta.id]);
    if (ids.has(delta.id)) return refusal('bad_element', 'An element changes once in a command.', [delta.id]);
    ids.add(delta.id);
    const outcome = mergeDelta(current, delta);
    if (outcome === 'stale') stale.push(delta.id);
    if (outcome === 'stale' || outcome === 'late') continue;
    const excess = tally.add(current, outcome);
    if (excess) return refusal('bad_element', excess, [delta.id]);
    changes.push(outcome);
  }
  if (stale.length > 0) return refusal('stale_append', 'The stroke has changed meanwhile.', stale);
  if (!tally.fits(scene)) return refusal('board_full', 'The board is full.');
  return { ok: true, changes };
}

/** Peers tell two states by the stamp alone, so it moves on. Only the pieces of a long stroke share a version. */
function checkStamp(delta: ElementDelta, current: BoardItem | undefined): string | undefined {
  const { version, base, append } = delta;
  const isPiece = append && version === base?.version && !isSameStamp(delta, base);
  if (base && version <= base.version && !isPiece) return 'A version rises.';
  return version > (current?.version ?? 0) + boardLimits.versionStep
    ? 'A version rises in small steps.'
    : undefined;
}

function refusal(code: BoardRefusal['code'], message: string, ids?: string[]): BoardDecision {
  return { ok: false, code, message, ...(ids && { ids }) };
}

/**
 * The merge rule (BD2-BD6). 'late': the element is deleted or was never here, and the delta does not bring it
 * whole. 'stale': the stroke does not have the length the append was made for.
 */
export function mergeDelta(
  current: BoardItem | undefined,
  delta: ElementDelta,
): ElementChange | 'late' | 'stale' {
  const isMatch = current ? isSameStamp(current, delta.base) : delta.base === null;
  const stamp = isMatch || !current ? stampOf(delta) : stampAbove(current, delta);
  if (delta.props.isDeleted === true) {
    return current && !current.isDeleted ? { id: delta.id, ...stamp, props: { isDeleted: true } } : 'late';
  }
  if (!current || current.isDeleted) {
    const isWhole = typeof delta.props.type === 'string';
    // A restore was made by someone who saw the deletion; an edit or a resent creation was not.
    const mayLive = !current || isMatch || delta.base !== null;
    return isWhole && mayLive ? { id: delta.id, ...stamp, props: delta.props } : 'late';
  }
  const { append } = delta;
  if (append && current.points?.length !== append.from) return 'stale';
  return {
    id: delta.id,
    ...stamp,
    props: isMatch ? delta.props : withBoth(current, delta),
    ...(append && {
      append: { points: append.points, ...(append.pressures && { pressures: append.pressures }) },
    }),
  };
}

/** Two people tying arrows to one shape: what either added stays, what either untied goes. */
function withBoth(current: Element, { props, wasBound }: ElementDelta): Props {
  if (!wasBound || !('boundElements' in props)) return props;
  const mine = (props.boundElements ?? []) as NonNullable<Element['boundElements']>;
  const known = new Set(wasBound);
  const mineIds = new Set(mine.map((bound) => bound.id));
  const kept = (current.boundElements ?? []).filter((bound) => mineIds.has(bound.id) || !known.has(bound.id));
  const keptIds = new Set(kept.map((bound) => bound.id));
  return {
    ...props,
    boundElements: [...kept, ...mine.filter((m) => !known.has(m.id) && !keptIds.has(m.id))],
  };
}

export function isSameStamp(a: Stamp, b: Stamp | null): boolean {
  return b !== null && a.version === b.version && a.versionNonce === b.versionNonce;
}

export const stampOf = ({ version, versionNonce }: Stamp): Stamp => ({ version, versionNonce });

/** A version above both and a nonce made of both: server and clients arrive at the same one by themselves. */
function stampAbove(a: Stamp, b: Stamp): Stamp {
  return {
    version: Math.max(a.version, b.version) + 1,
    versionNonce: mixNonces(a.versionNonce, b.versionNonce),
  };
}

export function mixNonces(a: number, b: number): number {
  const mixed = Math.imul(a ^ Math.imul(b, 0x9e3779b1), 0x85ebca6b);
  return (mixed ^ (mixed >>> 13)) >>> 1;
}

/** The element as it stands after `change`. */
export function changed(current: BoardItem | undefined, change: ElementChange): BoardItem {
  const { id, version, versionNonce, props, append } = change;
  if (props.isDeleted === true) return { id, version, versionNonce, isDeleted: true };
  const before = current && !current.isDeleted ? current : undefined;
  const after = { ...before, ...props, id, version, versionNonce, isDeleted: false } as Element;
  if (!append) return after;
  const points = [...(before?.points ?? []), ...append.points];
  const pressures = append.pressures
    ? [...(before?.pressures ?? []), ...append.pressures]
    : before?.pressures;
  return { ...after, points, ...(pressures && { pressures }) };
}

/** Applies committed changes in place (the one long-lived Map), keeping the identity of untouched elements. */
export function applyChanges(scene: Scene, changes: readonly ElementChange[]): void {
  let buried = false;
  for (const change of changes) {
    const before = scene.get(change.id);
    const item = changed(before, change);
    resize(scene, before, item);
    // A fresh tombstone moves to the end of the Map, so the oldest is the first to be forgotten.
    if (item.isDeleted) scene.delete(change.id);
    buried ||= item.isDeleted;
    scene.set(change.id, item);
  }
  if (buried) forgetOldTombstones(scene);
}

function forgetOldTombstones(scene: Scene): void {
  let tombstones = 0;
  for (const item of scene.values()) if (item.isDeleted) tombstones += 1;
  for (const item of scene.values()) {
    if (tombstones <= boardLimits.tombstones) return;
    if (!item.isDeleted) continue;
    scene.delete(item.id);
    tombstones -= 1;
  }
}

/** A scene from the items of a snapshot, in their order. They come from our own server and are taken as they are. */
export function reviveScene(items: readonly unknown[]): Scene {
  return new Map((items as BoardItem[]).map((item) => [item.id, item]));
}
