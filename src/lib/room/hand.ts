// What a hand does, in short frames: a drawing goes at once and takes along where one points; without a drawing that
// goes by itself, the latest only. It remembers what was drawn until it is answered.
import type { Pointing } from '#domain/wire-pointing.ts';
import { MoveWriter } from '#domain/wire.ts';
import type { Draw } from '#domain/wire.ts';

/** Where one points rides with what one draws; without a drawing it goes by itself, this often. */
const pointerEveryMs = 33;
/** A drawing of the same movement is about to go. */
const pointerWaitMs = 8;

type Drawn = Pick<Draw, 'clientId' | 'clientSeq'>;

export class Hand {
  #send: (frame: Uint8Array, isDrawing: boolean) => void;
  #writer = new MoveWriter();
  #pointing: Pointing | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #movedAt = 0;
  /** In the order they were sent. */
  #unanswered: (Drawn & { sentAt: number })[] = [];

  constructor(send: (frame: Uint8Array, isDrawing: boolean) => void) {
    this.#send = send;
  }

  /** On another connection: both of its ends begin with empty tables. */
  beginAnew(): void {
    this.#writer = new MoveWriter();
  }

  point(pointing: Pointing): void {
    this.#pointing = { ...this.#pointing, ...pointing };
    const wait = Math.max(pointerWaitMs, this.#movedAt + pointerEveryMs - performance.now());
    this.#timer ??= setTimeout(() => this.#move(), wait);
  }

  /** False when the drawing has no short form: then nothing is sent. */
  draw(draw: Draw): boolean {
    if (!this.#move(draw)) return false;
    const { clientId, clientSeq } = draw;
    this.#unanswered.push({ clientId, clientSeq, sentAt: this.#movedAt });
    return true;
  }

  /** For how long the oldest drawing has had no answer. A drawing has no timer of its own: it stands for all. */
  waitedMs(isWaiting: (drawn: Drawn) => boolean): number {
    const oldest = this.#unanswered.findIndex(isWaiting);
    this.#unanswered = oldest < 0 ? [] : this.#unanswered.slice(oldest);
    return performance.now() - (this.#unanswered[0]?.sentAt ?? Infinity);
  }

  /** Waits for no answer any more: what was drawn is going to be sent again. */
  forget(): void {
    this.#unanswered = [];
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #move(draw?: Draw): boolean {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const pointing = this.#pointing;
    this.#pointing = undefined;
    const frame = this.#writer.write({ ...(draw && { draw }), ...(pointing && { pointing }) });
    if (!frame) return false;
    this.#movedAt = performance.now();
    this.#send(frame, draw !== undefined);
    return true;
  }
}
