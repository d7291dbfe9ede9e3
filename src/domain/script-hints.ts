// The next hint of a solo interview: of the part in hand where the question has a ladder for it, else of the phase's
// own goal and checklist. Three steps each, one at a time.
import type { Phase } from './format.ts';
import type { Happening } from './recording.ts';
import type { RoomState } from './room.ts';
import { diveAt } from './script-cues.ts';
import type { Solo } from './solo.ts';

type Ladder = { id: string; steps: readonly (string | undefined)[] };

/** The hint that is next at `elapsedMs` of the phase, or null when there is none left. */
export function nextHint(state: RoomState, solo: Solo, phase: Phase, elapsedMs: number): Happening | null {
  const dive = diveAt(state, solo, phase, elapsedMs);
  const ladder = dive ? { id: dive.id, steps: dive.hintLadder } : ladderOf(state, phase);
  const given = state.hints.filter(({ deepDiveId }) => deepDiveId === ladder.id).length;
  const text = ladder.steps[given];
  if (!text || given > 2) return null;
  const step = (given + 1) as 1 | 2 | 3;
  return { type: 'hint.given', deepDiveId: ladder.id, step, text, phaseId: phase.id };
}

/** From the goal to the criterion to the one thing that is still missing. */
function ladderOf(state: RoomState, phase: Phase): Ladder {
  const ticked = new Set(state.ticks.map((tick) => tick.itemId));
  const open = phase.checklist.find((item) => item.must && !ticked.has(item.id));
  const about = open?.criterion ?? phase.criteria[0];
  const criterion = state.rubric.criteria.find(({ id }) => id === about);
  return {
    id: `phase.${phase.id}`,
    steps: [
      `What this part is for: ${phase.goals[0] ?? phase.title}`,
      criterion && `Think of this: ${criterion.title}. ${criterion.description}`,
      open && `One thing I listen for here: ${open.text}`,
    ],
  };
}
