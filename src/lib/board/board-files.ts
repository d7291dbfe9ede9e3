// The board as files: `.excalidraw` for other tools, SVG for documents. Loaded when asked for: Excalidraw, which
// draws the SVG, weighs more than the whole page.
import type { Scene } from '#domain/board.ts';
import { byIndex } from './editor.ts';

/** A board and where its images are fetched. */
export type DrawnBoard = { scene: Scene; pictureOf: (hash: string) => string };

type StoredFile = { id: string; mimeType: string; dataURL: string; created: number };

function elementsOf(scene: Scene) {
  return [...scene.values()]
    .filter((item) => !item.isDeleted)
    .toSorted(byIndex)
    .map((item) => ({ updated: 1, lastCommittedPoint: null, ...item }));
}

export async function boardFile({ scene, pictureOf }: DrawnBoard): Promise<Blob> {
  const elements = elementsOf(scene);
  const files = await imagesOf(elements, pictureOf);
  const head = { type: 'excalidraw', version: 2, source: location.origin };
  const appState = { viewBackgroundColor: '#ffffff', gridSize: null };
  const text = JSON.stringify({ ...head, elements, appState, files }, null, 2);
  return new Blob([text], { type: 'application/vnd.excalidraw+json' });
}

export async function boardSvg({ scene, pictureOf }: DrawnBoard): Promise<Blob> {
  await import('./asset-path.ts');
  const excalidraw = await import('@excalidraw/excalidraw');
  const elements = elementsOf(scene);
  // Its types point at a package that is bundled into Excalidraw and cannot be resolved.
  const draw = excalidraw.exportToSvg as (options: object) => Promise<SVGSVGElement>;
  const svg = await draw({
    ...{ elements, files: await imagesOf(elements, pictureOf), exportPadding: 24 },
    appState: { exportBackground: true, viewBackgroundColor: '#ffffff', exportWithDarkMode: false },
  });
  return new Blob([svg.outerHTML], { type: 'image/svg+xml' });
}

async function imagesOf(elements: readonly object[], pictureOf: (hash: string) => string) {
  const hashes = elements.flatMap((element) => {
    const { type, fileId } = element as { type?: string; fileId?: string };
    return type === 'image' && fileId ? [fileId] : [];
  });
  const kept = await Promise.all([...new Set(hashes)].map((hash) => imageOf(hash, pictureOf(hash))));
  return Object.fromEntries(kept.flatMap((file) => (file ? [[file.id, file]] : [])));
}

/** An image that is not there any more leaves its frame empty; the rest is worth having. */
async function imageOf(id: string, address: string): Promise<StoredFile | null> {
  const response = await fetch(address).catch(() => null);
  if (!response?.ok) return null;
  const blob = await response.blob();
  const dataURL = await new Promise<string>((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.readAsDataURL(blob);
  });
  return { id, mimeType: blob.type, dataURL, created: 1 };
}
