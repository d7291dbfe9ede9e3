// The replayed scene as the board asks for it. Nothing drawn on it goes anywhere.
import type { Scene } from '#domain/board.ts';
import type { BoardPort } from '../board/board-port.ts';

export class ReplayBoard implements BoardPort {
  readonly takesEdits = false;
  /** Null for a share link's reader, who gets no pasted images. */
  readonly #interviewId: string | null;
  readonly #listeners = new Set<(ids: Set<string>) => void>();
  readonly #now: () => Scene;
  /** The most there ever was, so that all of it is in sight later. */
  readonly fullest: Scene;

  constructor(interviewId: string | null, fullest: Scene, now: () => Scene) {
    this.#interviewId = interviewId;
    this.fullest = fullest;
    this.#now = now;
  }

  scene(): Scene {
    return this.#now();
  }

  changed(ids: Set<string>): void {
    for (const listener of this.#listeners) listener(ids);
  }

  onCommitted(listener: (ids: Set<string>) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  fileUrl(file: string): string | null {
    return this.#interviewId && `/api/interviews/${this.#interviewId}/files/${file}`;
  }

  send = () =>
    Promise.resolve({ ok: false as const, code: 'not_allowed', message: 'A replay is for looking.' });
  uploadFile = () => Promise.resolve({ ok: false as const, message: 'A replay is for looking.' });
  sendPointer = () => undefined;
  onPointers = () => () => undefined;
}
