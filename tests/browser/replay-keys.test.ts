// The replay's keys over a real recording: what each does, and where they give way to writing and to a dialog.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keyRows, listenForKeys } from '$lib/replay/keys.ts';
import { Player } from '$lib/replay/player.svelte.ts';
import { aStartedInterview, finish, ida, minute } from '../support/an-interview.ts';

let player: Player;
let stop: () => void;
let asked: string[];

beforeEach(() => {
  const room = aStartedInterview();
  room.wind(10 * minute);
  finish(room);
  const me = { participantId: ida, role: 'interviewer' as const, isHost: true };
  const recording = { entries: room.entries, missing: [], me, isRunning: false, disclosure: '', comings: [] };
  player = new Player('interview-1', recording);
  asked = [];
  stop = listenForKeys(player, {
    comment: () => asked.push('comment'),
    copyLink: () => asked.push('copyLink'),
    showChanges: () => asked.push('showChanges'),
    showKeys: () => asked.push('showKeys'),
  });
});
afterEach(() => {
  stop();
  document.body.replaceChildren();
});

function press(key: string, target: Element = document.body, change: KeyboardEventInit = {}): boolean {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...change });
  return !target.dispatchEvent(event);
}

function inside(html: string, selector: string): Element {
  document.body.innerHTML = html;
  return document.body.querySelector(selector)!;
}

describe('keys', () => {
  test('skip idle, comment, link, what changed and the list of all are a key each', () => {
    expect(player.skipsIdle).toBe(true);
    expect(press('s')).toBe(true);
    expect(player.skipsIdle).toBe(false);
    for (const key of ['c', 'l', 'w', '?']) expect(press(key), key).toBe(true);
    expect(asked).toEqual(['comment', 'copyLink', 'showChanges', 'showKeys']);
  });

  test('every key in the list is heard', () => {
    const named: Record<string, string[]> = {
      ...{ Space: [' '], '←': ['ArrowLeft'], '→': ['ArrowRight'], '← →': ['ArrowLeft', 'ArrowRight'] },
      ...{ PgUp: ['PageUp'], PgDn: ['PageDown'] },
    };
    const keys = keyRows.flatMap((row) => row.keys).filter((key) => key !== 'Shift');
    for (const key of keys.flatMap(
      (shown) => named[shown] ?? [shown.length === 1 ? shown.toLowerCase() : shown],
    ))
      expect(press(key), key).toBe(true);
    player.pause();
  });

  test.each([
    ['a text field', '<textarea></textarea>', 'textarea'],
    ['a line of text', '<input type="text">', 'input'],
    ['text that is edited in place', '<p contenteditable="true">x</p>', 'p'],
    ['a choice', '<select></select>', 'select'],
    ['a dialog', '<dialog open><button>Done</button></dialog>', 'button'],
    ['the board', '<div class="excalidraw"><canvas></canvas></div>', 'canvas'],
  ])('none is taken from %s', (_, html, selector) => {
    const target = inside(html, selector);
    for (const key of ['s', 'c', 'l', 'w', '?', 'Home', 'ArrowRight', ' '])
      expect(press(key, target), key).toBe(false);
    expect(asked).toEqual([]);
    expect(player).toMatchObject({ skipsIdle: true, position: 0, isPlaying: false });
  });

  test('in a list or on a checkbox letters work, and what moves or ticks there stays theirs', () => {
    const moment = inside('<div role="tabpanel"><button>Note</button></div>', 'button');
    for (const key of ['ArrowRight', 'End', 'PageDown', ' ']) expect(press(key, moment), key).toBe(false);
    expect(press('l', moment)).toBe(true);
    const tick = inside('<input type="checkbox">', 'input');
    expect(press(' ', tick)).toBe(false);
    expect(press('?', tick)).toBe(true);
    expect(asked).toEqual(['copyLink', 'showKeys']);
  });

  test('the browser keeps what it does with Ctrl, Alt and Cmd', () => {
    for (const held of ['ctrlKey', 'altKey', 'metaKey'])
      expect(press('s', document.body, { [held]: true })).toBe(false);
    expect(player.skipsIdle).toBe(true);
  });
});
