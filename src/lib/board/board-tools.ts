// What gets onto the board and off it by other ways than drawing: parts, dropped images, and pictures of it all.
import {
  CaptureUpdateAction,
  convertToExcalidrawElements,
  exportToBlob,
  serializeAsJSON,
} from '@excalidraw/excalidraw';
import type { AppState } from '@excalidraw/excalidraw/types';
import type { Scene } from '#domain/board.ts';
import type { BoardImages } from './board-images.ts';
import { viewOf } from './board-pointers.ts';
import type { Api, ExcalidrawElements } from './excalidraw-editor.ts';
import { randomId } from '../ui/random-id.ts';
import { toLocal } from './editor.ts';
import { fitImage } from './fit-image.ts';
import { skeletonOf } from './parts.ts';
import type { Part } from './parts.ts';
import { boardPoint, freePlace } from './place.ts';
import type { ScreenPoint } from './place.ts';

// Its types point at a package that is bundled into Excalidraw and cannot be resolved.
const exportPng = exportToBlob as (options: object) => Promise<Blob>;

const labelFont = '20px Excalifont';
const droppedImageSide = 600;
/** Below this width the editor has no buttons in its corners. */
const narrowWidth = 700;

type NewElements = ReturnType<typeof convertToExcalidrawElements>;

export class BoardTools {
  readonly #api: Api;
  readonly #images: BoardImages;

  constructor(api: Api, images: BoardImages) {
    this.#api = api;
    this.#images = images;
  }

  /** Brings `all` into sight, which need not be on the board at the moment; else what is on it. */
  showEverything(animate: boolean, all?: Scene): void {
    const elements = all
      ? ([...all.values()].flatMap((item) => toLocal(item, undefined) ?? []) as unknown as ExcalidrawElements)
      : this.#api.getSceneElements();
    if (elements.length === 0) return;
    // Where nothing is drawn, all of it is to be seen as large as it goes, clear of the buttons in the corners.
    const whole = {
      fitToViewport: true as const,
      viewportZoomFactor: 0.98,
      maxZoom: 1,
      canvasOffsets: this.#margins(),
    };
    this.#api.scrollToContent(elements, all ? { ...whole, animate } : { fitToContent: true, animate });
  }

  #margins() {
    const { width } = this.#api.getAppState();
    return width < narrowWidth
      ? { top: 8, right: 8, bottom: 8, left: 8 }
      : { top: 16, right: 16, bottom: 60, left: 64 };
  }

  /** Puts a part near the middle of what is seen, or where it was dropped, and selects it. */
  async insert(part: Part, at?: ScreenPoint): Promise<void> {
    // A label measured in another font would be wrapped for that font.
    await document.fonts.load(labelFont, part.name).catch(() => undefined);
    const state = this.#api.getAppState();
    const { x, y } = at
      ? boardPoint(state, at)
      : freePlace(viewOf(state), this.#api.getSceneElements(), part);
    const groupId = randomId();
    const skeleton = skeletonOf(part, x, y, groupId) as Parameters<typeof convertToExcalidrawElements>[0];
    this.#add(convertToExcalidrawElements(skeleton), part.pieces.length > 1 ? { [groupId]: true } : {});
  }

  /** Puts a text near the middle of what is seen, and selects it. */
  async write(text: string): Promise<void> {
    await document.fonts.load(labelFont, text).catch(() => undefined);
    const lines = text.split('\n');
    const width = 11 * Math.max(...lines.map(({ length }) => length));
    const size = { width, height: 25 * lines.length };
    const { x, y } = freePlace(viewOf(this.#api.getAppState()), this.#api.getSceneElements(), size);
    const place = { x: Math.round(x - size.width / 2), y: Math.round(y - size.height / 2) };
    this.#add(convertToExcalidrawElements([{ type: 'text', text, fontSize: 20, ...place }]), {});
  }

  async insertImages(images: readonly Blob[], at: ScreenPoint): Promise<void> {
    const { x, y } = boardPoint(this.#api.getAppState(), at);
    for (const image of images) {
      const kept = await this.#images.keep(image);
      if (!kept) continue;
      const scale = Math.min(1, droppedImageSide / Math.max(kept.width, kept.height));
      const [width, height] = [kept.width * scale, kept.height * scale];
      const place = { x: x - width / 2, y: y - height / 2, width, height };
      const skeleton = { type: 'image', fileId: kept.file, status: 'saved', ...place };
      this.#add(convertToExcalidrawElements([skeleton as never]), {});
    }
  }

  /** New elements on top, selected, as one step of the undo history. */
  #add(elements: NewElements, selectedGroupIds: Record<string, boolean>): void {
    // Without an index of its own each gets one above everything; nobody else's is repaired.
    const added = elements.map((element) => ({ ...element, index: null }));
    const selectedElementIds = Object.fromEntries(added.map(({ id }) => [id, true as const]));
    this.#api.updateScene({
      elements: [...this.#api.getSceneElementsIncludingDeleted(), ...added] as ExcalidrawElements,
      appState: { selectedElementIds, selectedGroupIds } as AppState,
      captureUpdate: CaptureUpdateAction.IMMEDIATELY,
    });
    this.#api.setActiveTool({ type: 'selection' });
  }

  /** An image of at most 2 MB of everything drawn, on white; null for an empty board. */
  async picture(): Promise<Blob | null> {
    const elements = this.#api.getSceneElements();
    if (elements.length === 0) return null;
    const blob = await exportPng({
      ...{ elements, files: this.#api.getFiles(), mimeType: 'image/png' },
      ...{ exportPadding: 24, maxWidthOrHeight: 2400 },
      appState: { exportBackground: true, viewBackgroundColor: '#ffffff', exportWithDarkMode: false },
    });
    return (await fitImage(blob))?.blob ?? null;
  }

  /** The board as other tools open it: elements and images in an `.excalidraw` file. */
  file(): Blob | null {
    const elements = this.#api.getSceneElements();
    if (elements.length === 0) return null;
    const text = serializeAsJSON(elements, this.#api.getAppState(), this.#api.getFiles(), 'local');
    return new Blob([text], { type: 'application/vnd.excalidraw+json' });
  }
}
