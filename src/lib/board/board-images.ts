// Images of the board live in the room's file store under their content hash. What is pasted, dropped or picked is
// uploaded first; only then do others hear of it. What others added is fetched and handed to the editor.
import { fitImage } from './fit-image.ts';
import { isWaitingForFile } from './editor.ts';
import type { Editor, LocalElement } from './editor.ts';
import type { BoardPort } from './board-port.ts';
import { dataUrlOf } from '../ui/hand-over.ts';

interface StoredFile {
  id: string;
  dataURL: string;
  mimeType: string;
  created: number;
}

/** The part of Excalidraw that keeps image contents by id. */
export interface FileShelf {
  getFiles(): Record<string, { dataURL: string }>;
  addFiles(files: StoredFile[]): void;
}

export interface BoardImagesParts {
  port: BoardPort;
  editor: Editor;
  shelf: FileShelf;
  onChanged: () => void;
  onFailed: (message: string) => void;
}

const retryMs = 5_000;

export class BoardImages {
  readonly #parts: BoardImagesParts;
  /** Content hash by the id the editor made up; null while it is on its way. */
  readonly #hashes = new Map<string, string | null>();
  readonly #asked = new Set<string>();

  constructor(parts: BoardImagesParts) {
    this.#parts = parts;
  }

  /** Looks for images to upload and to fetch. Cheap enough for every change of the scene. */
  look(): void {
    const files = this.#parts.shelf.getFiles();
    for (const element of this.#parts.editor.elements()) {
      if (element.type !== 'image' || element.isDeleted || !element.fileId) continue;
      const { fileId } = element;
      if (isWaitingForFile(element)) {
        if (files[fileId]) this.#adopt(fileId, files[fileId].dataURL);
      } else if (!files[fileId] && !this.#asked.has(fileId)) void this.#fetch(fileId);
    }
  }

  #adopt(localId: string, dataURL: string): void {
    const hash = this.#hashes.get(localId);
    if (hash === undefined) void this.#upload(localId, dataURL);
    else if (hash !== null) this.#replace(localId, { fileId: hash, status: 'saved' });
  }

  async #upload(localId: string, dataURL: string): Promise<void> {
    this.#hashes.set(localId, null);
    const kept = await this.keep(blobOf(dataURL));
    if (kept) this.#hashes.set(localId, kept.file);
    else this.#hashes.delete(localId);
    this.#replace(localId, kept ? { fileId: kept.file, status: 'saved' } : { isDeleted: true });
  }

  /** Keeps an image in the room and hands it to the editor; says why when it cannot. Sizes are in pixels. */
  async keep(blob: Blob): Promise<{ file: string; width: number; height: number } | undefined> {
    const image = await fitImage(blob);
    const answer = image
      ? await this.#parts.port.uploadFile(image.blob)
      : { ok: false as const, message: 'This image is too large, or not a PNG, JPEG or WebP.' };
    if (!image || !answer.ok) {
      if (!answer.ok) this.#parts.onFailed(answer.message);
      return undefined;
    }
    await this.#shelve(answer.file, image.blob);
    return { file: answer.file, width: image.width, height: image.height };
  }

  #replace(localId: string, props: object): void {
    const { editor } = this.#parts;
    const swapped = editor.elements().map((element): LocalElement => {
      if (element.type !== 'image' || element.fileId !== localId) return element;
      const versionNonce = Math.trunc(Math.random() * 2 ** 31);
      return { ...element, ...props, version: element.version + 1, versionNonce };
    });
    editor.replace(swapped);
    this.#parts.onChanged();
  }

  async #fetch(hash: string): Promise<void> {
    this.#asked.add(hash);
    const address = this.#parts.port.fileUrl(hash);
    if (address === null) return;
    try {
      const response = await fetch(address);
      if (!response.ok) throw new Error(`status ${response.status}`);
      await this.#shelve(hash, await response.blob());
    } catch {
      // Away or not there yet: the next look asks again.
      setTimeout(() => this.#asked.delete(hash), retryMs);
    }
  }

  async #shelve(hash: string, blob: Blob): Promise<void> {
    const dataURL = await dataUrlOf(blob);
    this.#asked.add(hash);
    this.#parts.shelf.addFiles([{ id: hash, dataURL, mimeType: blob.type, created: Date.now() }]);
  }
}

// Not by fetch: the page's content security policy lets it go to the own server only.
function blobOf(dataURL: string): Blob {
  const [head = '', base64 = ''] = dataURL.split(',');
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  return new Blob([bytes], { type: /^data:([^;]+)/.exec(head)?.[1] ?? '' });
}
