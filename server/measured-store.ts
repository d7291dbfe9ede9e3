// A store that counts and times what it is given to keep. It changes nothing of what the store answers.
import type { Metrics } from './metrics.ts';
import { StoreError } from './store/store.ts';
import type { Store } from './store/store.ts';

type Measures = Pick<Metrics, 'entries' | 'appendSeconds' | 'appendFailures'>;

export function measured(store: Store, metrics: Measures): Store {
  return {
    ...store,
    create: (interview, planned) =>
      timed(metrics, interview.entries.length, () => store.create(interview, planned)),
    addSecond: (firstId, pairing, second) =>
      timed(metrics, second.entries.length, () => store.addSecond(firstId, pairing, second)),
    keepQueue: (step) =>
      timed(metrics, step.pair?.interviews.reduce((sum, { entries }) => sum + entries.length, 0) ?? 0, () =>
        store.keepQueue(step),
      ),
    append: (append) => timed(metrics, append.entries.length, () => store.append(append)),
  };
}

async function timed<T>(metrics: Measures, entries: number, write: () => Promise<T>): Promise<T> {
  const stop = metrics.appendSeconds.startTimer();
  try {
    const written = await write();
    metrics.entries.inc(entries);
    return written;
  } catch (error) {
    metrics.appendFailures.inc({ reason: error instanceof StoreError ? error.reason : 'unknown' });
    throw error;
  } finally {
    stop();
  }
}
