// Keeps an editor and the room's scene the same: local edits become deltas, committed changes become the picture.
// Shown is always the scene in server order with this browser's own unanswered deltas on top (BD14).
// It knows nothing of Excalidraw, React or sockets; time and frames come in through `Pace`.
import { changed, isSameStamp, mergeDelta, stampOf } from '#domain/board.ts';
import type { BoardItem, ElementDelta, Scene } from '#domain/board.ts';
import { makeDelta, restateDelta, splitDeltas } from '#domain/board-delta.ts';
import type { BoardPort, SendAnswer } from './board-port.ts';
import { byIndex, isVisible, isWaitingForFile, toLocal } from './editor.ts';
import type { Editor, LocalElement } from './editor.ts';
import { Pending } from './pending.ts';
import type { Batch } from './pending.ts';

/** Below the server's 128 KiB a message, with room for the envelope. */
const commandBytes = 96 * 1024;
/** Beyond so many unanswered commands the next ones gather, so that an hour offline is not an hour of commands. */
const manyUnanswered = 8;
const gatherMs = 1_000;
const retryMs = 1_000;

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
  /** Copies of the editor's elements as this class last saw them: what local edits are told by. */
  readonly #shown = new Map<string, LocalElement>();
  /** What stands behind each shown element: the scene's item with the own unanswered deltas. */
  readonly #agreed = new Map<string, BoardItem>();
  /** Elements drawn here: only their author sends the repair of an index that two people chose at once. */
  readonly #drawnHere = new Set<string>();
  #dirty = new Set<string>();
  #scene: Scene;
  #others = 0;
  #sentAt = -Infinity;
  #stops: (() => void)[] = [];
  #cancelFlush: (() => void) | undefined;
  #cancelFrame: (() => void) | undefined;

  constructor(parts: BoardSyncParts) {
    this.#parts = parts;
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
    this.#parts.port
      .send(batch.deltas)
      .then(answered, () => this.#parts.onRefused('The drawing could not be sent.'));
  }

  #answered(batch: Batch, answer: SendAnswer): void {
    if (!answer.ok && (answer.code === 'not_saved' || answer.code === 'too_fast')) {
      this.#stops.push(this.#parts.pace.after(retryMs, () => this.#send(batch)));
      return;
    }
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
    const shown = this.#shown.get(id);
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
    const change = mergeDelta(this.#agreed.get(delta.id), delta);
    if (change !== 'late' && change !== 'stale') {
      this.#agreed.set(delta.id, changed(this.#agreed.get(delta.id), change));
    }
  }

  /** Turns every local edit since the last look into a queued delta. */
  #collect(): void {
    const elements = this.#parts.editor.elements();
    for (const element of elements) this.#collectOne(element);
    if (elements.length < this.#shown.size) this.#collectVanished(elements);
  }

  #collectOne(element: LocalElement): void {
    const before = this.#shown.get(element.id);
    if (before && isSameStamp(before, element)) return;
    if (!element.isDeleted && ((!before && !isVisible(element)) || isWaitingForFile(element))) return;
    const agreed = this.#agreed.get(element.id);
    // What a held element is built on may have risen above it; a version never falls.
    const version = Math.max(element.version, (agreed?.version ?? 0) + 1);
    // Without an agreed item behind it (its creation was refused), it is a new element once more.
    const delta = makeDelta(agreed && before, { ...element, version }, agreed ? stampOf(agreed) : null);
    this.#shown.set(element.id, { ...element });
    if (!delta) return;
    if (!before) this.#drawnHere.add(element.id);
    // Its place among indices that were repaired for show only may not be its place in the scene.
    if ('index' in delta.props) this.#scheduleFrame();
    this.#ask(delta);
  }

  /** The editor forgets a shape that was dragged to nothing. Anything else that vanished comes back. */
  #collectVanished(elements: readonly LocalElement[]): void {
    const present = new Set(elements.map((element) => element.id));
    const vanished = [...this.#shown.keys()].filter((id) => !present.has(id));
    for (const id of vanished) {
      this.#shown.delete(id);
      const agreed = this.#agreed.get(id);
      if (!agreed || agreed.isDeleted) continue;
      // More than one at once is a scene that was replaced (a dropped file), not a hand that let go.
      if (vanished.length === 1 && this.#drawnHere.has(id)) {
        const base = stampOf(agreed);
        this.#ask({ ...base, id, version: base.version + 1, base, props: { isDeleted: true } });
      } else {
        this.#agreed.delete(id);
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
    if (scene === this.#scene && this.#agreed.size > 0) return;
    this.#scene = scene;
    for (const id of [...scene.keys(), ...this.#agreed.keys()]) this.#dirty.add(id);
  }

  #scheduleFrame(): void {
    this.#cancelFrame ??= this.#parts.pace.frame(() => this.#refresh());
  }

  /** Brings the picture up to date with the scene, at most once a frame. */
  #refresh(): void {
    this.#cancelFrame = undefined;
    this.#collect();
    const { editor } = this.#parts;
    const held = editor.held();
    const byId = new Map(editor.elements().map((element) => [element.id, element]));
    let isOther = false;
    for (const id of this.#dirty) {
      if (held.has(id)) continue;
      this.#dirty.delete(id);
      isOther = this.#refreshOne(id, byId) || isOther;
    }
    if (isOther || this.#isOutOfOrder()) this.#show([...byId.values()]);
    if (this.#pending.hasQueued) this.editorChanged();
  }

  /** Puts what is to be shown of one element into `byId`; false when that is shown already. */
  #refreshOne(id: string, byId: Map<string, LocalElement>): boolean {
    const item = this.#pending.applyTo(this.#scene.get(id), id);
    const agreed = this.#agreed.get(id);
    if (item) this.#agreed.set(id, item);
    else this.#agreed.delete(id);
    const local = byId.get(id);
    if (item ? agreed && isSameStamp(item, agreed) && local : !agreed || local?.isDeleted) return false;
    const next = toLocal(item, local);
    if (!next) return false;
    byId.set(id, next);
    return true;
  }

  /** Compares by what everybody has; the editor's own indices may be repaired. */
  #inOrder = (a: LocalElement, b: LocalElement): number => {
    return byIndex(this.#agreed.get(a.id) ?? a, this.#agreed.get(b.id) ?? b);
  };

  #isOutOfOrder(): boolean {
    const visible = this.#parts.editor.elements().filter((element) => !element.isDeleted);
    return visible.some((element, i) => i > 0 && this.#inOrder(visible[i - 1]!, element) > 0);
  }

  #show(elements: LocalElement[]): void {
    this.#parts.editor.replace(elements.sort(this.#inOrder));
    for (const element of this.#parts.editor.elements()) {
      const shown = this.#shown.get(element.id);
      if (shown && isSameStamp(shown, element)) continue;
      if (!shown && !this.#agreed.has(element.id)) continue;
      const agreed = this.#agreed.get(element.id);
      const isRepaired = agreed && !agreed.isDeleted && agreed.index !== element.index;
      // The author's copy keeps the clashing index, so that the repair is seen as an edit and sent.
      const mayRepair = isRepaired && this.#drawnHere.has(element.id);
      this.#shown.set(
        element.id,
        mayRepair ? { ...element, index: agreed.index, version: agreed.version } : { ...element },
      );
    }
  }
}
