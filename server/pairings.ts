// Pairings: the second interview with the same two people and the roles swapped. The store's keys decide when two
// ask at once; rooms are asked for their stage, never changed. It knows nothing of HTTP.
import { randomInt } from 'node:crypto';
import { questionsFor } from '#domain/content-choice.ts';
import type { Content } from '#domain/content-rules.ts';
import { questionsToDraw, swapAnswer } from '#domain/pairing.ts';
import type { PairingView } from '#domain/pairing-view.ts';
import type { SwapRefusal } from '#domain/pairing.ts';
import type { Role } from '#domain/protocol.ts';
import type { Question } from '#domain/question.ts';
import type { RoomState } from '#domain/room.ts';
import type { Clock } from './clock.ts';
import type { Invites } from './invites.ts';
import { newId, newInterview } from './new-interview.ts';
import type { Rooms } from './rooms.ts';
import { givenUpPrefix, unclaimedPrefix } from './store/store.ts';
import type { NewInterview, Pairing, Seat, Store } from './store/store.ts';

export const plannedBreakMs = 5 * 60_000;

export type PairingsParts = {
  store: Store;
  rooms: Rooms;
  content: Content;
  invites: Invites;
  clock: Clock;
  ratingWaitMs: number;
};

export type SwapResult =
  { ok: true; interviewId: string | null } | { ok: false; code: SwapRefusal | 'no_other_question' };

type Situation = { state: RoomState; pairing: Pairing | null; partner: Seat | null; offers: string[] };

export class Pairings {
  readonly #parts: PairingsParts;

  constructor(parts: PairingsParts) {
    this.#parts = parts;
  }

  async view(seat: Seat): Promise<PairingView | null> {
    const situation = await this.#situationOf(seat);
    if (!situation) return null;
    const { state, pairing, partner, offers } = situation;
    const place = placeOf(pairing, seat.interviewId);
    const otherId = pairing?.interviews.find(
      ({ interviewId }) => interviewId !== seat.interviewId,
    )?.interviewId;
    return {
      isPlanned: pairing !== null && pairing.kind !== 'swapped',
      breakMs: pairing?.breakMs ?? 0,
      position: place,
      partnerName: partner?.name ?? null,
      other: otherId === undefined ? null : await this.#otherFor(otherId, seat.userId),
      offers: { mine: offers.includes(seat.userId), theirs: offers.includes(partner?.userId ?? '') },
      swap: swapAnswer(factsOf(situation, seat)),
      endedAt: state.endedAt,
      slotId: pairing?.startsAt == null ? null : pairing.id,
    };
  }

  /** Swaps the roles, or notes that this one of the two wants to. Asked when it is done it answers the same interview. */
  async swap(seat: Seat): Promise<SwapResult | null> {
    const { store, clock } = this.#parts;
    const situation = await this.#situationOf(seat);
    if (!situation) return null;
    const answer = swapAnswer(factsOf(situation, seat));
    if (answer === 'already_done') return this.#known(situation.pairing, seat);
    if (answer !== 'made' && answer !== 'offered') return { ok: false, code: answer };
    const offers = await store.offerSwap(seat.interviewId, seat.userId, clock.now());
    const isWanted = answer === 'made' || offers.includes(situation.partner?.userId ?? '');
    if (!isWanted) return { ok: true, interviewId: null };
    const second = await this.#second(seat, situation);
    if (!second) return { ok: false, code: 'no_other_question' };
    const createdAt = clock.now();
    const pairing = { id: newId(), kind: 'swapped', breakMs: 0, createdAt, startsAt: null } as const;
    if (await store.addSecond(seat.interviewId, pairing, second))
      return { ok: true, interviewId: second.row.id };
    return this.#known(await store.pairingOf(seat.interviewId), seat);
  }

  /** Of two who asked at the same moment the later one is led to what the earlier one made. */
  #known(pairing: Pairing | null, seat: Seat): SwapResult {
    const second = pairing?.interviews.find(({ position }) => position === 2);
    if (!second || second.interviewId === seat.interviewId) return { ok: false, code: 'already_done' };
    return { ok: true, interviewId: second.interviewId };
  }

  async #second(seat: Seat, { state, partner }: Situation): Promise<NewInterview | null> {
    const { content, store, clock } = this.#parts;
    if (!partner) return null;
    const format = content.formats.find(({ id }) => id === state.format.id);
    if (!format) return null;
    const nextRole = (role: Role): Role => (role === 'interviewer' ? 'candidate' : 'interviewer');
    const seats = [seat, partner].map(({ userId, participantId, role, name }) => ({
      userId,
      role: nextRole(role),
      name: state.participants[participantId]?.name ?? name,
      isHost: nextRole(role) === 'interviewer',
    }));
    const hadBy = async (role: Role) =>
      new Set(await store.questionsHad(seats.find((one) => one.role === role)?.userId ?? ''));
    const open = questionsToDraw(questionsFor(format, content.formats, content.questions), {
      hadByCandidate: await hadBy('candidate'),
      hadByInterviewer: await hadBy('interviewer'),
      taken: new Set(state.question ? [state.question.id] : []),
      level: state.level,
      avoid: [],
    });
    const question: Question | undefined = open.length > 0 ? open[randomInt(open.length)] : undefined;
    if (!question) return null;
    const plan = { format, question, level: state.level, isHidden: true, at: clock.now() };
    return newInterview(this.#parts, { ...plan, seats: [seats[0]!, seats[1]!] });
  }

  async #situationOf(seat: Seat): Promise<Situation | null> {
    const { store, rooms } = this.#parts;
    const state = await rooms.with(seat.interviewId, (room) => room.read((read) => ({ ...read })));
    if (!state) return null;
    const seats = await store.seats(seat.interviewId);
    const partner = seats.find((one) => one.role !== 'observer' && one.participantId !== seat.participantId);
    return {
      state,
      pairing: await store.pairingOf(seat.interviewId),
      partner: partner && isHeld(partner) ? partner : null,
      offers: await store.swapOffers(seat.interviewId),
    };
  }

  async #otherFor(interviewId: string, userId: string): Promise<PairingView['other']> {
    const { store } = this.#parts;
    const [row, seat] = await Promise.all([store.interview(interviewId), store.seatOf(interviewId, userId)]);
    return row && seat ? { id: interviewId, role: seat.role, stage: row.stage } : null;
  }
}

function factsOf({ state, pairing, partner, offers }: Situation, seat: Seat) {
  return {
    stage: state.isImported ? 'imported' : state.stage,
    isRehearsal: state.isRehearsal || state.solo !== null,
    isPlanned: pairing !== null,
    isPartnerThere: partner !== null,
    hasPartnerOffered: partner !== null && offers.includes(partner.userId),
    isTaken: placeOf(pairing, seat.interviewId) === 2 || (pairing?.interviews.length ?? 0) > 1,
  };
}

function placeOf(pairing: Pairing | null, interviewId: string): 1 | 2 {
  return pairing?.interviews.find((one) => one.interviewId === interviewId)?.position ?? 1;
}

const isHeld = ({ userId }: Seat) => !userId.startsWith(givenUpPrefix) && !userId.startsWith(unclaimedPrefix);
