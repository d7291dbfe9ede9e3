// The interviewer's block of a question, as the room uses it: whole, whatever kind of interview it is for, and free of
// schemas. A recording keeps the question it was made with, so a part that came later may be missing in it.
import type { GuidePart, Phase } from './format.ts';
import type { Clarification, Guide, QuestionView } from './question.ts';

const emptyGuide = {
  brief: '',
  clarifications: [],
  requirements: { functional: [], nonFunctional: [], outOfScope: [] },
  estimations: [],
  api: [],
  dataModel: [],
  components: [],
  dataFlow: [],
  deepDives: [],
  curveballs: [],
  signalAreas: [],
  strongSigns: {},
  warningSigns: {},
  soundsLike: [],
  heldBackFacts: [],
  approaches: [],
  testCases: [],
  flexItems: [],
  pressureLines: [],
  mistakes: [],
  wrapUpProbes: [],
  levelNotes: {},
} satisfies Guide;

/** The guide of a question somebody may read, or null. */
export function guideOf(question: QuestionView | null): Guide | null {
  return question?.interviewer ? { ...emptyGuide, ...question.interviewer } : null;
}

/** What the interviewer says only when asked, whichever way the question calls it. */
export function answersOf(guide: Pick<Guide, 'clarifications' | 'heldBackFacts'>): Clarification[] {
  return [...guide.clarifications, ...guide.heldBackFacts];
}

/** The parts this question has, in their usual order. */
export function partsOf(guide: Guide): GuidePart[] {
  const has: Record<GuidePart, boolean> = {
    answers: answersOf(guide).length > 0,
    offer: guide.offer !== undefined,
    numbers: guide.estimations.length > 0,
    design: guide.components.length + guide.api.length + guide.dataFlow.length > 0,
    approaches: guide.approaches.length > 0,
    deepDives: guide.deepDives.length > 0,
    probes: guide.probes !== undefined,
    curveballs: guide.curveballs.length > 0,
    pressure: guide.pressureLines.length > 0,
    signs: Object.keys({ ...guide.strongSigns, ...guide.warningSigns }).length + guide.soundsLike.length > 0,
    testCases: guide.testCases.length > 0,
    wrapUpProbes: guide.wrapUpProbes.length > 0,
    mistakes: guide.mistakes.length > 0,
  };
  return (Object.keys(has) as GuidePart[]).filter((part) => has[part]);
}

/** The parts that stand open in `phase`: those its format names, or what its criteria and place suggest. */
export function openParts(phase: Phase | undefined, phases: readonly Phase[], guide: Guide): GuidePart[] {
  if (!phase) return ['answers'];
  const named = (phase.guide as GuidePart[] | undefined) ?? [];
  return named.length > 0 ? named : suggestedParts(phase, phases, guide);
}

function suggestedParts(phase: Phase, phases: readonly Phase[], guide: Guide): GuidePart[] {
  const scored = phases.filter((one) => one.scored);
  const isFirst = scored[0]?.id === phase.id;
  const isLast = scored.at(-1)?.id === phase.id;
  const open: GuidePart[] = [];
  if (isFirst) open.push('answers', 'numbers');
  const hasDives = guide.deepDives.some((dive) => phase.criteria.includes(dive.criterion));
  if (!isFirst && !isLast && phase.scored) open.push(hasDives ? 'deepDives' : 'design');
  if (guide.curveballs.some((curveball) => curveball.phase === phase.id)) open.push('curveballs');
  if (isLast) open.push('wrapUpProbes');
  return open;
}
