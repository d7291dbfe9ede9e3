// How times, dates and ids read in a sentence. The same words on every page.

/** 754000 -> "12:34"; negative spans count as zero. */
export function minutesAndSeconds(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** 240000 -> "4 min", 90000 -> "1:30 min": whole minutes without seconds. */
export function plannedMinutes(ms: number): string {
  return ms % 60_000 === 0 ? `${ms / 60_000} min` : `${minutesAndSeconds(ms)} min`;
}

/** "3–5 min". */
export const plannedWindow = (minMs: number, maxMs: number): string =>
  `${plannedMinutes(minMs).replace(' min', '')}–${plannedMinutes(maxMs)}`;

/** An id as a word: `strong_no` -> "Strong no", `mid` -> "Mid". */
export function capitalised(id: string): string {
  const words = id.replaceAll(/[_-]/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
export const dateOf = (at: number): string => day.format(at);

/** ["a", "b", "c"] -> "a, b and c". */
export function inWords(items: readonly string[], last: 'and' | 'or' = 'and'): string {
  const type = last === 'and' ? 'conjunction' : 'disjunction';
  return new Intl.ListFormat('en-GB', { type }).format(items);
}
