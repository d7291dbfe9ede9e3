// The only file that knows React. Loaded by dynamic import: everything below it is the board's own chunk.
import './asset-path.ts';
import { Excalidraw, MainMenu } from '@excalidraw/excalidraw';
import '@excalidraw/excalidraw/index.css';
import type { ExcalidrawProps } from '@excalidraw/excalidraw/types';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import type { Scene } from '#domain/board.ts';
import { download } from '../ui/hand-over.ts';
import { BoardImages } from './board-images.ts';
import { BoardPointers } from './board-pointers.ts';
import type { BoardPort } from './board-port.ts';
import { BoardShowing } from './board-showing.ts';
import { BoardSync } from './board-sync.ts';
import { BoardTools } from './board-tools.ts';
import { browserPace } from './browser-pace.ts';
import { ExcalidrawEditor } from './excalidraw-editor.ts';
import type { Api } from './excalidraw-editor.ts';
import { guardInput } from './guard-input.ts';
import { keepFit } from './keep-fit.ts';
import type { ScreenPoint } from './place.ts';
import { mendNames } from './mend-names.ts';
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
  #sync: BoardSync | BoardShowing | undefined;
  #images: BoardImages | undefined;
  #pointers: BoardPointers | undefined;
  #tools: BoardTools | undefined;
  #fitAgain: (() => void) | undefined;

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
        onImages: (images, at) => void this.#tools?.insertImages(images, at),
        onNotice: events.onNotice,
      }),
    );
    this.#stops.push(mendNames(container));
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
    const parts = { port: this.#port, editor, pace: browserPace, onRefused };
    const sync = this.#port.takesEdits === false ? new BoardShowing(parts) : new BoardSync(parts);
    const images = new BoardImages({
      ...{ port: this.#port, editor, shelf: this.#api, onFailed: onRefused },
      onChanged: () => sync.editorChanged(),
    });
    [this.#sync, this.#images, this.#pointers] = [sync, images, new BoardPointers(this.#port, this.#api)];
    this.#tools = new BoardTools(this.#api, images);
    this.#applyOthers();
    sync.start();
    this.#stops.push(this.#port.onCommitted(() => setTimeout(() => images.look())));
    images.look();
    this.#tools.showEverything(false, this.#port.fullest);
    this.#watchLayout();
    if (this.#port.fullest) this.#keepFit(this.#port.fullest);
  }

  #keepFit(all: Scene): void {
    const fit = keepFit(this.#container, () => this.#tools?.showEverything(false, all));
    this.#fitAgain = fit.again;
    this.#stops.push(fit.stop);
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
      item('Show everything', () => {
        this.#tools?.showEverything(true, this.#port.fullest);
        this.#fitAgain?.();
      }),
      createElement(MainMenu.DefaultItems.SearchMenu, { key: 'search' }),
      item('Download as picture', () => void this.picture().then((made) => this.#hand(made, 'board'))),
      item('Download as board file', () => this.#hand(this.#tools?.file(), 'board.excalidraw')),
      createElement(MainMenu.DefaultItems.Help, { key: 'help' }),
    ];
  }

  /** `name` gets the ending of the picture's type where it has none. */
  #hand(file: Blob | null | undefined, name: string): void {
    if (!file) this.#events.onNotice('The board is still empty.');
    else download(name.includes('.') ? name : `${name}.${file.type.split('/')[1]}`, file);
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

  insert(part: Part, at?: ScreenPoint): void {
    void this.#tools?.insert(part, at);
  }

  write(text: string): void {
    void this.#tools?.write(text);
  }

  /** A PNG (or WebP, when that were over 2 MB) of everything drawn, on white; null for an empty board. */
  async picture(): Promise<Blob | null> {
    return (await this.#tools?.picture()) ?? null;
  }

  unmount(): void {
    this.#sync?.stop();
    this.#pointers?.stop();
    for (const stop of this.#stops) stop();
    // React must not be unmounted while it renders, and Svelte may tear down in the middle of that.
    setTimeout(() => this.#root.unmount());
  }
}
