// Shows a scene that is only looked at, as in a replay: nothing drawn here goes anywhere, so there is nothing to merge.
// One and the same element is handed over for one and the same item, however far one jumps: the editor keeps what it
// has drawn by that, and drawing is what a jump costs.
import type { BoardItem } from '#domain/board.ts';
import type { BoardPort } from './board-port.ts';
import type { Pace } from './board-sync.ts';
import { byIndex, toLocal } from './editor.ts';
import type { Editor, LocalElement } from './editor.ts';

/** What the editor has never drawn costs it half a millisecond an element. A jump to a full board is filled in over
 * frames, in the order it was drawn in, so that the page never stands still. */
const newPerFrame = 60;

export class BoardShowing {
  readonly #port: BoardPort;
  readonly #editor: Editor;
  readonly #pace: Pace;
  readonly #elements = new WeakMap<BoardItem, LocalElement>();
  readonly #drawn = new WeakSet<LocalElement>();
  #stop: (() => void) | undefined;
  #cancelFrame: (() => void) | undefined;

  constructor({ port, editor, pace }: { port: BoardPort; editor: Editor; pace: Pace }) {
    this.#port = port;
    this.#editor = editor;
    this.#pace = pace;
  }

  start(): void {
    this.#stop = this.#port.onCommitted(() => this.#showSoon());
    this.#show();
  }

  stop(): void {
    this.#stop?.();
    this.#cancelFrame?.();
  }

  /** Nothing is edited and nothing is sent. */
  editorChanged(): void {}
  flush(): void {}
  setOthers(): void {}

  #showSoon(): void {
    this.#cancelFrame ??= this.#pace.frame(() => this.#show());
  }

  #show(): void {
    this.#cancelFrame = undefined;
    const live = [...this.#port.scene().values()].filter(({ isDeleted }) => !isDeleted).sort(byIndex);
    const elements = live.map((item) => this.#elementOf(item));
    const fresh = elements.filter((element) => !this.#drawn.has(element));
    const later = new Set(fresh.slice(newPerFrame));
    for (const element of fresh.slice(0, newPerFrame)) this.#drawn.add(element);
    this.#editor.replace(later.size > 0 ? elements.filter((element) => !later.has(element)) : elements);
    if (later.size > 0) this.#showSoon();
  }

  #elementOf(item: BoardItem): LocalElement {
    const element = this.#elements.get(item) ?? toLocal(item, undefined)!;
    this.#elements.set(item, element);
    return element;
  }
}
