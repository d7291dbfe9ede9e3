// A revealed interview as a report: the facts of the recording in the order a reader wants them. The page,
// the Markdown and the JSON are three renderings of this one value. Pure; knows neither DOM nor server.
import { boardOutline } from '#domain/board-outline.ts';
import { timeSpent } from '#domain/clock.ts';
import type { Role } from '#domain/protocol.ts';
import type { Question } from '#domain/question.ts';
import type { RoomState, Scorecard } from '#domain/room.ts';
import { evidenceCount, recommendationTitle } from '#domain/scorecard.ts';
import { criteriaOf, ratingWords } from './criteria.ts';
import type { CriterionReport } from './criteria.ts';
import { provisionalWords } from './earlier.ts';
import type { Earlier } from './earlier.ts';
import { gapsIn } from './gaps.ts';
import type { Gaps } from './gaps.ts';
import { cardsOfRecord } from '#domain/solo.ts';
import { judge } from './judgement.ts';
import type { Judgement } from './judgement.ts';
import { looksOf } from './looks.ts';
import type { Looks } from './looks.ts';
import { momentOf, phaseTitle } from './moments.ts';
import type { Moment } from './moments.ts';
import { numbersOf } from './numbers.ts';
import type { Numbers } from './numbers.ts';
import { threeLines } from './three-lines.ts';
import type { ThreeLines } from './three-lines.ts';

/** Whose view of the candidate a column is: their own or the interviewer's. */
export type View = 'self' | 'interviewer';

export type Rater = {
  view: View;
  name: string;
  recommendation: string;
  strength: string;
  change: string;
  /** As in the rubric, such as `strong_yes`; null when none was given. */
  recommendationId: string | null;
  /** What the scoring rule makes of this rater's values. */
  judgement: Judgement | null;
  /** "Evidence for 5 of 7 ratings". */
  evidence: string;
};

export type PhaseReport = {
  id: string;
  title: string;
  minMs: number;
  maxMs: number;
  addedMs: number;
  /** Where it began; null when the interview ended before it. */
  begun: Moment | null;
  /** Null when the interview ended before this phase. */
  actualMs: number | null;
  done: ChecklistLine[];
  /** Nothing of a phase that was not reached. */
  missed: ChecklistLine[];
  /** Content hash of the board as it stood at the phase's end. */
  picture: string | null;
};
export type ChecklistLine = { text: string; isKey: boolean };
export type Given = { moment: Moment; title: string; text: string };
export type InterviewerLine = { title: string; words: string; behaviours: string[]; evidence: string };
export type NoteLine = { moment: Moment; author: string; text: string; criterion: string | null };

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
    people: Object.values(state.participants).map(({ name, role: theirs }) => ({ name, role: theirs })),
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

/** The scorecard's view of a rater: candidates rate themselves, interviewers rate the candidate (RB3). */
export const viewOf = (role: Role): View => (role === 'interviewer' ? 'interviewer' : 'self');

function ratersOf(state: RoomState): Rater[] {
  return Object.values(state.scorecards)
    .map((card) => ({
      view: viewOf(card.role),
      name: state.participants[card.by]?.name ?? '',
      recommendation: card.recommendation === null ? 'None given' : recommendationTitle(card.recommendation),
      recommendationId: card.recommendation,
      strength: card.strength,
      change: card.change,
      judgement: judge(state, card),
      evidence: evidenceWords(state, card),
    }))
    .sort((a, b) => b.view.localeCompare(a.view));
}

function evidenceWords(state: RoomState, card: Scorecard): string {
  const { withEvidence, rated } = evidenceCount(state, card);
  return `Evidence for ${withEvidence} of ${rated} ratings`;
}

function ofInterviewer({ interviewerRubric, scorecards }: RoomState): InterviewerLine[] {
  const card = Object.values(scorecards).find(({ role }) => role === 'candidate');
  if (!interviewerRubric || !card) return [];
  return interviewerRubric.criteria.flatMap(({ id, title, levels }): InterviewerLine[] => {
    const rating = card.ratings[id];
    if (rating?.value == null) return [];
    const behaviours = Object.values(levels).flat();
    return [
      {
        title,
        words: ratingWords(interviewerRubric, rating.value),
        behaviours: behaviours.filter((one) => rating.behaviours.includes(one.id)).map(({ text }) => text),
        evidence: rating.evidence.trim(),
      },
    ];
  });
}

function phasesOf(state: RoomState): PhaseReport[] {
  const ticked = new Set(state.ticks.map((tick) => tick.itemId));
  return timeSpent(state, state.endedAt ?? state.lastAt).map(
    ({ phaseId, minMs, maxMs, addedMs, actualMs }) => {
      const phase = state.format.phases.find(({ id }) => id === phaseId);
      const run = state.runs.find((one) => one.phaseId === phaseId);
      const items = (phase?.checklist ?? []).map(({ id, text, must }) => ({
        id,
        line: { text, isKey: must },
      }));
      return {
        id: phaseId,
        title: phaseTitle(state, phaseId),
        begun: run ? momentOf(state, { at: run.startedAt, phaseId }) : null,
        minMs,
        maxMs,
        addedMs,
        actualMs,
        done: items.filter(({ id }) => ticked.has(id)).map(({ line }) => line),
        missed: run ? items.filter(({ id }) => !ticked.has(id)).map(({ line }) => line) : [],
        // An import brings no files along.
        picture: state.isImported ? null : (state.pictures[phaseId] ?? null),
      };
    },
  );
}

function givenIn(state: RoomState): Pick<Report, 'answers' | 'hints' | 'curveballs'> {
  const dives = state.question?.interviewer?.deepDives ?? [];
  const diveTitle = (id: string) => dives.find((dive) => dive.id === id)?.title ?? 'Deep dive';
  return {
    answers: state.answers.map((one) => ({ moment: momentOf(state, one), title: one.ask, text: one.text })),
    hints: state.hints.map((one) => ({
      moment: momentOf(state, one),
      title: `Hint ${one.step}, ${diveTitle(one.deepDiveId)}`,
      text: one.text,
    })),
    curveballs: state.curveballs.map((one) => ({
      moment: momentOf(state, one),
      title: 'Curveball',
      text: one.text,
    })),
  };
}

function notesOf(state: RoomState): NoteLine[] {
  return state.notes
    .toSorted((a, b) => a.begunAt - b.begunAt)
    .map(({ by, begunAt, phaseId, text, criterion }) => ({
      moment: momentOf(state, { at: begunAt, phaseId }),
      author: state.participants[by]?.name ?? '',
      text,
      criterion: state.rubric.criteria.find(({ id }) => id === criterion)?.title ?? null,
    }));
}
