// The authorisation matrix of the live wire: who may ask what, and when. Written from SPEC.md by hand and
// held against the server cell by cell; a command without a decision here does not compile and fails the test.
import type { Command, CommandType, RefusalCode, Role } from '#domain/protocol.ts';
import type { Round } from '#domain/solo.ts';
import { aCreation } from '../support/board.ts';
import {
  abandoned,
  closed,
  frozen,
  half,
  justBegun,
  moments,
  noteOf,
  paused,
  phases,
  rating,
  rerated,
  settled,
} from './authorisation-moments.ts';
import type { Moment, Seated } from './authorisation-moments.ts';

export type Decision = 'ok' | RefusalCode;
type Rated = 'rating.set' | 'summary.set' | 'rating.submit';
/** The two commands that ask first are asked both ways; what rates oneself is asked for each round (SO8). */
export type Row =
  CommandType | 'interview.start, confirmed' | 'phase.advance, confirmed' | `${Rated}, ${Round}`;
type Rule = { who: readonly Seated[]; when: readonly Moment[]; then: Decision };

const interviewers: Seated[] = ['hosting interviewer', 'interviewer'];
const candidates: Seated[] = ['hosting candidate', 'candidate'];
const raters = [...interviewers, ...candidates];
/** One's own interviewer and candidate: whoever practises alone keeps the clock and draws (SO4). */
const alone: Seated[] = ['alone'];
const leaders = [...interviewers, ...alone];
const drawers = [...raters, ...alone];
const hosts: Seated[] = ['hosting interviewer', 'hosting candidate', ...alone];
const everybody: Seated[] = [...drawers, 'observer'];
const starters: Seated[] = ['hosting candidate', ...interviewers];

const running = [...justBegun, ...settled];
const unfrozen = [...running, ...paused];
const live = [...unfrozen, ...frozen];
const lobby: Moment[] = ['lobby: host alone', 'lobby'];
const unsubmitted = [...rating, ...half];
/** After the end and before the reveal. */
const unrevealed = [...unsubmitted, ...closed];
const notInScope = live.filter((moment) => !moment.startsWith('scope'));
const revealed: Moment[] = ['revealed', ...rerated];
const notAbandoned = moments.filter((moment) => !abandoned.some((one) => one === moment));

const may = (who: readonly Seated[], when: readonly Moment[]): Rule => ({ who, when, then: 'ok' });
const refused = (then: RefusalCode, who: readonly Seated[], when: readonly Moment[]): Rule => ({
  who,
  when,
  then,
});

/** Rating is refused to whoever has submitted, and to nobody else (RB5). */
const whileRating = [
  refused('already_done', interviewers, [
    'interviewer submitted',
    'closed: interviewer submitted',
    'revealed',
  ]),
  refused('already_done', candidates, ['candidate submitted', 'closed: candidate submitted', 'revealed']),
  // Alone the first form is final with the reveal; nobody else is waited for.
  refused('already_done', alone, revealed),
  may(drawers, unrevealed),
];

/** Of one's own later ratings the second is given once the reveal is read, the third from a day later on; each is
 * final (SO8). Where two rate each other there are none. */
const whileRerating = (open: readonly Moment[], done: readonly Moment[]): Rule[] => [
  ...whileRating.filter(({ then, who }) => then === 'already_done' && who !== alone),
  refused('wrong_stage', raters, moments),
  may(alone, open),
  refused('already_done', alone, done),
];
const second = whileRerating(['revealed'], rerated);
const third = whileRerating(['revealed: a day later'], ['revealed: rated a day later']);

/** The first rule that fits decides. Where none fits: `wrong_stage` for whoever some rule of the row lets ask at
 * another time, `not_allowed` for everybody else (RL4). */
export const commandTable: Record<Row, readonly Rule[]> = {
  'name.set': [may(everybody, notAbandoned)],
  'ready.set': [may(drawers, lobby)],
  'observers.set': [may(hosts, [...lobby, ...live])],
  // RL2: with the interviewer's seat taken; without a candidate it asks first.
  'interview.start': [
    may(alone, lobby),
    refused('needs_confirmation', ['hosting interviewer'], ['lobby: host alone']),
    may(starters, ['lobby']),
  ],
  'interview.start, confirmed': [
    may(alone, lobby),
    may(['hosting interviewer'], ['lobby: host alone']),
    may(starters, ['lobby']),
  ],
  'interview.end': [may(drawers, live)],
  'phase.advance': [
    refused('needs_confirmation', leaders, justBegun),
    may(leaders, [...settled, ...paused, ...frozen]),
  ],
  'phase.advance, confirmed': [may(leaders, live)],
  'phase.extend': [may(leaders, unfrozen)],
  'phase.pause': [may(drawers, running)],
  'phase.resume': [may(drawers, paused)],
  // PH6: within ten seconds; the scope phase was not advanced to.
  'phase.undo': [
    may(drawers, [...justBegun.filter((moment) => !moment.startsWith('scope')), 'rating: just begun']),
    refused('too_late', drawers, [...notInScope, ...unsubmitted]),
  ],
  'board.change': [may(drawers, live)],
  // RL6: of a phase that is over.
  'picture.set': [
    refused(
      'unknown_item',
      drawers,
      live.filter((moment) => moment.startsWith('scope')),
    ),
    may(drawers, [...notInScope, ...unrevealed, ...revealed]),
  ],
  'note.add': [may(drawers, [...live, ...unrevealed])],
  'note.edit': [may(drawers, [...live, ...unrevealed])],
  'note.remove': [may(drawers, [...live, ...unrevealed])],
  'chat.send': [may(drawers, [...live, ...unrevealed, ...revealed])],
  // Alone, with standard help, when the phase is over.
  'checklist.set': [may(interviewers, live), may(alone, frozen)],
  'answer.give': [may(interviewers, live)],
  'hint.give': [may(interviewers, live)],
  'curveball.play': [may(interviewers, live)],
  'script.ask': [may(alone, unfrozen)],
  'script.list': [may(alone, unfrozen)],
  'script.stuck': [may(alone, unfrozen)],
  'point.mark': [may(alone, revealed)],
  'estimate.set': [may(drawers, live)],
  'estimate.remove': [refused('unknown_item', drawers, live)],
  'rating.set': [...whileRating, may(interviewers, live)],
  'summary.set': whileRating,
  'rating.submit': whileRating,
  'rating.set, after': second,
  'summary.set, after': second,
  'rating.submit, after': second,
  'rating.set, later': third,
  'summary.set, later': third,
  'rating.submit, later': third,
};

/** What the matrix says of one cell. */
export function decisionFor(row: Row, who: Seated, moment: Moment): Decision {
  const rules = commandTable[row].filter((rule) => rule.who.includes(who));
  const found = rules.find((rule) => rule.when.includes(moment));
  if (found) return found.then;
  return rules.length > 0 ? 'wrong_stage' : 'not_allowed';
}

export type Where = { stage: string; role: Role; at: number; file: string };

/** A command of each type that is right in every respect but, perhaps, who asks and when. */
export const rightCommand: { [R in Row]: (where: Where) => Command } = {
  'name.set': () => ({ type: 'name.set', name: 'Renamed' }),
  'ready.set': () => ({ type: 'ready.set', ready: true }),
  'observers.set': () => ({ type: 'observers.set', welcome: true }),
  'interview.start': () => ({ type: 'interview.start' }),
  'interview.start, confirmed': () => ({ type: 'interview.start', confirmed: true }),
  'interview.end': () => ({ type: 'interview.end' }),
  'phase.advance': ({ stage }) => ({ type: 'phase.advance', from: stage }),
  'phase.advance, confirmed': ({ stage }) => ({ type: 'phase.advance', from: stage, confirmed: true }),
  'phase.extend': ({ stage }) => ({ type: 'phase.extend', from: stage }),
  'phase.pause': () => ({ type: 'phase.pause' }),
  'phase.resume': () => ({ type: 'phase.resume' }),
  'phase.undo': () => ({ type: 'phase.undo' }),
  'board.change': () => ({ type: 'board.change', deltas: [aCreation('box')] }),
  'picture.set': ({ file }) => ({ type: 'picture.set', phaseId: 'scope', file }),
  'note.add': ({ at }) => ({ type: 'note.add', ...aNote('another-note'), begunAt: at }),
  'note.edit': ({ role }) => ({ type: 'note.edit', ...aNote(noteOf(role)) }),
  'note.remove': ({ role }) => ({ type: 'note.remove', noteId: noteOf(role) }),
  'chat.send': () => ({ type: 'chat.send', text: 'Hello' }),
  'checklist.set': ({ stage, role }) => ({
    ...{ type: 'checklist.set', itemId: `${isPhase(stage) ? stage : 'scope'}.item`, done: true },
    ...(role === 'candidate' && { pointer: { noteId: noteOf(role) } }),
  }),
  'answer.give': () => ({ type: 'answer.give', clarificationId: 'volume' }),
  'hint.give': () => ({ type: 'hint.give', deepDiveId: 'spikes', step: 1 }),
  'curveball.play': () => ({ type: 'curveball.play', curveballId: 'campaign' }),
  'script.ask': () => ({ type: 'script.ask', text: 'How many a day?' }),
  'script.list': () => ({ type: 'script.list' }),
  'script.stuck': () => ({ type: 'script.stuck' }),
  'point.mark': () => ({ type: 'point.mark', pointId: 'spikes.0', mark: 'half' }),
  'estimate.set': () => ({
    type: 'estimate.set',
    name: 'peak',
    value: 1_157,
    unit: '/s',
    working: '10M / day * 10',
  }),
  'estimate.remove': () => ({ type: 'estimate.remove', name: 'nobody entered' }),
  'rating.set': () => aRating(),
  'summary.set': () => aSummary(),
  'rating.submit': () => ({ type: 'rating.submit' }),
  'rating.set, after': () => ({ ...aRating(), round: 'after' }),
  'summary.set, after': () => ({ ...aSummary(), round: 'after' }),
  'rating.submit, after': () => ({ type: 'rating.submit', round: 'after' }),
  'rating.set, later': () => ({ ...aRating(), round: 'later' }),
  'summary.set, later': () => ({ ...aSummary(), round: 'later' }),
  'rating.submit, later': () => ({ type: 'rating.submit', round: 'later' }),
};

const isPhase = (stage: string) => phases.some((phase) => phase === stage);
const aRating = (): Extract<Command, { type: 'rating.set' }> => ({
  ...{ type: 'rating.set', criterion: 'scope', value: 3 },
  ...{ behaviours: [], evidence: 'Said so', notes: [] },
});
const aSummary = (): Extract<Command, { type: 'summary.set' }> => ({
  ...{ type: 'summary.set', recommendation: 'yes', strength: 'Calm', change: 'Numbers' },
});
const aNote = (noteId: string) => ({ noteId, text: 'Heard', criterion: null, isPrivate: false });
