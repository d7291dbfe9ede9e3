// What the board needs of the room: the scene in server order, a way to ask for changes, pointers and files.
import type { ElementDelta, Scene } from '#domain/board.ts';

export interface Viewport {
  x: number;
  y: number;
  zoom: number;
}

/** Where someone points, in board coordinates; `view` is the middle of what they see. */
export interface BoardPointer {
  x: number;
  y: number;
  button: 'up' | 'down';
  view?: Viewport;
}
export type PeerPointer = BoardPointer & { name: string; selected?: string[] };

export type SendAnswer =
  { ok: true; seq: number } | { ok: false; code: string; message: string; ids?: string[] };

export interface BoardPort {
  /** False: the board only shows, as in a replay (board-showing.ts). */
  readonly takesEdits?: boolean;
  /** What a board that only shows opens on: all of it is in sight, whatever of it is there at the moment. */
  readonly fullest?: Scene;
  /** Committed entries only, in server order. After a fresh snapshot this is another Map. */
  scene(): Scene;
  /** Resolves when the server has answered, in the task in which the own entry was applied to `scene()`. Survives reconnects. */
  send(deltas: ElementDelta[]): Promise<SendAnswer>;
  /** Tells of elements that entries changed; returns the way to stop. */
  onCommitted(listener: (ids: Set<string>) => void): () => void;
  sendPointer(pointer: BoardPointer): void;
  onPointers(listener: (pointers: Map<string, PeerPointer>) => void): () => void;
  /** Keeps an image of the interview; `file` is its SHA-256 in hex. */
  uploadFile(blob: Blob): Promise<{ ok: true; file: string } | { ok: false; message: string }>;
  /** Null when this viewer gets no images. */
  fileUrl(file: string): string | null;
}
