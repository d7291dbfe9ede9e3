// Where everyone points and what everyone looks at: ours goes out at most 30 times a second, theirs comes in as
// Excalidraw's collaborators, and whoever follows someone sees what that one sees.
import type { AppState, Collaborator, SocketId } from '@excalidraw/excalidraw/types';
import type { BoardPort, BoardPointer, PeerPointer, Viewport } from './board-port.ts';
import type { Api } from './excalidraw-editor.ts';

const tickMs = 33;
const aloneTickMs = 1_000;

export class BoardPointers {
  readonly #port: BoardPort;
  readonly #api: Api;
  #pointer: BoardPointer = { x: 0, y: 0, button: 'up' };
  #sentView = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #frame: number | undefined;
  #peers: ReadonlyMap<string, PeerPointer> = new Map();
  #stop: () => void;
  others = 0;

  constructor(port: BoardPort, api: Api) {
    this.#port = port;
    this.#api = api;
    this.#stop = port.onPointers((peers) => {
      this.#peers = peers;
      this.#frame ??= requestAnimationFrame(() => this.#show());
    });
  }

  stop(): void {
    this.#stop();
    clearTimeout(this.#timer);
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
  }

  moved(x: number, y: number, button: 'up' | 'down'): void {
    this.#pointer = { x: round(x), y: round(y), button };
    this.#schedule();
  }

  scrolled(): void {
    this.#schedule();
  }

  follow(participantId: string | null): void {
    const socketId = participantId as SocketId | null;
    const username = (participantId && this.#peers.get(participantId)?.name) ?? '';
    const userToFollow = socketId && { socketId, username };
    this.#api.updateScene({ appState: { userToFollow } as AppState });
    this.#show();
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => this.#send(), this.others === 0 ? aloneTickMs : tickMs);
  }

  #send(): void {
    this.#timer = undefined;
    const view = viewOf(this.#api.getAppState());
    const key = JSON.stringify(view);
    this.#port.sendPointer({ ...this.#pointer, ...(key !== this.#sentView && { view }) });
    this.#sentView = key;
  }

  #show(): void {
    this.#frame = undefined;
    const collaborators = new Map<SocketId, Collaborator>();
    for (const [id, peer] of this.#peers) collaborators.set(id as SocketId, collaboratorOf(id, peer));
    this.#api.updateScene({ collaborators });
    const followed = this.#api.getAppState().userToFollow?.socketId;
    const view = followed && this.#peers.get(followed)?.view;
    if (view) this.#lookAt(view);
  }

  #lookAt(view: Viewport): void {
    const state = this.#api.getAppState();
    const zoom = Math.min(30, Math.max(0.1, view.zoom)) as AppState['zoom']['value'];
    const scrollX = state.width / 2 / zoom - view.x;
    const scrollY = state.height / 2 / zoom - view.y;
    const isThere = Math.abs(scrollX - state.scrollX) < 1 && Math.abs(scrollY - state.scrollY) < 1;
    if (isThere && zoom === state.zoom.value) return;
    this.#api.updateScene({ appState: { scrollX, scrollY, zoom: { value: zoom } } as AppState });
  }
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** The middle of what is seen, so that screens of different sizes look at the same thing. */
export function viewOf({ scrollX, scrollY, width, height, zoom }: AppState): Viewport {
  const { value } = zoom;
  return { x: round(width / 2 / value - scrollX), y: round(height / 2 / value - scrollY), zoom: value };
}

function collaboratorOf(id: string, { name, x, y, button, selected }: PeerPointer): Collaborator {
  const selectedElementIds = Object.fromEntries(
    (selected ?? []).map((elementId) => [elementId, true as const]),
  );
  const pointer = { x, y, tool: 'pointer' as const };
  return { id, socketId: id as SocketId, username: name, button, pointer, selectedElementIds };
}
