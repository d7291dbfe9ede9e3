// Who is in a room and where they point: volatile, never recorded, gone with the process. Several tabs of one
// person are one presence. It knows nothing of sockets; whoever listens sends what it is told.
import type { PersonPresence, PersonStatus, PointerMessage } from '#domain/protocol.ts';
import type { Pointing } from '#domain/wire-pointing.ts';
import type { Update } from '#domain/wire-update.ts';
import { shortestBeatMs } from './beat.ts';
import type { Beat } from './beat.ts';
import type { Clock } from './clock.ts';

/** A reload or a short gap in the air is not shown to the other. */
const graceMs = 5_000;

type Tab = { isAway: boolean; isTyping: boolean };
type Person = {
  tabs: Map<string, Tab>;
  /** The tab that was closed last: without any, a person counts as they were in it. */
  last: Tab;
  isLost: boolean;
  cancelLoss: (() => void) | null;
};
type Pointers = NonNullable<Update['pointers']>;

export type PresenceListener = {
  people: (people: PersonPresence[]) => void;
  /** Somebody moved and it is time to show it: `takeMoved` says who and where to. */
  moved: () => void;
};

export class Presence {
  readonly #clock: Clock;
  readonly #listener: PresenceListener;
  readonly #beatMs: Beat;
  readonly #persons = new Map<string, Person>();
  #moved: Pointers | null = null;
  #shownAt = 0;
  #cancelShowing: (() => void) | null = null;

  constructor(clock: Clock, listener: PresenceListener, beatMs: Beat = () => shortestBeatMs) {
    this.#clock = clock;
    this.#listener = listener;
    this.#beatMs = beatMs;
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

  update(participantId: string, tabId: string, { pointer, view, ...status }: PointerMessage): void {
    const person = this.#persons.get(participantId);
    const tab = person?.tabs.get(tabId);
    if (!person || !tab) return;
    const { isAway = tab.isAway, isTyping = tab.isTyping } = status;
    if (isAway !== tab.isAway || isTyping !== tab.isTyping)
      this.#change(() => Object.assign(tab, { isAway, isTyping }));
    this.point(participantId, { ...(pointer && { pointer }), ...(view && { view }) });
    this.show();
  }

  /** Remembers where somebody points, to be shown with what comes next or by `show`. */
  point(participantId: string, { pointer, view }: Pointing): void {
    if (!pointer && !view) return;
    this.#moved ??= {};
    const known = this.#moved[participantId] ?? {};
    if (pointer) known.pointer = pointer;
    if (view) known.view = view;
    this.#moved[participantId] = known;
  }

  /** Shows who moved: at once when it was quiet, else the latest when the beat is over. */
  show(): void {
    if (!this.#moved || this.#cancelShowing) return;
    const wait = this.#shownAt + this.#beatMs() - this.#clock.now();
    if (wait <= 0) this.#listener.moved();
    else this.#cancelShowing = this.#clock.setTimer(() => this.#listener.moved(), wait);
  }

  /** The latest of everyone who moved since it was last asked, so that no pointer is shown twice. */
  takeMoved(): Pointers | null {
    this.#cancelShowing?.();
    this.#cancelShowing = null;
    this.#shownAt = this.#clock.now();
    const moved = this.#moved;
    this.#moved = null;
    return moved;
  }

  close(): void {
    this.#cancelShowing?.();
    for (const person of this.#persons.values()) person.cancelLoss?.();
  }

  #change(change: () => void): void {
    const before = JSON.stringify(this.people());
    change();
    if (JSON.stringify(this.people()) !== before) this.#listener.people(this.people());
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
