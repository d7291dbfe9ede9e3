// Comments pinned to moments of this recording, as the page keeps them. What may be written and read is the server's
// to say; a refusal is a sentence to show.
import type { Comment } from '#domain/comment.ts';
import { api } from '../ui/api.ts';

export class Comments {
  /** By the moment they are pinned to. */
  list = $state.raw<Comment[]>([]);
  readonly #address: string;

  constructor(interviewId: string) {
    this.#address = `/api/interviews/${encodeURIComponent(interviewId)}/comments`;
  }

  /** Also asked again when somebody comes back to the page: the other may have written meanwhile. */
  async load(): Promise<void> {
    const answer = await api.get<Comment[]>(this.#address);
    if (answer.ok) this.list = answer.data;
  }

  /** Null when it is kept, else why not. */
  async add(text: string, pinnedAt: number): Promise<string | null> {
    const answer = await api.post<Comment>(this.#address, { text, pinnedAt });
    if (!answer.ok) return answer.message;
    this.list = [...this.list, answer.data].sort((a, b) => a.pinnedAt - b.pinnedAt);
    return null;
  }

  async remove(id: string): Promise<string | null> {
    const answer = await api.delete(`${this.#address}/${id}`);
    if (!answer.ok && answer.code !== 'not_found') return answer.message;
    this.list = this.list.filter((comment) => comment.id !== id);
    return null;
  }
}
