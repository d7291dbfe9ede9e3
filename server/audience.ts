// The sockets in one room: seals what happened for each viewer and sends it on, in order. It is the way out
// for entries; nothing else emits them. It knows no Socket.IO: a member is anything that can be sent to.
import type { PersonPresence } from '#domain/protocol.ts';
import type { Entry, WireEntry } from '#domain/recording.ts';
import type { RoomState } from '#domain/room.ts';
import { seal } from '#domain/view.ts';
import type { Viewer } from '#domain/view.ts';
import type { SharedBytes, Update } from '#domain/wire-update.ts';
import { shortestBeatMs } from './beat.ts';
import type { Beat } from './beat.ts';
import type { Clock } from './clock.ts';
import { Presence } from './presence.ts';
import type { Lease, Rooms } from './rooms.ts';

export type Member = {
  id: string;
  viewer: Viewer;
  /** `shared` keeps what is written alike for everybody, while it is sent around. */
  send: (update: Update, shared?: SharedBytes) => void;
  sendPeople: (people: PersonPresence[]) => void;
};
/** Told when somebody's first tab comes in, and when their last one goes. */
export type OnComing = (interviewId: string, participantId: string, isHere: boolean) => void;
type Pointers = NonNullable<Update['pointers']>;
/** What waits for a member: entries in order, and where the others point, the latest of each. */
type Seated = Member & { waiting: WireEntry[]; pointers: Pointers | null };

/** Above this many sockets the server gathers for a moment: fewer frames is what saves it. */
const crowdSize = 6;
const gatherMs = 33;

export class Audience {
  readonly presence: Presence;
  readonly #lease: Lease;
  readonly #clock: Clock;
  readonly #beatMs: Beat;
  readonly #members = new Map<string, Seated>();
  readonly #unlisten: () => void;
  readonly #onComing: OnComing | undefined;
  #cancelFlush: (() => void) | null = null;

  constructor(lease: Lease, clock: Clock, beatMs: Beat = () => shortestBeatMs, onComing?: OnComing) {
    this.#onComing = onComing;
    this.#lease = lease;
    this.#clock = clock;
    this.#beatMs = beatMs;
    this.#unlisten = lease.room.listen((entries, state) => this.#publish(entries, state));
    const people = (everyone: PersonPresence[]) => this.#sendPeople(everyone);
    this.presence = new Presence(clock, { people, moved: () => this.#flush() }, beatMs);
  }

  get room() {
    return this.#lease.room;
  }

  get isEmpty(): boolean {
    return this.#members.size === 0;
  }

  /** To be called inside `room.read`: what the member is answered and what it is sent then fit together. */
  add(member: Member): void {
    const { participantId } = member.viewer;
    if (!this.#isThere(participantId)) this.#onComing?.(this.room.interviewId, participantId, true);
    this.#members.set(member.id, { ...member, waiting: [], pointers: null });
    this.presence.enter(participantId, member.id);
  }

  remove(id: string): void {
    const member = this.#members.get(id);
    if (!member) return;
    this.#members.delete(id);
    const { participantId } = member.viewer;
    this.presence.leave(participantId, id);
    if (!this.#isThere(participantId)) this.#onComing?.(this.room.interviewId, participantId, false);
  }

  #isThere(participantId: string): boolean {
    return [...this.#members.values()].some(({ viewer }) => viewer.participantId === participantId);
  }

  close(): void {
    this.#cancelFlush?.();
    this.presence.close();
    this.#unlisten();
    this.#lease.release();
  }

  #publish(entries: readonly Entry[], state: RoomState): void {
    for (const member of this.#members.values()) {
      const sealed = entries.map((entry) => seal(entry, member.viewer, state));
      if (member.waiting.length === 0) member.waiting = sealed;
      else member.waiting.push(...sealed);
    }
    if (this.#members.size > crowdSize) return this.#flushIn(gatherMs);
    const beatMs = this.#beatMs();
    // With time to spare nobody waits; else an author does, who sees what they drew already.
    const isUrgent = ({ viewer }: Member) => entries.some(({ by }) => by !== viewer.participantId);
    if (beatMs === shortestBeatMs) return this.#flush();
    this.#flush(isUrgent);
    this.#flushIn(beatMs);
  }

  #flushIn(ms: number): void {
    this.#cancelFlush ??= this.#clock.setTimer(() => this.#flush(), ms);
  }

  /** One frame for each member: what happened, and where the others point. */
  #flush(isDue?: (member: Member) => boolean): void {
    if (!isDue) {
      this.#cancelFlush?.();
      this.#cancelFlush = null;
    }
    const moved = this.presence.takeMoved();
    const shared: SharedBytes = new Map();
    for (const member of this.#members.values()) {
      if (moved) keepOthers(member, moved);
      const { waiting: entries, pointers } = member;
      if ((entries.length === 0 && !pointers) || (isDue && !isDue(member))) continue;
      if (entries.length > 0) member.waiting = [];
      member.pointers = null;
      member.send(pointers ? { entries, pointers } : { entries }, shared);
    }
  }

  #sendPeople(people: PersonPresence[]): void {
    for (const member of this.#members.values()) member.sendPeople(people);
  }
}

/** Everybody's pointers but one's own. */
function keepOthers(member: Seated, moved: Pointers): void {
  for (const id in moved) {
    const pointing = moved[id];
    if (pointing && id !== member.viewer.participantId)
      (member.pointers ??= {})[id] = { ...member.pointers?.[id], ...pointing };
  }
}

/** The audiences of all rooms somebody is in. */
export class Audiences {
  readonly #rooms: Rooms;
  readonly #clock: Clock;
  readonly #beatMs: Beat | undefined;
  readonly #onComing: OnComing | undefined;
  readonly #open = new Map<string, { opening: Promise<Audience | null>; arriving: number }>();

  constructor(rooms: Rooms, clock: Clock, beatMs?: Beat, onComing?: OnComing) {
    this.#onComing = onComing;
    this.#rooms = rooms;
    this.#clock = clock;
    this.#beatMs = beatMs;
  }

  /** Runs `enter` with the interview's audience; null when there is no such interview. */
  async arrive<T>(interviewId: string, enter: (audience: Audience) => Promise<T>): Promise<T | null> {
    const held = this.#open.get(interviewId) ?? { opening: this.#start(interviewId), arriving: 0 };
    this.#open.set(interviewId, held);
    held.arriving += 1;
    try {
      const audience = await held.opening;
      return audience && (await enter(audience));
    } finally {
      held.arriving -= 1;
      await this.#closeIfEmpty(interviewId);
    }
  }

  async leave(audience: Audience, memberId: string): Promise<void> {
    audience.remove(memberId);
    await this.#closeIfEmpty(audience.room.interviewId);
  }

  async close(): Promise<void> {
    for (const { opening } of this.#open.values()) (await opening.catch(() => null))?.close();
    this.#open.clear();
  }

  async #start(interviewId: string): Promise<Audience | null> {
    const lease = await this.#rooms.lease(interviewId);
    return lease && new Audience(lease, this.#clock, this.#beatMs, this.#onComing);
  }

  async #closeIfEmpty(interviewId: string): Promise<void> {
    const held = this.#open.get(interviewId);
    const audience = await held?.opening.catch(() => null);
    if (!held || held.arriving > 0 || this.#open.get(interviewId) !== held) return;
    if (audience && !audience.isEmpty) return;
    this.#open.delete(interviewId);
    audience?.close();
  }
}
