// Where things stand on the line of a replay: entries, phases, what happened, and where nothing did. Positions are
// ms from the interview's start. It is computed from the entries a viewer may read; it draws nothing.
import { absencesOf } from './attendance.ts';
import type { Absence, Coming } from './attendance.ts';
import { isSealed } from './recording.ts';
import type { Entry, EntryOf, WireEntry } from './recording.ts';
import type { RoomState } from './room.ts';

/** A longer time in which nothing happened is shown as such, and can be skipped. */
export const idleMs = 10_000;

export type Span = { from: number; to: number };
/** A phase's stay on the line; `rating` is what comes after the interview's end. */
export type Band = Span & { phaseId: string };
export type MarkerKind =
  'note' | 'answer' | 'hint' | 'curveball' | 'tick' | 'rating' | 'join' | 'drop' | 'back';
/** `id` is unique on its line. */
export type Marker = { id: string; kind: MarkerKind; position: number; by: string; text: string };
/** Somebody's hand on the board, from one change to the last that followed without a longer pause; or their absence. */
export type Stretch = Span & { by: string };

export type Timeline = {
  /** Epoch ms of position 0: the start, or when the interview was created if it never began. */
  startAt: number;
  length: number;
  bands: Band[];
  markers: Marker[];
  idle: Span[];
  drawing: Stretch[];
  absences: Stretch[];
  /** By index of the entry. Never falling. */
  positions: Float64Array;
  /** Epoch ms by index of the entry; a sealed one has the time of the one before. */
  times: Float64Array;
};

/** What a time needs to find its place. */
type Measure = Pick<Timeline, 'times' | 'positions' | 'startAt'>;

/** `state` is the fold of all `entries`; `comings` is who came and went meanwhile. */
export function timelineOf(
  entries: readonly WireEntry[],
  state: RoomState,
  comings: readonly Coming[] = [],
): Timeline {
  const startAt = state.startedAt ?? firstAt(entries);
  const times = timesOf(entries, startAt);
  const positions = positionsOf(times, startAt, state.endedAt);
  const length = positions.at(-1) ?? 0;
  const line = { startAt, length, positions, times };
  const absences = absencesOf(comings, startAt, state.endedAt ?? times.at(-1) ?? startAt);
  return {
    ...line,
    bands: bandsOf(state, line),
    markers: [...markersOf(entries, state, positions), ...absences.flatMap(endsOf(line))].sort(
      (a, b) => a.position - b.position,
    ),
    absences: absences.map(({ by, from, to }) => ({
      ...{ by, from: positionOf(line, from), to: positionOf(line, to) },
    })),
    idle: idleOf(entries, positions),
    drawing: drawingOf(entries, positions),
  };
}

function firstAt(entries: readonly WireEntry[]): number {
  const first = entries.find((entry) => !isSealed(entry)) as Entry | undefined;
  return first?.at ?? 0;
}

function timesOf(entries: readonly WireEntry[], startAt: number): Float64Array {
  const times = new Float64Array(entries.length);
  let at = startAt;
  entries.forEach((entry, i) => {
    if (!isSealed(entry)) at = entry.at;
    times[i] = at;
  });
  return times;
}

/** Real time up to the end. After it people rate when they like, so longer pauses there count as `idleMs` (RP3). */
function positionsOf(times: Float64Array, startAt: number, endedAt: number | null): Float64Array {
  const positions = new Float64Array(times.length);
  let position = 0;
  let before = startAt;
  times.forEach((at, i) => {
    const isOver = endedAt !== null && at > endedAt;
    const passed = Math.max(0, at - before);
    position += isOver ? Math.min(passed, idleMs) : passed;
    before = Math.max(before, at);
    positions[i] = position;
  });
  return positions;
}

/** How many entries have happened by `position`. */
export function seqAt({ positions }: Pick<Measure, 'positions'>, position: number): number {
  return countUpTo(positions, position);
}

/** Where a time of day stands on the line. */
export function positionOf(line: Measure, at: number): number {
  const { times, positions, startAt } = line;
  const i = countUpTo(times, at) - 1;
  if (i < 0) return Math.max(0, at - startAt);
  const next = positions[i + 1] ?? positions[i]!;
  return Math.min(positions[i]! + Math.max(0, at - Math.max(times[i]!, startAt)), next);
}

/** The time of day of a position: the inverse of `positionOf` but for the time that was left out. */
export function timeOf(line: Measure, position: number): number {
  const { times, positions, startAt } = line;
  const i = countUpTo(positions, position) - 1;
  return i < 0 ? startAt + position : Math.max(times[i]!, startAt) + (position - positions[i]!);
}

/** How many of `values`, which never fall, are at most `value`. */
function countUpTo(values: Float64Array, value: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function bandsOf(state: RoomState, line: Measure & { length: number }): Band[] {
  const phases = state.runs.map(({ phaseId, startedAt, endedAt }) => ({
    phaseId,
    from: positionOf(line, startedAt),
    to: endedAt === null ? line.length : positionOf(line, endedAt),
  }));
  const endedAt = state.endedAt === null ? line.length : positionOf(line, state.endedAt);
  return endedAt < line.length ? [...phases, { phaseId: 'rating', from: endedAt, to: line.length }] : phases;
}

function idleOf(entries: readonly WireEntry[], positions: Float64Array): Span[] {
  const idle: Span[] = [];
  let from = 0;
  entries.forEach((entry, i) => {
    if (isSealed(entry)) return;
    const to = positions[i]!;
    if (to - from > idleMs) idle.push({ from, to });
    from = to;
  });
  return idle;
}

function drawingOf(entries: readonly WireEntry[], positions: Float64Array): Stretch[] {
  const stretches: Stretch[] = [];
  const latest = new Map<string, Stretch>();
  entries.forEach((entry, i) => {
    if (isSealed(entry) || entry.type !== 'board.changed') return;
    const position = positions[i]!;
    const open = latest.get(entry.by);
    if (open && position - open.to <= idleMs) open.to = position;
    else {
      const fresh = { by: entry.by, from: position, to: position };
      latest.set(entry.by, fresh);
      stretches.push(fresh);
    }
  });
  return stretches;
}

function markersOf(entries: readonly WireEntry[], state: RoomState, positions: Float64Array): Marker[] {
  const words = wordsOf(state);
  return entries.flatMap((entry, i): Marker[] => {
    if (isSealed(entry)) return [];
    const told = words(entry);
    return told ? [{ ...told, id: `${entry.seq}`, by: entry.by, position: positions[i]! }] : [];
  });
}

/** Going, and coming back unless that was not before the end. */
function endsOf(line: Measure) {
  return ({ by, from, to, isBack }: Absence): Marker[] => {
    const marker = (kind: 'drop' | 'back', at: number): Marker => ({
      ...{ id: `${kind} ${by} ${at}`, kind, by, text: '', position: positionOf(line, at) },
    });
    return [marker('drop', from), ...(isBack ? [marker('back', to)] : [])];
  };
}

/** Says what an entry is on the line; null for what is not marked. To be asked in order. */
function wordsOf({ format, rubric, interviewerRubric }: RoomState) {
  const criteria = [...rubric.criteria, ...(interviewerRubric?.criteria ?? [])];
  const titles = new Map(criteria.map(({ id, title }) => [id, title]));
  const items = new Map(
    format.phases.flatMap(({ checklist }) => checklist.map(({ id, text }) => [id, text])),
  );
  const rated = new Map<string, unknown>();
  // A form is saved with every letter: only another value is a rating.
  const isNews = ({ by, criterion, value }: EntryOf<'rating.changed'>) => {
    const key = `${by} ${criterion}`;
    const is = value !== null && rated.get(key) !== value;
    rated.set(key, value);
    return is;
  };
  return (entry: Entry): Pick<Marker, 'kind' | 'text'> | null => {
    switch (entry.type) {
      case 'note.added':
        return { kind: 'note', text: entry.text };
      case 'answer.given':
        return { kind: 'answer', text: entry.text };
      case 'hint.given':
        return { kind: 'hint', text: entry.text };
      case 'curveball.played':
        return { kind: 'curveball', text: entry.text };
      case 'checklist.ticked':
        return entry.done ? { kind: 'tick', text: items.get(entry.itemId) ?? '' } : null;
      case 'rating.changed':
        return isNews(entry)
          ? { kind: 'rating', text: `${titles.get(entry.criterion) ?? entry.criterion}: ${entry.value}` }
          : null;
      case 'participant.joined':
        return { kind: 'join', text: entry.name };
      default:
        return null;
    }
  };
}
