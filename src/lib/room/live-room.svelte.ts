// The open interview in this browser: the fold of the entries the server sent, sealed for this viewer.
// Nothing here is optimistic but the board: a button's effect is the entry that comes back.
import { getContext, setContext } from 'svelte';
import { askingOf } from '#domain/decide.ts';
import { can } from '#domain/interview.ts';
import type {
  Ack,
  Command,
  CommandType,
  Me,
  PersonPresence,
  PointerMessage,
  PresenceMessage,
  Refusal,
  Snapshot,
} from '#domain/protocol.ts';
import type { WireEntry } from '#domain/recording.ts';
import { apply, reviveSnapshot } from '#domain/fold.ts';
import type { RoomState } from '#domain/room.ts';
import { disclosure } from '#domain/view.ts';
import { RoomBoard } from './room-board.ts';
import { Connection } from './connection.ts';
import { isFleeting } from './outbox.ts';
import type { ConnectionStatus } from './connection.ts';
import { ServerClock } from './server-clock.svelte.ts';
import { LostWords } from './unsent-list.svelte.ts';

/** After this the socket brings the snapshot instead. */
const snapshotWithinMs = 8_000;
const key = Symbol('live room');

export function setLiveRoom(room: LiveRoom): LiveRoom {
  return setContext(key, room);
}

export function getLiveRoom(): LiveRoom {
  return getContext<LiveRoom>(key);
}

export class LiveRoom {
  readonly interviewId: string;
  state = $state.raw<RoomState | null>(null);
  me = $state.raw<Me | null>(null);
  connection = $state<ConnectionStatus>('connecting');
  refusal = $state.raw<Refusal | null>(null);
  people = $state.raw<Record<string, PersonPresence>>({});
  unsent = $state(0);

  readonly clock: ServerClock;
  readonly board: RoomBoard;
  readonly lost: LostWords;

  #connection: Connection;
  #wantsSnapshot = false;
  #isClosed = false;

  constructor(interviewId: string) {
    this.interviewId = interviewId;
    this.clock = new ServerClock(() => this.#connection.askClock());
    this.board = new RoomBoard(this);
    this.lost = new LostWords(this);
    this.#connection = new Connection(interviewId, {
      lastSeq: () => (this.#wantsSnapshot ? null : (this.state?.seq ?? null)),
      joined: (answer) => {
        this.me = answer.me;
        this.refusal = null;
        this.#setPeople(answer.people);
        this.clock.assume(answer.serverAt);
        if (document.visibilityState === 'hidden') this.#onVisibility();
        if ('snapshot' in answer) this.#show(reviveSnapshot(answer.snapshot));
      },
      entries: (entries) => this.#take(entries),
      presence: (message) => this.#presence(message),
      status: (status) => (this.connection = status),
      refused: (refusal) => (this.refusal = refusal),
      leftBehind: (command, refusal) => void this.lost.giveBack(command, refusal),
      outboxChanged: (size) => (this.unsent = size),
    });
  }

  /** Fetches the snapshot over HTTP, where it is compressed, then connects and follows the entries. */
  async open(): Promise<void> {
    this.clock.start();
    document.addEventListener('visibilitychange', this.#onVisibility);
    addEventListener('pagehide', this.#sayGoodbye);
    const snapshot = await fetchSnapshot(this.interviewId);
    // Whoever left meanwhile must not be shown to the others as here.
    if (this.#isClosed) return;
    if (snapshot) this.#show(reviveSnapshot(snapshot));
    this.#connection.open();
  }

  close(): void {
    this.#isClosed = true;
    this.clock.stop();
    document.removeEventListener('visibilitychange', this.#onVisibility);
    removeEventListener('pagehide', this.#sayGoodbye);
    this.#sayGoodbye();
    this.#connection.close();
  }

  /** Resolves after the own entry was applied, or with the refusal. Never rejects; survives reconnects. */
  submit(command: Command): Promise<Ack> {
    return this.#connection.submit(command);
  }

  /** The machine's answer for me at the server's present time; reactive on state, clock and connection. */
  can(type: CommandType, confirmed = false): boolean {
    if (!this.state || !this.me) return false;
    if (isFleeting(type) && this.connection !== 'live') return false;
    const asking = askingOf({ type }, this.me, this.clock.now);
    return can(this.state, { ...asking, confirmed });
  }

  setTyping(isTyping: boolean): void {
    this.#connection.sendStatus({ isTyping });
  }

  /** The latest goes out, with the next drawing or by itself. */
  sendPointer(pointing: Pick<PointerMessage, 'pointer' | 'view'>): void {
    this.#connection.point(pointing);
  }

  #take(entries: readonly WireEntry[]): boolean {
    const { state } = this;
    if (!state) return false;
    const before = disclosure(state);
    for (const entry of entries) {
      if (entry.seq <= state.seq) continue;
      if (entry.seq > state.seq + 1) return false;
      apply(state, entry);
      this.#connection.settleBy(entry);
    }
    this.state = { ...state };
    this.board.committed(entries);
    if (disclosure(state) !== before) this.#fetchWhole();
    return true;
  }

  /** What I may read has grown (start, reveal): entries sealed so far are sent again, as a snapshot. */
  #fetchWhole(): void {
    this.#wantsSnapshot = true;
    this.#connection.join();
  }

  #show(state: RoomState): void {
    this.#wantsSnapshot = false;
    this.state = state;
    this.board.replaced();
  }

  #presence({ people, pointers }: PresenceMessage): void {
    if (people) this.#setPeople(people);
    if (pointers) this.board.pointed(pointers);
  }

  #setPeople(people: PersonPresence[]): void {
    this.people = Object.fromEntries(people.map((person) => [person.participantId, person]));
    this.board.left(
      people.filter((person) => person.status === 'lost').map((person) => person.participantId),
    );
  }

  /** A closed page stops a solo clock soon, a lost network does not: so the page says which it is. */
  #sayGoodbye = (): void => {
    if (this.state?.solo) navigator.sendBeacon(`/api/interviews/${this.interviewId}/leaving`);
  };

  #onVisibility = (): void => {
    this.#connection.sendStatus({
      isAway: document.visibilityState === 'hidden',
    });
  };
}

async function fetchSnapshot(interviewId: string): Promise<Snapshot | null> {
  try {
    const signal = AbortSignal.timeout(snapshotWithinMs);
    const response = await fetch(`/api/interviews/${interviewId}/snapshot`, {
      signal,
    });
    return response.ok ? ((await response.json()) as Snapshot) : null;
  } catch {
    return null;
  }
}
