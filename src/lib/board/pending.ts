// What this browser asked and the server has not answered. On top of the scene in server order it gives what to show.
import { changed, isSameStamp, mergeDelta } from '#domain/board.ts';
import type { BoardItem, ElementDelta } from '#domain/board.ts';
import { joinDeltas } from '#domain/board-commands.ts';

export interface Batch {
  deltas: ElementDelta[];
}

export class Pending {
  #batches: Batch[] = [];
  #queue: ElementDelta[] = [];

  /** How many commands wait for their answer. */
  get unanswered(): number {
    return this.#batches.length;
  }
  get hasQueued(): boolean {
    return this.#queue.length > 0;
  }
  get isEmpty(): boolean {
    return this.#batches.length === 0 && this.#queue.length === 0;
  }

  /** What is not sent yet grows in place, so that many edits of one element make few commands. */
  queue(delta: ElementDelta): void {
    const at = this.#queue.findLastIndex((queued) => queued.id === delta.id);
    const joined = at >= 0 && joinDeltas(this.#queue[at]!, delta);
    if (joined) this.#queue[at] = joined;
    else this.#queue.push(delta);
  }

  /** Turns what is queued into batches, to be sent by the caller in this order. */
  take(split: (deltas: ElementDelta[]) => ElementDelta[][]): Batch[] {
    const batches = split(this.#queue).map((deltas) => ({ deltas }));
    this.#queue = [];
    this.#batches.push(...batches);
    return batches;
  }

  /** Takes what is queued of one element back. */
  withdraw(id: string): ElementDelta[] {
    const taken = this.#queue.filter((delta) => delta.id === id);
    this.#queue = this.#queue.filter((delta) => delta.id !== id);
    return taken;
  }

  /** Whether the points of this stroke are on their way whole, so that refused tails of it need no care. */
  sendsPoints(id: string): boolean {
    return this.#batches.some((batch) => batch.deltas.some((delta) => delta.id === id && delta.props.points));
  }

  settle(batch: Batch): void {
    this.#batches = this.#batches.filter((other) => other !== batch);
  }

  /** The element as it will stand when everything asked so far is committed (BD14). */
  applyTo(item: BoardItem | undefined, id: string): BoardItem | undefined {
    const deltas = [...this.#batches.flatMap((batch) => batch.deltas), ...this.#queue].filter(
      (d) => d.id === id,
    );
    // An own entry may be in the scene before its answer is: it must not be applied twice.
    const done = item ? deltas.findLastIndex((delta) => isSameStamp(item, delta)) : -1;
    return deltas.slice(done + 1).reduce(predict, item);
  }
}

function predict(item: BoardItem | undefined, delta: ElementDelta): BoardItem | undefined {
  const { append: _, ...rest } = delta;
  let change = mergeDelta(item, delta);
  // The server will refuse this append and the points will be sent whole; until then the rest of it counts.
  if (change === 'stale') change = mergeDelta(item, rest);
  return change === 'late' || change === 'stale' ? item : changed(item, change);
}
