// Past interviews of one person, read over time: trends per criterion, time per phase, what is missed most, how
// one sees oneself, how one rates others. Pure: outcomes in, figures out; pooled only as TR1 allows.
import { agreementOf, biasOf, gapsOf, severityOf } from './calibration.ts';
import type { Agreement, Pair } from './calibration.ts';
import type { Outcome, OutcomeHead } from './outcome.ts';
import type { RatingValue, Role } from './protocol.ts';
import { confidenceOf, median, seriesKey, trendOf } from './trend.ts';
import type { Confidence, SeriesOf, Trend } from './trend.ts';

/** An outcome as its viewer may read it, with the seat they had. */
export type Past = { role: Role; outcome: Outcome };
/** The same before anything that was rated is read. */
export type Known = { role: Role; outcome: OutcomeHead };

export type Filter = Partial<{
  format: string;
  level: string;
  mode: 'observed' | 'solo';
  rubric: string;
  question: string;
  role: Role;
  /** Epoch ms, from inclusive, to exclusive. */
  from: number;
  to: number;
}>;

export type Difficulty = NonNullable<Outcome['difficulty']>;
export type Point = { interviewId: string; at: number; value: number };
export type CriterionTrend = {
  criterion: string;
  observed: Point[];
  self: Point[];
  /** Of what others saw; of one's own ratings in solo practice. */
  trend: Trend | null;
};
export type PhaseHistory = { phaseId: string; medianMs: number; points: Point[] };
/** `lastIn`: the latest interview it was missed in. */
export type MissedItem = { itemId: string; missed: number; of: number; lastIn: string };
export type SelfView = { interviewId: string; at: number; bias: number; distance: number };

/** One format, level, rubric major and mode, as candidate. Lists are oldest first. */
export type Series = SeriesOf & {
  count: number;
  confidence: Confidence;
  criteria: CriterionTrend[];
  phases: PhaseHistory[];
  missed: MissedItem[];
  selfViews: SelfView[];
  /** Gaps by criterion, latest first: what calibration.readGap asks for. */
  gaps: Record<string, number[]>;
  /** Of the question, by interview; absent where an older version kept none. */
  difficulties: Record<string, Difficulty>;
};

export type RaterKind = SeriesOf & { severity: number; agreement: Agreement | null };

/** As interviewer; private to the rater (CA4). */
export type RaterHistory = {
  interviews: number;
  /** Of one kind each, most interviews first; none below five shared ones. */
  kinds: RaterKind[];
  /** By which candidates rated them, and their ratings by it; the latest one's, because values of two rubrics
   * are not compared. */
  rubric: string | null;
  feedback: CriterionTrend[];
};

export type History = { series: Series[]; rater: RaterHistory };

/** A plot of more says no more, and the answer stays small however long somebody practises. */
const longestSeries = 60;
const mostMissed = 12;

export function matches(filter: Filter, { role, outcome }: Known): boolean {
  const { format, level, mode, rubric, question, from, to } = filter;
  return (
    (format === undefined || outcome.formatId === format) &&
    (level === undefined || outcome.level === level) &&
    (mode === undefined || outcome.mode === mode) &&
    (rubric === undefined || outcome.rubric === rubric) &&
    (question === undefined || outcome.questionId === question) &&
    (filter.role === undefined || role === filter.role) &&
    (from === undefined || outcome.startedAt >= from) &&
    (to === undefined || outcome.startedAt < to)
  );
}

/** Which outcomes figures are drawn from, and how many interviews there are in all (HI4). `counts` is by series,
 * with those as interviewer under `rater`. */
export type Drawn = { interviewIds: string[]; counts: ReadonlyMap<string, number> };

const rater = 'rater';
/** An observer's interviews are in no figure. */
const groupOf = ({ role, outcome }: Known): string | null =>
  role === 'observer' ? null : role === 'interviewer' ? rater : seriesKey(outcome);

export function drawnFrom(known: readonly Known[]): Drawn {
  const groups = Map.groupBy(known, groupOf);
  groups.delete(null);
  const latest = (group: readonly Known[]) =>
    group.toSorted((a, b) => b.outcome.startedAt - a.outcome.startedAt).slice(0, longestSeries);
  return {
    interviewIds: [...groups.values()].flatMap((group) =>
      latest(group).map(({ outcome }) => outcome.interviewId),
    ),
    counts: new Map([...groups].map(([key, group]) => [key ?? '', group.length])),
  };
}

/** The figures of `past`, whatever its order; series with most interviews first. `counts` are of all, where
 * `past` is only what `drawnFrom` chose. */
export function historyOf(past: readonly Past[], counts = drawnFrom(past).counts): History {
  const inOrder = past.toSorted((a, b) => a.outcome.startedAt - b.outcome.startedAt);
  const groups = Map.groupBy(inOrder, groupOf);
  const outcomesIn = (key: string) =>
    (groups.get(key) ?? []).map(({ outcome }) => outcome).slice(-longestSeries);
  const keys = [...groups.keys()].filter((key) => key !== null && key !== rater) as string[];
  return {
    series: keys
      .map((key) => seriesOf(outcomesIn(key), counts.get(key) ?? 0))
      .sort((a, b) => b.count - a.count),
    rater: raterHistory(outcomesIn(rater), counts.get(rater) ?? 0),
  };
}

function seriesOf(recent: readonly Outcome[], count: number): Series {
  const { formatId, level, rubric, mode } = recent[0]!;
  const criteria = idsIn(recent, ({ self, partner }) => ({ ...self?.values, ...partner?.values }));
  return {
    ...{ formatId, level, rubric, mode },
    count,
    confidence: confidenceOf(count),
    criteria: criteria.map((id) => criterionTrend(id, recent, mode)),
    phases: idsIn(recent, ({ actualMs }) => actualMs).map((id) => phaseHistory(id, recent)),
    missed: missedIn(recent),
    selfViews: recent.flatMap(selfView),
    gaps: gapsByCriterion(recent),
    difficulties: Object.fromEntries(
      recent.flatMap(({ interviewId, difficulty }) => (difficulty ? [[interviewId, difficulty]] : [])),
    ),
  };
}

function criterionTrend(
  criterion: string,
  outcomes: readonly Outcome[],
  mode: Outcome['mode'],
): CriterionTrend {
  const pointsOf = (valuesOf: (outcome: Outcome) => Record<string, RatingValue> | undefined) =>
    outcomes.flatMap((outcome) => pointOf(outcome, valuesOf(outcome)?.[criterion]));
  const observed = pointsOf(({ partner }) => partner?.values);
  const self = pointsOf((outcome) => outcome.self?.values);
  const trend = trendOf((mode === 'solo' ? self : observed).map(({ value }) => value));
  return { criterion, observed, self, trend };
}

function pointOf({ interviewId, startedAt: at }: Outcome, value: unknown): Point[] {
  return typeof value === 'number' ? [{ interviewId, at, value }] : [];
}

function phaseHistory(phaseId: string, outcomes: readonly Outcome[]): PhaseHistory {
  const points = outcomes.flatMap((outcome) => pointOf(outcome, outcome.actualMs[phaseId]));
  return { phaseId, points, medianMs: median(points.map(({ value }) => value)) };
}

/** How often each must-item was missed, of the interviews that have a say on it; most often first. */
function missedIn(outcomes: readonly Outcome[]): MissedItem[] {
  const counts = new Map<string, { missed: number; lastIn: string }>();
  for (const { missed, interviewId } of outcomes)
    for (const id of missed)
      counts.set(id, { missed: (counts.get(id)?.missed ?? 0) + 1, lastIn: interviewId });
  const asked = (itemId: string) =>
    outcomes.filter(({ isRevealed, musts }) => musts?.includes(itemId) ?? isRevealed).length;
  return [...counts]
    .map(([itemId, counted]) => ({ itemId, ...counted, of: asked(itemId) }))
    .sort((a, b) => b.missed - a.missed || a.itemId.localeCompare(b.itemId))
    .slice(0, mostMissed);
}

function gapsIn({ self, partner }: Outcome) {
  if (!self || !partner) return [];
  const ids = Object.keys(self.values).map((id) => ({ id }));
  return gapsOf({ criteria: ids }, self.values, partner.values);
}

function selfView(outcome: Outcome): SelfView[] {
  const bias = biasOf(gapsIn(outcome).map(({ gap }) => gap));
  return bias ? [{ interviewId: outcome.interviewId, at: outcome.startedAt, ...bias }] : [];
}

function gapsByCriterion(outcomes: readonly Outcome[]): Record<string, number[]> {
  const gaps: Record<string, number[]> = {};
  for (const outcome of outcomes.toReversed())
    for (const { criterion, gap } of gapsIn(outcome)) (gaps[criterion] ??= []).push(gap);
  return gaps;
}

/** None where too few are shared to say anything (CA4). */
function raterKind(outcomes: readonly Outcome[]): RaterKind[] {
  // Own rating first, the candidate's own second: above 0 is milder than the people see themselves.
  const pairs = outcomes.map((outcome) => gapsIn(outcome).map(({ self, partner }): Pair => [partner, self]));
  const severity = severityOf(pairs);
  const { formatId, level, rubric, mode } = outcomes[0]!;
  return severity === null
    ? []
    : [{ formatId, level, rubric, mode, severity, agreement: agreementOf(pairs.flat()) }];
}

function raterHistory(outcomes: readonly Outcome[], interviews: number): RaterHistory {
  const kinds = [...Map.groupBy(outcomes, seriesKey).values()].sort((a, b) => b.length - a.length);
  const rubric =
    outcomes.findLast((outcome) => outcome.interviewerRubric !== null)?.interviewerRubric ?? null;
  const recent = outcomes.filter((outcome) => outcome.interviewerRubric === rubric);
  return {
    interviews,
    kinds: kinds.flatMap(raterKind),
    rubric,
    feedback: idsIn(recent, ({ ofInterviewer }) => ofInterviewer).map((criterion) => {
      const observed = recent.flatMap((outcome) => pointOf(outcome, outcome.ofInterviewer[criterion]));
      return { criterion, observed, self: [], trend: trendOf(observed.map(({ value }) => value)) };
    }),
  };
}

/** The ids in the order in which the outcomes have them, the latest outcome's first. */
function idsIn(outcomes: readonly Outcome[], of: (outcome: Outcome) => Record<string, unknown>): string[] {
  return [...new Set(outcomes.toReversed().flatMap((outcome) => Object.keys(of(outcome))))];
}
