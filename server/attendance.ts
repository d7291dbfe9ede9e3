// Writes down who comes into rooms and goes, beside the recordings. It is told by the audiences; what it cannot keep
// is lost without anybody waiting for it, because nothing is decided by it.
import type { Clock } from './clock.ts';
import type { Store } from './store/store.ts';

export type AttendanceParts = {
  store: Pick<Store, 'addComing'>;
  clock: Clock;
  onTrouble: (interviewId: string, error: unknown) => void;
};

/** Somebody whose line breaks all the time fills no disk. */
const mostPerInterview = 2_000;

export class Attendance {
  readonly #parts: AttendanceParts;
  #writing: Promise<void> = Promise.resolve();

  constructor(parts: AttendanceParts) {
    this.#parts = parts;
  }

  note(interviewId: string, participantId: string, isHere: boolean): void {
    const { store, clock, onTrouble } = this.#parts;
    const coming = { participantId, at: clock.now(), isHere };
    this.#writing = this.#writing
      .then(() => store.addComing(interviewId, coming, mostPerInterview))
      .catch((error: unknown) => onTrouble(interviewId, error));
  }

  /** Resolves when all of it is written. */
  settled(): Promise<void> {
    return this.#writing;
  }
}
