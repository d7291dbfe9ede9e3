// An interview as it is given to the store: its row, its seats, its invites and its first entries. Contents go into
// the recording, so that a later edit of a file never changes an old scorecard. It knows nothing of who asked.
import { randomBytes } from 'node:crypto';
import { interviewerRubricOf, rubricOf } from '#domain/content-rules.ts';
import type { Content } from '#domain/content-rules.ts';
import { apply } from '#domain/fold.ts';
import type { Format } from '#domain/format.ts';
import { roles } from '#domain/protocol.ts';
import type { Role } from '#domain/protocol.ts';
import type { Question } from '#domain/question.ts';
import type { Entry, Happening } from '#domain/recording.ts';
import { emptyRoom } from '#domain/room.ts';
import type { RoomState } from '#domain/room.ts';
import type { SoloPlan } from '#domain/solo.ts';
import type { Invites } from './invites.ts';
import { projectionOf } from './projection.ts';
import type { NewInterview, Seat } from './store/store.ts';

/** 128 bits: an interview's address cannot be guessed. */
export const newId = () => randomBytes(16).toString('base64url');

type Parts = { content: Content; invites: Invites; ratingWaitMs: number };
type Seating = Pick<Seat, 'userId' | 'name' | 'isHost'> & { role: Role };
export type InterviewPlan = {
  format: Format;
  question: Question;
  level: string;
  isHidden: boolean;
  /** Who sits from the start; one of them is the host. */
  seats: readonly [Seating, ...Seating[]];
  at: number;
  /** Alone: the script leads, nobody is invited, and there is no interviewer to rate. */
  solo?: SoloPlan | undefined;
};

/** Null when the format's rubric is not there. */
export function newInterview(parts: Parts, plan: InterviewPlan): NewInterview | null {
  const { content, invites, ratingWaitMs } = parts;
  const { format, question, level, isHidden, at, solo } = plan;
  const rubric = rubricOf(content, format);
  if (!rubric) return null;
  const interviewerRubric = solo ? undefined : interviewerRubricOf(content, format);
  const interviewId = newId();
  const seats = plan.seats.map((seat): Seat => ({ participantId: newId(), interviewId, ...seat }));
  const host = seats.find(({ isHost }) => isHost) ?? seats[0]!;
  const taken = new Set(seats.map(({ role }) => role));
  const created: Happening = {
    type: 'interview.created',
    interviewId,
    level,
    format,
    rubric,
    question,
    isHidden,
    ...(interviewerRubric && { interviewerRubric }),
    ratingWaitMs,
    ...(solo && { solo }),
  };
  const joined = seats.map((seat) => ({ ...joinedBy(seat), by: seat.participantId }));
  const { state, entries } = firstEntries([{ ...created, by: host.participantId }, ...joined], at);
  return {
    row: {
      id: interviewId,
      title: question.title,
      formatTitle: format.title,
      level,
      createdAt: state.createdAt,
      ...projectionOf(state),
    },
    questionId: question.id,
    host,
    others: seats.filter((seat) => seat !== host),
    invites: roles
      .filter((role) => !solo && !taken.has(role))
      .map((role) => ({ role, tokenHash: invites.hashOf(invites.tokenOf(interviewId, role)) })),
    entries,
  };
}

export function joinedBy({ participantId, role, name, isHost }: Seat): Happening {
  return { type: 'participant.joined', participantId, role, name, isHost };
}

function firstEntries(
  happenings: readonly (Happening & { by: string })[],
  at: number,
): { state: RoomState; entries: Entry[] } {
  const entries = happenings.map((happening, i): Entry => ({
    ...happening,
    seq: i + 1,
    at,
    clientId: null,
    clientSeq: null,
  }));
  const state = emptyRoom();
  for (const entry of entries) apply(state, entry);
  return { state, entries };
}
