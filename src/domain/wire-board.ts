// Deltas and changes of the board as bytes. An element, a person or a client that was named before on the same
// connection is named by one byte: each end keeps the same table of names in each direction.
// It knows how things are written, not who may read them.
import type { ElementChange, ElementDelta, Props, Stamp } from './board.ts';
import { Unreadable } from './wire-bytes.ts';
import type { ByteWriter } from './wire-bytes.ts';
import type { ByteReader } from './wire-reader.ts';

/** In the order of the wire: a name's place is its code. New ones come at the end, with a new protocol version. */
export const propertyCodes = [
  ...['type', 'x', 'y', 'width', 'height', 'angle', 'strokeColor', 'backgroundColor', 'fillStyle'],
  ...['strokeWidth', 'strokeStyle', 'roundness', 'roughness', 'opacity', 'seed', 'index', 'isDeleted'],
  ...['groupIds', 'frameId', 'boundElements', 'link', 'locked', 'points', 'startBinding', 'endBinding'],
  ...['startArrowhead', 'endArrowhead', 'elbowed', 'fixedSegments', 'startIsSpecial', 'endIsSpecial'],
  ...['pressures', 'simulatePressure', 'fontSize', 'fontFamily', 'text', 'textAlign', 'verticalAlign'],
  ...['containerId', 'originalText', 'autoResize', 'lineHeight', 'fileId', 'status', 'scale', 'crop', 'name'],
];
const codeOf = new Map(propertyCodes.map((name, i) => [name, i + 1]));

/** What a hand is at, and who is in the room: whatever was said longer ago is said again. */
const mostNames = 48;
const nameShape = /^[\w-]{1,64}$/;

type Named = { name: string; stamp: Stamp | null };

/** The names a connection has used lately in one direction, with the last stamp sent of each. */
export class NameTable {
  #named: Named[] = [];
  #places = new Map<string, number>();
  #next = 0;

  /** Writes a name and answers what is known of it. */
  write(out: ByteWriter, name: string): Named {
    const place = this.#places.get(name);
    if (place !== undefined) {
      out.byte(place + 1);
      return this.#named[place]!;
    }
    if (!nameShape.test(name)) throw new Unreadable('no name');
    out.byte(0);
    out.text(name);
    return this.#add(name);
  }

  read(from: ByteReader): Named {
    const place = from.byte();
    const known = this.#named[place - 1];
    if (known) return known;
    if (place !== 0) throw new Unreadable('an unknown name');
    const name = from.text();
    if (!nameShape.test(name)) throw new Unreadable('no name');
    return this.#add(name);
  }

  /** The oldest makes place, alike at both ends. */
  #add(name: string): Named {
    const named = { name, stamp: null };
    const before = this.#named[this.#next];
    if (before && this.#places.get(before.name) === this.#next) this.#places.delete(before.name);
    this.#named[this.#next] = named;
    this.#places.set(name, this.#next);
    this.#next = (this.#next + 1) % mostNames;
    return named;
  }
}

const has = {
  base: 1,
  sameBase: 2,
  append: 4,
  pressures: 8,
  wasBound: 16,
  nextVersion: 32,
  topNonce: 64,
} as const;
const topNonce = 2 ** 32;

export function writeDelta(out: ByteWriter, names: NameTable, delta: ElementDelta): void {
  const { id, base, version, versionNonce, props, append, wasBound } = delta;
  const named = names.write(out, id);
  const isSameBase = base !== null && isSame(base, named.stamp);
  const isNext = base !== null && version === base.version + 1;
  out.byte(
    (base ? has.base : 0) |
      (isSameBase ? has.sameBase : 0) |
      (append ? has.append : 0) |
      (append?.pressures ? has.pressures : 0) |
      (wasBound ? has.wasBound : 0) |
      (isNext ? has.nextVersion : 0) |
      (versionNonce === topNonce ? has.topNonce : 0),
  );
  if (base && !isSameBase) {
    out.natural(base.version);
    out.natural(base.versionNonce);
  }
  if (!isNext) out.natural(version);
  writeNonce(out, versionNonce);
  writeProps(out, props);
  if (append) {
    out.natural(append.from);
    out.points(append.points);
    if (append.pressures) writeNumbers(out, append.pressures);
  }
  if (wasBound) {
    out.natural(wasBound.length);
    for (const bound of wasBound) out.text(bound);
  }
  named.stamp = { version, versionNonce };
}

export function readDelta(from: ByteReader, names: NameTable): ElementDelta {
  const named = names.read(from);
  const flags = from.byte();
  const base = readBase(from, flags, named.stamp);
  const version = flags & has.nextVersion ? (base?.version ?? 0) + 1 : from.natural();
  const versionNonce = readNonce(from, flags);
  if (version < 1 || !Number.isSafeInteger(version)) throw new Unreadable('no version');
  const delta: ElementDelta = { id: named.name, base, version, versionNonce, props: readProps(from) };
  if (flags & has.append) {
    delta.append = { from: from.natural(), points: from.points() };
    if (flags & has.pressures) delta.append.pressures = readNumbers(from);
  }
  if (flags & has.wasBound) delta.wasBound = readNames(from);
  named.stamp = { version, versionNonce };
  return delta;
}

function readBase(from: ByteReader, flags: number, last: Stamp | null): Stamp | null {
  if (!(flags & has.base)) return null;
  if (flags & has.sameBase) {
    if (!last) throw new Unreadable('an unknown base');
    return last;
  }
  const base = { version: from.natural(), versionNonce: from.natural() };
  if (base.versionNonce > topNonce) throw new Unreadable('no nonce');
  return base;
}

function readNames(from: ByteReader): string[] {
  const names = Array.from({ length: from.count(2) }, () => from.text());
  if (names.length > 500 || !names.every((name) => nameShape.test(name))) throw new Unreadable('no names');
  return names;
}

/** All of a change but its id: the same bytes for everybody who is sent it. */
export function writeChange(out: ByteWriter, { version, versionNonce, props, append }: ElementChange): void {
  out.byte(
    (append ? has.append : 0) |
      (append?.pressures ? has.pressures : 0) |
      (versionNonce === topNonce ? has.topNonce : 0),
  );
  out.natural(version);
  writeNonce(out, versionNonce);
  writeProps(out, props);
  if (!append) return;
  out.points(append.points);
  if (append.pressures) writeNumbers(out, append.pressures);
}

export function readChange(from: ByteReader, id: string): ElementChange {
  const flags = from.byte();
  const version = from.natural();
  const versionNonce = readNonce(from, flags);
  const change: ElementChange = { id, version, versionNonce, props: readProps(from) };
  if (!(flags & has.append)) return change;
  change.append = { points: from.points() };
  if (flags & has.pressures) change.append.pressures = readNumbers(from);
  return change;
}

const writeNonce = (out: ByteWriter, nonce: number) => out.uint32(nonce === topNonce ? 0 : nonce);

function readNonce(from: ByteReader, flags: number): number {
  const nonce = from.uint32();
  return flags & has.topNonce ? topNonce : nonce;
}

function writeProps(out: ByteWriter, props: Props): void {
  const names = Object.keys(props).filter((name) => props[name] !== undefined);
  out.natural(names.length);
  for (const name of names) {
    if (name === '__proto__') throw new Unreadable('no property');
    const code = codeOf.get(name) ?? 0;
    out.byte(code);
    if (code === 0) out.text(name);
    out.value(props[name]);
  }
}

function readProps(from: ByteReader): Props {
  const props: Props = {};
  for (let left = from.count(2); left > 0; left--) {
    const code = from.byte();
    const name = code === 0 ? from.text() : propertyCodes[code - 1];
    if (name === undefined || name === '__proto__') throw new Unreadable('no property');
    props[name] = from.value();
  }
  return props;
}

function writeNumbers(out: ByteWriter, numbers: readonly number[]): void {
  out.natural(numbers.length);
  for (const number of numbers) out.number(number);
}

function readNumbers(from: ByteReader): number[] {
  return Array.from({ length: from.count(1) }, () => from.number());
}

const isSame = (a: Stamp, b: Stamp | null): boolean =>
  b !== null && a.version === b.version && a.versionNonce === b.versionNonce;
