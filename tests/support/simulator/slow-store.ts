// The real store as one process of a simulated server meets it: it takes its time, it fails for a while, and the
// process may die before, between and after its steps.
import type { Entry } from '#domain/recording.ts';
import { StoreError } from '../../../server/store/store.ts';
import type { Append, Store } from '../../../server/store/store.ts';
import type { ServerProcess } from './server-process.ts';
import type { World } from './world.ts';

/** The cause of a failure the scenario asked for. */
const planned = new Error('the disk is full');

/** A room that could neither write nor read says so without a cause. */
export const isPlanned = (error: unknown): boolean =>
  error instanceof StoreError && (error.cause === planned || error.cause === undefined);

const never = <T>(): Promise<T> => new Promise<T>(() => undefined);

export function slowStore(world: World, process: ServerProcess): Store {
  const { store } = world;
  const delay = (): Promise<void> =>
    new Promise((resolve) => void world.scheduler.after(world.between(0, 4), resolve, process));
  /** The disk's own turn of the event loop; virtual time stands still meanwhile. */
  const really = async <T>(work: () => Promise<T>): Promise<T> => {
    if (process.isGone) return never();
    const result = await world.scheduler.whileBusy(work);
    return process.isGone ? never() : result;
  };
  const slow = async <T>(work: () => Promise<T>): Promise<T> => {
    await delay();
    const result = await really(work);
    await delay();
    return result;
  };
  const written = async <T>(work: () => Promise<T>): Promise<T> => {
    await delay();
    if (!process.goesOn()) return never();
    const result = await really(work);
    // Between what is written and what is told of it.
    if (!process.goesOn()) return never();
    await delay();
    return result;
  };
  const readable = async (work: () => Promise<Entry[]>): Promise<Entry[]> => {
    if (process.failures.read-- > 0) throw new StoreError('failed', planned);
    return work();
  };
  const append = async (appended: Append): Promise<number> => {
    if (process.failures.append-- > 0) {
      world.count('appends failed');
      throw new StoreError('failed', planned);
    }
    const bytes = await store.append(appended);
    world.committed(appended.entries);
    return bytes;
  };
  return {
    ...store,
    inviteRole: (...asked) => slow(() => store.inviteRole(...asked)),
    seatOf: (...asked) => slow(() => store.seatOf(...asked)),
    hasFile: (...asked) => slow(() => store.hasFile(...asked)),
    nextDue: (...asked) => slow(() => store.nextDue(...asked)),
    entries: (...asked) => slow(() => readable(() => store.entries(...asked))),
    takeSeat: (...asked) => written(() => store.takeSeat(...asked)),
    giveBackSeat: (...asked) => written(() => store.giveBackSeat(...asked)),
    append: (appended) => written(() => append(appended)),
  };
}
