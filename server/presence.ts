// Who is in a room and where they point: volatile, never recorded, gone with the process. Several tabs of one
// person are one presence. It knows nothing of sockets; whoever listens sends what it is told.
import type { PersonPresence, PersonStatus, PointerMessage, PresenceMessage } from '#domain/protocol.ts';
import type { Clock } from './clock.ts';

/** A reload or a short gap in the air is not shown to the other. */
const graceMs = 5_000;
const pointerEveryMs = 33;

type Tab = { isAway: boolean; isTyping: boolean };
type Person = {
  tabs: Map<string, Tab>;
  /** The tab that was closed last: without any, a person counts as they were in it. */
  last: Tab;
  isLost: boolean;
  cancelLoss: (() => void) | null;
};
type Pointers = NonNullable<PresenceMessage['pointers']>;

export type PresenceListener = {
  people: (people: PersonPresence[]) => void;
  /** The latest of everyone who moved; each receiver is sent the others'. */
  pointers: (pointers: Pointers) => void;
};

export class Presence {
  readonly #clock: Clock;
  readonly #listener: PresenceListener;
  readonly #persons = new Map<string, Person>();
  #moved: Pointers = {};
  #sentAt = 0;
  #cancelSending: (() => void) | null = null;

  constructor(clock: Clock, listener: PresenceListener) {
    this.#clock = clock;
    this.#listener = listener;
  }

  people(): PersonPresence[] {
    return [...this.#persons].map(([participantId, person]) => ({ participantId, ...seenOf(person) }));
  }

  enter(participantId: string, tabId: string): void {
    this.#change(() => {
      const tab = { isAway: false, isTyping: false };
      const person = this.#persons.get(participantId) ?? {
        tabs: new Map(),
        last: tab,
        isLost: false,
        cancelLoss: null,
      };
      person.cancelLoss?.();
      Object.assign(person, { cancelLoss: null, isLost: false });
      person.tabs.set(tabId, tab);
      this.#persons.set(participantId, person);
    });
  }

  leave(participantId: string, tabId: string): void {
    const person = this.#persons.get(participantId);
    const tab = person?.tabs.get(tabId);
    if (!person || !tab) return;
    this.#change(() => {
      person.tabs.delete(tabId);
      person.last = tab;
    });
    if (person.tabs.size > 0) return;
    person.cancelLoss?.();
    person.cancelLoss = this.#clock.setTimer(
      () => this.#change(() => Object.assign(person, { isLost: true })),
      graceMs,
    );
  }

  update(participantId: string, tabId: string, message: PointerMessage): void {
    const person = this.#persons.get(participantId);
    const tab = person?.tabs.get(tabId);
    if (!person || !tab) return;
    const { pointer, view, isAway = tab.isAway, isTyping = tab.isTyping } = message;
    if (isAway !== tab.isAway || isTyping !== tab.isTyping)
      this.#change(() => Object.assign(tab, { isAway, isTyping }));
    if (!pointer && !view) return;
    this.#moved[participantId] = {
      ...this.#moved[participantId],
      ...(pointer && { pointer }),
      ...(view && { view }),
    };
    this.#sendSoon();
  }

  close(): void {
    this.#cancelSending?.();
    for (const person of this.#persons.values()) person.cancelLoss?.();
  }

  #change(change: () => void): void {
    const before = JSON.stringify(this.people());
    change();
    if (JSON.stringify(this.people()) !== before) this.#listener.people(this.people());
  }

  /** At once when it was quiet, else the latest when the beat is over: no pointer is ever sent twice or late. */
  #sendSoon(): void {
    if (this.#cancelSending) return;
    const wait = this.#sentAt + pointerEveryMs - this.#clock.now();
    if (wait <= 0) this.#send();
    else this.#cancelSending = this.#clock.setTimer(() => this.#send(), wait);
  }

  #send(): void {
    this.#cancelSending = null;
    this.#sentAt = this.#clock.now();
    const moved = this.#moved;
    this.#moved = {};
    this.#listener.pointers(moved);
  }
}

/** Here in any tab is here; a dropped connection counts as it was until the grace is over. */
function seenOf({ tabs, last, isLost }: Person): { status: PersonStatus; isTyping: boolean } {
  if (isLost) return { status: 'lost', isTyping: false };
  const seen = tabs.size > 0 ? [...tabs.values()] : [last];
  return {
    status: seen.every((tab) => tab.isAway) ? 'away' : 'here',
    isTyping: seen.some((tab) => tab.isTyping),
  };
}
