// A moment in an address: `?t=` seconds since the interview's start; or by what is looked for, `?phase=`, `?item=` of a
// checklist, `?criterion=` of the rubric.
import type { RoomState } from '#domain/room.ts';
import { positionOf, timeOf } from '#domain/timeline.ts';
import type { Timeline } from '#domain/timeline.ts';
import { clockFigures } from '../room/phase-words.ts';

type Asked = { position: number; trouble: string | null };

/** Where a link points; `trouble` says what was wrong with it, and where one is instead. Null without any. */
export function askedMoment(query: URLSearchParams, line: Timeline, whole: RoomState): Asked | null {
  const text = query.get('t');
  if (text !== null) return momentAt(text, line);
  const [phase, item, criterion] = ['phase', 'item', 'criterion'].map((name) => query.get(name));
  if (phase) return found(phaseAt(phase, line), 'the recording has no such phase');
  if (item) return found(itemAt(item, line, whole), 'the phase of this checklist item was not reached');
  if (criterion) return found(criterionAt(criterion, line, whole), 'nothing was noted on this criterion');
  return null;
}

function found(position: number | null, why: string): Asked {
  const trouble = `There is no moment for this link: ${why}. This is the beginning.`;
  return position === null ? { position: 0, trouble } : { position, trouble: null };
}

function phaseAt(phaseId: string, { bands }: Timeline): number | null {
  return bands.find((band) => band.phaseId === phaseId)?.from ?? null;
}

/** Where an item was seen, or where its phase began. */
function itemAt(itemId: string, line: Timeline, { format, ticks }: RoomState): number | null {
  const tick = ticks.find((one) => one.itemId === itemId);
  if (tick) return positionOf(line, tick.at);
  const phase = format.phases.find(({ checklist }) => checklist.some(({ id }) => id === itemId));
  return phase ? phaseAt(phase.id, line) : null;
}

/** The first note that was evidence for a criterion or tagged with it, else where it was rated. */
function criterionAt(criterion: string, line: Timeline, { notes, scorecards }: RoomState): number | null {
  const ratings = Object.values(scorecards).flatMap(({ ratings }) => ratings[criterion] ?? []);
  const evidence = new Set(ratings.flatMap((rating) => rating.notes));
  const about = notes.filter((note) => note.criterion === criterion || evidence.has(note.id));
  const times = about.length > 0 ? about.map(({ begunAt }) => begunAt) : ratings.map(({ at }) => at);
  return times.length > 0 ? positionOf(line, Math.min(...times)) : null;
}

function momentAt(text: string, line: Timeline): Asked {
  const seconds = Number(text);
  if (text.trim() === '' || !Number.isFinite(seconds))
    return { position: 0, trouble: 'This link names no moment that exists. This is the beginning.' };
  if (seconds < 0)
    return { position: 0, trouble: 'This link points to before the start. This is the beginning.' };
  const last = timeOf(line, line.length);
  const at = line.startAt + seconds * 1000;
  // A link in whole seconds to the very end may be a fraction beyond it.
  if (at > last + 1_000) {
    const trouble = `This link points to ${clockFigures(seconds * 1000)}, after the end of the recording. This is its end.`;
    return { position: line.length, trouble };
  }
  return { position: positionOf(line, at), trouble: null };
}

/** The page's address, opening at `seconds`; behind the # stands what a share link needs. */
export function linkTo(address: string, seconds: number): string {
  const url = new URL(address);
  url.search = `?t=${seconds}`;
  return url.href;
}
