// From the deltas of one browser to its commands: each of a bounded size and with one delta an element.
// Knows nothing of how deltas come about (board-delta.ts) or are merged (board.ts).
import { boardLimits, isSameStamp, mixNonces } from './board.ts';
import type { ElementDelta, Point } from './board.ts';

/** Two deltas of one element as one, where the second was made right after the first; null: they go one by one. */
export function joinDeltas(first: ElementDelta, second: ElementDelta): ElementDelta | null {
  if (!isSameStamp(first, second.base) || first.props.isDeleted === true) return null;
  const { id, version, versionNonce } = second;
  const head = { id, base: first.base, version, versionNonce };
  if (second.props.isDeleted === true) return first.base && { ...head, props: second.props };
  if (second.props.type !== undefined) return null;
  const growth = joinPoints(first, second);
  if (!growth) return null;
  const isTied = 'boundElements' in first.props;
  const wasBound = isTied ? first.wasBound : second.wasBound;
  const props = { ...first.props, ...second.props, ...growth.props };
  return { ...head, props, ...(growth.append && { append: growth.append }), ...(wasBound && { wasBound }) };
}

/** What both say of a stroke's points; null where the tail of the second does not fit the first. */
function joinPoints(
  first: ElementDelta,
  second: ElementDelta,
): Pick<ElementDelta, 'append' | 'props'> | null {
  const [before, tail] = [first.append, second.append];
  if (second.props.points) return { props: {} };
  if (!tail) return { props: {}, ...(before && { append: before }) };
  if (before) {
    if (before.from + before.points.length !== tail.from) return null;
    const pressures = [...(before.pressures ?? []), ...(tail.pressures ?? [])];
    const points = [...before.points, ...tail.points];
    return { props: {}, append: { from: before.from, points, ...(pressures.length > 0 && { pressures }) } };
  }
  const whole = first.props.points as Point[] | undefined;
  if (!whole) return { props: {}, append: tail };
  if (whole.length !== tail.from) return null;
  const pressures = [...((first.props.pressures ?? []) as number[]), ...(tail.pressures ?? [])];
  return { props: { points: [...whole, ...tail.points], pressures } };
}

const encoder = new TextEncoder();
export const bytesOf = (delta: ElementDelta): number => encoder.encode(JSON.stringify(delta)).length;

/** Groups deltas, in order, into commands of at most `maxBytes`. A long stroke becomes its beginning and appends. */
export function splitDeltas(deltas: readonly ElementDelta[], maxBytes: number): ElementDelta[][] {
  const commands: ElementDelta[][] = [];
  let [ids, bytes, copied] = [new Set<string>(), Infinity, 0];
  for (const delta of deltas.flatMap((whole) => splitStroke(whole, maxBytes))) {
    const [size, work] = [bytesOf(delta) + 1, workOf(delta)];
    const isTooMuch = bytes + size > maxBytes || copied + work > boardLimits.pointsCopied;
    if (isTooMuch || ids.has(delta.id) || ids.size >= boardLimits.elementsPerCommand) {
      commands.push([]);
      [ids, bytes, copied] = [new Set(), 0, 0];
    }
    commands.at(-1)!.push(delta);
    ids.add(delta.id);
    [bytes, copied] = [bytes + size, copied + work];
  }
  return commands;
}

/** How many points the server copies for it. */
const workOf = ({ append }: ElementDelta): number => (append ? append.from + append.points.length : 0);

/** One stroke too long for a command as a chain of deltas; only the last carries the stamp that was asked for. */
function splitStroke(delta: ElementDelta, maxBytes: number): ElementDelta[] {
  const bytes = bytesOf(delta);
  const isAppend = delta.append !== undefined;
  const points = (delta.append?.points ?? delta.props.points) as Point[] | undefined;
  const pressures = (isAppend ? delta.append?.pressures : delta.props.pressures) as number[] | undefined;
  if (bytes <= maxBytes || !points || (!isAppend && !pressures)) return [delta];
  const pieces = Math.ceil(bytes / (maxBytes * 0.7));
  const size = Math.ceil(points.length / pieces);
  const start = delta.append?.from ?? 0;
  const chain: ElementDelta[] = [];
  for (let at = 0; at < points.length; at += size) {
    const isLast = at + size >= points.length;
    const previous = chain.at(-1);
    const tail = { points: points.slice(at, at + size), pressures: pressures?.slice(at, at + size) };
    const append = {
      from: start + at,
      points: tail.points,
      ...(tail.pressures?.length && { pressures: tail.pressures }),
    };
    const isHead = at === 0;
    chain.push({
      id: delta.id,
      base: previous ? { version: previous.version, versionNonce: previous.versionNonce } : delta.base,
      version: delta.version,
      versionNonce: isLast ? delta.versionNonce : mixNonces(delta.versionNonce, at + 1),
      props: isHead
        ? isAppend
          ? delta.props
          : { ...delta.props, points: tail.points, pressures: tail.pressures ?? [] }
        : {},
      ...((!isHead || isAppend) && { append }),
      ...(isHead && delta.wasBound && { wasBound: delta.wasBound }),
    });
  }
  return chain;
}
