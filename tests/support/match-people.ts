// People at a real server's partner queue: what they ask, and the stream they are told by.
import type { MatchView } from '#domain/match-view.ts';
import type { SlotView } from '#domain/slot-view.ts';
import { aQuestion } from './an-interview.ts';
import { testContent } from './server.ts';
import type { Guest } from './guest.ts';

/** The tests' content with three questions, so that two people can be asked different ones. */
export const contentWith = (ids: string[] = ['one', 'two', 'three']) => ({
  ...testContent(),
  questions: ids.map((id) => ({ ...aQuestion(), id, title: `Title of ${id}` })),
});

export const aWish = (change: Record<string, unknown> = {}) => ({
  alias: 'Quiet Heron',
  formatId: 'system-design',
  level: 'senior',
  languages: ['en'],
  isForBoth: true,
  avoid: [],
  isAgainWelcome: false,
  ...change,
});

export const enter = (who: Guest, change: Record<string, unknown> = {}) =>
  who.post('/api/match/enter', aWish(change));
export const viewOf = async (who: Guest) => (await who.get('/api/match')).body as MatchView;
export const slotOf = async (who: Guest, id: string) =>
  (await who.get(`/api/pairings/${id}`)).body as SlotView;

/** What happens to somebody, as their page hears it. */
export class Stream {
  readonly views: MatchView[] = [];
  readonly #abort = new AbortController();
  #waiting: { isDone: (view: MatchView) => boolean; done: (view: MatchView) => void }[] = [];
  /** Resolves when either side has hung up. */
  readonly over: Promise<void>;

  private constructor(response: Response) {
    this.over = this.#read(response).catch(() => undefined);
  }

  static async open(who: Guest): Promise<Stream> {
    const abort = new AbortController();
    const response = await fetch(`${who.origin}/api/match/live`, {
      headers: { cookie: who.cookie, origin: who.origin },
      signal: abort.signal,
    });
    if (!response.ok) throw new Error(`no stream: ${response.status}`);
    const stream = new Stream(response);
    stream.#abort.signal.addEventListener('abort', () => abort.abort());
    return stream;
  }

  /** The next view, or one that came already, that is so. */
  until(isDone: (view: MatchView) => boolean): Promise<MatchView> {
    const known = this.views.at(-1);
    if (known && isDone(known)) return Promise.resolve(known);
    return new Promise((done) => this.#waiting.push({ isDone, done }));
  }

  close(): Promise<void> {
    this.#abort.abort();
    return this.over;
  }

  async #read(response: Response): Promise<void> {
    let text = '';
    const decoder = new TextDecoder();
    for await (const bytes of response.body ?? []) {
      text += decoder.decode(bytes, { stream: true });
      const events = text.split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) this.#hear(JSON.parse(event.replace(/^data: /, '')) as MatchView);
    }
  }

  #hear(view: MatchView): void {
    this.views.push(view);
    const done = this.#waiting.filter((waiting) => waiting.isDone(view));
    this.#waiting = this.#waiting.filter((waiting) => !done.includes(waiting));
    for (const waiting of done) waiting.done(view);
  }
}
