// Who sits on which seat at this moment, by socket: a seat that is given up is given up on every open page too.
import type { Seat } from './store/store.ts';

type End = () => void;

export class LiveSeats {
  /** By interview; with whose it is. */
  readonly #ends = new Map<string, Map<End, string>>();

  /** `end` is called when the seat is given up. The answer is to be called when it is left. */
  sit({ interviewId, participantId }: Pick<Seat, 'interviewId' | 'participantId'>, end: End): () => void {
    const ends = this.#ends.get(interviewId) ?? new Map<End, string>();
    this.#ends.set(interviewId, ends.set(end, participantId));
    return () => {
      ends.delete(end);
      if (ends.size === 0 && this.#ends.get(interviewId) === ends) this.#ends.delete(interviewId);
    };
  }

  /** Without `participantId` everybody's: the interview is gone. */
  giveUp(interviewId: string, participantId?: string): void {
    for (const [end, whose] of [...(this.#ends.get(interviewId) ?? [])])
      if (participantId === undefined || whose === participantId) end();
  }
}
