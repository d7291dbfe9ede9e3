// Words on their way: what was sent and not answered yet, and what was refused. They stay in sight until the
// server holds them, because a field that empties itself looks like a loss when the connection is gone.
import type { Ack, Command, Refusal } from '#domain/protocol.ts';
import { keep, readKept } from '../ui/device-storage.ts';
import { randomId } from '../ui/random-id.ts';
import type { LiveRoom } from './live-room.svelte.ts';
import { typedWords } from './typed-words.ts';
import type { Words } from './typed-words.ts';

export type Unsent = {
  id: string;
  text: string;
  /** Where it was typed, where that does not go without saying. */
  title?: string;
  /** Null: trying again would change nothing, the words can only be copied. */
  command: Command | null;
  failure: string | null;
};

type Submits = { submit(command: Command): Promise<Ack> };
type Writer = Pick<LiveRoom, 'interviewId' | 'state' | 'me'>;

export class UnsentList {
  items = $state.raw<Unsent[]>([]);

  #room: Submits;

  constructor(room: Submits) {
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
    if (!item.command) return;
    this.discard(item);
    this.items = [...this.items, item];
    const ack = await this.#room.submit(item.command);
    this.discard(item);
    // `already_done` answers a second try of something that had arrived.
    if (!ack.ok && ack.code !== 'already_done')
      this.items = [...this.items, { ...item, failure: ack.message }];
  }
}

/** Refused words that cannot be sent again. They outlive a refresh, until whoever typed them lets them go. */
export class LostWords {
  #items = $state.raw<Unsent[]>([]);
  #room: Writer;
  #key: string;

  constructor(room: Writer) {
    this.#room = room;
    this.#key = `fourstep.lost.${room.interviewId}`;
    this.#items = readKept(this.#key, isList) ?? [];
  }

  get items(): readonly Unsent[] {
    return this.#items;
  }

  /** Keeps in sight what was typed in a refused command; whether there was any. */
  giveBack(command: Command, refusal: Refusal): boolean {
    // A note or message that was sent twice had arrived.
    if (refusal.code === 'already_done' && !command.type.endsWith('.set')) return false;
    const words = typedWords(command, this.#room.state, this.#room.me);
    for (const each of words) this.#add(each, refusal.message);
    return words.length > 0;
  }

  discard({ id }: Unsent): void {
    this.#set(this.#items.filter((item) => item.id !== id));
  }

  /** What was typed on is one text, not one more. */
  #add({ title, text }: Words, failure: string): void {
    const isEarlier = (item: Unsent) => item.title === title && text.startsWith(item.text.trimEnd());
    const others = this.#items.filter((item) => !isEarlier(item));
    this.#set([...others, { id: randomId(), title, text, command: null, failure }]);
  }

  #set(items: Unsent[]): void {
    this.#items = items;
    keep(this.#key, items.length > 0 ? items : null);
  }
}

const isList = (value: unknown): value is Unsent[] => Array.isArray(value);
