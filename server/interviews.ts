// Creating an interview, looking at an invite, taking a seat, listing one's own. Seats are rows whose unique
// indexes decide; the recording follows them. It knows nothing of HTTP.
import { randomInt } from 'node:crypto';
import { questionsFor } from '#domain/content-choice.ts';
import { drawQuestion } from '#domain/solo-choice.ts';
import type { SoloPlan } from '#domain/solo.ts';
import { rubricOf } from '#domain/content-rules.ts';
import type { Content } from '#domain/content-rules.ts';
import type { Format } from '#domain/format.ts';
import { roles } from '#domain/protocol.ts';
import type { Role } from '#domain/protocol.ts';
import type { Question } from '#domain/question.ts';
import type { RoomState } from '#domain/room.ts';
import type { Rubric } from '#domain/rubric.ts';
import type { Clock } from './clock.ts';
import type { User } from './identity.ts';
import type { Invites } from './invites.ts';
import { joinedBy, newId, newInterview } from './new-interview.ts';
import { plannedBreakMs } from './pairings.ts';
import { practiceOf } from './practice.ts';
import type { Room } from './room.ts';
import type { Rooms } from './rooms.ts';
import { unclaimedPrefix } from './store/store.ts';
import type { ListedInterview, NewPairing, Seat, Store } from './store/store.ts';

export type InterviewsParts = {
  store: Store;
  rooms: Rooms;
  content: Content;
  invites: Invites;
  clock: Clock;
  /** How long both scorecards are waited for. */
  ratingWaitMs: number;
};

export type NewInterviewWish = {
  formatId: string;
  /** null: surprise me. */
  questionId: string | null;
  isHidden: boolean;
  level: string;
  role: 'interviewer' | 'candidate';
  name: string;
  /** Planned as two interviews with the roles swapped in between. */
  isPaired?: boolean;
  /** Alone: the script leads. */
  solo?: Omit<SoloPlan, 'seed'>;
};

export type InviteLook = {
  role: Role;
  hostName: string;
  formatTitle: string;
  seatTaken: boolean;
  canWatch: boolean;
  isAlreadyIn: boolean;
};

type NotJoined = 'bad_invite' | 'seat_taken' | 'full' | 'too_late' | 'not_saved';
export type Joining = { ok: true; seat: Seat } | { ok: false; code: NotJoined; canWatch: boolean };

/** A class may watch; each of them costs a sealing of every entry. */
export const mostObservers = 50;

export class Interviews {
  readonly #parts: InterviewsParts;

  constructor(parts: InterviewsParts) {
    this.#parts = parts;
  }

  /** Makes an interview with its host's seat; null when format, question or level do not exist. */
  async create(wish: NewInterviewWish, user: User): Promise<{ interviewId: string } | null> {
    const { content, store, clock } = this.#parts;
    const format = content.formats.find((f) => f.id === wish.formatId);
    const seed = randomInt(2 ** 32);
    const question = format && (await this.#questionFor(wish, format, seed, user));
    if (!format || !question || !format.levels.includes(wish.level)) return null;
    const solo = wish.solo && { ...wish.solo, seed };
    if (solo && !canFocus(rubricOf(content, format), solo)) return null;
    const at = clock.now();
    const host = { userId: user.id, role: wish.role, name: wish.name, isHost: true };
    const { level, isHidden } = wish;
    const plan = { format, question, level, isHidden, seats: [host] as const, at, solo };
    const interview = newInterview(this.#parts, plan);
    if (!interview) return null;
    const pairing: NewPairing | undefined =
      wish.isPaired && !solo
        ? { id: newId(), kind: 'planned', breakMs: plannedBreakMs, createdAt: at, startsAt: null }
        : undefined;
    await store.create(interview, pairing);
    return { interviewId: interview.row.id };
  }

  async listFor(user: User): Promise<ShownInterview[]> {
    return (await this.#parts.store.listFor(user.id)).map(listedFor);
  }

  /** The paths of the invites that can be handed out: taken seats have none. For the host only. */
  async invitePaths(interviewId: string): Promise<Partial<Record<Role, string>>> {
    const { store, invites } = this.#parts;
    const taken = new Set((await store.seats(interviewId)).map((seat) => seat.role));
    const open = roles.filter((role) => role === 'observer' || !taken.has(role));
    return Object.fromEntries(open.map((role) => [role, invites.pathOf(interviewId, role)]));
  }

  /** What an invite offers, or null when there is no such invite. */
  async look(interviewId: string, token: string, user: User | null): Promise<InviteLook | null> {
    const { store, rooms, invites } = this.#parts;
    const role = await store.inviteRole(interviewId, invites.hashOf(token));
    if (!role) return null;
    const seats = await store.seats(interviewId);
    return rooms.with(interviewId, (room) =>
      room.read((state) => ({
        role,
        hostName: seats.find((seat) => seat.isHost)?.name ?? '',
        formatTitle: state.format.title,
        seatTaken: role !== 'observer' && seats.some((seat) => seat.role === role && !isUnclaimed(seat)),
        canWatch: role === 'observer' || state.areObserversWelcome,
        isAlreadyIn: seats.some((seat) => seat.userId === user?.id),
      })),
    );
  }

  /** Takes the seat an invite offers, or an observer's when `watch`. Whoever has a seat gets it back. */
  async join(
    interviewId: string,
    wish: { token: string; name: string; watch: boolean },
    user: User,
  ): Promise<Joining> {
    const { store, rooms, invites } = this.#parts;
    const invited = await store.inviteRole(interviewId, invites.hashOf(wish.token));
    const refused = (code: NotJoined, canWatch = false): Joining => ({ ok: false, code, canWatch });
    if (!invited) return refused('bad_invite');
    const joining = await rooms.with(interviewId, async (room): Promise<Joining> => {
      const { canWatch, isLate } = await room.read((state) => ({
        canWatch: invited === 'observer' || state.areObserversWelcome,
        isLate: isOver(state),
      }));
      const role = wish.watch ? 'observer' : invited;
      const seated = await store.seatOf(interviewId, user.id);
      const known = seated ?? (wish.watch ? null : await store.claimSeat(interviewId, invited, user.id));
      if (!known && role === 'observer' && !canWatch) return refused('seat_taken');
      if (!known && role !== 'observer' && isLate) return refused('too_late', canWatch);
      const seat =
        known ??
        (await store.takeSeat(
          { participantId: newId(), interviewId, userId: user.id, role, name: wish.name, isHost: false },
          mostObservers,
        ));
      if (seat === 'taken') return refused('seat_taken', canWatch);
      if (seat === 'full') return refused('full');
      const sitting = await sitDown(room, store, seat);
      return sitting === 'seated' ? { ok: true, seat } : refused(sitting, canWatch);
    });
    return joining ?? refused('bad_invite');
  }

  async #questionFor(
    { questionId, level, solo }: NewInterviewWish,
    format: Format,
    seed: number,
    user: User,
  ): Promise<Question | undefined> {
    const { formats, questions: all } = this.#parts.content;
    const questions = questionsFor(format, formats, all);
    if (questionId !== null) return questions.find((question) => question.id === questionId);
    if (solo) {
      const { past, weak } = await practiceOf(this.#parts, user.id);
      const now = this.#parts.clock.now();
      return drawQuestion(questions, past, weak[format.rubric] ?? [], { level, now, seed });
    }
    const fitting = questions.filter((question) => question.levels.includes(level));
    return fitting.length > 0 ? fitting[randomInt(fitting.length)] : undefined;
  }
}

/** Whether the rubric has what somebody practising alone wants to look at most. */
const canFocus = (rubric: Rubric | undefined, { focus }: Pick<SoloPlan, 'focus'>): boolean =>
  focus === null || rubric?.criteria.some(({ id }) => id === focus) === true;

export type ShownInterview = Omit<ListedInterview, 'title'> & { title: string | null };

/** An interview that has not started keeps its title from whoever will be asked the question; an observer never
 * reads the question, nor its title (VW3). */
export function listedFor(row: ListedInterview): ShownInterview {
  const mayRead = row.role === 'interviewer' || (row.role === 'candidate' && row.startedAt !== null);
  return { ...row, title: mayRead ? row.title : null };
}

/** Puts a seat into the recording, unless it is there. A crash between row and entry is healed by the next
 * call. The interview may have ended since the row was written: whoever would rate is then not seated any
 * more, because the scorecards do not wait for them, and the row is taken back. */
export async function sitDown(
  room: Room,
  store: Pick<Store, 'giveBackSeat'>,
  seat: Seat,
): Promise<'seated' | 'too_late' | 'not_saved'> {
  let isLate = false;
  const ack = await room.record(seat.participantId, (state) => {
    if (state.participants[seat.participantId]) return null;
    isLate = seat.role !== 'observer' && isOver(state);
    return isLate ? null : joinedBy(seat);
  });
  if (!ack.ok && ack.code === 'not_saved') return 'not_saved';
  if (!isLate) return 'seated';
  await store.giveBackSeat(seat.interviewId, seat.participantId);
  return 'too_late';
}

const isOver = ({ stage }: RoomState) => ['rating', 'closed', 'revealed', 'abandoned'].includes(stage);

const isUnclaimed = (seat: Seat) => seat.userId.startsWith(unclaimedPrefix);
