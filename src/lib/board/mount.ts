// The only file that knows React. Loaded by dynamic import: everything below it is the board's own chunk.
import './asset-path.ts';
import {
  CaptureUpdateAction,
  convertToExcalidrawElements,
  Excalidraw,
  exportToBlob,
  MainMenu,
} from '@excalidraw/excalidraw';
import '@excalidraw/excalidraw/index.css';
import type { AppState, ExcalidrawProps } from '@excalidraw/excalidraw/types';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { BoardImages } from './board-images.ts';
import type { FileShelf } from './board-images.ts';
import { BoardPointers, viewOf } from './board-pointers.ts';
import type { BoardPort } from './board-port.ts';
import { BoardSync } from './board-sync.ts';
import { browserPace } from './browser-pace.ts';
import { ExcalidrawEditor } from './excalidraw-editor.ts';
import type { Api, ExcalidrawElements } from './excalidraw-editor.ts';
import { guardInput } from './guard-input.ts';
import { fitImage } from './fit-image.ts';
import { skeletonOf } from './parts.ts';
import { boardPoint, freePlace } from './place.ts';
import type { ScreenPoint } from './place.ts';
import type { Part } from './parts.ts';
import './board.css';

export interface BoardLook {
  canDraw: boolean;
  theme: 'light' | 'dark';
  others: number;
}

export interface BoardEvents {
  onNotice: (message: string) => void;
  onFollow: (participantId: string | null) => void;
}

// Its types point at a package that is bundled into Excalidraw and cannot be resolved.
const exportPng = exportToBlob as (options: object) => Promise<Blob>;

const uiOptions: ExcalidrawProps['UIOptions'] = {
  canvasActions: {
    ...{ changeViewBackgroundColor: false, clearCanvas: false, export: false, loadScene: false },
    ...{ saveToActiveFile: false, saveAsImage: false, toggleTheme: false },
  },
};

/** Resolves when the board can be drawn on and shows the scene. */
export function mountBoard(
  container: HTMLElement,
  port: BoardPort,
  look: BoardLook,
  events: BoardEvents,
): Promise<MountedBoard> {
  return new Promise((resolve) => new MountedBoard(container, port, look, events, resolve));
}

export class MountedBoard {
  readonly #container: HTMLElement;
  readonly #port: BoardPort;
  readonly #root;
  readonly #stops: (() => void)[] = [];
  #look: BoardLook;
  #events: BoardEvents;
  #api!: Api;
  #sync: BoardSync | undefined;
  #images: BoardImages | undefined;
  #pointers: BoardPointers | undefined;

  constructor(
    container: HTMLElement,
    port: BoardPort,
    look: BoardLook,
    events: BoardEvents,
    onReady: (board: MountedBoard) => void,
  ) {
    this.#container = container;
    this.#port = port;
    this.#look = look;
    this.#events = events;
    this.#stops.push(
      guardInput(container, {
        onImages: (images, at) => void this.#insertImages(images, at),
        onNotice: events.onNotice,
      }),
    );
    this.#root = createRoot(container);
    this.#render((api) => {
      this.#api = api;
      // Until it has loaded, Excalidraw would overwrite what it is given (issue 7585).
      const stop = api.onChange((_, state) => {
        if (state.isLoading) return;
        stop();
        setTimeout(() => {
          this.#begin();
          onReady(this);
        });
      });
    });
  }

  #begin(): void {
    const editor = new ExcalidrawEditor(this.#api);
    const onRefused = this.#events.onNotice;
    const sync = new BoardSync({ port: this.#port, editor, pace: browserPace, onRefused });
    const images = new BoardImages({
      ...{ port: this.#port, editor, shelf: this.#api, onFailed: onRefused },
      onChanged: () => sync.editorChanged(),
    });
    [this.#sync, this.#images, this.#pointers] = [sync, images, new BoardPointers(this.#port, this.#api)];
    this.#applyOthers();
    sync.start();
    this.#stops.push(this.#port.onCommitted(() => setTimeout(() => images.look())));
    images.look();
    this.#api.history.clear();
    this.#api.scrollToContent(undefined, { fitToViewport: true, viewportZoomFactor: 0.8, animate: false });
    this.#watchLayout();
  }

  #watchLayout(): void {
    const observer = new ResizeObserver(() => this.#api.refresh());
    observer.observe(this.#container);
    const flush = () => this.flush();
    window.addEventListener('pagehide', flush);
    this.#stops.push(
      () => observer.disconnect(),
      () => window.removeEventListener('pagehide', flush),
    );
  }

  #render(onApi?: (api: Api) => void): void {
    const { canDraw, theme } = this.#look;
    const props: ExcalidrawProps = {
      ...{ theme, viewModeEnabled: !canDraw, isCollaborating: true, UIOptions: uiOptions },
      ...{ handleKeyboardGlobally: false, aiEnabled: false, validateEmbeddable: false, autoFocus: false },
      initialData: { appState: { currentItemRoughness: 1, currentItemFontFamily: 5 } },
      ...(onApi && { excalidrawAPI: onApi }),
      onChange: () => {
        this.#sync?.editorChanged();
        this.#images?.look();
      },
      onPointerUpdate: ({ pointer, button }) => this.#pointers?.moved(pointer.x, pointer.y, button),
      onScrollChange: () => this.#pointers?.scrolled(),
      onUserFollow: ({ action, userToFollow }) => {
        this.#events.onFollow(action === 'FOLLOW' ? userToFollow.socketId : null);
      },
      onLinkOpen: ({ link }, event) => {
        event.preventDefault();
        if (link && /^https?:/.test(link)) window.open(link, '_blank', 'noopener,noreferrer');
      },
      children: createElement(MainMenu, null, ...this.#menuItems()),
    };
    this.#root.render(createElement(Excalidraw, props));
  }

  #menuItems() {
    const item = (label: string, onSelect: () => void) =>
      createElement(MainMenu.Item, { key: label, onSelect, children: label });
    return [
      item('Show everything', () =>
        this.#api.scrollToContent(undefined, { fitToViewport: true, animate: true }),
      ),
      createElement(MainMenu.DefaultItems.SearchMenu, { key: 'search' }),
      item('Download as picture', () => void this.#download()),
      createElement(MainMenu.DefaultItems.Help, { key: 'help' }),
    ];
  }

  update(look: BoardLook): void {
    const isSame = look.canDraw === this.#look.canDraw && look.theme === this.#look.theme;
    // What was begun before the lock still goes out; afterwards the server would refuse it.
    if (this.#look.canDraw && !look.canDraw) this.flush();
    this.#look = look;
    this.#applyOthers();
    if (!isSame) this.#render();
  }

  #applyOthers(): void {
    this.#sync?.setOthers(this.#look.others);
    if (this.#pointers) this.#pointers.others = this.#look.others;
  }

  follow(participantId: string | null): void {
    this.#pointers?.follow(participantId);
  }

  flush(): void {
    this.#sync?.flush();
  }

  /** Puts a part in the middle of what is seen, or where it was dropped, and selects it. */
  insert(part: Part, at?: ScreenPoint): void {
    const state = this.#api.getAppState();
    const { x, y } = at
      ? boardPoint(state, at)
      : freePlace(viewOf(state), this.#api.getSceneElements(), part);
    const groupId = crypto.randomUUID();
    const skeleton = skeletonOf(part, x, y, groupId) as Parameters<typeof convertToExcalidrawElements>[0];
    this.#add(convertToExcalidrawElements(skeleton), part.pieces.length > 1 ? { [groupId]: true } : {});
  }

  /** New elements on top, selected, as one step of the undo history. */
  #add(
    elements: ReturnType<typeof convertToExcalidrawElements>,
    selectedGroupIds: Record<string, boolean>,
  ): void {
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

  async #insertImages(images: readonly Blob[], at: ScreenPoint): Promise<void> {
    const { x, y } = boardPoint(this.#api.getAppState(), at);
    for (const image of images) {
      const kept = await this.#images?.keep(image);
      if (!kept) continue;
      const scale = Math.min(1, 600 / Math.max(kept.width, kept.height));
      const [width, height] = [kept.width * scale, kept.height * scale];
      const skeleton = {
        type: 'image',
        fileId: kept.file,
        status: 'saved',
        x: x - width / 2,
        y: y - height / 2,
        width,
        height,
      };
      this.#add(convertToExcalidrawElements([skeleton as never]), {});
    }
  }

  /** A PNG of at most 2 MB of everything drawn, on white; null for an empty board. */
  async picture(): Promise<Blob | null> {
    const elements = this.#api.getSceneElements();
    if (elements.length === 0) return null;
    const blob = await exportPng({
      ...{
        elements,
        files: this.#api.getFiles(),
        mimeType: 'image/png',
        exportPadding: 24,
        maxWidthOrHeight: 2400,
      },
      appState: { exportBackground: true, viewBackgroundColor: '#ffffff', exportWithDarkMode: false },
    });
    return (await fitImage(blob))?.blob ?? null;
  }

  async #download(): Promise<void> {
    const picture = await this.picture();
    if (!picture) return this.#events.onNotice('The board is still empty.');
    const link = document.createElement('a');
    link.href = URL.createObjectURL(picture);
    link.download = 'board.png';
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  unmount(): void {
    this.#sync?.stop();
    this.#pointers?.stop();
    for (const stop of this.#stops) stop();
    // React must not be unmounted while it renders, and Svelte may tear down in the middle of that.
    setTimeout(() => this.#root.unmount());
  }
}
