// Keeps the replay of a running interview up to date by asking what has happened since.
import { loadSince } from './load.ts';
import type { Player } from './player.svelte.ts';

const everyMs = 3_000;

/** Asks until told to stop. `onopened` when what the viewer may read has grown, so that all of it is fetched again. */
export function followLive(player: Player, known: string, onopened: () => void): () => void {
  let isStopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = async () => {
    const since = await loadSince(player.interviewId, player.lastSeq);
    if (isStopped) return;
    if (since && since.disclosure !== known) return onopened();
    if (since) player.extend(since);
    timer = setTimeout(() => void look(), everyMs);
  };
  timer = setTimeout(() => void look(), everyMs);
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}
