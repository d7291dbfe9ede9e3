// Finished interviews put into a store at once, each played through the real domain: what history is made of,
// without an hour of clicking. Values, minutes and roles are the caller's.
import { fold } from '#domain/fold.ts';
import { interviewerRubricOf, rubricOf } from '#domain/content-rules.ts';
import type { Content } from '#domain/content-rules.ts';
import type { Command, RatingValue, Role } from '#domain/protocol.ts';
import type { Happening } from '#domain/recording.ts';
import { unitsFor } from '#domain/parts.ts';
import type { Rubric } from '#domain/rubric.ts';
import { finishedOf, projectionOf } from '../../server/projection.ts';
import { newId } from '../../server/new-interview.ts';
import type { Seat, Store } from '../../server/store/store.ts';
import { DrivenRoom, minute } from './an-interview.ts';

export type PastWish = {
  at: number;
  level?: string;
  questionId?: string;
  /** Whose history it comes into, and as what. */
  userId: string;
  role?: Exclude<Role, 'observer'>;
  partnerUserId?: string;
  partnerName?: string;
  name?: string;
  /** By criterion; a criterion that is missing gets 3. Null: the form was never submitted. */
  byInterviewer?: Record<string, RatingValue> | null;
  byCandidate?: Record<string, RatingValue> | null;
  /** In minutes, by phase; one that is missing takes its target. */
  minutes?: Record<string, number>;
  /** Checklist items left unticked. */
  missed?: readonly string[];
  hints?: number;
  /** The rubric's major version. */
  major?: number;
};

type Played = { room: DrivenRoom; ids: Record<'interviewer' | 'candidate', string> };

/** Puts one finished interview in and answers its id. */
export async function addPast(store: Store, content: Content, wish: PastWish): Promise<string> {
  const { room, ids } = play(content, wish);
  const state = fold(room.entries);
  const own = wish.role ?? 'candidate';
  const seatOf = (role: 'interviewer' | 'candidate'): Seat => ({
    ...{ participantId: ids[role], interviewId: state.interviewId, role, isHost: role === 'interviewer' },
    userId: role === own ? wish.userId : (wish.partnerUserId ?? `partner-${state.interviewId}`),
    name: nameOf(wish, role),
  });
  await store.create({
    row: {
      id: state.interviewId,
      title: state.question?.title ?? '',
      formatTitle: state.format.title,
      level: state.level,
      createdAt: state.createdAt,
      ...projectionOf(state),
    },
    host: seatOf('interviewer'),
    others: [seatOf('candidate')],
    invites: [],
    entries: room.entries,
    ...finishedOf(state),
  });
  return state.interviewId;
}

function play(content: Content, wish: PastWish): Played {
  const ids = { interviewer: newId(), candidate: newId() };
  const room = new DrivenRoom();
  room.at = wish.at;
  room.record(creation(content, wish), ids.interviewer);
  for (const role of ['interviewer', 'candidate'] as const)
    room.record(
      {
        ...{ type: 'participant.joined', participantId: ids[role], role, name: nameOf(wish, role) },
        isHost: role === 'interviewer',
      },
      ids[role],
    );
  room.must(ids.interviewer, { type: 'interview.start', confirmed: true });
  for (const phase of room.state.format.phases) {
    for (const { id } of phase.checklist)
      if (!wish.missed?.includes(id))
        room.must(ids.interviewer, { type: 'checklist.set', itemId: id, done: true });
    room.wind((wish.minutes?.[phase.id] ?? phase.targetMinutes) * minute);
    room.must(ids.interviewer, { type: 'phase.advance', from: phase.id, confirmed: true });
  }
  room.wind(minute);
  submit(room, ids.interviewer, wish.byInterviewer === undefined ? {} : wish.byInterviewer);
  submit(room, ids.candidate, wish.byCandidate === undefined ? {} : wish.byCandidate);
  if (room.state.stage === 'rating') {
    room.wind(room.state.ratingWaitMs);
    room.record({ type: 'interview.closed' }, 'clock');
  }
  return { room, ids };
}

function creation(content: Content, { level = 'senior', questionId, major }: PastWish): Happening {
  const format = content.formats.find(({ id }) => id === 'system-design');
  const rubric = format && rubricOf(content, format);
  const question = content.questions.find(({ id, format: of }) =>
    questionId ? id === questionId : of === 'system-design',
  );
  if (!format || !rubric || !question) throw new Error('there is no such content');
  const interviewerRubric = interviewerRubricOf(content, format);
  const version = major === undefined ? rubric.version : `${major}.0.0`;
  return {
    ...{ type: 'interview.created', interviewId: newId(), level, format, question, isHidden: false },
    rubric: { ...rubric, version } satisfies Rubric,
    ...(interviewerRubric && { interviewerRubric }),
  };
}

function submit(room: DrivenRoom, by: string, values: Record<string, RatingValue> | null): void {
  if (values === null) return;
  const { role } = room.state.participants[by]!;
  const form: Command[] = unitsFor(room.state, role).map(({ key, criterion }) => ({
    ...{ type: 'rating.set', criterion: key, value: values[criterion.id] ?? 3, behaviours: [], notes: [] },
    evidence: 'Said it and drew it.',
  }));
  const summary = { recommendation: 'yes', strength: 'Asked first.', change: 'Say the numbers aloud.' };
  for (const command of form) room.must(by, command);
  room.must(by, { type: 'summary.set', ...summary });
  room.must(by, { type: 'rating.submit' });
}

function nameOf({ role = 'candidate', name = 'Carl', partnerName = 'Ida' }: PastWish, of: Role): string {
  return of === role ? name : partnerName;
}
