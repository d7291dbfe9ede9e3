// What became of a board between two moments: for people who ask what a phase brought. It knows no screen.
import { boardOutline } from './board-outline.ts';
import type { Scene } from './board.ts';

export type BoardChanges = {
  /** Ids of elements. What was drawn and deleted in between is in none of them. */
  added: Set<string>;
  changed: Set<string>;
  removed: Set<string>;
  /** The same in the words of the board's outline: lines that are new, and lines that are gone. */
  newLines: string[];
  goneLines: string[];
};

export function boardChanges(before: Scene, after: Scene): BoardChanges {
  const live = (scene: Scene) => [...scene.values()].filter(({ isDeleted }) => !isDeleted);
  const [old, fresh] = [live(before), live(after)];
  const isOld = new Map(old.map((element) => [element.id, element]));
  const isFresh = new Set(fresh.map(({ id }) => id));
  const idsOf = (elements: readonly { id: string }[]) => new Set(elements.map(({ id }) => id));
  return {
    added: idsOf(fresh.filter(({ id }) => !isOld.has(id))),
    changed: idsOf(fresh.filter((one) => isOld.has(one.id) && isOld.get(one.id)?.version !== one.version)),
    removed: idsOf(old.filter(({ id }) => !isFresh.has(id))),
    newLines: beyond(boardOutline(after), boardOutline(before)),
    goneLines: beyond(boardOutline(before), boardOutline(after)),
  };
}

/** The lines that are in `lines` more often than in `others`. */
function beyond(lines: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}
