// Pairings that were made for strangers or for a time: who is there, who did not come, and what the two may tell each
// other afterwards. It reads rooms and changes none. It knows nothing of HTTP.
import { slotAt } from '#domain/reliability.ts';
import type { SlotInterview, SlotView } from '#domain/slot-view.ts';
import type { Clock } from './clock.ts';
import type { Interviews } from './interviews.ts';
import type { MatchViews } from './match-views.ts';
import { isNotComing } from './matched-pair.ts';
import type { Matchmaker } from './matchmaker.ts';
import { newId } from './new-interview.ts';
import type { Rooms } from './rooms.ts';
import type { PairingPerson } from './store/queue-store.ts';
import type { Pairing, Seat, Store } from './store/store.ts';

/** Of solo practice that begins because nobody came. */
const pauseAfterMs = 60_000;
/** A page that is open asks more often than this. */
const hereForMs = 12_000;
/** Whoever is there this long before the time has come. */
const comesBeforeMs = 30 * 60_000;

type Parts = {
  store: Store;
  rooms: Rooms;
  clock: Clock;
  interviews: Interviews;
  matchmaker: Matchmaker;
  matchViews: MatchViews;
};
type Slot = { pairing: Pairing & { startsAt: number }; me: PairingPerson; partner: PairingPerson };
export type SlotRefusal = 'wrong_stage' | 'partner_here';

export class Slots {
  readonly #parts: Parts;
  /** When somebody last looked, by pairing and user; volatile. */
  readonly #seenAt = new Map<string, number>();
  /** Who is connected to which interview's room: a page in the background asks too seldom to be seen by that. */
  readonly #inRoom = new Set<string>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Null for whoever is not one of the two. Looking is being there. */
  async view(pairingId: string, userId: string): Promise<SlotView | null> {
    const found = await this.#find(pairingId, userId);
    if (!found) return null;
    await this.seen(found.pairing, userId);
    return this.#shown(found);
  }

  /** Somebody's first tab came into a room, or their last one went. */
  noteComing(interviewId: string, participantId: string, isHere: boolean): void {
    const key = `${interviewId} ${participantId}`;
    if (isHere) this.#inRoom.add(key);
    else this.#inRoom.delete(key);
  }

  async seen(pairing: Pick<Pairing, 'id' | 'startsAt'>, userId: string): Promise<void> {
    const { store, clock } = this.#parts;
    const at = clock.now();
    if (pairing.startsAt === null) return;
    const key = `${pairing.id} ${userId}`;
    this.#seenAt.delete(key);
    this.#seenAt.set(key, at);
    // In the order of looking, so that those who went come first.
    for (const [gone, seenAt] of this.#seenAt) {
      if (at - seenAt < hereForMs) break;
      this.#seenAt.delete(gone);
    }
    if (at < pairing.startsAt - comesBeforeMs) return;
    const mine = (await store.pairingPeople(pairing.id)).find((person) => person.userId === userId);
    if (mine?.cameAt === null) await store.setAttendance(pairing.id, userId, { cameAt: at });
  }

  /** Says that the other did not come; refused as long as they may still come, or are there. */
  async missed(pairingId: string, userId: string): Promise<SlotRefusal | 'noted' | null> {
    const found = await this.#find(pairingId, userId);
    if (!found) return null;
    const { slot, partner } = await this.#shown(found);
    if (found.partner.missedAt !== null) return 'noted';
    if (partner.isHere && slot !== 'held') return 'partner_here';
    if (slot !== 'missed') return 'wrong_stage';
    const missedAt = this.#parts.clock.now();
    await this.#parts.store.setAttendance(pairingId, found.partner.userId, { missedAt });
    return 'noted';
  }

  /** Leaves before it has begun. It counts as not having come, and the other is free at once. */
  async leave(pairingId: string, userId: string): Promise<SlotRefusal | 'noted' | null> {
    const found = await this.#find(pairingId, userId);
    if (!found) return null;
    if ((await this.#shown(found)).slot === 'held') return 'wrong_stage';
    if (found.partner.missedAt === null)
      await this.#parts.store.setAttendance(pairingId, userId, { missedAt: this.#parts.clock.now() });
    return 'noted';
  }

  /** "We agreed otherwise": only whoever was let down can take it off the other. */
  async excuse(pairingId: string, userId: string): Promise<SlotRefusal | 'noted' | null> {
    const found = await this.#find(pairingId, userId);
    if (!found) return null;
    if (found.partner.missedAt === null) return 'wrong_stage';
    await this.#parts.store.setAttendance(pairingId, found.partner.userId, { isExcused: true });
    return 'noted';
  }

  /** An interview of one's own with the question one was to be asked: while the other may come it would be known to
   * them before it is asked (NS3). */
  async alone(pairingId: string, userId: string): Promise<{ interviewId: string } | SlotRefusal | null> {
    const found = await this.#find(pairingId, userId);
    if (!found) return null;
    const { slot } = await this.#shown(found);
    if (slot !== 'missed') return 'wrong_stage';
    const { store, rooms, interviews } = this.#parts;
    for (const { interviewId } of found.pairing.interviews) {
      const seat = await store.seatOf(interviewId, userId);
      if (seat?.role !== 'candidate') continue;
      const wish = await rooms.with(interviewId, (room) =>
        room.read(({ format, question, level }) => ({
          ...{ formatId: format.id, questionId: question?.id ?? null, level, isHidden: true },
          ...{ role: 'candidate' as const, name: seat.name },
          solo: { help: 'standard' as const, focus: null, prediction: null, pauseAfterMs },
        })),
      );
      return wish && interviews.create(wish, { id: userId });
    }
    return 'wrong_stage';
  }

  /** A way to be reached; shown once both have given theirs. */
  async contact(pairingId: string, userId: string, text: string): Promise<SlotRefusal | 'noted' | null> {
    const found = await this.#find(pairingId, userId);
    if (!found) return null;
    if (!(await this.#shown(found)).contact.isOpen) return 'wrong_stage';
    await this.#parts.store.setContact(pairingId, userId, text);
    return 'noted';
  }

  async block(pairingId: string, userId: string): Promise<'noted' | null> {
    const found = await this.#find(pairingId, userId);
    if (!found) return null;
    await this.#parts.matchmaker.block(userId, found.partner.userId);
    return 'noted';
  }

  async report(pairingId: string, userId: string, text: string): Promise<'noted' | null> {
    const found = await this.#find(pairingId, userId);
    if (!found) return null;
    const { store, clock } = this.#parts;
    const about = found.partner.userId;
    await store.report({ id: newId(), by: userId, about, pairingId, text, at: clock.now() });
    return 'noted';
  }

  async #find(pairingId: string, userId: string): Promise<Slot | null> {
    const { store } = this.#parts;
    const people = await store.pairingPeople(pairingId);
    const me = people.find((person) => person.userId === userId);
    const partner = people.find((person) => person.userId !== userId);
    const pairing = me && (await store.pairing(pairingId));
    if (!me || !partner || !pairing || pairing.startsAt === null) return null;
    return { pairing: { ...pairing, startsAt: pairing.startsAt }, me, partner };
  }

  async #shown({ pairing, me, partner }: Slot): Promise<SlotView> {
    const { store, clock, matchViews } = this.#parts;
    const serverAt = clock.now();
    const { id: pairingId, kind, startsAt, breakMs } = pairing;
    const lines = pairing.interviews.map(({ interviewId, position }) =>
      this.#interviewFor(interviewId, position, me.userId),
    );
    const interviews = (await Promise.all(lines)).filter((line) => line !== null);
    const isHere = await this.#isHere(pairing, partner.userId, serverAt);
    const contacts = await store.contacts(pairingId);
    const [mine, theirs] = [contacts.get(me.userId) ?? null, contacts.get(partner.userId) ?? null];
    const stage = interviews.find((one) => !['lobby', 'abandoned'].includes(one.stage))?.stage ?? 'lobby';
    const isPartnerMissed = isNotComing(partner);
    return {
      ...{ serverAt, pairingId, startsAt, breakMs, interviews },
      kind: kind === 'appointed' ? 'appointed' : 'matched',
      slot: slotAt({ startsAt, stage, isPartnerHere: isHere, isPartnerMissed }, serverAt),
      partner: { ...(await matchViews.strangerOf(partner.userId, partner)), isHere },
      missed: {
        ...{ mine: me.missedAt !== null, isMineExcused: me.isExcused },
        ...{ theirs: partner.missedAt !== null, isTheirsExcused: partner.isExcused },
      },
      contact: {
        isOpen: interviews.some((one) => one.stage === 'revealed'),
        mine,
        theirs: mine === null || theirs === null || (await this.#isBlocked(me, partner)) ? null : theirs,
      },
    };
  }

  async #isBlocked(me: PairingPerson, partner: PairingPerson): Promise<boolean> {
    const { store, clock } = this.#parts;
    return (await store.acquaintanceOf(me.userId, clock.now())).blocked.has(partner.userId);
  }

  async #isHere({ id, interviews }: Pairing, userId: string, at: number): Promise<boolean> {
    if (at - (this.#seenAt.get(`${id} ${userId}`) ?? -Infinity) < hereForMs) return true;
    const seats = await Promise.all(
      interviews.map(({ interviewId }) => this.#parts.store.seatOf(interviewId, userId)),
    );
    return seats.some((seat) => seat && this.#inRoom.has(`${seat.interviewId} ${seat.participantId}`));
  }

  async #interviewFor(interviewId: string, position: 1 | 2, userId: string): Promise<SlotInterview | null> {
    const { store, rooms } = this.#parts;
    const seat: Seat | null = await store.seatOf(interviewId, userId);
    if (!seat) return null;
    return rooms.with(interviewId, (room) =>
      room.read(({ format, stage, participants }) => ({
        ...{ id: interviewId, position, role: seat.role, stage, formatTitle: format.title },
        isRead: Object.values(participants).some(({ role, isReady }) => role === 'interviewer' && isReady),
      })),
    );
  }
}
