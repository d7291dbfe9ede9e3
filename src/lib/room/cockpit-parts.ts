// How the parts of the guide are called on the interviewer's pane, and in which order they stand: those of the phase
// first and open, the rest one click away. An untrained peer has no time to search.
import type { GuidePart, Phase } from '#domain/format.ts';
import { answersOf, openParts, partsOf } from '#domain/guide.ts';
import type { Curveball, Guide } from '#domain/question.ts';
import type { RoomState } from '#domain/room.ts';
import { inWords } from '$lib/ui/words.ts';

export type PaneRow = {
  part: GuidePart;
  title: string;
  count: string;
  isOpen: boolean;
};

const titles: Record<GuidePart, string> = {
  answers: 'Answers to give',
  numbers: 'Numbers',
  design: 'A design that works',
  deepDives: 'Deep dives and hints',
  curveballs: 'Curveballs',
  probes: 'Probes, letter by letter',
  signs: 'What to listen for',
  approaches: 'Ways to solve it',
  testCases: 'Test cases',
  offer: 'Your offer sheet',
  pressure: 'Lines to press with',
  wrapUpProbes: 'Questions for the end',
  mistakes: 'Common mistakes',
};

type Given = Pick<RoomState, 'answers' | 'curveballs'>;

export function paneRows(
  guide: Guide,
  phase: Phase | undefined,
  phases: readonly Phase[],
  given: Given,
): PaneRow[] {
  const present = partsOf(guide);
  const open = openParts(phase, phases, guide).filter((part) => present.includes(part));
  const rest = present.filter((part) => !open.includes(part));
  return [...open, ...rest].map((part) => ({
    part,
    title: part === 'curveballs' ? curveballTitle(guide.curveballs) : titles[part],
    count: countOf(part, guide, given),
    isOpen: open.includes(part),
  }));
}

/** A question may call its curveballs otherwise, like “Next story”. */
function curveballTitle(curveballs: readonly Curveball[]): string {
  const labels = [...new Set(curveballs.map(({ label }) => label))];
  const named = labels.map((label) => label ?? titles.curveballs);
  return labels.length > 0 ? inWords(named) : titles.curveballs;
}

function countOf(part: GuidePart, guide: Guide, given: Given): string {
  if (part === 'answers') return `${given.answers.length} of ${answersOf(guide).length} given`;
  if (part === 'curveballs') return `${given.curveballs.length} of ${guide.curveballs.length} given`;
  if (part === 'deepDives') return String(guide.deepDives.length);
  return '';
}
