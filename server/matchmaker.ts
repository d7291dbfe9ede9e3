// The partner queue as it lives: one thing at a time is decided, kept, applied and told. Whoever closes the last page
// leaves after a while; a restart finds everybody in their place. It knows nothing of HTTP.
import { againAfterMs } from '#domain/matching.ts';
import type { Acquaintance, Ticket } from '#domain/matching.ts';
import { applyChange, confirm, emptyQueue, endAll, endOverdue, enter, leave } from '#domain/queue.ts';
import { meetingOf, nextOverdueAt, proposeMeetings } from '#domain/queue.ts';
import { graceMs } from '#domain/reliability.ts';
import type { LeftBecause, Queue, QueueChange, QueueRefusal } from '#domain/queue.ts';
import { Alarm } from './alarm.ts';
import { isNotComing, matchedPair } from './matched-pair.ts';
import { newId } from './new-interview.ts';
import type { PairingsParts } from './pairings.ts';
import type { QueueStep } from './store/queue-store.ts';

/** People who come within this are looked at together. */
const roundMs = 1_000;
/** A reload, a tunnel, a laptop between two networks. */
const lostAfterMs = 30_000;
/** Whoever comes back within this is told why they are out, up to so many people. */
const tellReasonForMs = 10 * 60_000;
const mostReasons = 10_000;
/** Read the question, come to the room. */
export const readThroughMs = 5 * 60_000;

export type Told = (userIds: readonly string[]) => void;
type Parts = PairingsParts & { onTrouble: (error: unknown) => void };

export class Matchmaker {
  readonly #parts: Parts;
  readonly #queue: Queue = emptyQueue();
  readonly #acquaintances = new Map<string, Acquaintance>();
  /** Pages open by user; a timer for whoever has none. */
  readonly #pages = new Map<string, number>();
  readonly #losses = new Map<string, () => void>();
  /** Why somebody is not in the queue any more, in the order of leaving. */
  readonly #because = new Map<string, { because: LeftBecause; at: number }>();
  readonly #told = new Set<Told>();
  #working: Promise<unknown> = Promise.resolve();
  readonly #rounds: Alarm;
  #isClosed = false;

  private constructor(parts: Parts) {
    this.#parts = parts;
    this.#rounds = new Alarm(parts.clock, () => this.#startRound());
  }

  /** With everybody who waited when the server stopped; who was being asked then keeps the place (MQ4). */
  static async open(parts: Parts): Promise<Matchmaker> {
    const matchmaker = new Matchmaker(parts);
    for (const ticket of await parts.store.tickets()) {
      applyChange(matchmaker.#queue, { type: 'ticket.added', ticket });
      await matchmaker.#getToKnow(ticket.userId);
      matchmaker.#expectLoss(ticket.userId);
    }
    for (const change of endAll(matchmaker.#queue)) applyChange(matchmaker.#queue, change);
    matchmaker.#schedule();
    return matchmaker;
  }

  get queue(): Readonly<Queue> {
    return this.#queue;
  }

  becauseOf(userId: string): LeftBecause | null {
    const left = this.#because.get(userId);
    return left && this.#parts.clock.now() - left.at < tellReasonForMs ? left.because : null;
  }

  /** Whoever is expected elsewhere is led there instead (MQ6). */
  enter(ticket: Ticket): Promise<void> {
    return this.#inTurn(async () => {
      if (await this.openPairingOf(ticket.userId)) return;
      await this.#getToKnow(ticket.userId);
      await this.#carryOut(enter(this.#queue, ticket));
      if (!this.#pages.get(ticket.userId)) this.#expectLoss(ticket.userId);
    });
  }

  leave(userId: string, because: LeftBecause = 'left'): Promise<void> {
    return this.#inTurn(() => this.#carryOut(leave(this.#queue, userId, because)));
  }

  confirm(userId: string, meetingId: string): Promise<'confirmed' | QueueRefusal> {
    return this.#inTurn(async () => {
      const decided = confirm(this.#queue, userId, meetingId, this.#parts.clock.now());
      if (!decided.ok) return decided.code;
      await this.#carryOut(decided.changes);
      return 'confirmed';
    });
  }

  /** The pairing somebody is expected in: made, not begun, and still waited for. */
  async openPairingOf(userId: string): Promise<string | null> {
    const { store, clock } = this.#parts;
    for (const { pairingId, startsAt } of await store.attendances(userId, 3)) {
      if (startsAt === null || clock.now() < startsAt - readThroughMs || clock.now() >= startsAt + graceMs)
        continue;
      const people = await store.pairingPeople(pairingId);
      if (people.length < 2 || people.some(isNotComing)) continue;
      const pairing = await store.pairing(pairingId);
      const lines = await Promise.all(
        (pairing?.interviews ?? []).map(({ interviewId }) => store.interview(interviewId)),
      );
      if (lines.length === 2 && lines.every((line) => line?.stage === 'lobby')) return pairingId;
    }
    return null;
  }

  /** Two who were brought together do not meet again; a proposal between them is off. */
  block(userId: string, otherId: string): Promise<void> {
    return this.#inTurn(async () => {
      await this.#parts.store.block(userId, otherId, this.#parts.clock.now());
      for (const id of [userId, otherId]) if (this.#queue.tickets.has(id)) await this.#getToKnow(id);
      const meeting = meetingOf(this.#queue, userId);
      if (meeting?.userIds.includes(otherId))
        await this.#carryOut([{ type: 'meeting.ended', meetingId: meeting.id }]);
    });
  }

  /** Takes somebody out of everything but their interviews, which are given up apart. */
  async forget(userId: string): Promise<void> {
    await this.leave(userId);
    await this.#parts.store.forgetUser(userId);
    this.#because.delete(userId);
  }

  /** A page of theirs is open until it is closed by the answer. */
  arrive(userId: string): () => void {
    this.#losses.get(userId)?.();
    this.#losses.delete(userId);
    this.#pages.set(userId, (this.#pages.get(userId) ?? 0) + 1);
    return () => {
      const left = (this.#pages.get(userId) ?? 1) - 1;
      if (left > 0) this.#pages.set(userId, left);
      else this.#pages.delete(userId);
      if (left === 0 && this.#queue.tickets.has(userId)) this.#expectLoss(userId);
    };
  }

  onChange(told: Told): () => void {
    this.#told.add(told);
    return () => this.#told.delete(told);
  }

  /** Resolves when what was begun is kept or refused. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#rounds.close();
    for (const cancel of this.#losses.values()) cancel();
    await this.#working;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#working.then(work);
    this.#working = turn.catch(() => undefined);
    return turn;
  }

  /** Keep before apply, apply before tell: what a restart would forget has not happened. */
  async #carryOut(changes: readonly QueueChange[]): Promise<void> {
    if (changes.length === 0) return;
    await this.#parts.store.keepQueue(await this.#stepOf(changes));
    // Asked before they are applied: whose meeting ended is known only as long as it is there.
    const touched = new Set(changes.flatMap((change) => usersOf(change, this.#queue)));
    for (const change of changes) this.#apply(change);
    for (const told of this.#told) told([...touched]);
    this.#schedule();
  }

  async #stepOf(changes: readonly QueueChange[]): Promise<QueueStep> {
    const { clock } = this.#parts;
    const removed = changes.filter((change) => change.type === 'ticket.removed');
    const made = changes.find((change) => change.type === 'pair.made');
    const pair = made && (await this.#pairOf(made.tickets));
    return {
      added: changes.flatMap((change) => (change.type === 'ticket.added' ? change.ticket : [])),
      removed: removed.map(({ ticket }) => ticket.userId),
      waits: removed.map(({ ticket: { formatId, since }, because }) => ({
        ...{ formatId, enteredAt: since, waitedMs: Math.max(0, clock.now() - since) },
        isFound: because === 'paired',
      })),
      ...(pair && { pair }),
    };
  }

  async #pairOf([first, second]: readonly [Ticket, Ticket]) {
    const { clock } = this.#parts;
    const startsAt = clock.now() + readThroughMs;
    const wish = { kind: 'matched', formatId: first.formatId, startsAt, people: [first, second] } as const;
    const pair = await matchedPair(this.#parts, wish);
    if (!pair) throw new Error(`there are no two questions for ${first.formatId}`);
    return pair;
  }

  #apply(change: QueueChange): void {
    applyChange(this.#queue, change);
    if (change.type === 'ticket.added') this.#because.delete(change.ticket.userId);
    if (change.type !== 'ticket.removed') return;
    const { userId } = change.ticket;
    this.#acquaintances.delete(userId);
    this.#losses.get(userId)?.();
    this.#losses.delete(userId);
    // A page that was cut off asks when it comes back; one that is closed never does, and must not fill the map.
    this.#because.delete(userId);
    this.#because.set(userId, { because: change.because, at: this.#parts.clock.now() });
    const [oldest] = this.#because.keys();
    if (this.#because.size > mostReasons && oldest !== undefined) this.#because.delete(oldest);
  }

  async #getToKnow(userId: string): Promise<void> {
    const { store, clock } = this.#parts;
    this.#acquaintances.set(userId, await store.acquaintanceOf(userId, clock.now() - againAfterMs));
  }

  #expectLoss(userId: string): void {
    if (this.#isClosed) return;
    this.#losses.get(userId)?.();
    const gone = () => void this.leave(userId, 'lost').catch(this.#parts.onTrouble);
    this.#losses.set(userId, this.#parts.clock.setTimer(gone, lostAfterMs));
  }

  /** Looks again when there is something to look for: a meeting that runs out, or two who might meet. Whoever enters
   * does not put off a round that is set. */
  #schedule(): void {
    const now = this.#parts.clock.now();
    const isAnybodyFree = this.#queue.tickets.size > 2 * this.#queue.meetings.size + 1;
    const at = Math.min(nextOverdueAt(this.#queue) ?? Infinity, isAnybodyFree ? now + roundMs : Infinity);
    if (at < Infinity) this.#rounds.setFor(at);
  }

  #startRound(): void {
    this.#inTurn(() => this.#lookRound()).catch((error: unknown) => {
      this.#parts.onTrouble(error);
      this.#schedule();
    });
  }

  async #lookRound(): Promise<void> {
    const at = this.#parts.clock.now();
    await this.#carryOut(endOverdue(this.#queue, at));
    await this.#carryOut(proposeMeetings(this.#queue, this.#acquaintances, at, newId));
    this.#schedule();
  }
}

function usersOf(change: QueueChange, queue: Queue): readonly string[] {
  switch (change.type) {
    case 'ticket.added':
    case 'ticket.removed':
      return [change.ticket.userId];
    case 'meeting.made':
      return change.meeting.userIds;
    case 'meeting.confirmed':
    case 'meeting.ended':
      return queue.meetings.get(change.meetingId)?.userIds ?? [];
    case 'pair.made':
      return change.tickets.map(({ userId }) => userId);
  }
}
