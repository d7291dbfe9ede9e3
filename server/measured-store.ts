// A store that counts and times what it is given to keep. It changes nothing of what the store answers.
import type { Metrics } from './metrics.ts';
import { StoreError } from './store/store.ts';
import type { Store } from './store/store.ts';

type Measures = Pick<Metrics, 'entries' | 'appendSeconds' | 'appendFailures'>;

export function measured(store: Store, metrics: Measures): Store {
  return {
    ...store,
    create: (interview) => timed(metrics, interview.entries.length, () => store.create(interview)),
    append: (append) => timed(metrics, append.entries.length, () => store.append(append)),
  };
}

async function timed(metrics: Measures, entries: number, write: () => Promise<void>): Promise<void> {
  const stop = metrics.appendSeconds.startTimer();
  try {
    await write();
    metrics.entries.inc(entries);
  } catch (error) {
    metrics.appendFailures.inc({ reason: error instanceof StoreError ? error.reason : 'unknown' });
    throw error;
  } finally {
    stop();
  }
}
