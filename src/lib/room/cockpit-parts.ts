// Which parts of the question an interviewer needs in which phase. An untrained peer has no time to search:
// what belongs to the phase is open, the rest is one click away in the same place as always.
import type { Phase } from '#domain/format.ts';
import type { QuestionView } from '#domain/question.ts';

export type CockpitPart =
  'answers' | 'numbers' | 'design' | 'deepDives' | 'curveballs' | 'mistakes' | 'probes';

/** The parts open in `phase`; before the start all of them are closed but the answers. */
export function openParts(
  phase: Phase | undefined,
  phases: readonly Phase[],
  question: QuestionView,
): Set<CockpitPart> {
  if (!phase) return new Set(['answers']);
  const open = new Set<CockpitPart>();
  const isFirst = phases[0]?.id === phase.id;
  const isLast = phases.at(-1)?.id === phase.id;
  if (isFirst) open.add('answers');
  if (isFirst && phase.criteria.includes('estimation')) open.add('numbers');
  const divesHere = question.interviewer?.deepDives.some((dive) => phase.criteria.includes(dive.criterion));
  if (divesHere && !isFirst && !isLast) open.add('deepDives');
  if (!isFirst && !isLast && !divesHere) open.add('design');
  if (question.interviewer?.curveballs.some((curveball) => curveball.phase === phase.id))
    open.add('curveballs');
  if (isLast) open.add('probes');
  return open;
}
