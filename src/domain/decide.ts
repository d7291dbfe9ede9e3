// Decides what a command makes happen, or why it does not. The machine says who may do what and when;
// here is what remains: does the thing asked about exist, and what exactly is recorded.
import { decideBoardChange } from './board.ts';
import { minuteMs, phaseOf } from './clock.ts';
import { decideSolo, pointerIn, wished } from './decide-solo.ts';
import { answersOf, guideOf } from './guide.ts';
import { can, isRoleFor, seatedRoles } from './interview.ts';
import type { Asking } from './interview.ts';
import { unitsFor } from './parts.ts';
import { limits, refuse } from './protocol.ts';
import type { Command, CommandType, Refusal } from './protocol.ts';
import { mergedRating, mergedSummary } from './rating-merge.ts';
import type { Happening } from './recording.ts';
import { hasSubmitted, isLastToSubmit, isSlipOpen, scorecardOf, unrated } from './room.ts';
import type { Participant, RoomState } from './room.ts';
import { isFinalEvidence, missingForSubmission } from './scorecard.ts';
import { endOf } from './solo.ts';

export type Decision = { ok: true; happening: Happening } | Refusal;

const ratingTypes: ReadonlySet<CommandType> = new Set<CommandType>([
  'rating.set',
  'summary.set',
  'rating.submit',
]);

/** Decides `command` asked by participant `by` at `at` (epoch ms). Pure: neither changes `state` nor throws (RC1). */
export function decide(state: RoomState, command: Command, by: string, at: number): Decision {
  const participant = state.participants[by];
  if (!participant) return refuse('not_allowed');
  const asking = askingOf(command, participant, at);
  if (!can(state, asking)) return whyNot(state, asking);
  return (deciders[command.type] as Decider<CommandType>)({ state, command, by, at });
}

/** How the machine hears a command; the browser uses it to enable a button. */
export function askingOf(
  command: Pick<Command, 'type'>,
  who: Pick<Participant, 'role' | 'isHost'>,
  at: number,
): Asking {
  const confirmed = 'confirmed' in command && command.confirmed === true;
  return { type: command.type, role: who.role, isHost: who.isHost, at, confirmed };
}

function whyNot(state: RoomState, asking: Asking): Refusal {
  const { type } = asking;
  if (can(state, { ...asking, confirmed: true })) {
    if (type === 'interview.start')
      return refuse(
        'needs_confirmation',
        'The candidate has not joined yet. Start a rehearsal without them?',
      );
    return refuse(
      'needs_confirmation',
      'The planned minimum of this phase is not over yet. Move on all the same?',
    );
  }
  if (!isRoleFor(state, asking)) return refuse('not_allowed');
  if (type === 'interview.start' && state.stage === 'lobby' && !seatedRoles(state).has('interviewer')) {
    return refuse(
      'wrong_stage',
      'The interviewer has not joined yet. Send them the interviewer invite link.',
    );
  }
  if (type === 'phase.undo' && state.slip && !isSlipOpen(state, asking.at)) return refuse('too_late');
  if (!state.solo && hasSubmitted(state, asking.role) && ratingTypes.has(type))
    return refuse('already_done', 'Your scorecard is submitted; it is final.');
  return refuse('wrong_stage');
}

type Asked<T extends CommandType> = {
  state: RoomState;
  command: Extract<Command, { type: T }>;
  by: string;
  at: number;
};
type Decider<T extends CommandType> = (asked: Asked<T>) => Decision;

const happened = (happening: Happening): Decision => ({ ok: true, happening });

const deciders: { [T in CommandType]: Decider<T> } = {
  'name.set': ({ command: { name } }) => happened({ type: 'name.changed', name }),
  'ready.set': ({ command: { ready } }) => happened({ type: 'ready.changed', ready }),
  'observers.set': ({ command: { welcome } }) => happened({ type: 'observers.changed', welcome }),
  'interview.start': ({ state }) =>
    happened({ type: 'interview.started', isRehearsal: !seatedRoles(state).has('candidate') }),
  'interview.end': () => happened({ type: 'interview.ended' }),
  'phase.advance': ({ state, command: { from } }) => {
    const phase = phaseOf(state.format, state.stage);
    // Two impatient clicks, or two tabs, must move on once: the second names a phase that is over.
    if (!phase || phase.id !== from) return refuse('already_done', 'The interview has moved on already.');
    return happened(endOf(state, phase));
  },
  'phase.extend': ({ state, command: { from } }) => {
    if (state.stage !== from) return refuse('already_done', 'The interview has moved on already.');
    return happened({ type: 'phase.extended', phaseId: from, addedMs: minuteMs });
  },
  'phase.pause': () => happened({ type: 'phase.paused' }),
  'phase.resume': () => happened({ type: 'phase.resumed' }),
  'phase.undo': ({ state }) => happened({ type: 'phase.undone', backTo: state.slip?.stage ?? state.stage }),
  'board.change': ({ state, command: { deltas } }) => {
    if (state.isFull) return refuse('recording_full');
    const decided = decideBoardChange(state.scene, deltas);
    return decided.ok ? happened({ type: 'board.changed', changes: decided.changes }) : decided;
  },
  'picture.set': ({ state, command: { phaseId, file }, by }) => {
    if (!state.runs.some((run) => run.phaseId === phaseId && run.endedAt !== null))
      return refuse('unknown_item');
    // The interviewer's picture stands: a candidate must not be able to swap it for a better drawing.
    const isCandidates = state.participants[by]?.role === 'candidate';
    if (isCandidates && state.pictures[phaseId]) return refuse('already_done');
    return happened({ type: 'picture.taken', phaseId, file });
  },
  'note.add': ({ state, command, by, at }) => {
    if (state.notes.some((n) => n.id === command.noteId)) return refuse('already_done');
    if (countOf(state.notes, by) >= limits.notesPerPerson) return refuse('too_much');
    if (command.criterion !== null && !hasCriterion(state, command.criterion)) return refuse('unknown_item');
    const run = runAt(state, command.begunAt);
    const begunAt = Math.min(at, Math.max(run?.startedAt ?? at, command.begunAt));
    return happened({ ...command, type: 'note.added', begunAt, phaseId: run?.phaseId ?? state.stage });
  },
  'note.edit': ({ state, command, by }) => {
    const fixed = fixedNote(state, command.noteId, by);
    if (fixed) return fixed;
    if (command.criterion !== null && !hasCriterion(state, command.criterion)) return refuse('unknown_item');
    return happened({ ...command, type: 'note.edited' });
  },
  'note.remove': ({ state, command: { noteId }, by }) =>
    fixedNote(state, noteId, by) ?? happened({ type: 'note.removed', noteId }),
  'chat.send': ({ state, command: { text }, by }) =>
    countOf(state.chat, by) >= limits.chatPerPerson
      ? refuse('too_much')
      : happened({ type: 'chat.sent', text }),
  'checklist.set': ({ state, command, by }) => {
    const { itemId, done, pointer } = command;
    const inPhase = state.format.phases.find(({ checklist }) => checklist.some(({ id }) => id === itemId));
    if (!inPhase) return refuse('unknown_item');
    const refusal = state.solo && done ? pointerIn(state, inPhase.id, by, pointer) : null;
    return refusal ?? happened({ ...command, type: 'checklist.ticked', phaseId: state.stage });
  },
  'script.ask': ({ state, command: { text } }) => wished(state, 'question', text),
  'script.list': ({ state }) => wished(state, 'list'),
  'script.stuck': ({ state }) => wished(state, 'stuck'),
  'estimate.set': ({ state, command, by }) => {
    const own = state.estimates.filter((estimate) => estimate.by === by);
    const isNew = own.every(({ name }) => name !== command.name);
    if (isNew && own.length >= limits.estimatesPerPerson) return refuse('too_much');
    return happened({ ...command, type: 'estimate.entered', phaseId: state.stage });
  },
  'estimate.remove': ({ state, command: { name }, by }) =>
    state.estimates.some((estimate) => estimate.by === by && estimate.name === name)
      ? happened({ type: 'estimate.removed', name })
      : refuse('unknown_item'),
  'point.mark': ({ state, command }) => {
    const [dive, index] = [command.pointId.replace(/\.\d+$/, ''), /\d+$/.exec(command.pointId)?.[0]];
    const expected = state.question?.interviewer?.deepDives.find(({ id }) => id === dive)?.expected;
    if (!expected?.[Number(index)]) return refuse('unknown_item');
    return happened({ ...command, type: 'point.marked' });
  },
  'answer.give': ({ state, command: { clarificationId } }) => {
    const guide = guideOf(state.question);
    const item = guide && answersOf(guide).find((answer) => answer.id === clarificationId);
    if (!item) return refuse('unknown_item');
    if (state.answers.some((a) => a.clarificationId === clarificationId)) return refuse('already_done');
    return happened({
      type: 'answer.given',
      clarificationId,
      ask: item.ask,
      text: item.answer,
      phaseId: state.stage,
    });
  },
  'hint.give': ({ state, command: { deepDiveId, step } }) => {
    const text = state.question?.interviewer?.deepDives.find((d) => d.id === deepDiveId)?.hintLadder[
      step - 1
    ];
    if (!text) return refuse('unknown_item');
    const given = state.hints.filter((hint) => hint.deepDiveId === deepDiveId).length;
    if (step <= given) return refuse('already_done');
    if (step > given + 1) return refuse('wrong_stage', 'Hints are given one step at a time.');
    return happened({ type: 'hint.given', deepDiveId, step, text, phaseId: state.stage });
  },
  'curveball.play': ({ state, command: { curveballId } }) => {
    const item = state.question?.interviewer?.curveballs.find((c) => c.id === curveballId);
    if (!item) return refuse('unknown_item');
    if (state.curveballs.some((c) => c.curveballId === curveballId)) return refuse('already_done');
    const { text, label } = item;
    return happened({
      type: 'curveball.played',
      curveballId,
      text,
      ...(label && { label }),
      phaseId: state.stage,
    });
  },
  'rating.set': ({ state, command, by, at }) => {
    const closed = decideSolo(state, command, at);
    if (closed) return closed;
    const { role } = state.participants[by]!;
    const unit = unitsFor(state, role).find(({ key }) => key === command.criterion);
    if (!unit) return refuse('unknown_item', 'The rubric has no such criterion.');
    const known = new Set(Object.values(unit.criterion.levels).flatMap((level) => level.map((b) => b.id)));
    if (!command.behaviours.every((id) => known.has(id)))
      return refuse('unknown_item', 'The rubric has no such behaviour.');
    const { criterion, round, base } = command;
    const isOwn = (id: string) => ownNote(state, id, by);
    if (!command.notes.every((id) => isOwn(id) || base?.notes.includes(id)))
      return refuse('unknown_item', 'Evidence can only be a note of one’s own.');
    const stands = scorecardOf(state, by, round).ratings[criterion] ?? unrated;
    const rating = mergedRating(stands, command);
    if (!rating) return refuse('changed_elsewhere');
    // A note that was picked and then removed must not keep the rating from being changed.
    const notes = rating.notes.filter(isOwn);
    return happened({ type: 'rating.changed', criterion, ...rating, notes, ...(round && { round }) });
  },
  'summary.set': ({ state, command, by, at }) => {
    const closed = decideSolo(state, command, at);
    if (closed) return closed;
    const isKnown =
      command.recommendation === null || state.rubric.recommendations.includes(command.recommendation);
    if (!isKnown) return refuse('unknown_item', 'The rubric has no such recommendation.');
    const { round } = command;
    const summary = mergedSummary(scorecardOf(state, by, round), command);
    if (!summary) return refuse('changed_elsewhere');
    return happened({ type: 'summary.changed', ...summary, ...(round && { round }) });
  },
  'rating.submit': ({ state, command: { round }, by, at }) => {
    const closed = decideSolo(state, { round }, at);
    if (closed) return closed;
    const missing = missingForSubmission(state, scorecardOf(state, by, round));
    if (missing.length > 0)
      return refuse(
        'incomplete',
        missing[0]?.message,
        missing.map((m) => m.field),
      );
    if (round) return happened({ type: 'rating.submitted', reveals: false, round });
    return happened({ type: 'rating.submitted', reveals: isLastToSubmit(state, by) });
  },
};

function hasCriterion(state: RoomState, id: string): boolean {
  return state.rubric.criteria.some((c) => c.id === id);
}

/** Counted by author: one person's plenty must not silence the other, nor tell how much the other wrote. */
function countOf(items: readonly { by: string }[], by: string): number {
  return items.filter((item) => item.by === by).length;
}

function ownNote(state: RoomState, noteId: string, by: string): boolean {
  return state.notes.some((n) => n.id === noteId && n.by === by);
}

/** Why `by` may not change this note; null when they may. */
function fixedNote(state: RoomState, noteId: string, by: string): Refusal | null {
  if (!ownNote(state, noteId, by)) return refuse('unknown_item');
  if (!isFinalEvidence(state, by, noteId)) return null;
  return refuse('wrong_stage', 'This note is evidence in your scorecard, which is final.');
}

/** The run a moment fell into: a note begun before *Next phase* belongs to the phase it was begun in. */
function runAt(state: RoomState, moment: number) {
  return state.runs.findLast((run) => run.startedAt <= moment) ?? state.runs[0];
}
