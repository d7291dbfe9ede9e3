// In which order criteria are rated: as the interview went. What shows through the whole interview comes last.
import { unitsOf } from '#domain/parts.ts';
import type { Unit } from '#domain/parts.ts';
import type { RoomState } from '#domain/room.ts';

export type UnitInPhase = Unit & { phaseId: string | null };

/** What a form asks for in phase order; `phaseId` null for what belongs to the whole interview. */
export function unitsInPhaseOrder(state: Pick<RoomState, 'rubric' | 'format' | 'runs'>): UnitInPhase[] {
  const scored = state.format.phases.filter((phase) => phase.scored);
  const placed = unitsOf(state).map((unit) => {
    const phases = scored.filter(({ id, criteria }) =>
      unit.part ? id === unit.part.id : criteria.includes(unit.criterion.id),
    );
    const isThroughout = phases.length === 0 || (phases.length > 1 && phases.length === scored.length);
    const first = isThroughout ? scored.length : scored.indexOf(phases[0]!);
    return {
      unit: { ...unit, phaseId: isThroughout ? null : (phases[0]?.id ?? null) },
      first,
    };
  });
  return placed.sort((a, b) => a.first - b.first).map(({ unit }) => unit);
}
