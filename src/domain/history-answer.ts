// What /api/history answers: the lines of a list, the figures drawn from all that match, how their ids read, and
// what can be filtered by. Pure; everything in here is sealed for the one who asks.
import type { Drill } from './drill.ts';
import { drillFor } from './drills.ts';
import { matches } from './history.ts';
import type { Filter, History, Known } from './history.ts';
import type { Labels, Outcome, OutcomeHead } from './outcome.ts';
import type { Role } from './protocol.ts';
import type { Suggestion } from './suggest.ts';

/** One interview of somebody. `at` is its start, or when it was created; `outcome` null: nothing is kept of it
 * (HI1). */
export type Kept = {
  interviewId: string;
  role: Role;
  level: string;
  at: number;
  outcome: OutcomeHead | null;
};

export type HistoryLine = {
  id: string;
  /** Null while the question is hidden from this person. */
  title: string | null;
  formatTitle: string;
  level: string;
  role: Role;
  stage: string;
  createdAt: number;
  startedAt: number | null;
  endedAt: number | null;
  partnerName: string | null;
  /** Somebody else holds it too: it stays theirs when one deletes it (HI5). */
  isShared: boolean;
  mode: Outcome['mode'] | null;
  /** Of the rater who saw the candidate; of the candidate themselves where nobody else may be read. */
  suggestion: Suggestion | null;
  recommendation: string | null;
};

export type Dimension = 'format' | 'level' | 'mode' | 'rubric' | 'question' | 'role';
export type Option = { value: string; count: number };
export type Options = Record<Dimension, Option[]>;

/** A page of the list; `next` is the cursor of the one after it. `total` counts all that match. */
export type HistoryPage = { total: number; interviews: HistoryLine[]; next: string | null };
export type HistoryAnswer = HistoryPage & {
  history: History;
  labels: Labels;
  options: Options;
  drills: MissedDrills;
};

/** By format and missed item: the drill for it. */
export type MissedDrills = Record<string, Record<string, Pick<Drill, 'id' | 'title'>>>;

const dimensions: Record<Dimension, (known: Known) => string | null> = {
  format: ({ outcome }) => outcome.formatId,
  level: ({ outcome }) => outcome.level,
  mode: ({ outcome }) => outcome.mode,
  rubric: ({ outcome }) => outcome.rubric,
  question: ({ outcome }) => outcome.questionId,
  role: ({ role }) => role,
};

/** An interview of which nothing is kept is in a list as long as the filter asks for nothing it cannot answer. */
export function isIn(filter: Filter, { role, level, at, outcome }: Kept): boolean {
  if (outcome) return matches(filter, { role, outcome });
  const { format, mode, rubric, question, from, to } = filter;
  return (
    [format, mode, rubric, question].every((asked) => asked === undefined) &&
    (filter.level === undefined || filter.level === level) &&
    (filter.role === undefined || filter.role === role) &&
    (from === undefined || at >= from) &&
    (to === undefined || at < to)
  );
}

/** Those of which something is kept. */
export function knownOf(kept: readonly Kept[]): Known[] {
  return kept.flatMap(({ role, outcome }) => (outcome ? [{ role, outcome }] : []));
}

/** What each filter offers beside the others that are set, with how many interviews it would leave. */
export function optionsOf(filter: Filter, known: readonly Known[]): Options {
  const optionsFor = (dimension: Dimension): Option[] => {
    const others = { ...filter, [dimension]: undefined };
    const counts = new Map<string, number>();
    for (const one of known) {
      const value = dimensions[dimension](one);
      if (value !== null && matches(others, one)) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    return [...counts]
      .map(([value, count]) => ({ value, count }))
      .sort((a, b) => b.count - a.count || a.value.localeCompare(b.value));
  };
  const names = Object.keys(dimensions) as Dimension[];
  return Object.fromEntries(names.map((name) => [name, optionsFor(name)])) as Options;
}

/** The keys of all labels a page needs, as the store has them. */
export function labelKeys(options: Options, { series, rater }: History): string[] {
  const keys = (kind: keyof Labels, ...ids: string[]) => ids.map((id) => `${kind}:${id}`);
  const values = (dimension: Dimension) => options[dimension].map(({ value }) => value);
  const all = [
    ...keys('formats', ...values('format'), ...series.map(({ formatId }) => formatId)),
    ...keys('rubrics', ...values('rubric'), ...series.map(({ rubric }) => rubric), rater.rubric ?? ''),
    ...keys('questions', ...values('question')),
  ];
  return [...new Set(all)];
}

/** Without the texts of checklist items nobody missed: what a checklist asks for is an answer key (VW3). */
export function trimLabels(labels: Labels, history: History): Labels {
  const missed = new Set(history.series.flatMap((one) => one.missed.map(({ itemId }) => itemId)));
  const formats = Object.entries(labels.formats).map(([id, format]) => [
    id,
    {
      ...format,
      items: Object.fromEntries(Object.entries(format.items).filter(([item]) => missed.has(item))),
    },
  ]);
  return { ...labels, formats: Object.fromEntries(formats) as Labels['formats'] };
}

/** The one of `drills` for each item that was missed, where there is one (DR3). */
export function missedDrills(drills: readonly Drill[], { series }: History, labels: Labels): MissedDrills {
  const found: MissedDrills = {};
  for (const { formatId, missed } of series)
    for (const { itemId } of missed) {
      const text = labels.formats[formatId]?.items[itemId] ?? itemId;
      const drill = drillFor(drills, { formatId, criterion: itemId, text });
      if (drill) (found[formatId] ??= {})[itemId] = { id: drill.id, title: drill.title };
    }
  return found;
}

/** What a line says of the ratings, from an outcome that is sealed already. */
export function verdictOf(
  outcome: Outcome | null,
): Pick<HistoryLine, 'mode' | 'suggestion' | 'recommendation'> {
  const side = outcome?.partner ?? outcome?.self ?? null;
  return {
    mode: outcome?.mode ?? null,
    suggestion: side?.suggestion ?? null,
    recommendation: side?.recommendation ?? null,
  };
}
