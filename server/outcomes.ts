// Fills in what is kept of interviews that finished before anything was kept of them, from their recordings.
// One at a time and in the background: the start never waits for it, and what is left is found by the next one.
import { fold } from '#domain/fold.ts';
import { finishedOf } from './projection.ts';
import type { Store } from './store/store.ts';

type Parts = {
  store: Pick<Store, 'withoutOutcome' | 'keepOutcome' | 'entries'>;
  /** A recording that cannot be read or a store that cannot write; the others are still filled in. */
  onTrouble: (interviewId: string, error: unknown) => void;
};

export type Filling = { done: Promise<void>; stop: () => void };

const atOnce = 200;

/** Goes through all that were never looked at. `done` resolves when there are none, or after `stop`. */
export function fillOutcomes(parts: Parts): Filling {
  let isStopped = false;
  const fill = async () => {
    const skipped = new Set<string>();
    while (!isStopped) {
      const found = await parts.store.withoutOutcome(atOnce + skipped.size);
      const waiting = found.filter((interviewId) => !skipped.has(interviewId));
      if (waiting.length === 0) return;
      for (const interviewId of waiting) {
        if (isStopped) return;
        if (!(await fillOne(parts, interviewId))) skipped.add(interviewId);
        await new Promise<void>((next) => setImmediate(next));
      }
    }
  };
  const done = fill().catch((error: unknown) => parts.onTrouble('', error));
  return { done, stop: () => (isStopped = true) };
}

async function fillOne({ store, onTrouble }: Parts, interviewId: string): Promise<boolean> {
  try {
    const { outcome = null, labels = null } = finishedOf(fold(await store.entries(interviewId)));
    await store.keepOutcome(interviewId, outcome, labels);
    return true;
  } catch (error) {
    onTrouble(interviewId, error);
    return false;
  }
}
