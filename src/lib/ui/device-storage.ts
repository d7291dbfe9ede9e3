// What a page keeps for itself across a refresh. A browser may forbid or fill its storage: then nothing is
// kept, and nothing breaks.

export function readKept<T>(key: string, isRight: (value: unknown) => value is T): T | null {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(key) ?? 'null');
    return isRight(value) ? value : null;
  } catch {
    return null;
  }
}

/** Keeps `value`, or forgets what was kept when it is null. */
export function keep(key: string, value: unknown): void {
  try {
    if (value === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Full or forbidden: the text is still on the screen.
  }
}
