// The note being written. Its time is that of its first keystroke, because that is the moment it is about;
// what was not added yet survives a refresh.
import { createContext } from 'svelte';
import type { Command } from '#domain/protocol.ts';
import type { LiveRoom } from './live-room.svelte.ts';
import { randomId } from '../ui/random-id.ts';
import { keep, readKept } from '../ui/device-storage.ts';

type Kept = {
  text: string;
  begunAt: number | null;
  criterion: string | null;
  isPrivate: boolean;
};

function isKept(value: unknown): value is Kept {
  return typeof value === 'object' && value !== null && typeof (value as Kept).text === 'string';
}

export class NoteDraft {
  text = $state('');
  criterion = $state<string | null>(null);
  isPrivate = $state(false);
  begunAt = $state<number | null>(null);

  #room: LiveRoom;
  #key: string;

  constructor(room: LiveRoom) {
    this.#room = room;
    this.#key = `fourstep.note.${room.interviewId}`;
    const kept = readKept(this.#key, isKept);
    if (!kept) return;
    this.text = kept.text;
    this.criterion = kept.criterion ?? null;
    this.isPrivate = kept.isPrivate === true;
    this.begunAt = kept.begunAt ?? null;
  }

  write(text: string): void {
    this.text = text;
    if (text.trim() === '') this.begunAt = null;
    else this.begunAt ??= Math.round(this.#room.clock.read());
    this.keep();
  }

  keep(): void {
    const { text, begunAt, criterion, isPrivate } = this;
    keep(this.#key, text === '' ? null : { text, begunAt, criterion, isPrivate });
  }

  /** Takes the note out of the field as the command that adds it; null when nothing was written. The next
   * thought need not wait for the server. */
  take(): Extract<Command, { type: 'note.add' }> | null {
    const text = this.text.trim();
    if (text === '') return null;
    const begunAt = this.begunAt ?? Math.round(this.#room.clock.read());
    const { criterion, isPrivate } = this;
    this.#clear();
    return {
      type: 'note.add',
      noteId: randomId(),
      text,
      criterion,
      isPrivate,
      begunAt,
    };
  }

  /** The next note begins without the last one's tag: a wrong tag is worse than none. */
  #clear(): void {
    this.criterion = null;
    this.isPrivate = false;
    this.write('');
  }
}

const [getNoteDraft, provideNoteDraft] = createContext<NoteDraft>();
export { getNoteDraft, provideNoteDraft };
