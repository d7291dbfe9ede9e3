// Where a moment on the scorecard leads: the replay, opened exactly there. Who may not see the replay has plain times.
import { getContext, hasContext, setContext } from 'svelte';
import type { Moment } from './moments.ts';

type LinkOf = (moment: Moment) => string | null;
const key = Symbol('moment links');

export function setMomentLinks(linkOf: LinkOf): void {
  setContext(key, linkOf);
}

export function getMomentLinks(): LinkOf {
  return hasContext(key) ? getContext<LinkOf>(key) : () => null;
}

/** `replay` is its address; `t` is in whole seconds since the interview's start. */
export function replayAt(replay: string, startedAt: number | null, at: number): string {
  const seconds = Math.max(0, Math.round((at - (startedAt ?? at)) / 1000));
  const [path = '', hash] = replay.split('#');
  return `${path}?t=${seconds}${hash ? `#${hash}` : ''}`;
}
