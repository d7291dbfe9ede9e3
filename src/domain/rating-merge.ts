// One form on two devices: what is asked for, what it was made from, and what stands by now become one (RB8).
// It knows nothing of criteria, notes and rooms.
import type { Command } from './protocol.ts';
import type { RatingFields, SummaryFields } from './room.ts';

type Asked<T extends Command['type']> = Omit<Extract<Command, { type: T }>, 'type' | 'round'>;

/** What is to be recorded, or null when both changed the same. */
export function mergedRating(
  stands: RatingFields,
  { value, behaviours, evidence, notes, base }: Omit<Asked<'rating.set'>, 'criterion'>,
): RatingFields | null {
  const asked = { value, behaviours, evidence, notes };
  if (!base) return asked;
  const set = {
    behaviours: mergedSet(base.behaviours, stands.behaviours, behaviours),
    notes: mergedSet(base.notes, stands.notes, notes),
  };
  const isClear =
    isClearOf(base.value, stands.value, value) && isClearOf(base.evidence, stands.evidence, evidence);
  return isClear
    ? {
        ...set,
        value: merged(base.value, stands.value, value),
        evidence: merged(base.evidence, stands.evidence, evidence),
      }
    : null;
}

/** What is to be recorded, or null when both changed the same. */
export function mergedSummary(
  stands: SummaryFields,
  { recommendation, strength, change, base }: Asked<'summary.set'>,
): SummaryFields | null {
  if (!base) return { recommendation, strength, change };
  const isClear =
    isClearOf(base.recommendation, stands.recommendation, recommendation) &&
    isClearOf(base.strength, stands.strength, strength) &&
    isClearOf(base.change, stands.change, change);
  return isClear
    ? {
        recommendation: merged(base.recommendation, stands.recommendation, recommendation),
        strength: merged(base.strength, stands.strength, strength),
        change: merged(base.change, stands.change, change),
      }
    : null;
}

const isClearOf = <T>(base: T, stands: T, asked: T): boolean =>
  asked === base || stands === base || asked === stands;

const merged = <T>(base: T, stands: T, asked: T): T => (asked === base ? stands : asked);

/** Ticks come together: what was added is added, what was taken away is taken away. */
function mergedSet(base: string[], stands: string[], asked: string[]): string[] {
  const added = asked.filter((id) => !base.includes(id) && !stands.includes(id));
  const left = stands.filter((id) => asked.includes(id) || !base.includes(id));
  return [...left, ...added];
}
