// The questions someone means to ask an interviewer, starred before the interview. Kept in this browser only.

const key = 'fourstep.starred';
/** A quarter of an hour answers no more of them. */
export const fewStars = 2;

function read(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
}

export class Starred {
  #ids = $state.raw<readonly string[]>([]);

  /** Only in the browser: asked when the component stands. */
  load(): void {
    this.#ids = read();
  }

  get count(): number {
    return this.#ids.length;
  }

  has(id: string): boolean {
    return this.#ids.includes(id);
  }

  toggle(id: string): void {
    this.#ids = this.has(id) ? this.#ids.filter((other) => other !== id) : [...this.#ids, id];
    try {
      localStorage.setItem(key, JSON.stringify(this.#ids));
    } catch {
      // Full or forbidden: they are starred until the page is left.
    }
  }
}
