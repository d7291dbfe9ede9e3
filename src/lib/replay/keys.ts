// The replay's keys. They give way on the board, in whatever text is written in, and to a button's own space bar.
import type { Player } from './player.svelte.ts';
import { speeds, stepMs } from './player.svelte.ts';

export const keyRows: { keys: string[]; does: string }[] = [
  { keys: ['Space'], does: 'Play or pause' },
  { keys: ['←', '→'], does: 'Five seconds back or forward' },
  { keys: ['Shift', '← →'], does: 'Previous or next entry' },
  { keys: ['PgUp', 'PgDn'], does: 'Previous or next phase' },
  { keys: ['Home', 'End'], does: 'Beginning or end' },
  { keys: ['<', '>'], does: 'Slower or faster' },
  { keys: ['S'], does: 'Skip idle, or play it' },
  { keys: ['C'], does: 'Comment on this moment' },
  { keys: ['L'], does: 'Copy the link to this moment' },
  { keys: ['W'], does: 'What changed on the board in this phase' },
  { keys: ['?'], does: 'Show this list' },
];

/** What the screen does, and not the player. */
export type ScreenActs = Record<'comment' | 'copyLink' | 'showChanges' | 'showKeys', () => void>;

/** Starts listening; returns what stops it. */
export function listenForKeys(player: Player, screen: ScreenActs): () => void {
  const does: Record<string, (event: KeyboardEvent) => void> = {
    ' ': () => player.toggle(),
    ArrowLeft: ({ shiftKey }) => (shiftKey ? player.step(-1) : player.goTo(player.position - stepMs)),
    ArrowRight: ({ shiftKey }) => (shiftKey ? player.step(1) : player.goTo(player.position + stepMs)),
    PageUp: () => player.jump(-1),
    PageDown: () => player.jump(1),
    Home: () => player.goTo(0),
    End: () => player.goTo(player.length),
    '<': () => setSpeed(player, -1),
    '>': () => setSpeed(player, 1),
    s: () => (player.skipsIdle = !player.skipsIdle),
    c: screen.comment,
    l: screen.copyLink,
    w: screen.showChanges,
    '?': screen.showKeys,
  };
  const hear = (event: KeyboardEvent) => {
    const act = does[event.key];
    if (!act || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
    if (isTaken(event)) return;
    event.preventDefault();
    act(event);
  };
  window.addEventListener('keydown', hear);
  return () => window.removeEventListener('keydown', hear);
}

function setSpeed(player: Player, by: 1 | -1): void {
  const at = speeds.findIndex((speed) => speed === player.speed);
  player.speed = speeds[Math.min(Math.max(0, at + by), speeds.length - 1)] ?? 1;
}

function isTaken({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest('.excalidraw, dialog, select, textarea, [contenteditable="true"]')) return true;
  if (target.closest('input:not([type="range"], [type="checkbox"])')) return true;
  if (key === ' ') return target.closest('button, a, summary, [type="checkbox"]') !== null;
  // Tabs and what they show are walked and scrolled by the keys that have names.
  return key.length > 1 && target.closest('[role="tablist"], [role="tabpanel"]') !== null;
}
