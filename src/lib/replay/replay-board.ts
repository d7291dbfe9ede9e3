// The replayed scene as the board asks for it. Nothing drawn on it goes anywhere.
import type { Scene } from '#domain/board.ts';
import type { BoardPort } from '../board/board-port.ts';

export class ReplayBoard implements BoardPort {
  readonly takesEdits = false;
  /** Null for a share link's reader, who gets no pasted images. */
  readonly #interviewId: string | null;
  readonly #listeners = new Set<(ids: Set<string>) => void>();
  readonly #now: () => Scene;
  /** What the board opens with: the fullest there was, so that all of it is in sight later. */
  #first: Scene | null;

  constructor(interviewId: string | null, first: Scene, now: () => Scene) {
    this.#interviewId = interviewId;
    this.#first = first;
    this.#now = now;
  }

  scene(): Scene {
    return this.#first ?? this.#now();
  }

  /** From here on it shows the moment. */
  opened(): void {
    this.#first = null;
    this.changed(new Set());
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
