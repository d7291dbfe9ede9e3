// The note being written. Its time is that of its first keystroke, because that is the moment it is about;
// what was not added yet survives a refresh.
import type { LiveRoom } from './live-room.svelte.ts';
import { keep, readKept } from './device-storage.ts';

type Kept = { text: string; begunAt: number | null; criterion: string | null; isPrivate: boolean };

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
    this.#key = `fourstep:note:${room.interviewId}`;
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

  /** Adds the note. The field is emptied at once, so the next thought need not wait for the server; a
   * refusal puts the words back unless something new stands there. Answers what went wrong, or null. */
  async add(): Promise<string | null> {
    const text = this.text.trim();
    if (text === '') return null;
    const begunAt = this.begunAt ?? Math.round(this.#room.clock.read());
    const { criterion, isPrivate } = this;
    this.#clear();
    const ack = await this.#room.submit({
      type: 'note.add',
      noteId: newId(),
      text,
      criterion,
      isPrivate,
      begunAt,
    });
    if (ack.ok) return null;
    if (this.text === '') {
      Object.assign(this, { text, begunAt, criterion, isPrivate });
      this.keep();
    }
    return ack.message;
  }

  /** The next note begins without the last one's tag: a wrong tag is worse than none. */
  #clear(): void {
    this.criterion = null;
    this.isPrivate = false;
    this.write('');
  }
}

/** A fresh id that fits the wire's `shortId`; `crypto.randomUUID` is missing where the page is not on https. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
