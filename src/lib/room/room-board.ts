// The board's way to the room: what Board needs of the live room and nothing else (BoardPort).
import type { ElementDelta, Scene } from '#domain/board.ts';
import type { PresenceMessage } from '#domain/protocol.ts';
import { limits } from '#domain/protocol.ts';
import type { WireEntry } from '#domain/recording.ts';
import type { BoardPort } from '../board/board-port.ts';
import type { LiveRoom } from './live-room.svelte.ts';

type Pointers = Parameters<Parameters<BoardPort['onPointers']>[0]>[0];
type SentPointer = Parameters<BoardPort['sendPointer']>[0];

export class RoomBoard implements BoardPort {
  #room: LiveRoom;
  #committed = new Set<(ids: Set<string>) => void>();
  #pointed = new Set<(pointers: Pointers) => void>();
  #pointers: Pointers = new Map();
  #none: Scene = new Map();

  constructor(room: LiveRoom) {
    this.#room = room;
  }

  scene(): Scene {
    return this.#room.state?.scene ?? this.#none;
  }

  send(deltas: ElementDelta[]): ReturnType<BoardPort['send']> {
    return this.#room.submit({ type: 'board.change', deltas });
  }

  onCommitted(listener: (ids: Set<string>) => void): () => void {
    this.#committed.add(listener);
    return () => this.#committed.delete(listener);
  }

  onPointers(listener: (pointers: Pointers) => void): () => void {
    this.#pointed.add(listener);
    listener(this.#pointers);
    return () => this.#pointed.delete(listener);
  }

  sendPointer({ x, y, button, view }: SentPointer): void {
    this.#room.sendPointer({
      pointer: { x, y, button },
      ...(view && { view }),
    });
  }

  async uploadFile(blob: Blob): ReturnType<BoardPort['uploadFile']> {
    if (blob.size > limits.fileBytes) return { ok: false, message: 'Images may have at most 2 MB.' };
    try {
      const path = `/api/interviews/${this.#room.interviewId}/files`;
      const response = await fetch(path, {
        method: 'POST',
        body: blob,
        headers: { 'content-type': blob.type },
      });
      const answer = (await response.json()) as { file: string } | { message: string };
      return 'file' in answer ? { ok: true, file: answer.file } : { ok: false, message: answer.message };
    } catch {
      return {
        ok: false,
        message: 'The image could not be sent. Check the connection and paste it again.',
      };
    }
  }

  fileUrl(file: string): string {
    return `/api/interviews/${this.#room.interviewId}/files/${file}`;
  }

  /** Entries were applied to the scene. */
  committed(entries: readonly WireEntry[]): void {
    const ids = new Set<string>();
    for (const entry of entries) {
      if ('sealed' in entry || entry.type !== 'board.changed') continue;
      for (const change of entry.changes) ids.add(change.id);
    }
    if (ids.size > 0) for (const listener of this.#committed) listener(ids);
  }

  /** The scene was replaced by a snapshot's. */
  replaced(): void {
    for (const listener of this.#committed) listener(new Set());
  }

  pointed(moved: NonNullable<PresenceMessage['pointers']>): void {
    const participants = this.#room.state?.participants ?? {};
    this.#pointers = new Map(this.#pointers);
    for (const [id, { pointer, view }] of Object.entries(moved)) {
      const known = this.#pointers.get(id);
      const at = pointer ?? known;
      if (!at || id === this.#room.me?.participantId) continue;
      const name = participants[id]?.name ?? 'Guest';
      this.#pointers.set(id, {
        ...known,
        name,
        x: at.x,
        y: at.y,
        button: at.button,
        ...(view && { view }),
      });
    }
    this.#tell();
  }

  /** Who lost the connection no longer points anywhere. */
  left(participantIds: readonly string[]): void {
    if (!participantIds.some((id) => this.#pointers.has(id))) return;
    this.#pointers = new Map([...this.#pointers].filter(([id]) => !participantIds.includes(id)));
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#pointed) listener(this.#pointers);
  }
}
