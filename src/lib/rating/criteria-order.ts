// In which order criteria are rated: as the interview went. What shows through the whole interview comes last.
import type { Format } from '#domain/format.ts';
import type { Criterion, Rubric } from '#domain/rubric.ts';

export type CriterionInPhase = { criterion: Criterion; phaseId: string | null };

/** The rubric's criteria in phase order; `phaseId` null for those that belong to the whole interview. */
export function criteriaInPhaseOrder(rubric: Rubric, format: Format): CriterionInPhase[] {
  const scored = format.phases.filter((phase) => phase.scored);
  const placed = rubric.criteria.map((criterion) => {
    const phases = scored.filter((phase) => phase.criteria.includes(criterion.id));
    const isThroughout = phases.length === 0 || (phases.length > 1 && phases.length === scored.length);
    const first = isThroughout ? scored.length : scored.indexOf(phases[0]!);
    return { criterion, first, phaseId: isThroughout ? null : (phases[0]?.id ?? null) };
  });
  return placed.sort((a, b) => a.first - b.first).map(({ criterion, phaseId }) => ({ criterion, phaseId }));
}
