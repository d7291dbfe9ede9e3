// The queue as this browser sees it: one stream from the server, and what one does. The stream opens again by itself
// after a lost network; the place in the queue is kept for half a minute meanwhile.
import type { MatchView } from '#domain/match-view.ts';
import { api } from '$lib/ui/api.ts';
import type { Answer } from '$lib/ui/api.ts';

export type QueueWish = {
  alias: string;
  formatId: string;
  level: string;
  languages: string[];
  isForBoth: boolean;
  avoid: string[];
  isAgainWelcome: boolean;
};

export class MatchQueue {
  view = $state.raw<MatchView | null>(null);
  isConnected = $state(true);
  /** Server's time less this browser's. */
  offsetMs = $state(0);
  problem = $state<string | null>(null);
  #stream: EventSource | null = null;
  /** The page is gone; a stream opened after that would keep its place for nobody (MQ1). */
  #isClosed = false;
  #again: ReturnType<typeof setTimeout> | undefined;

  /** Looks where one stands, and follows it when one waits already, in another tab or before a reload. */
  async open(): Promise<void> {
    const answer = await api.get<MatchView>('/api/match');
    if (!answer.ok) this.problem = answer.message;
    else this.#take(answer.data);
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#again);
    this.#hangUp();
  }

  async enter(wish: QueueWish): Promise<boolean> {
    return this.#asked(await api.post<MatchView>('/api/match/enter', wish));
  }

  async confirm(meetingId: string): Promise<boolean> {
    return this.#asked(await api.post<MatchView>('/api/match/here', { meetingId }));
  }

  async leave(): Promise<void> {
    const answer = await api.post('/api/match/leave', {});
    if (!answer.ok) this.problem = answer.message;
    else await this.open();
  }

  #asked(answer: Answer<MatchView>): boolean {
    this.problem = answer.ok ? null : answer.message;
    if (answer.ok) this.#take(answer.data);
    return answer.ok;
  }

  #take(view: MatchView): void {
    this.view = view;
    this.offsetMs = view.serverAt - Date.now();
    if (view.is === 'waiting' || view.is === 'meeting') this.#follow();
    else this.#hangUp();
  }

  #hangUp(): void {
    this.#stream?.close();
    this.#stream = null;
  }

  #follow(): void {
    if (this.#stream || this.#isClosed) return;
    const stream = new EventSource('/api/match/live');
    this.#stream = stream;
    stream.onopen = () => (this.isConnected = true);
    stream.onmessage = ({ data }) => this.#take(JSON.parse(String(data)) as MatchView);
    stream.onerror = () => {
      this.isConnected = false;
      // A browser gives up on an answer that is no stream, as of a proxy while the server starts again.
      if (stream.readyState !== EventSource.CLOSED || this.#stream !== stream) return;
      this.#stream = null;
      this.#again = setTimeout(() => void this.open(), 2_000);
    };
  }
}

/** Half-words of how long it will take; honest where nothing is known. */
export function estimateWords(view: Extract<MatchView, { is: 'waiting' }>): string {
  const { estimate } = view;
  if (estimate.is === 'unknown') return 'Too few have waited here lately to say how long it takes.';
  if (estimate.is === 'likely')
    return `At this time of day half of those who wait find somebody within ${aboutMinutes(estimate.halfMs)} from now.`;
  return `At this time of day fewer than half find somebody, even after ${aboutMinutes(estimate.longestMs)} more.`;
}

function aboutMinutes(ms: number): string {
  if (ms < 60_000) return `${Math.max(10, Math.ceil(ms / 10_000) * 10)} seconds`;
  const minutes = Math.ceil(ms / 60_000);
  return minutes === 1 ? 'a minute' : `${minutes} minutes`;
}

/** "came 8 of 10 times"; nobody is judged by one time. */
export function reliabilityWords({ came, of }: { came: number; of: number }): string {
  if (of === 0) return 'first time here';
  if (of === 1) return came === 1 ? 'came once so far' : 'did not come, once so far';
  return `came ${came} of the last ${of} times`;
}
