// What only a solo interview asks about: a wish to the script, a tick that points at something, a later rating of
// one's own. Each answers a refusal where it cannot be.
import { limits, refuse } from './protocol.ts';
import type { Refusal } from './protocol.ts';
import type { Happening } from './recording.ts';
import type { Pointer, RoomState } from './room.ts';
import { isFrozen, openChecklists, rerateAt } from './solo.ts';
import type { Round, WishKind } from './solo.ts';

/** A wish is only recorded; the script answers it in its turn (SO2). */
export function wished(
  state: RoomState,
  kind: WishKind,
  text = '',
): { ok: true; happening: Happening } | Refusal {
  if (isFrozen(state)) return refuse('wrong_stage', 'This part is over. Ask in the next one.');
  const asked = (state.solo?.said ?? []).filter(({ kind }) => kind === 'reply' || kind === 'list').length;
  if (asked + state.answers.length >= limits.asksPerInterview) return refuse('too_much');
  return { ok: true, happening: { type: 'script.asked', kind, text, phaseId: state.stage } };
}

/** Whoever ticks their own list says where it is to be seen: in a note of theirs or in something on the board, from
 * before the phase was over (SO4). */
export function pointerIn(
  state: RoomState,
  phaseId: string,
  by: string,
  pointer: Pointer | undefined,
): Refusal | null {
  if (!openChecklists(state).includes(phaseId) || state.stage !== phaseId) return refuse('unknown_item');
  if (!pointer)
    return refuse('incomplete', 'Point at the note or the part of the board where this can be seen.');
  if ('elementId' in pointer) {
    const element = state.scene.get(pointer.elementId);
    return element && !element.isDeleted ? null : refuse('unknown_item');
  }
  const note = state.notes.find(({ id }) => id === pointer.noteId);
  if (note?.by !== by) return refuse('unknown_item');
  const frozenAt = isFrozen(state) ? state.runs.at(-1)?.pausedAt : null;
  const isLate = frozenAt != null && note.begunAt > frozenAt;
  return isLate ? refuse('too_late', 'This note was begun after the part was over.') : null;
}

/** The first rating is given before the reveal, the second after it, the third a day or more later; each is final
 * (SO8). Null: it may be given now. */
export function decideSolo(
  state: RoomState,
  { round }: { round?: Round | undefined },
  at: number,
): Refusal | null {
  const isOver = state.stage === 'revealed';
  if (!round) return isOver ? refuse('already_done', 'Your scorecard is submitted; it is final.') : null;
  if (!isOver || !state.solo) return refuse('wrong_stage');
  if (state.solo.rerates[round]?.submittedAt != null)
    return refuse('already_done', 'This rating is submitted; it is final.');
  if (round === 'later' && at < (rerateAt(state) ?? Infinity))
    return refuse('wrong_stage', 'The third rating can be given from a day after the first on.');
  return null;
}
