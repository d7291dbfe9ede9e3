// What happened in an interview, as a report tells it: its phases with their checklists, what was given, the notes.
import { timeSpent } from '#domain/clock.ts';
import type { RoomState } from '#domain/room.ts';
import { momentOf, phaseTitle } from './moments.ts';
import type { Moment } from './moments.ts';

export type PhaseReport = {
  id: string;
  title: string;
  minMs: number;
  targetMs: number;
  maxMs: number;
  addedMs: number;
  /** Where it began; null when the interview ended before it. */
  begun: Moment | null;
  /** Null when the interview ended before this phase. */
  actualMs: number | null;
  done: ChecklistLine[];
  /** Nothing of a phase that was not reached. */
  missed: ChecklistLine[];
  /** Content hash of the board as it stood at the phase's end. */
  picture: string | null;
};
export type ChecklistLine = { text: string; isKey: boolean };
export type Given = { moment: Moment; title: string; text: string };
export type NoteLine = { moment: Moment; author: string; text: string; criterion: string | null };

export function phasesOf(state: RoomState): PhaseReport[] {
  const ticked = new Set(state.ticks.map((tick) => tick.itemId));
  return timeSpent(state, state.endedAt ?? state.lastAt).map(
    ({ phaseId, minMs, targetMs, maxMs, addedMs, actualMs }) => {
      const phase = state.format.phases.find(({ id }) => id === phaseId);
      const run = state.runs.find((one) => one.phaseId === phaseId);
      const items = (phase?.checklist ?? []).map(({ id, text, must }) => ({
        id,
        line: { text, isKey: must },
      }));
      return {
        id: phaseId,
        title: phaseTitle(state, phaseId),
        begun: run ? momentOf(state, { at: run.startedAt, phaseId }) : null,
        minMs,
        targetMs,
        maxMs,
        addedMs,
        actualMs,
        done: items.filter(({ id }) => ticked.has(id)).map(({ line }) => line),
        missed: run ? items.filter(({ id }) => !ticked.has(id)).map(({ line }) => line) : [],
        // An import brings no files along.
        picture: state.isImported ? null : (state.pictures[phaseId] ?? null),
      };
    },
  );
}

export function givenIn(state: RoomState): { answers: Given[]; hints: Given[]; curveballs: Given[] } {
  const dives = state.question?.interviewer?.deepDives ?? [];
  const diveTitle = (id: string) => dives.find((dive) => dive.id === id)?.title ?? 'Deep dive';
  return {
    answers: state.answers.map((one) => ({ moment: momentOf(state, one), title: one.ask, text: one.text })),
    hints: state.hints.map((one) => ({
      moment: momentOf(state, one),
      title: `Hint ${one.step}, ${diveTitle(one.deepDiveId)}`,
      text: one.text,
    })),
    curveballs: state.curveballs.map((one) => ({
      moment: momentOf(state, one),
      title: 'Curveball',
      text: one.text,
    })),
  };
}

export function notesOf(state: RoomState): NoteLine[] {
  return state.notes
    .toSorted((a, b) => a.begunAt - b.begunAt)
    .map(({ by, begunAt, phaseId, text, criterion }) => ({
      moment: momentOf(state, { at: begunAt, phaseId }),
      author: state.participants[by]?.name ?? '',
      text,
      criterion: state.rubric.criteria.find(({ id }) => id === criterion)?.title ?? null,
    }));
}
