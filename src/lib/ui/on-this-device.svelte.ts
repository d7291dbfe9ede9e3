// What this browser remembers about its owner: the theme and the name last used. Nothing here is an identity.
import { browser } from '$app/environment';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

function read(key: string): string | null {
  try {
    return browser ? localStorage.getItem(key) : null;
  } catch {
    return null; // Storage can be switched off; everything works without it.
  }
}

function write(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // As above: what cannot be remembered is asked again.
  }
}

const stored = read('fourstep.theme');
let theme = $state<Theme>(stored === 'light' || stored === 'dark' ? stored : 'system');

let isSpoken = $state(read('fourstep.spoken') === 'yes');

const helps = ['guided', 'standard', 'exam'] as const;

export const onThisDevice = {
  /** Whether the scripted interviewer is read aloud. */
  get isSpoken(): boolean {
    return isSpoken;
  },
  set isSpoken(next: boolean) {
    isSpoken = next;
    write('fourstep.spoken', next ? 'yes' : null);
  },
  /** How much help was wanted last when practising alone. */
  get help(): (typeof helps)[number] {
    return helps.find((help) => help === read('fourstep.help')) ?? 'standard';
  },
  set help(next: (typeof helps)[number]) {
    write('fourstep.help', next);
  },
  /** After how many minutes a closed page stops the clock of a solo interview. */
  get pauseAfterMinutes(): number {
    const minutes = Number(read('fourstep.pause-after') ?? 1);
    return minutes >= 0.5 && minutes <= 60 ? minutes : 1;
  },
  set pauseAfterMinutes(next: number) {
    write('fourstep.pause-after', String(next));
  },
  get theme(): Theme {
    return theme;
  },
  set theme(next: Theme) {
    theme = next;
    write('fourstep.theme', next === 'system' ? null : next);
    // `theme.js` does the same before the first paint.
    if (next === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
  },
  /** The name last used, or a friendly one. */
  get name(): string {
    return read('fourstep.name') ?? 'Guest';
  },
  set name(next: string) {
    write('fourstep.name', next.trim() || null);
  },
};
