// The authorisation matrix of the live wire: who may ask what, and when. Written from SPEC.md by hand and
// held against the server cell by cell; a command without a decision here does not compile and fails the test.
import type { Command, CommandType, RefusalCode, Role } from '#domain/protocol.ts';
import { aCreation } from '../support/board.ts';
import {
  abandoned,
  closed,
  half,
  justBegun,
  moments,
  noteOf,
  paused,
  rating,
  settled,
} from './authorisation-moments.ts';
import type { Moment, Seated } from './authorisation-moments.ts';

export type Decision = 'ok' | RefusalCode;
/** The two commands that ask first are asked both ways. */
export type Row = CommandType | 'interview.start, confirmed' | 'phase.advance, confirmed';
type Rule = { who: readonly Seated[]; when: readonly Moment[]; then: Decision };

const interviewers: Seated[] = ['hosting interviewer', 'interviewer'];
const candidates: Seated[] = ['hosting candidate', 'candidate'];
const raters = [...interviewers, ...candidates];
const hosts: Seated[] = ['hosting interviewer', 'hosting candidate'];
const everybody: Seated[] = [...raters, 'observer'];
const starters: Seated[] = ['hosting candidate', ...interviewers];

const running = [...justBegun, ...settled];
const live = [...running, ...paused];
const lobby: Moment[] = ['lobby: host alone', 'lobby'];
const unsubmitted = [...rating, ...half];
/** After the end and before the reveal. */
const unrevealed = [...unsubmitted, ...closed];
const notInScope = live.filter((moment) => !moment.startsWith('scope'));
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
  may(raters, unrevealed),
];

/** The first rule that fits decides. Where none fits: `wrong_stage` for whoever some rule of the row lets ask at
 * another time, `not_allowed` for everybody else (RL4). */
export const commandTable: Record<Row, readonly Rule[]> = {
  'name.set': [may(everybody, notAbandoned)],
  'ready.set': [may(raters, lobby)],
  'observers.set': [may(hosts, [...lobby, ...live])],
  // RL2: with the interviewer's seat taken; without a candidate it asks first.
  'interview.start': [
    refused('needs_confirmation', ['hosting interviewer'], ['lobby: host alone']),
    may(starters, ['lobby']),
  ],
  'interview.start, confirmed': [
    may(['hosting interviewer'], ['lobby: host alone']),
    may(starters, ['lobby']),
  ],
  'interview.end': [may(raters, live)],
  'phase.advance': [
    refused('needs_confirmation', interviewers, justBegun),
    may(interviewers, [...settled, ...paused]),
  ],
  'phase.advance, confirmed': [may(interviewers, live)],
  'phase.extend': [may(interviewers, live)],
  'phase.pause': [may(raters, running)],
  'phase.resume': [may(raters, paused)],
  // PH6: within ten seconds; the scope phase was not advanced to.
  'phase.undo': [
    may(raters, [...justBegun.filter((moment) => !moment.startsWith('scope')), 'rating: just begun']),
    refused('too_late', raters, [...notInScope, ...unsubmitted]),
  ],
  'board.change': [may(raters, live)],
  // RL6: of a phase that is over.
  'picture.set': [
    refused(
      'unknown_item',
      raters,
      live.filter((moment) => moment.startsWith('scope')),
    ),
    may(raters, [...notInScope, ...unrevealed, 'revealed']),
  ],
  'note.add': [may(raters, [...live, ...unrevealed])],
  'note.edit': [may(raters, [...live, ...unrevealed])],
  'note.remove': [may(raters, [...live, ...unrevealed])],
  'chat.send': [may(raters, [...live, ...unrevealed, 'revealed'])],
  'checklist.set': [may(interviewers, live)],
  'answer.give': [may(interviewers, live)],
  'hint.give': [may(interviewers, live)],
  'curveball.play': [may(interviewers, live)],
  // Of a solo interview only; tests/domain/solo.test.ts.
  'script.ask': [],
  'script.list': [],
  'script.stuck': [],
  'point.mark': [],
  'estimate.set': [may(raters, live)],
  'estimate.remove': [refused('unknown_item', raters, live)],
  'rating.set': [...whileRating, may(interviewers, live)],
  'summary.set': whileRating,
  'rating.submit': whileRating,
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
  'checklist.set': () => ({ type: 'checklist.set', itemId: 'scope.item', done: true }),
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
  'rating.set': () => ({
    ...{ type: 'rating.set', criterion: 'scope', value: 3 },
    ...{ behaviours: [], evidence: 'Said so', notes: [] },
  }),
  'summary.set': () => ({ type: 'summary.set', recommendation: 'yes', strength: 'Calm', change: 'Numbers' }),
  'rating.submit': () => ({ type: 'rating.submit' }),
};

const aNote = (noteId: string) => ({ noteId, text: 'Heard', criterion: null, isPrivate: false });
