// What the latest scorecards found missing and no later one showed to be there (DR1). Pure; it reads what is kept of past
// interviews, as their candidate may read it.
import type { FoundGap } from './drills.ts';
import type { Gap, Labels, Outcome } from './outcome.ts';

/** The gaps of these interviews that are still open. */
export function openGaps(outcomes: readonly Outcome[], labels: Labels): FoundGap[] {
  return outcomes.flatMap((outcome) => {
    const later = outcomes.filter(({ startedAt }) => startedAt > outcome.startedAt);
    return [
      ...missed(outcome, labels, later),
      ...lowRated(outcome, labels, later),
      ...inSolo(outcome, later),
    ].map((gap) => ({ ...gap, at: outcome.startedAt, formatId: outcome.formatId }));
  });
}

/** Must-items that were missed, until all phases that were reached then were reached again without missing them. */
function missed(
  { missed: ids, formatId, actualMs }: Outcome,
  labels: Labels,
  later: readonly Outcome[],
): Gap[] {
  const texts = labels.formats[formatId]?.items ?? {};
  const again = later.filter(
    (other) => other.formatId === formatId && Object.keys(actualMs).every((phase) => phase in other.actualMs),
  );
  return ids
    .filter((id) => !again.some((other) => !other.missed.includes(id)))
    .map((id) => ({ id: `item.${id}`, criterion: id, text: texts[id] ?? id, value: 1 }));
}

const valuesOf = ({ partner, self }: Outcome) => partner?.values ?? self?.values ?? {};

/** Criteria below solid, until they are rated solid or better. */
function lowRated(outcome: Outcome, labels: Labels, later: readonly Outcome[]): Gap[] {
  const titles = new Map(labels.rubrics[outcome.rubric]?.criteria.map(({ id, title }) => [id, title]));
  const again = later.filter(({ rubric }) => rubric === outcome.rubric);
  return Object.entries(valuesOf(outcome)).flatMap(([id, value]): Gap[] => {
    const isClosed = again.some((other) => [3, 4].includes(Number(valuesOf(other)[id])));
    return (value === 1 || value === 2) && !isClosed
      ? [{ id: `rating.${id}`, criterion: id, text: titles.get(id) ?? id, value }]
      : [];
  });
}

/** What a solo interview found besides, until the same question was answered without it. */
function inSolo({ gaps = [], questionId }: Outcome, later: readonly Outcome[]): Gap[] {
  const again = later.filter(
    (other) => other.mode === 'solo' && other.isRevealed && other.questionId === questionId,
  );
  return gaps.filter(({ id }) => !again.some((other) => !other.gaps?.some((gap) => gap.id === id)));
}
