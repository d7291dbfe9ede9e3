// Keeps an editor and the room's scene the same: local edits become deltas, committed changes become the picture.
// Shown is always the scene in server order with this browser's own unanswered deltas on top (BD14).
// It knows nothing of Excalidraw, React or sockets; time and frames come in through `Pace`.
import { changed, isSameStamp, mergeDelta, stampOf } from '#domain/board.ts';
import type { ElementDelta, Scene } from '#domain/board.ts';
import { bytesOf, splitDeltas } from '#domain/board-commands.ts';
import { makeDelta, restateDelta } from '#domain/board-delta.ts';
import { limits } from '#domain/protocol.ts';
import type { BoardPort, SendAnswer } from './board-port.ts';
import { isVisible, isWaitingForFile, toLocal } from './editor.ts';
import type { Editor, LocalElement } from './editor.ts';
import { Pending } from './pending.ts';
import type { Batch } from './pending.ts';
import { Picture } from './picture.ts';

/** Below the server's 128 KiB a message, with room for the envelope. */
const commandBytes = 96 * 1024;
/** A delta beyond this would cost the connection, again and again: the outbox never gives a command up. */
const mostBytes = limits.messageBytes - 1024;
const tooLarge = 'This is too large for the board.';
/** Beyond so many unanswered commands the next ones gather, so that an hour offline is not an hour of commands. */
const manyUnanswered = 8;
const gatherMs = 1_000;

export interface Pace {
  now(): number;
  after(ms: number, run: () => void): () => void;
  frame(run: () => void): () => void;
}

export interface BoardSyncParts {
  port: BoardPort;
  editor: Editor;
  pace: Pace;
  /** Something drawn here was not taken and is taken back from the picture. */
  onRefused: (message: string) => void;
}

export class BoardSync {
  readonly #parts: BoardSyncParts;
  readonly #pending = new Pending();
  readonly #picture: Picture;
  #dirty = new Set<string>();
  #scene: Scene;
  #others = 0;
  #sentAt = -Infinity;
  #stops: (() => void)[] = [];
  #cancelFlush: (() => void) | undefined;
  #cancelFrame: (() => void) | undefined;

  constructor(parts: BoardSyncParts) {
    this.#parts = parts;
    this.#picture = new Picture(parts.editor);
    this.#scene = parts.port.scene();
  }

  /** Begins with an empty editor and fills it. */
  start(): void {
    this.#stops.push(this.#parts.port.onCommitted((ids) => this.#touch(ids)));
    this.#adoptScene();
    this.#refresh();
  }

  /** Sends what is left and lets go. */
  stop(): void {
    this.flush();
    for (const stop of [...this.#stops, this.#cancelFlush, this.#cancelFrame]) stop?.();
  }

  /** How many others are in the room: alone there is no hurry, in a crowd fewer frames save the server. */
  setOthers(others: number): void {
    this.#others = others;
  }

  get isSettled(): boolean {
    return this.#pending.isEmpty;
  }

  /** The editor may have changed: looks at it soon. */
  editorChanged(): void {
    if (this.#cancelFlush) return;
    const tick = this.#others === 0 ? 100 : this.#others > 6 ? 50 : 33;
    const gather = this.#pending.unanswered >= manyUnanswered ? gatherMs : tick;
    const wait = Math.max(0, this.#sentAt + gather - this.#parts.pace.now());
    this.#cancelFlush = this.#parts.pace.after(wait, () => this.flush());
    if (this.#dirty.size > 0) this.#scheduleFrame();
  }

  /** Sends every edit that is not sent yet. */
  flush(): void {
    this.#cancelFlush?.();
    this.#cancelFlush = undefined;
    this.#collect();
    for (const batch of this.#pending.take((deltas) => splitDeltas(deltas, commandBytes))) {
      this.#sentAt = this.#parts.pace.now();
      this.#send(batch);
    }
  }

  #send(batch: Batch): void {
    const answered = (answer: SendAnswer) => this.#answered(batch, answer);
    const isTooLarge = batch.deltas.length === 1 && bytesOf(batch.deltas[0]!) > mostBytes;
    if (isTooLarge) return answered({ ok: false, code: 'bad_element', message: tooLarge });
    this.#parts.port
      .send(batch.deltas)
      .then(answered, () => this.#parts.onRefused('The drawing could not be sent.'));
  }

  #answered(batch: Batch, answer: SendAnswer): void {
    if (!answer.ok && answer.code === 'stale_append') this.#collect();
    this.#pending.settle(batch);
    const ids = new Set(batch.deltas.map((delta) => delta.id));
    if (!answer.ok && answer.code === 'stale_append') for (const id of ids) this.#askAgain(id, batch.deltas);
    else if (!answer.ok) this.#parts.onRefused(answer.message);
    this.#touch(ids);
    if (this.#pending.hasQueued) this.editorChanged();
  }

  /** A refused command is asked once more with values instead of tails: the author's picture decides (BD6). */
  #askAgain(id: string, refused: readonly ElementDelta[]): void {
    const shown = this.#picture.shown.get(id);
    if (!shown) return;
    const isOnItsWay = this.#pending.sendsPoints(id);
    const wishes = [...refused.filter((delta) => delta.id === id), ...this.#pending.withdraw(id)];
    const needed = isOnItsWay ? wishes.filter((delta) => !delta.append) : wishes;
    const item = this.#pending.applyTo(this.#scene.get(id), id);
    const version = Math.max(shown.version, item?.version ?? 0) + 1;
    const versionNonce = Math.trunc(Math.random() * 2 ** 31);
    const delta = restateDelta({ ...shown, version, versionNonce }, needed, item ? stampOf(item) : null);
    if (delta) this.#pending.queue(delta);
  }

  #ask(delta: ElementDelta): void {
    this.#pending.queue(delta);
    const change = mergeDelta(this.#picture.agreed.get(delta.id), delta);
    if (change !== 'late' && change !== 'stale') {
      this.#picture.agreed.set(delta.id, changed(this.#picture.agreed.get(delta.id), change));
    }
  }

  /** Turns every local edit since the last look into a queued delta. */
  #collect(): void {
    const elements = this.#parts.editor.elements();
    for (const element of elements) this.#collectOne(element);
    if (elements.length < this.#picture.shown.size) this.#collectVanished(elements);
  }

  #collectOne(element: LocalElement): void {
    const before = this.#picture.shown.get(element.id);
    if (before && isSameStamp(before, element)) return;
    if (!element.isDeleted && ((!before && !isVisible(element)) || isWaitingForFile(element))) return;
    const agreed = this.#picture.agreed.get(element.id);
    // What a held element is built on may have risen above it; a version never falls.
    const version = Math.max(element.version, (agreed?.version ?? 0) + 1);
    // Without an agreed item behind it (its creation was refused), it is a new element once more.
    const delta = makeDelta(agreed && before, { ...element, version }, agreed ? stampOf(agreed) : null);
    this.#picture.shown.set(element.id, { ...element });
    if (!delta) return;
    if (!before) this.#picture.drawnHere.add(element.id);
    // Its place among indices that were repaired for show only may not be its place in the scene.
    if ('index' in delta.props) this.#scheduleFrame();
    this.#ask(delta);
  }

  /** The editor forgets a shape that was dragged to nothing. Anything else that vanished comes back. */
  #collectVanished(elements: readonly LocalElement[]): void {
    const present = new Set(elements.map((element) => element.id));
    const vanished = [...this.#picture.shown.keys()].filter((id) => !present.has(id));
    for (const id of vanished) {
      this.#picture.shown.delete(id);
      const agreed = this.#picture.agreed.get(id);
      if (!agreed || agreed.isDeleted) continue;
      // More than one at once is a scene that was replaced (a dropped file), not a hand that let go.
      if (vanished.length === 1 && this.#picture.drawnHere.has(id)) {
        const base = stampOf(agreed);
        this.#ask({ ...base, id, version: base.version + 1, base, props: { isDeleted: true } });
      } else {
        this.#picture.agreed.delete(id);
        this.#touch(new Set([id]));
      }
    }
  }

  #touch(ids: ReadonlySet<string>): void {
    for (const id of ids) this.#dirty.add(id);
    this.#adoptScene();
    if (this.#dirty.size > 0) this.#scheduleFrame();
  }

  #adoptScene(): void {
    const scene = this.#parts.port.scene();
    if (scene === this.#scene && this.#picture.agreed.size > 0) return;
    this.#scene = scene;
    for (const id of [...scene.keys(), ...this.#picture.agreed.keys()]) this.#dirty.add(id);
  }

  #scheduleFrame(): void {
    this.#cancelFrame ??= this.#parts.pace.frame(() => this.#refresh());
  }

  /** Brings the picture up to date with the scene, at most once a frame. */
  #refresh(): void {
    this.#cancelFrame = undefined;
    this.#collect();
    const held = this.#parts.editor.held();
    const due = new Set([...this.#dirty].filter((id) => !held.has(id)));
    for (const id of due) this.#dirty.delete(id);
    const elements = this.#parts.editor.elements();
    const locals = new Map<string, LocalElement>();
    for (const element of elements) if (due.has(element.id)) locals.set(element.id, element);
    const news = new Map<string, LocalElement>();
    for (const id of due) {
      const next = this.#nextOf(id, locals.get(id));
      if (next) news.set(id, next);
    }
    if (news.size > 0 || this.#picture.isOutOfOrder()) this.#picture.show(news);
    if (this.#pending.hasQueued) this.editorChanged();
  }

  /** What is to be shown of one element; undefined when that is shown already. */
  #nextOf(id: string, local: LocalElement | undefined): LocalElement | undefined {
    const item = this.#pending.applyTo(this.#scene.get(id), id);
    const agreed = this.#picture.agreed.get(id);
    if (item) this.#picture.agreed.set(id, item);
    else this.#picture.agreed.delete(id);
    const isShown = item ? agreed && isSameStamp(item, agreed) && local : !agreed || local?.isDeleted;
    return isShown ? undefined : toLocal(item, local);
  }
}
