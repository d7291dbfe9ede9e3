// A solo interview: one person is the candidate, a script leads. What is kept of it in the room's state, and what
// of the format its candidate may read. The script itself is script.ts; nothing here knows the time.
import { advanceFrom } from './clock.ts';
import type { LevelValue } from './levels.ts';
import type { Phase } from './format.ts';
import type { Happening } from './recording.ts';
import type { RoomState, Scorecard } from './room.ts';

export const helps = ['guided', 'standard', 'exam'] as const;
/** Guided: the checklist is visible live. Standard: goals, and the checklist at the phase's end. Exam: the clock. */
export type Help = (typeof helps)[number];

/** Chosen before the start and never changed. The same seed gives the same interview (SO1). */
export type SoloPlan = {
  seed: number;
  help: Help;
  /** The criterion to work on: hints, dives and curveballs lean towards it. */
  focus: string | null;
  /** The rating one expects of oneself in it. */
  prediction: LevelValue | null;
  /** How long after somebody closed the page the clock is stopped for them. */
  pauseAfterMs: number;
};

export type SaidKind = 'statement' | 'prompt' | 'nudge' | 'opener' | 'probe' | 'reply' | 'list';
/** One line of the scripted interviewer beside answers, hints and curveballs. */
export type Said = {
  id: string;
  kind: SaidKind;
  text: string;
  /** What it replies to. */
  ask?: string;
  /** Questions to choose from; not all of them matter here. */
  options?: string[];
  at: number;
  phaseId: string;
};

export type WishKind = 'question' | 'stuck' | 'list';
/** Something the candidate asked of the script that it has not answered yet. */
export type Wish = { seq: number; kind: WishKind; text: string; at: number };

export const marks = ['said', 'half', 'not'] as const;
/** How much of an expected point was said, in the candidate's own comparison. */
export type Mark = (typeof marks)[number];

export const rounds = ['after', 'later'] as const;
/** The second self-rating, after the reveal, and the third, a day or more later. */
export type Round = (typeof rounds)[number];

export type Solo = SoloPlan & {
  said: Said[];
  wishes: Wish[];
  /** When the candidate last drew, wrote or asked. */
  inputAt: number;
  /** Nobody is connected since then; `isLeaving`: the page was closed, and not merely lost. */
  away: { since: number; isLeaving: boolean } | null;
  /** By `pointId`. */
  points: Record<string, Mark>;
  rerates: Partial<Record<Round, Scorecard>>;
};

export function newSolo(plan: SoloPlan): Solo {
  return {
    ...plan,
    said: [],
    wishes: [],
    inputAt: 0,
    away: null,
    points: {},
    rerates: {},
  };
}

/** Whether the phase in hand is over and its checklist is being ticked (SO4). */
export function isFrozen({ runs }: Pick<RoomState, 'runs'>): boolean {
  return runs.at(-1)?.isFrozen === true && runs.at(-1)?.endedAt === null;
}

/** How a phase ends: one with a checklist stands still first, so that it is ticked (SO4). */
export function endOf(state: RoomState, phase: Phase): Happening {
  const isToFreeze = state.solo && phase.checklist.length > 0 && !isFrozen(state);
  return isToFreeze ? { type: 'phase.frozen', phaseId: phase.id } : advanceFrom(state, phase);
}

/** The phases whose checklist a solo candidate may read: those that ended, the frozen one, guided also the one in
 * hand (SO5). */
export function openChecklists({ solo, runs }: Pick<RoomState, 'solo' | 'runs'>): string[] {
  if (!solo) return [];
  return runs
    .filter((run) => run.endedAt !== null || run.isFrozen || solo.help === 'guided')
    .map((run) => run.phaseId);
}

/** The must-items of the phase before `phase` that were not ticked. */
export function untouchedBefore(state: RoomState, phase: Phase): Phase['checklist'] {
  const { phases } = state.format;
  const before = phases[phases.indexOf(phase) - 1];
  const wasReached = before && state.runs.some((run) => run.phaseId === before.id);
  if (!wasReached) return [];
  const ticked = new Set(state.ticks.map((tick) => tick.itemId));
  return before.checklist.filter((item) => item.must && !ticked.has(item.id));
}

/** The id by which an expected point of a deep dive is marked. */
export const pointId = (deepDiveId: string, index: number): string => `${deepDiveId}.${index}`;

/** Which later rating may be given at `at`: the second right after the reveal, the third from a day later on. */
export function roundDue(state: Pick<RoomState, 'solo' | 'stage' | 'revealedAt'>, at: number): Round | null {
  const laterAt = rerateAt(state);
  if (!state.solo || state.stage !== 'revealed') return null;
  if (laterAt !== null && at >= laterAt) return 'later';
  return state.solo.rerates.after?.submittedAt == null && laterAt !== null ? 'after' : null;
}

/** The scorecards that count: alone the delayed rating is the record, without it the first (SO8). */
export function cardsOfRecord({
  solo,
  scorecards,
}: Pick<RoomState, 'solo' | 'scorecards'>): RoomState['scorecards'] {
  const later = solo?.rerates.later;
  return later?.submittedAt == null ? scorecards : { ...scorecards, [later.by]: later };
}

const dayMs = 24 * 60 * 60_000;

/** From when the third self-rating may be given; null without a reveal, and once it is in (SO8). */
export function rerateAt(state: Pick<RoomState, 'solo' | 'stage' | 'revealedAt'>): number | null {
  const { solo, stage, revealedAt } = state;
  if (!solo || stage !== 'revealed' || revealedAt === null) return null;
  return solo.rerates.later?.submittedAt != null ? null : revealedAt + dayMs;
}
