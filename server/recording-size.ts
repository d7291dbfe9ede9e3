// How large one recording may become (RC7): its entries and files in bytes, counted from the store when its room is
// loaded and with every append. It knows who asks for what, and nothing of what an entry means.
import { refuse } from '#domain/protocol.ts';
import type { CommandType, Refusal } from '#domain/protocol.ts';
import type { Entry } from '#domain/recording.ts';
import type { RecordedBytes } from './store/store.ts';

export const mebibyte = 1024 * 1024;
export const defaultRecordingBytes = 256 * mebibyte;
/** Of it for entries: a room is loaded whole, and these 32 MB, four hours of drawing without a pause, take it 1.5 s. */
const entryShare = 1 / 8;
/** For the pictures that scorecards show: they are taken when a phase is over, the board full or not. */
const reserveBytes = 16 * mebibyte;
/** What one person may say beside the board: nobody can talk the room for the other's words away. */
const wordsBytes = 16 * mebibyte;

/** What ends an interview, each a few times at most: never refused for want of room. */
const finishing: ReadonlySet<CommandType> = new Set<CommandType>([
  ...(['interview.start', 'phase.advance', 'interview.end', 'rating.submit'] as const),
]);

export class RecordingSize {
  readonly #ceiling: number;
  #entryBytes: number;
  #fileBytes: number;
  /** Beside the board, by author. */
  readonly #words = new Map<string, number>();

  constructor(ceiling: number, entries: readonly Entry[], bytes: RecordedBytes) {
    this.#ceiling = ceiling;
    this.#entryBytes = bytes.entries;
    this.#fileBytes = bytes.files;
    this.#addWords(entries);
  }

  get isFull(): boolean {
    if (this.#entryBytes >= this.#ceiling * entryShare) return true;
    return this.#entryBytes + this.#fileBytes >= this.#ceiling;
  }

  /** What was appended, and the bytes it took. */
  add(entries: readonly Entry[], bytes: number): void {
    this.#entryBytes += bytes;
    this.#addWords(entries);
  }

  /** Counts a file of that many bytes, unless there is no room for it. */
  takeFile(bytes: number): boolean {
    if (this.#entryBytes + this.#fileBytes + bytes > this.#ceiling + reserveBytes) return false;
    this.#fileBytes += bytes;
    return true;
  }

  /** For a file that was not kept after all. */
  giveBack(bytes: number): void {
    this.#fileBytes -= bytes;
  }

  /** Why there is no room for what `by` asks, beside the board; null when there is. */
  whyNot(by: string, type: CommandType): Refusal | null {
    if (finishing.has(type) || (this.#words.get(by) ?? 0) < wordsBytes) return null;
    return refuse('recording_full', 'You have written as much as one interview can hold.');
  }

  #addWords(entries: readonly Entry[]): void {
    for (const entry of entries) {
      if (entry.type === 'board.changed') continue;
      this.#words.set(entry.by, (this.#words.get(entry.by) ?? 0) + Buffer.byteLength(JSON.stringify(entry)));
    }
  }
}
