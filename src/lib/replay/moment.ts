// A moment in an address: `?t=` seconds since the interview's start.
import { positionOf, timeOf } from '#domain/timeline.ts';
import type { Timeline } from '#domain/timeline.ts';
import { clockFigures } from '../room/phase-words.ts';

/** Where a link points; `trouble` says what was wrong with it, and where one is instead. Null without `t`. */
export function askedMoment(
  query: URLSearchParams,
  line: Timeline,
): { position: number; trouble: string | null } | null {
  const text = query.get('t');
  if (text === null) return null;
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

/** The page's address, opening at `seconds`. */
export function linkTo(address: string, seconds: number): string {
  const url = new URL(address);
  url.search = `?t=${seconds}`;
  url.hash = '';
  return url.href;
}
