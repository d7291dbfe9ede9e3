// The room's keys. They listen in the capture phase, because the board stops keys from bubbling, and give way
// wherever the same keys would have written something.
import { tinykeys } from 'tinykeys';
import type { KeyRow } from '$lib/ui/key-row.ts';
import type { RoomControls } from './room-controls.svelte.ts';

const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);
const modifier = isMac ? '⌘' : 'Ctrl';
/** What the Alt key is called on this keyboard. */
export const altKey = isMac ? '⌥' : 'Alt';

export type ShortcutRow = KeyRow & { isInterviewers?: boolean };

export const shortcutRows: ShortcutRow[] = [
  { keys: [modifier, 'K'], does: 'Find any action' },
  { keys: [altKey, 'Enter'], does: 'Next phase', isInterviewers: true },
  { keys: [altKey, '='], does: 'Add a minute', isInterviewers: true },
  { keys: [altKey, 'N'], does: 'Write a note' },
  { keys: [altKey, '1 … 6'], does: 'Go to a tool: question, notes, rubric …' },
  { keys: ['#'], does: 'In an empty note: choose its criterion' },
  { keys: ['Enter'], does: 'Add the note, send the message' },
  { keys: ['Shift', 'Enter'], does: 'In a note or message: a new line' },
  { keys: ['F6'], does: 'Go to the next part of the screen' },
  { keys: ['?'], does: 'Show this list' },
];

/** Starts listening; returns what stops it. */
export function listenForShortcuts(controls: RoomControls): () => void {
  const act = (run: () => unknown) => (event: KeyboardEvent) => {
    // On a Mac, Option writes characters: a text field keeps them.
    if (isMac && event.key !== 'Enter' && isWriting(event.target)) return;
    if (isInDialog(event.target)) return;
    event.preventDefault();
    event.stopPropagation();
    void run();
  };
  const tools = Object.fromEntries(
    [0, 1, 2, 3, 4, 5].map((i) => [
      `Alt+Digit${i + 1}`,
      act(() => controls.tools[i] && controls.show(controls.tools[i])),
    ]),
  );
  const help = (event: KeyboardEvent) => {
    if (isWriting(event.target) || isOnBoard(event.target) || isInDialog(event.target)) return;
    event.preventDefault();
    controls.isSheetOpen = true;
  };
  const stops = [
    tinykeys(
      window,
      {
        ...tools,
        'Alt+Enter': act(() => controls.advance()),
        'Alt+Equal': act(() => controls.extend()),
        'Alt+KeyN': act(() => controls.tools.length > 0 && controls.writeNote()),
        '$mod+KeyK': act(() => (controls.isPaletteOpen = true)),
        F6: act(() => nextRegion(1)),
        'Shift+F6': act(() => nextRegion(-1)),
        '?': help,
        'Shift+?': help,
      },
      { capture: true },
    ),
  ];
  return () => stops.forEach((stop) => stop());
}

function nextRegion(step: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter((el) =>
    el.checkVisibility(),
  );
  if (regions.length === 0) return;
  const at = regions.findIndex((region) => region.contains(document.activeElement));
  const start = at < 0 && step < 0 ? 0 : at;
  regions[(start + step + regions.length) % regions.length]?.focus();
}

function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  )
    return true;
  const silent = ['checkbox', 'radio', 'button', 'submit', 'range'];
  return target instanceof HTMLInputElement && !silent.includes(target.type);
}

function isOnBoard(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('[data-region="board"]') !== null;
}

function isInDialog(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest('[role="dialog"], [role="alertdialog"], dialog') !== null
  );
}
