// Words on their way: what was sent and not answered yet, and what was refused. They stay in sight until the
// server holds them, because a field that empties itself looks like a loss when the connection is gone.
import type { Command } from '#domain/protocol.ts';
import { randomId } from '../ui/random-id.ts';
import type { LiveRoom } from './live-room.svelte.ts';

export type Unsent = {
  id: string;
  text: string;
  command: Command;
  failure: string | null;
};

export class UnsentList {
  items = $state.raw<Unsent[]>([]);

  #room: LiveRoom;

  constructor(room: LiveRoom) {
    this.#room = room;
  }

  async send(text: string, command: Command): Promise<void> {
    await this.#submit({ id: randomId(), text, command, failure: null });
  }

  async again(item: Unsent): Promise<void> {
    await this.#submit({ ...item, failure: null });
  }

  discard({ id }: Unsent): void {
    this.items = this.items.filter((item) => item.id !== id);
  }

  async #submit(item: Unsent): Promise<void> {
    this.discard(item);
    this.items = [...this.items, item];
    const ack = await this.#room.submit(item.command);
    this.discard(item);
    // `already_done` answers a second try of something that had arrived.
    if (!ack.ok && ack.code !== 'already_done')
      this.items = [...this.items, { ...item, failure: ack.message }];
  }
}
