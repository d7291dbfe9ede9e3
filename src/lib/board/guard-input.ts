// Keeps from Excalidraw what does not belong on a shared board: keys that open its own dialogs or files, and dropped
// files that would replace the scene.
import type { ScreenPoint } from './place.ts';

export interface GuardEvents {
  onImages: (images: File[], at: ScreenPoint) => void;
  onNotice: (message: string) => void;
}

/** Listens in the capture phase on `container`; returns the way to stop. */
export function guardInput(container: HTMLElement, events: GuardEvents): () => void {
  const listen = new AbortController();
  const options = { capture: true, signal: listen.signal };
  container.addEventListener('keydown', stopForeignKeys, options);
  container.addEventListener('drop', (event) => takeFiles(event, events), options);
  window.addEventListener('paste', (event) => stopForeignImages(event, container), options);
  return () => listen.abort();
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, [contenteditable="true"]');
}

/** The room's own shortcuts listen on the window, in the capture phase, and have had their turn. */
function stopForeignKeys(event: KeyboardEvent): void {
  const { key, code, altKey } = event;
  const isCommand = event.ctrlKey || event.metaKey;
  const opensFiles = isCommand && ['o', 's'].includes(key.toLowerCase());
  const clearsAll = isCommand && (key === 'Delete' || key === 'Backspace');
  // View mode, zen mode, library, help of its own, and a laser that only its owner would see.
  const changesMode =
    (altKey && ['KeyR', 'KeyZ'].includes(code)) || (!isCommand && ['0', '?', 'k', 'K'].includes(key));
  if (opensFiles) event.preventDefault();
  if (opensFiles || clearsAll || (changesMode && !isTyping(event.target))) event.stopPropagation();
}

/** An exported picture can carry a whole scene inside, which Excalidraw would open in place of this one. */
function takeFiles(event: DragEvent, { onImages, onNotice }: GuardEvents): void {
  const files = [...(event.dataTransfer?.files ?? [])];
  if (files.length === 0) return;
  event.preventDefault();
  event.stopPropagation();
  const images = files.filter((file) => file.type.startsWith('image/'));
  if (images.length > 0) onImages(images, event);
  else onNotice('Only images can be dropped on the board.');
}

/** Text copied with pictures in it would make Excalidraw fetch them from wherever they are: only its words go in. */
function stopForeignImages(event: ClipboardEvent, container: HTMLElement): void {
  const data = event.clipboardData;
  if (!event.isTrusted || !data || data.files.length > 0 || !container.contains(document.activeElement))
    return;
  if (isTyping(event.target) || !/<img/i.test(data.getData('text/html'))) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const words = new DataTransfer();
  words.setData('text/plain', data.getData('text/plain'));
  document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: words, bubbles: true }));
}
