// A revealed interview as a report: the facts of the recording in the order a reader wants them. The page,
// the Markdown and the JSON are three renderings of this one value. Pure; knows neither DOM nor server.
import { boardOutline } from '#domain/board-outline.ts';
import type { Role } from '#domain/protocol.ts';
import type { Question } from '#domain/question.ts';
import type { RoomState } from '#domain/room.ts';
import { cardsOfRecord } from '#domain/solo.ts';
import { criteriaOf } from './criteria.ts';
import type { CriterionReport } from './criteria.ts';
import { provisionalWords } from './earlier.ts';
import type { Earlier } from './earlier.ts';
import { gapsIn } from './gaps.ts';
import type { Gaps } from './gaps.ts';
import { givenIn, notesOf, phasesOf } from './happened.ts';
import type { Given, NoteLine, PhaseReport } from './happened.ts';
import { looksOf } from './looks.ts';
import type { Looks } from './looks.ts';
import { nameOf } from './names.ts';
import { numbersOf } from './numbers.ts';
import type { Numbers } from './numbers.ts';
import { ofInterviewer, ratersOf } from './raters.ts';
import type { InterviewerLine, Rater } from './raters.ts';
import { threeLines } from './three-lines.ts';
import type { ThreeLines } from './three-lines.ts';

export type Report = Numbers & {
  interviewId: string;
  title: string;
  format: string;
  level: string;
  rubric: string;
  /** Files as `id@version`. */
  versions: { format: string; rubric: string; question: string | null };
  isImported: boolean;
  startedAt: number | null;
  lengthMs: number;
  /** `name` empty where it was left out, here and of raters. */
  people: { name: string; role: Role }[];
  isRehearsal: boolean;
  isSolo: boolean;
  /** The other scorecard never came; what stands here is one's own side (VW8). */
  isOneSided: boolean;
  /** Until there are four of its kind (TR2), in words; null when there are, or when nobody may know. */
  provisional: string | null;
  /** False for an observer: time and board are all there is. */
  hasRatings: boolean;
  lines: ThreeLines;
  raters: Rater[];
  criteria: CriterionReport[];
  /** One's own ratings one after another, where one was alone (SO8). */
  looks: Looks | null;
  /** Self against interviewer; null unless both rated. */
  gaps: Gaps | null;
  /** The candidate's rating of the interviewer (RB6); empty when there is none. */
  ofInterviewer: InterviewerLine[];
  phases: PhaseReport[];
  answers: Given[];
  hints: Given[];
  curveballs: Given[];
  notes: NoteLine[];
  outline: string[];
  statement: string | null;
  /** The question's reveal block; null for whoever may not read it. */
  reference: Question['reveal'] | null;
};

/** The report for a viewer of that role, from the state as it was sealed for them. `earlier`: where it is known. */
export function reportOf(given: RoomState, role: Role, earlier: Earlier | null = null): Report {
  const state = { ...given, scorecards: cardsOfRecord(given) };
  const criteria = criteriaOf(state);
  const { question, format, rubric } = state;
  const phases = phasesOf(state);
  return {
    interviewId: state.interviewId,
    title: question?.title ?? format.title,
    format: format.title,
    level: state.level,
    rubric: `${rubric.title}, version ${rubric.version}`,
    versions: {
      format: `${format.id}@${format.version}`,
      rubric: `${rubric.id}@${rubric.version}`,
      question: question ? [question.id, question.version].filter(Boolean).join('@') : null,
    },
    isImported: state.isImported,
    startedAt: state.startedAt,
    lengthMs: phases.reduce((sum, phase) => sum + (phase.actualMs ?? 0), 0),
    people: Object.values(state.participants).map(({ id, role: theirs }) => ({
      name: nameOf(state, id),
      role: theirs,
    })),
    isRehearsal: state.isRehearsal,
    isSolo: state.solo !== null,
    isOneSided: state.stage === 'closed',
    provisional: provisionalWords(state, earlier),
    hasRatings: role !== 'observer' && Object.keys(state.scorecards).length > 0,
    lines: threeLines(state),
    raters: ratersOf(state),
    criteria,
    looks: looksOf(given),
    gaps: gapsIn(state, earlier?.gaps),
    ofInterviewer: ofInterviewer(state),
    phases,
    ...givenIn(state),
    notes: notesOf(state),
    ...numbersOf(state),
    outline: boardOutline(state.scene),
    statement: question?.candidate?.statement ?? null,
    reference: question?.reveal ?? null,
  };
}
