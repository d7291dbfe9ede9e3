// Watches one page for what an attack would do there: run a script, ask or open another address, break the page.
import type { Page } from '@playwright/test';
import { expect } from './two-people.ts';

/** What a page must never do; each thing it did is told. */
export class Watch {
  readonly seen: string[] = [];
  readonly #page: Page;

  private constructor(page: Page) {
    this.#page = page;
  }

  static async on(page: Page, origin: string): Promise<Watch> {
    const watch = new Watch(page);
    const context = page.context();
    await context.exposeFunction('told', (what: string) => void watch.seen.push(what));
    await context.addInitScript(() => {
      const tell = (globalThis as unknown as { told: (what: string) => void }).told;
      Object.assign(globalThis, { hit: (which: number) => tell(`script ${which} ran`) });
      document.addEventListener('securitypolicyviolation', ({ blockedURI, effectiveDirective, sourceFile }) =>
        tell(`${effectiveDirective} held back ${blockedURI} of ${sourceFile}`),
      );
    });
    context.on('request', (request) => {
      const url = request.url();
      const isOwn = url.startsWith(`${origin}/`) || /^(data|blob):/.test(url);
      if (!isOwn) watch.seen.push(`asked ${url}`);
    });
    context.on('page', (other) => void watch.seen.push(`opened ${other.url()}`));
    page.on('dialog', (dialog) => {
      watch.seen.push(`dialog ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('pageerror', (error) => void watch.seen.push(`error ${error.message}`));
    return watch;
  }

  async expectNothing(): Promise<void> {
    // The page has had its turn: what an attack set off has been told by then.
    await this.#page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
    expect(this.seen).toEqual([]);
  }
}
