// A pairing of strangers, or for a time, as this browser sees it. Looking is being there: as long as the page is open
// the other is shown that somebody is.
import type { SlotView } from '#domain/slot-view.ts';
import { api } from '$lib/ui/api.ts';
import type { Answer } from '$lib/ui/api.ts';

const lookAgainMs = 3_000;

export class SlotWatch {
  view = $state.raw<SlotView | null>(null);
  failure = $state.raw<{ code: string; message: string } | null>(null);
  offsetMs = $state(0);
  readonly #address: string;

  constructor(pairingId: string) {
    this.#address = `/api/pairings/${encodeURIComponent(pairingId)}`;
  }

  start(): () => void {
    const again = setInterval(() => void this.look(), lookAgainMs);
    void this.look();
    return () => clearInterval(again);
  }

  async look(): Promise<void> {
    const answer = await api.get<SlotView>(this.#address);
    this.failure = answer.ok ? null : answer;
    if (!answer.ok) return;
    this.view = answer.data;
    this.offsetMs = answer.data.serverAt - Date.now();
  }

  async ask<T = unknown>(
    what: 'missed' | 'leave' | 'excuse' | 'alone' | 'contact' | 'block' | 'report',
    body: object = {},
  ): Promise<Answer<T>> {
    const answer = await api.post<T>(`${this.#address}/${what}`, body);
    await this.look();
    return answer;
  }
}
