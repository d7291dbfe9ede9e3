// The drawing editor as the rest of the board sees it: a list of elements, and which of them are in someone's hand.
import type { BoardItem } from '#domain/board.ts';
import type { LocalElement } from '#domain/board-delta.ts';

export type { LocalElement };

export interface Editor {
  /** In drawing order, with the deleted ones. The editor mutates its elements; whoever keeps one keeps a copy. */
  elements(): readonly LocalElement[];
  /** Replaces all elements without a trace in the undo history. The editor may repair indices of what it is given. */
  replace(elements: readonly LocalElement[]): void;
  /** Ids under the user's hand right now: drawn, dragged, resized or typed into. */
  held(): ReadonlySet<string>;
}

/** The editor's element for a committed one. `local` lends what never travels; undefined: there is nothing to show. */
export function toLocal(
  item: BoardItem | undefined,
  local: LocalElement | undefined,
): LocalElement | undefined {
  if (item && !item.isDeleted) {
    return { updated: 1, lastCommittedPoint: null, ...local, ...item };
  }
  if (!local) return undefined;
  const version = item?.version ?? local.version + 1;
  return { ...local, version, versionNonce: item?.versionNonce ?? local.versionNonce, isDeleted: true };
}

/** Whether a new element is worth telling others: not a click without a drag, not an empty text. */
export function isVisible(element: LocalElement): boolean {
  const { x, y, width, height, points, text, type } = element;
  if (![x, y, width, height].every(Number.isFinite)) return false;
  if (Array.isArray(points)) return points.length > 1;
  return type === 'text' ? text !== '' : width !== 0 || height !== 0;
}

/** An image whose file the interview does not hold yet. */
export function isWaitingForFile(element: LocalElement): boolean {
  return element.type === 'image' && !/^[0-9a-f]{64}$/.test(element.fileId ?? '');
}

/** The order of drawing: by index, and by id where two people chose the same one (BD11). */
export function byIndex(
  a: { id: string; index?: string | null },
  b: { id: string; index?: string | null },
): number {
  const [left, right] = [a.index ?? '~', b.index ?? '~'];
  if (left === right) return a.id < b.id ? -1 : 1;
  return left < right ? -1 : 1;
}
