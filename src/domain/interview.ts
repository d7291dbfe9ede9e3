// The interview as an XState machine built from a format: one state a phase, so the steps are real
// states, and the one permission table: the server decides with it, the browser asks the same `can()`.
// It stores nothing: its snapshot is resolved from the room's state, its clock is the `at` it is given.
import { setup } from 'xstate';
import { phaseTime } from './clock.ts';
import type { Format } from './format.ts';
import type { CommandType, Role } from './protocol.ts';
import { hasSubmitted, isSlipOpen } from './room.ts';
import type { RoomState } from './room.ts';
import { isFrozen } from './solo.ts';

type Context = { state: RoomState };
/** A command's name with who asks and when; `confirmed` says they were warned (PH2, PH6). */
export type Asking = { type: CommandType; role: Role; isHost: boolean; at: number; confirmed: boolean };

const interviewSetup = setup({
  types: { context: {} as Context, events: {} as Asking, input: {} as RoomState },
  actions: { record: () => {} },
  guards: {
    // Alone, the candidate keeps their own clock and list.
    interviewer: ({ context, event }) => leads(context.state, event.role),
    human: ({ context, event }) => event.role === 'interviewer' && !context.state.solo,
    alone: ({ context, event }) => event.role === 'candidate' && context.state.solo !== null,
    mayExtend: ({ context: { state }, event }) => leads(state, event.role) && state.solo?.help !== 'exam',
    mayTick: ({ context: { state }, event }) =>
      leads(state, event.role) && (!state.solo || state.solo.help === 'guided' || isFrozen(state)),
    mayRerate: ({ context: { state }, event }) => event.role === 'candidate' && state.solo !== null,
    seated: ({ event }) => event.role !== 'observer',
    notSubmitted: ({ context, event }) =>
      event.role !== 'observer' && !hasSubmitted(context.state, event.role),
    host: ({ event }) => event.isHost,
    mayStart: ({ context, event }) => {
      if (context.state.solo) return event.role === 'candidate';
      if (event.role !== 'interviewer' && !event.isHost) return false;
      const seats = seatedRoles(context.state);
      return seats.has('interviewer') && (seats.has('candidate') || event.confirmed);
    },
    mayAdvance: ({ context, event }) => {
      if (!leads(context.state, event.role)) return false;
      if (isFrozen(context.state)) return true;
      return event.confirmed || phaseTime(context.state, event.at)?.mark !== 'early';
    },
    mayUndo: ({ context, event }) => event.role !== 'observer' && isSlipOpen(context.state, event.at),
  },
});

/** The roles whose seat is taken. */
export function seatedRoles(state: Pick<RoomState, 'participants'>): Set<Role> {
  return new Set(Object.values(state.participants).map((p) => p.role));
}

function leads({ solo }: Pick<RoomState, 'solo'>, role: Role): boolean {
  return role === (solo ? 'candidate' : 'interviewer');
}

// XState calls a transition without target or action forbidden, so what is only recorded names an action.
const recorded = 'record' as const;
const everywhere = { 'name.set': { actions: recorded } } as const;
const seated = { guard: 'seated', actions: recorded } as const;
const byHuman = { guard: 'human', actions: recorded } as const;
const alone = { guard: 'alone', actions: recorded } as const;
const rerate = { guard: 'mayRerate', actions: recorded } as const;
const byHost = { guard: 'host', actions: recorded } as const;
const notes = {
  'note.add': seated,
  'note.edit': seated,
  'note.remove': seated,
  'chat.send': seated,
} as const;
const pictures = { 'picture.set': seated } as const;
const extend = { guard: 'mayExtend', actions: recorded } as const;
const rate = { guard: 'notSubmitted', actions: recorded } as const;

const inPhase = {
  ...everywhere,
  ...notes,
  ...pictures,
  'board.change': seated,
  'observers.set': byHost,
  'checklist.set': { guard: 'mayTick', actions: recorded },
  'answer.give': byHuman,
  'hint.give': byHuman,
  'curveball.play': byHuman,
  'rating.set': byHuman,
  'script.ask': alone,
  'script.list': alone,
  'script.stuck': alone,
  'estimate.set': seated,
  'estimate.remove': seated,
  'interview.end': { guard: 'seated', target: '#rating' },
} as const;

/** One state a phase. Each leads to the next (the last to rating), and back where the slip came from (PH6). */
function phaseStates(ids: readonly string[]) {
  return Object.fromEntries(
    ids.map((id, i) => [
      id,
      {
        id,
        initial: 'running' as const,
        on: {
          ...inPhase,
          'phase.advance': { guard: 'mayAdvance' as const, target: `#${ids[i + 1] ?? 'rating'}` },
          ...(i > 0 && { 'phase.undo': { guard: 'mayUndo' as const, target: `#${ids[i - 1]}` } }),
        },
        states: {
          running: {
            on: { 'phase.pause': { guard: 'seated' as const, target: 'paused' }, 'phase.extend': extend },
          },
          paused: {
            on: { 'phase.resume': { guard: 'seated' as const, target: 'running' }, 'phase.extend': extend },
          },
          frozen: {},
        },
      },
    ]),
  );
}

/** Builds the machine of one format: lobby -> each phase (running | paused) -> rating -> (closed ->) revealed (PH1). */
export function interviewMachine(format: Format) {
  const ids = format.phases.map((phase) => phase.id);
  // An end in the middle goes back to whichever phase it left.
  const undoEnd = ids.map((id) => ({
    guard: ({ context: { state }, event }: { context: Context; event: Asking }) =>
      event.role !== 'observer' && isSlipOpen(state, event.at) && state.slip?.stage === id,
    target: `#${id}`,
  }));
  return interviewSetup.createMachine({
    id: 'interview',
    context: ({ input }) => ({ state: input }),
    initial: 'lobby',
    states: {
      lobby: {
        on: {
          ...everywhere,
          'ready.set': seated,
          'observers.set': byHost,
          'interview.start': { guard: 'mayStart', target: `#${ids[0]}` },
        },
      },
      ...phaseStates(ids),
      rating: {
        id: 'rating',
        on: {
          ...everywhere,
          ...notes,
          ...pictures,
          'rating.set': rate,
          'summary.set': rate,
          'rating.submit': rate,
          'phase.undo': undoEnd,
        },
      },
      // Whoever did not rate in time still may: the last one opens both sides (VW8).
      closed: {
        on: {
          ...everywhere,
          ...notes,
          ...pictures,
          'rating.set': rate,
          'summary.set': rate,
          'rating.submit': rate,
        },
      },
      revealed: {
        on: {
          ...everywhere,
          ...pictures,
          'chat.send': seated,
          'point.mark': rerate,
          'rating.set': rerate,
          'summary.set': rerate,
          'rating.submit': rerate,
        },
      },
      abandoned: { type: 'final' },
    },
  });
}

type Known = { machine: ReturnType<typeof interviewMachine>; answers: Map<string, boolean> };
const machines = new WeakMap<Format, Known>();

function machineOf(format: Format): Known {
  const known = machines.get(format) ?? { machine: interviewMachine(format), answers: new Map() };
  machines.set(format, known);
  return known;
}

/** The machine's snapshot for a room's state: phases carry `running`, `paused` or `frozen`. */
export function snapshotOf(state: RoomState) {
  const isPaused = state.runs.at(-1)?.pausedAt != null;
  const within = isFrozen(state) ? 'frozen' : isPaused ? 'paused' : 'running';
  const isPhase = state.format.phases.some((phase) => phase.id === state.stage);
  const value = isPhase ? { [state.stage]: within } : state.stage;
  return machineOf(state.format).machine.resolveState({ value, context: { state } });
}

/** Whether the machine takes this command from this role at `at`. Pure; both ends ask the same question. */
export function can(state: RoomState, asking: Asking): boolean {
  return asking.type === 'board.change' ? canDraw(state, asking) : snapshotOf(state).can(asking);
}

/** Twenty times a second from everyone who draws, so the machine is asked once for each stage and role: nothing
 * else decides it. */
function canDraw(state: RoomState, asking: Asking): boolean {
  const { answers } = machineOf(state.format);
  const key = `${asking.role} ${state.stage}`;
  const known = answers.get(key) ?? snapshotOf(state).can(asking);
  answers.set(key, known);
  return known;
}

const aSeat = (role: Role) => ({ id: role, role, name: role, isHost: false, isReady: false, joinedAt: 0 });
const everySeatTaken = { '#interviewer': aSeat('interviewer'), '#candidate': aSeat('candidate') };

/** Whether a command of this type could ever be right for this role: tells "not you" from "not now" (RL4).
 * Asks the machine in every stage, with the seats taken, a slip open and nothing submitted. */
export function isRoleFor(state: RoomState, asking: Asking): boolean {
  const phases = state.format.phases.map((phase) => phase.id);
  const atItsBest: RoomState = {
    ...state,
    participants: { ...state.participants, ...everySeatTaken },
    slip: { at: asking.at, stage: phases[0] ?? '', runs: [] },
    scorecards: {},
  };
  const stages = ['lobby', ...phases, 'rating', 'closed', 'revealed'];
  const pausedRun = {
    phaseId: '',
    startedAt: 0,
    endedAt: null,
    pausedMs: 0,
    pausedAt: 0,
    pausedBy: null,
    addedMs: 0,
  };
  return stages.some((stage) =>
    [[], [pausedRun], [{ ...pausedRun, isFrozen: true as const }]].some((runs) =>
      can({ ...atItsBest, stage, runs }, { ...asking, confirmed: true }),
    ),
  );
}
