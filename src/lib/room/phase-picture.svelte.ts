// The board's picture at the end of each phase, for the scorecard. One browser draws it: the interviewer's,
// or the candidate's while the interviewer is not connected.
import { getContext, setContext } from 'svelte';
import { phaseOf } from '#domain/clock.ts';
import type { PhaseRun } from '#domain/room.ts';
import type { LiveRoom } from './live-room.svelte.ts';

/** A phase that ended longer ago than this keeps whatever picture it has: the board has moved on. */
const freshMs = 30_000;

const key = Symbol('phase picture');

export function setPhasePicture(picture: PhasePicture): PhasePicture {
  return setContext(key, picture);
}

export function getPhasePicture(): PhasePicture {
  return getContext<PhasePicture>(key);
}

export class PhasePicture {
  #isDrawing = $state(false);

  #room: LiveRoom;
  /** Endings that were dealt with; the same phase ends again after an undo. */
  #done = $state.raw<ReadonlySet<string>>(new Set());

  /** Endings before this page was opened were seen by another one; a page opened later only fills a gap. */
  #openedAt: number;

  constructor(room: LiveRoom) {
    this.#room = room;
    this.#openedAt = room.clock.read();
  }

  /** The run whose ending is to be pictured by this browser now; null mostly. */
  get due(): PhaseRun | null {
    const { state } = this.#room;
    const run = state?.runs.findLast((r) => r.endedAt !== null);
    if (!state || !run || run.endedAt === null || !this.#isMine) return null;
    if (this.#done.has(ending(run)) || state.stage === 'revealed' || state.scene.size === 0) return null;
    const isGap =
      state.pictures[run.phaseId] === undefined && phaseOf(state.format, state.stage) !== undefined;
    if (run.endedAt < this.#openedAt && !isGap) return null;
    return this.#room.clock.now - run.endedAt < freshMs ? run : null;
  }

  /** While true the board must stay in the page, seen or not. */
  get needsBoard(): boolean {
    return this.#isDrawing || this.due !== null;
  }

  async take(run: PhaseRun, draw: () => Promise<Blob | null>): Promise<void> {
    this.#isDrawing = true;
    this.#done = new Set([...this.#done, ending(run)]);
    // A missing picture is no reason to disturb anyone: the board itself is in the recording.
    const picture = await draw().catch(() => null);
    this.#isDrawing = false;
    if (!picture) return;
    const kept = await this.#room.board.uploadFile(picture);
    if (kept.ok)
      await this.#room.submit({
        type: 'picture.set',
        phaseId: run.phaseId,
        file: kept.file,
      });
  }

  get #isMine(): boolean {
    const { me, state, people } = this.#room;
    if (me?.role === 'interviewer') return true;
    if (me?.role !== 'candidate' || !state) return false;
    const interviewer = Object.values(state.participants).find((p) => p.role === 'interviewer');
    return !interviewer || (people[interviewer.id]?.status ?? 'lost') === 'lost';
  }
}

function ending(run: PhaseRun): string {
  return `${run.phaseId} ${run.endedAt}`;
}
