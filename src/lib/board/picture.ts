// What the editor shows and what stands behind it. Puts elements into the editor in the order everybody has, and
// remembers what the editor made of them.
import { isSameStamp } from '#domain/board.ts';
import type { BoardItem } from '#domain/board.ts';
import { byIndex } from './editor.ts';
import type { Editor, LocalElement } from './editor.ts';

export class Picture {
  /** Copies of the editor's elements as they were last seen: what local edits are told by. */
  readonly shown = new Map<string, LocalElement>();
  /** What stands behind each shown element: the scene's item with the own unanswered deltas. */
  readonly agreed = new Map<string, BoardItem>();
  /** Elements drawn here: only their author sends the repair of an index that two people chose at once. */
  readonly drawnHere = new Set<string>();
  readonly #editor: Editor;

  constructor(editor: Editor) {
    this.#editor = editor;
  }

  /** Compares by what everybody has; the editor's own indices may be repaired. */
  #inOrder = (a: LocalElement, b: LocalElement): number => byIndex(this.#placed(a), this.#placed(b));

  #placed(element: LocalElement): { id: string; index?: string | null } {
    const agreed = this.agreed.get(element.id);
    return agreed && !agreed.isDeleted ? agreed : element;
  }

  isOutOfOrder(): boolean {
    const visible = this.#editor.elements().filter((element) => !element.isDeleted);
    return visible.some((element, i) => i > 0 && this.#inOrder(visible[i - 1]!, element) > 0);
  }

  /** Shows `news` among the rest. What stays as it is keeps its identity: the editor keeps drawn shapes by it. */
  show(news: ReadonlyMap<string, LocalElement>): void {
    const added = new Map(news);
    const list = this.#editor.elements().map((element) => {
      added.delete(element.id);
      return news.get(element.id) ?? element;
    });
    this.#editor.replace([...list, ...added.values()].sort(this.#inOrder));
    for (const element of this.#editor.elements()) this.#lookAt(element);
  }

  #lookAt(element: LocalElement): void {
    const { id } = element;
    const [shown, agreed] = [this.shown.get(id), this.agreed.get(id)];
    if (shown ? isSameStamp(shown, element) : !agreed) return;
    // The author's copy keeps the clashing index, so that the editor's repair is seen as an edit and sent.
    const isMyRepair =
      agreed?.isDeleted === false && agreed.index !== element.index && this.drawnHere.has(id);
    this.shown.set(
      id,
      isMyRepair ? { ...element, index: agreed.index, version: agreed.version } : { ...element },
    );
  }
}
