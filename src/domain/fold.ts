// The fold: how each entry changes the room. Live room, reconnect and replay all come through `apply`, so
// the same entries give the same state everywhere (RC2). Only `state.scene` is changed in place.
import { applyChanges, reviveScene } from './board.ts';
import type { Snapshot } from './protocol.ts';
import { isSealed } from './recording.ts';
import type { Entry, EntryOf, WireEntry } from './recording.ts';
import { defaultRatingWaitMs, emptyRoom, scorecardOf } from './room.ts';
import type { Participant, PhaseRun, RoomState, Scorecard } from './room.ts';
import { newSolo } from './solo.ts';
import type { Round, Solo } from './solo.ts';

/** Folds entries into a room, in order (RC2). Live room, reconnect and replay all come through here. */
export function fold(entries: Iterable<WireEntry>, state: RoomState = emptyRoom()): RoomState {
  for (const entry of entries) apply(state, entry);
  return state;
}

/** Applies one entry to `state` and returns it. Throws when the entry is not the next one: a gap is a bug
 * of the caller, who asks for what is missing instead (RC4). A sealed entry only counts. */
export function apply(state: RoomState, entry: WireEntry): RoomState {
  if (entry.seq !== state.seq + 1) throw new Error(`entry ${entry.seq} does not follow ${state.seq}`);
  state.seq = entry.seq;
  if (isSealed(entry)) return state;
  state.lastAt = entry.at;
  happen(state, entry);
  if (state.solo) settle(state, state.solo, entry);
  return state;
}

type Handler<T extends Entry['type']> = (state: RoomState, entry: EntryOf<T>) => void;

const handlers: { [T in Entry['type']]: Handler<T> } = {
  'interview.created': (state, entry) => {
    const { interviewId, at, level, format, rubric, question, isHidden, interviewerRubric, ratingWaitMs } =
      entry;
    Object.assign(state, { interviewId, createdAt: at, level, format, rubric, isHidden });
    Object.assign(state, { question: question ?? null, interviewerRubric: interviewerRubric ?? null });
    state.ratingWaitMs = ratingWaitMs ?? defaultRatingWaitMs;
    state.solo = entry.solo ? newSolo(entry.solo) : null;
  },
  'interview.imported': (state, { seq, at, interviewId, snapshot }) => {
    Object.assign(state, reviveSnapshot(snapshot), { seq, lastAt: at, interviewId, isImported: true });
  },
  'participant.joined': (state, { participantId: id, role, name, isHost, at }) => {
    setParticipant(state, id, { id, role, name, isHost, isReady: false, joinedAt: at });
    // A candidate who comes late makes an interview of a rehearsal: their scorecard is waited for too (RB3).
    if (role === 'candidate') state.isRehearsal = false;
  },
  'name.changed': (state, { by, name }) => changeParticipant(state, by, { name }),
  'ready.changed': (state, { by, ready }) => changeParticipant(state, by, { isReady: ready }),
  'observers.changed': (state, { welcome }) => {
    state.areObserversWelcome = welcome;
  },
  'interview.started': (state, { at, isRehearsal }) => {
    Object.assign(state, { startedAt: at, isRehearsal });
    enterPhase(state, state.format.phases[0]?.id ?? 'rating', at);
  },
  'phase.advanced': (state, { at, to }) => {
    leavePhase(state, at);
    enterPhase(state, to, at);
  },
  'interview.ended': (state, { at }) => {
    leavePhase(state, at);
    Object.assign(state, { stage: 'rating', endedAt: at });
  },
  'phase.undone': (state) => {
    if (!state.slip) return;
    const { [state.slip.stage]: _picture, ...pictures } = state.pictures;
    Object.assign(state, { pictures });
    Object.assign(state, { stage: state.slip.stage, runs: state.slip.runs, slip: null, endedAt: null });
    // A scorecard submitted in a hurry after a slip is open again: the interview was not over.
    for (const by of Object.keys(state.scorecards)) changeScorecard(state, by, { submittedAt: null });
  },
  'interview.abandoned': (state, { at }) => {
    if (state.runs.length > 0) leavePhase(state, at);
    Object.assign(state, { stage: 'abandoned', endedAt: at, slip: null });
  },
  'interview.closed': (state) => {
    Object.assign(state, { stage: 'closed', slip: null });
  },
  'phase.extended': (state, { addedMs }) => changeRun(state, (run) => ({ addedMs: run.addedMs + addedMs })),
  'phase.frozen': (state, { at, by }) =>
    changeRun(state, () => ({ pausedAt: at, pausedBy: by, isFrozen: true })),
  'phase.paused': (state, { at, by }) => changeRun(state, () => ({ pausedAt: at, pausedBy: by })),
  'phase.resumed': (state, { at }) => changeRun(state, (run) => unpaused(run, at)),
  'board.changed': (state, { changes }) => applyChanges(state.scene, changes),
  'picture.taken': (state, { phaseId, file }) => {
    state.pictures = { ...state.pictures, [phaseId]: file };
  },
  'recording.filled': (state, { isFull }) => {
    if (isFull) state.isFull = true;
    else delete state.isFull;
  },
  'note.added': (state, { noteId: id, by, at, begunAt, phaseId, text, criterion, isPrivate }) => {
    state.notes = [...state.notes, { id, by, at, begunAt, phaseId, text, criterion, isPrivate }];
  },
  'note.edited': (state, { noteId, text, criterion, isPrivate }) => {
    state.notes = state.notes.map((n) => (n.id === noteId ? { ...n, text, criterion, isPrivate } : n));
  },
  'note.removed': (state, { by, noteId }) => {
    state.notes = state.notes.filter((n) => n.id !== noteId);
    const card = state.scorecards[by];
    if (!card) return;
    const ratings: Scorecard['ratings'] = {};
    for (const [key, rating] of Object.entries(card.ratings))
      ratings[key] = { ...rating, notes: rating.notes.filter((id) => id !== noteId) };
    changeScorecard(state, by, { ratings });
  },
  'chat.sent': (state, { seq, by, at, text }) => {
    state.chat = [...state.chat, { seq, by, at, text }];
  },
  'checklist.ticked': (state, { itemId, done, at, phaseId, pointer }) => {
    const others = state.ticks.filter((tick) => tick.itemId !== itemId);
    state.ticks = done ? [...others, { itemId, at, phaseId, ...(pointer && { pointer }) }] : others;
  },
  'script.asked': (state, { seq, at, kind, text }) =>
    changeSolo(state, ({ wishes }) => ({ wishes: [...wishes, { seq, kind, text, at }] })),
  'script.said': (state, { id, kind, text, ask, options, at, phaseId }) =>
    changeSolo(state, ({ said }) => ({
      said: [...said, { id, kind, text, ...(ask && { ask }), ...(options && { options }), at, phaseId }],
    })),
  'participant.left': (state, { at, isLeaving }) =>
    changeSolo(state, ({ away }) => ({ away: { since: away?.since ?? at, isLeaving } })),
  'participant.returned': (state) => changeSolo(state, () => ({ away: null })),
  'estimate.entered': (state, { by, name, value, unit, working, at, phaseId }) => {
    const others = state.estimates.filter((other) => other.by !== by || other.name !== name);
    state.estimates = [...others, { by, name, value, unit, working, at, phaseId }];
  },
  'estimate.removed': (state, { by, name }) => {
    state.estimates = state.estimates.filter((other) => other.by !== by || other.name !== name);
  },
  'point.marked': (state, { pointId, mark }) =>
    changeSolo(state, ({ points }) => ({ points: { ...points, [pointId]: mark } })),
  'answer.given': (state, { clarificationId, ask, text, at, phaseId }) => {
    state.answers = [...state.answers, { clarificationId, ask, text, at, phaseId }];
  },
  'hint.given': (state, { deepDiveId, step, text, at, phaseId }) => {
    state.hints = [...state.hints, { deepDiveId, step, text, at, phaseId }];
  },
  'curveball.played': (state, { curveballId, text, label, at, phaseId }) => {
    state.curveballs = [...state.curveballs, { curveballId, text, ...(label && { label }), at, phaseId }];
  },
  'rating.changed': (state, { by, criterion, value, behaviours, evidence, notes, at, round }) => {
    const card = scorecardOf(state, by, round);
    const ratings = { ...card.ratings, [criterion]: { value, behaviours, evidence, notes, at } };
    changeScorecard(state, by, { ratings }, round);
  },
  'summary.changed': (state, { by, recommendation, strength, change, round }) => {
    changeScorecard(state, by, { recommendation, strength, change }, round);
  },
  'rating.submitted': (state, { by, at, reveals, round }) => {
    if (state.participants[by]) changeScorecard(state, by, { submittedAt: at }, round);
    if (reveals) Object.assign(state, { stage: 'revealed', revealedAt: at, slip: null });
  },
};

function happen(state: RoomState, entry: Entry): void {
  (handlers[entry.type] as (state: RoomState, entry: Entry) => void)(state, entry);
}

/** What every entry of a solo interview changes: whose turn it is, and since when nothing was heard. */
function settle(state: RoomState, solo: Solo, entry: Entry): void {
  const { by, at } = entry;
  const answered = 'replyTo' in entry ? entry.replyTo : undefined;
  if (answered !== undefined)
    changeSolo(state, ({ wishes }) => ({ wishes: wishes.filter(({ seq }) => seq !== answered) }));
  else if (state.participants[by] && solo.inputAt !== at) changeSolo(state, () => ({ inputAt: at }));
}

function changeSolo(state: RoomState, change: (solo: Solo) => Partial<Solo>): void {
  if (state.solo) state.solo = { ...state.solo, ...change(state.solo) };
}

function changeScorecard(state: RoomState, by: string, change: Partial<Scorecard>, round?: Round): void {
  if (round) {
    const card = { ...scorecardOf(state, by, round), ...change };
    changeSolo(state, ({ rerates }) => ({ rerates: { ...rerates, [round]: card } }));
    return;
  }
  state.scorecards = { ...state.scorecards, [by]: { ...scorecardOf(state, by), ...change } };
}

function setParticipant(state: RoomState, id: string, participant: Participant): void {
  state.participants = { ...state.participants, [id]: participant };
}

function changeParticipant(state: RoomState, id: string, change: Partial<Participant>): void {
  const known = state.participants[id];
  if (known) setParticipant(state, id, { ...known, ...change });
}

function changeRun(state: RoomState, change: (run: PhaseRun) => Partial<PhaseRun>): void {
  state.runs = state.runs.map((run, i) => (i === state.runs.length - 1 ? { ...run, ...change(run) } : run));
}

function unpaused(run: PhaseRun, at: number): Partial<PhaseRun> {
  if (run.pausedAt === null) return {};
  return { pausedMs: run.pausedMs + (at - run.pausedAt), pausedAt: null, pausedBy: null };
}

function enterPhase(state: RoomState, phaseId: string, at: number): void {
  state.stage = phaseId;
  const run = {
    phaseId,
    startedAt: at,
    endedAt: null,
    pausedMs: 0,
    pausedAt: null,
    pausedBy: null,
    addedMs: 0,
  };
  state.runs = [...state.runs, run];
}

function leavePhase(state: RoomState, at: number): void {
  state.slip = { at, stage: state.stage, runs: state.runs };
  changeRun(state, (run) => ({ ...unpaused(run, at), endedAt: at }));
}

/** A state as JSON-safe data; `reviveSnapshot` is its inverse. */
export function toSnapshot(state: RoomState): Snapshot {
  return { ...state, scene: [...state.scene.values()] };
}

export function reviveSnapshot(snapshot: Snapshot): RoomState {
  return { ...snapshot, scene: reviveScene(snapshot.scene) };
}
