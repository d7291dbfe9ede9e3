// The board as files: `.excalidraw` for other tools, SVG and PNG for documents. Loaded when asked for: Excalidraw, which
// draws the SVG, weighs more than the whole page.
import type { Scene } from '#domain/board.ts';
import { dataUrlOf } from '../ui/hand-over.ts';
import { byIndex } from './editor.ts';

/** A board and where its images are fetched; null for an image that is not to be had. */
export type DrawnBoard = { scene: Scene; pictureOf: (hash: string) => string | null };
/** What a board can be saved as. */
export type BoardKind = 'svg' | 'png' | 'excalidraw';

/** The board as a file of that kind. */
export function boardAs(kind: BoardKind, board: DrawnBoard): Promise<Blob> {
  return { svg: boardSvg, png: boardPng, excalidraw: boardFile }[kind](board);
}

type StoredFile = { id: string; mimeType: string; dataURL: string; created: number };

function elementsOf(scene: Scene) {
  return [...scene.values()]
    .filter((item) => !item.isDeleted)
    .toSorted(byIndex)
    .map((item) => ({ updated: 1, lastCommittedPoint: null, ...item }));
}

async function boardFile({ scene, pictureOf }: DrawnBoard): Promise<Blob> {
  const elements = elementsOf(scene);
  const files = await imagesOf(elements, pictureOf);
  const head = { type: 'excalidraw', version: 2, source: location.origin };
  const appState = { viewBackgroundColor: '#ffffff', gridSize: null };
  const text = JSON.stringify({ ...head, elements, appState, files }, null, 2);
  return new Blob([text], { type: 'application/vnd.excalidraw+json' });
}

async function boardSvg(board: DrawnBoard): Promise<Blob> {
  const svg = await boardPicture(board);
  return new Blob([svg.outerHTML], { type: 'image/svg+xml' });
}

/** To be shown in this page, which has the fonts. Text in it is text, never markup. */
export async function boardPicture(board: DrawnBoard, isForPage = false): Promise<SVGSVGElement> {
  const excalidraw = await excalidrawToDraw();
  // Its types point at a package that is bundled into Excalidraw and cannot be resolved.
  const draw = excalidraw.exportToSvg as (options: object) => Promise<SVGSVGElement>;
  return draw({ ...(await asked(board)), skipInliningFonts: isForPage });
}

async function boardPng(board: DrawnBoard): Promise<Blob> {
  const excalidraw = await excalidrawToDraw();
  const draw = excalidraw.exportToBlob as (options: object) => Promise<Blob>;
  return draw({ ...(await asked(board)), mimeType: 'image/png', maxWidthOrHeight: 4096 });
}

async function excalidrawToDraw() {
  await import('./asset-path.ts');
  return import('@excalidraw/excalidraw');
}

async function asked({ scene, pictureOf }: DrawnBoard) {
  const elements = elementsOf(scene);
  return {
    ...{ elements, files: await imagesOf(elements, pictureOf), exportPadding: 24 },
    appState: { exportBackground: true, viewBackgroundColor: '#ffffff', exportWithDarkMode: false },
  };
}

async function imagesOf(elements: readonly object[], pictureOf: DrawnBoard['pictureOf']) {
  const hashes = elements.flatMap((element) => {
    const { type, fileId } = element as { type?: string; fileId?: string };
    return type === 'image' && fileId ? [fileId] : [];
  });
  const kept = await Promise.all([...new Set(hashes)].map((hash) => imageOf(hash, pictureOf(hash))));
  return Object.fromEntries(kept.flatMap((file) => (file ? [[file.id, file]] : [])));
}

/** An image that is not there any more leaves its frame empty; the rest is worth having. */
async function imageOf(id: string, address: string | null): Promise<StoredFile | null> {
  if (address === null) return null;
  const response = await fetch(address).catch(() => null);
  if (!response?.ok) return null;
  const blob = await response.blob();
  return { id, mimeType: blob.type, dataURL: await dataUrlOf(blob), created: 1 };
}
