// One interview's other half, asked for again as long as a page shows it: the partner may swap at any moment.
import type { PairingView } from '#domain/pairing-view.ts';
import { api } from '$lib/ui/api.ts';

const lookAgainMs = 3_000;

export class PairingWatch {
  view = $state.raw<PairingView | null>(null);
  readonly #address: string;

  constructor(interviewId: string) {
    this.#address = `/api/interviews/${encodeURIComponent(interviewId)}`;
  }

  /** Looks now and again; the answer stops it. */
  start(): () => void {
    const again = setInterval(() => void this.look(), lookAgainMs);
    void this.look();
    return () => clearInterval(again);
  }

  async look(): Promise<void> {
    const answer = await api.get<PairingView>(`${this.#address}/pairing`);
    if (answer.ok) this.view = answer.data;
  }

  /** The second interview's id, null while the other has to agree; or what stands in the way. */
  async swap() {
    const answer = await api.post<{ interviewId: string | null }>(`${this.#address}/swap`, {});
    await this.look();
    return answer;
  }
}
