// A board as a file other editors open: the .excalidraw format, version 2. Pictures are handed in, because a
// board only names them.
import type { BoardItem, Element } from './board.ts';

export type BoardPicture = { mime: string; base64: string };

/** The content hashes of the pictures a board shows. */
export function picturesOn(items: Iterable<BoardItem>): string[] {
  const hashes = [...items]
    .filter(isLive)
    .flatMap((item) => (item.type === 'image' && typeof item.fileId === 'string' ? [item.fileId] : []));
  return [...new Set(hashes)];
}

/** The file's text. A picture that is not in `pictures` stays an empty frame. */
export function boardFile(items: Iterable<BoardItem>, pictures: ReadonlyMap<string, BoardPicture>): string {
  const files = [...pictures].map(([id, { mime, base64 }]) => [
    id,
    { id, mimeType: mime, dataURL: `data:${mime};base64,${base64}`, created: 0 },
  ]);
  const file = {
    type: 'excalidraw',
    version: 2,
    source: 'fourstep',
    // Two fields editors expect of every element and a board does not keep.
    elements: [...items]
      .filter(isLive)
      .sort(backToFront)
      .map((element) => ({ updated: 1, lastCommittedPoint: null, ...element })),
    appState: { viewBackgroundColor: '#ffffff' },
    files: Object.fromEntries(files) as unknown,
  };
  return JSON.stringify(file, null, 1);
}

const isLive = (item: BoardItem): item is Element => !item.isDeleted;

/** As the board draws them (BD11): by index, those without one on top, equal ones by id. */
function backToFront(a: Element, b: Element): number {
  const [first, second] = [a.index ?? '~', b.index ?? '~'];
  if (first === second) return a.id < b.id ? -1 : 1;
  return first < second ? -1 : 1;
}
