// What is kept of a finished interview for lists and trends: small enough to read thousands at once. It is a
// projection of the recording and holds both sides; `sealOutcome` cuts it for a viewer. Titles are apart, in Labels.
import { timeSpent } from './clock.ts';
import type { Format } from './format.ts';
import { ratingsIn } from './parts.ts';
import type { RatingValue, Role } from './protocol.ts';
import type { Question } from './question.ts';
import type { Rating, RoomState, Scorecard } from './room.ts';
import type { Rubric } from './rubric.ts';
import { compareEstimates } from './estimates.ts';
import { cardsOfRecord, pointId, rerateAt } from './solo.ts';
import { suggest } from './suggest.ts';
import type { Suggestion } from './suggest.ts';
import { rubricMajor } from './trend.ts';

/** One rater's card. `suggestion` null: too little was seen for one, or the form is not complete. */
export type Side = {
  values: Record<string, RatingValue>;
  recommendation: string | null;
  suggestion: Suggestion | null;
};

/** What an outcome is found and grouped by: enough to count thousands without reading what was rated. */
export type OutcomeHead = {
  interviewId: string;
  formatId: string;
  questionId: string | null;
  level: string;
  /** As `id@major`. */
  rubric: string;
  mode: 'observed' | 'solo';
  startedAt: number;
};

export type Outcome = OutcomeHead & {
  isRevealed: boolean;
  self: Side | null;
  partner: Side | null;
  /** By which the candidate rates the interviewer, as `id@major`; null where they do not (RB6). */
  interviewerRubric: string | null;
  ofInterviewer: Record<string, RatingValue>;
  /** Actual ms by phase id; phases never reached are absent. */
  actualMs: Record<string, number>;
  /** Ids of checklist items marked as musts that were not ticked, in phases that were reached. */
  missed: string[];
  /** Ids of all musts in phases that were reached; absent in what was kept by older versions. */
  musts?: string[];
  hints: number;
  /** Of the question; absent in what was kept by older versions. */
  difficulty?: Question['difficulty'];
  /** Of solo interviews: when the delayed rating is due, and what was not reached beside ratings and checklist. */
  rerateAt?: number | null;
  gaps?: Gap[];
};

/** Something a scorecard found missing: what drills are made for. */
export type Gap = { id: string; criterion: string; text: string; value: 1 | 2 | 3 | 4 };

/** Null as long as nothing may be shown, and for interviews without a candidate: they are about nobody. */
export function outcomeOf(state: RoomState): Outcome | null {
  const isRevealed = state.stage === 'revealed';
  if ((!isRevealed && state.stage !== 'closed') || state.isRehearsal || state.startedAt === null) return null;
  const cards = Object.values(cardsOfRecord(state)).filter((card) => card.submittedAt !== null);
  const self = cards.find((card) => card.role === 'candidate');
  const partner = cards.find((card) => card.role === 'interviewer');
  const about = state.interviewerRubric?.criteria.map(({ id }) => id) ?? [];
  return {
    interviewId: state.interviewId,
    formatId: state.format.id,
    questionId: state.question?.id ?? null,
    level: state.level,
    rubric: rubricMajor(state.rubric),
    mode: state.solo ? 'solo' : 'observed',
    isRevealed,
    startedAt: state.startedAt,
    self: self ? sideOf(state, self) : null,
    partner: partner ? sideOf(state, partner) : null,
    interviewerRubric: state.interviewerRubric && rubricMajor(state.interviewerRubric),
    ofInterviewer: self ? valuesIn(self.ratings, about) : {},
    ...time(state),
    hints: state.hints.length,
    ...(state.question?.difficulty && { difficulty: state.question.difficulty }),
    ...(state.solo && { rerateAt: rerateAt(state), gaps: soloGaps(state) }),
  };
}

/** Expected points that were not said, figures out of their range, hints that went beyond the first step. */
function soloGaps({ solo, question, estimates, hints }: RoomState): Gap[] {
  const dives = question?.interviewer?.deepDives ?? [];
  const points = dives.flatMap(({ id, criterion, expected }) =>
    expected.flatMap(({ text }, i): Gap[] => {
      const mark = solo?.points[pointId(id, i)];
      const isOpen = mark === 'half' || mark === 'not';
      return isOpen
        ? [{ id: `point.${pointId(id, i)}`, criterion, text, value: mark === 'half' ? 2 : 1 }]
        : [];
    }),
  );
  const figures = compareEstimates(question?.interviewer?.estimations ?? [], estimates)
    .filter(({ entered, isWithin }) => entered && !isWithin)
    .map(({ estimation }): Gap => ({
      ...{ id: `estimate.${estimation.id}`, criterion: 'estimation', text: estimation.ask, value: 2 },
    }));
  const helped = dives.flatMap(({ id, criterion, title }): Gap[] =>
    hints.some(({ deepDiveId, step }) => deepDiveId === id && step > 1)
      ? [{ id: `hint.${id}`, criterion, text: title, value: 2 }]
      : [],
  );
  return [...points, ...figures, ...helped];
}

/** In an interview that closed one-sided everybody keeps their own side only (VW8). */
export function sealOutcome(outcome: Outcome, role: Role): Outcome {
  if (role === 'observer') {
    const { difficulty: _difficulty, ...rest } = outcome;
    return {
      ...sealHead(rest, role),
      ...{ self: null, partner: null, ofInterviewer: {}, missed: [], musts: [], hints: 0 },
    };
  }
  if (outcome.isRevealed) return outcome;
  if (role === 'interviewer') return { ...outcome, self: null, ofInterviewer: {} };
  return { ...outcome, partner: null, missed: [], musts: [] };
}

/** What may be read of an outcome's head: an observer never learns the question (VW3). */
export function sealHead<Head extends OutcomeHead>(head: Head, role: Role): Head {
  return role === 'observer' ? { ...head, questionId: null } : head;
}

function sideOf(state: RoomState, card: Scorecard): Side {
  const { rubric, level } = state;
  const values = valuesIn(
    ratingsIn(state, card),
    rubric.criteria.map(({ id }) => id),
  );
  const assessment = suggest(rubric, level, values);
  return {
    values,
    recommendation: card.recommendation,
    suggestion: assessment.state === 'scored' ? assessment.suggestion : null,
  };
}

function valuesIn(ratings: Record<string, Rating>, criteria: readonly string[]): Record<string, RatingValue> {
  return Object.fromEntries(
    criteria.flatMap((id) => {
      const value = ratings[id]?.value;
      return value == null ? [] : [[id, value] as const];
    }),
  );
}

function time(state: RoomState): Pick<Outcome, 'actualMs' | 'missed' | 'musts'> {
  const reached = timeSpent(state, state.endedAt ?? state.lastAt).flatMap(({ phaseId, actualMs }) =>
    actualMs === null ? [] : [{ phaseId, actualMs }],
  );
  const ticked = new Set(state.ticks.map((tick) => tick.itemId));
  const phases = state.format.phases.filter(({ id }) => reached.some(({ phaseId }) => phaseId === id));
  const musts = phases.flatMap(({ checklist }) => checklist.flatMap(({ id, must }) => (must ? [id] : [])));
  return {
    actualMs: Object.fromEntries(reached.map(({ phaseId, actualMs }) => [phaseId, actualMs])),
    missed: musts.filter((id) => !ticked.has(id)),
    musts,
  };
}

/** How ids read. Kept beside the outcomes, because content files change and old scorecards must still read well. */
export type Labels = {
  rubrics: Record<string, { title: string; criteria: { id: string; title: string }[] }>;
  formats: Record<string, { title: string; phases: PhaseLabel[]; items: Record<string, string> }>;
  questions: Record<string, string>;
};
export type PhaseLabel = {
  id: string;
  title: string;
  minMinutes: number;
  targetMinutes: number;
  maxMinutes: number;
};

export function labelsOf({ rubric, interviewerRubric, format, question }: RoomState): Labels {
  return {
    rubrics: rubricLabels([rubric, ...(interviewerRubric ? [interviewerRubric] : [])]),
    formats: formatLabels([format]),
    questions: question?.title ? { [question.id]: question.title } : {},
  };
}

/** `labels` of a file from elsewhere; what is known here is called as it is here, whatever the file says. */
export function asKnownHere(labels: Labels, here: Known): Labels {
  const questions = here.questions.map(({ id, title }) => [id, title] as const);
  return {
    rubrics: { ...labels.rubrics, ...pick(rubricLabels(here.rubrics), labels.rubrics) },
    formats: { ...labels.formats, ...pick(formatLabels(here.formats), labels.formats) },
    questions: { ...labels.questions, ...pick(Object.fromEntries(questions), labels.questions) },
  };
}

type Known = {
  rubrics: readonly Rubric[];
  formats: readonly Format[];
  questions: readonly { id: string; title: string }[];
};

function pick<T>(from: Record<string, T>, wanted: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(from).filter(([key]) => Object.hasOwn(wanted, key)));
}

function rubricLabels(rubrics: readonly Rubric[]): Labels['rubrics'] {
  return Object.fromEntries(
    rubrics.map((one) => [
      rubricMajor(one),
      { title: one.title, criteria: one.criteria.map(({ id, title }) => ({ id, title })) },
    ]),
  );
}

function formatLabels(formats: readonly Format[]): Labels['formats'] {
  return Object.fromEntries(
    formats.map((format) => {
      const phases = format.phases.map(({ id, title, minMinutes, targetMinutes, maxMinutes }) => ({
        ...{ id, title, minMinutes, targetMinutes, maxMinutes },
      }));
      const items = format.phases.flatMap(({ checklist }) =>
        checklist.map(({ id, text }) => [id, text] as const),
      );
      return [format.id, { title: format.title, phases, items: Object.fromEntries(items) }];
    }),
  );
}
