// What happens in the demo interview, minute by minute: two people on the notification service.
import type { Command } from '#domain/protocol.ts';
import * as board from './demo-board.ts';
import type { Movement } from './demo-pen.ts';
import { candidatesRating, interviewersRating } from './demo-ratings.ts';

export type Person = 'interviewer' | 'candidate';
/** `at`: minutes since the interview was created. */
export type Line = { at: number; by: Person; command: Command };

export const demoNames: Record<Person, string> = { interviewer: 'Maya', candidate: 'Jonas' };

const note = (id: string, text: string, criterion: string | null, isPrivate = false): Command => ({
  type: 'note.add',
  noteId: `demo-note-${id}`,
  text,
  criterion,
  isPrivate,
  begunAt: 0,
});
const tick = (itemId: string): Command => ({ type: 'checklist.set', itemId, done: true });
const answer = (clarificationId: string): Command => ({ type: 'answer.give', clarificationId });
const advance = (from: string): Command => ({ type: 'phase.advance', from, confirmed: true });
const chat = (text: string): Command => ({ type: 'chat.send', text });
const figure = (name: string, working: string, value: number, unit: string): Command => ({
  type: 'estimate.set',
  ...{ name, working, value, unit },
});

/** Hands at work from a minute on, one movement after the other with a breath between. */
function draws(by: Person, at: number, ...movements: Movement[]): Line[] {
  let ms = at * 60_000;
  return movements.flatMap((movement) => {
    ms += 900;
    return movement.map(({ afterMs, delta }): Line => {
      ms += afterMs;
      return { at: ms / 60_000, by, command: { type: 'board.change', deltas: [delta] } };
    });
  });
}

const says = (by: Person, at: number, ...commands: Command[]): Line[] =>
  commands.map((command, i) => ({ at: at + i * 0.1, by, command }));

const talk: Line[] = [
  ...says('interviewer', 1, { type: 'ready.set', ready: true }),
  ...says('candidate', 1.5, { type: 'ready.set', ready: true }),
  ...says(
    'interviewer',
    2,
    { type: 'interview.start' },
    chat('Hi Jonas. Take it from questions to a design you would defend.'),
  ),
  // Scope: minutes 2 to 6.5
  ...says(
    'interviewer',
    2.8,
    answer('channels'),
    answer('timing'),
    tick('scope.features'),
    tick('scope.mode'),
  ),
  ...draws('candidate', 2.5, board.headline(), board.underline()),
  ...draws('candidate', 3.0, board.requirement(0, '· email, SMS and mobile push')),
  ...draws('candidate', 3.3, board.requirement(1, '· codes at once, newsletters can wait')),
  ...says('candidate', 3.6, note('scope-mine', '10M a day ~ 115/s, peak 10x ~ 1,150/s', null)),
  ...says(
    'interviewer',
    3.9,
    answer('volume'),
    answer('latency'),
    answer('loss'),
    tick('scope.users'),
    tick('scope.rates'),
    tick('scope.nfr'),
  ),
  ...draws('candidate', 4.3, board.numbers(0, '10 M a day ≈ 115/s')),
  ...draws('candidate', 4.6, board.numbers(1, 'peak × 10 ≈ 1,150/s')),
  ...draws('candidate', 4.8, board.requirement(2, '· code on the phone within 5 s')),
  ...draws('candidate', 5.05, board.requirement(3, '· none lost, none twice')),
  ...says(
    'interviewer',
    5.2,
    note('scope', 'Asked for latency and loss unprompted; read/write mix never came up.', 'scope'),
  ),
  ...says(
    'interviewer',
    6,
    tick('scope.agree'),
    note('numbers', 'Average and peak with units in under a minute. Rounded aloud.', 'estimation'),
  ),
  ...says('candidate', 4.75, figure('Average rate', '10,000,000 / 86,400', 115.7, 'per second')),
  ...says('candidate', 4.95, figure('Peak rate', '115.7 * 10', 1157, 'per second')),
  ...draws('candidate', 5.6, board.numbers(2, '1 KB each ≈ 10 GB a day'), board.ringNumbers()),
  ...says('candidate', 6.2, chat('Features, two classes, four numbers. Good to go on?')),
  ...says('interviewer', 6.4, chat('Yes, go on.')),
  ...says('interviewer', 6.6, advance('scope')),
  // High-level design: minutes 6.6 to 19.5
  ...draws('candidate', 7.2, board.box('callers')),
  ...draws('candidate', 7.6, board.box('gateway', 'callers')),
  ...draws('candidate', 8, board.box('accept', 'gateway')),
  ...draws('candidate', 8.9, board.contract()),
  ...draws('candidate', 9.5, board.box('keys', 'accept')),
  ...says('interviewer', 10, tick('hld.endpoints'), tick('hld.payload'), tick('hld.headers')),
  ...draws('candidate', 10.8, board.box('log', 'accept')),
  ...draws('candidate', 11.5, board.box('single', 'accept')),
  ...draws('candidate', 12, board.box('workers', 'single')),
  ...draws('candidate', 12.5, board.box('providers', 'workers')),
  ...says(
    'interviewer',
    13,
    note('contract', '202 with an id, 409 for the same key with another body. Clean.', 'hld'),
    tick('hld.components'),
  ),
  ...says(
    'interviewer',
    15,
    note('trace', 'Traced the write end to end only after I asked.', 'hld'),
    tick('hld.flow'),
  ),
  ...says('interviewer', 14, chat('Walk me through one write, from the caller to the phone.')),
  ...draws('candidate', 14.4, board.writePath()),
  ...draws('candidate', 17, board.box('preferences', 'workers')),
  ...says('candidate', 18.6, note('hld-mine', 'Push the rate limit to the gateway, per team.', null)),
  ...says('interviewer', 19, tick('hld.agree'), tick('hld.fit')),
  ...says('interviewer', 19.6, advance('high-level')),
  // Deep dive: minutes 19.6 to 41.4, with a minute added and still a little over
  ...says('interviewer', 22, { type: 'hint.give', deepDiveId: 'spikes', step: 1 }),
  ...draws('interviewer', 21.2, board.ringQueue()),
  ...draws('candidate', 23.2, board.withoutBox('single')),
  ...draws('candidate', 23.4, board.box('critical', 'accept', 'workers')),
  ...draws('candidate', 23.75, board.box('bulk', 'accept', 'workers')),
  ...draws('interviewer', 24.4, board.unringQueue()),
  ...draws('candidate', 25.2, board.expiry()),
  ...says(
    'interviewer',
    24,
    note('priority', 'One queue at first; split by priority after the first hint.', 'depth'),
    tick('deep.bottleneck'),
  ),
  ...says('interviewer', 28.5, { type: 'curveball.play', curveballId: 'sms-down' }),
  ...draws('interviewer', 28.6, board.crossOut(), board.crossBack()),
  ...draws('candidate', 30, board.box('retry', 'workers'), board.backoff()),
  ...says(
    'candidate',
    29.4,
    figure('Provider calls in flight at peak', '1,157 * 0.1', 115.7, 'calls'),
    figure('Backlog after 20 minutes', '800 * 20 * 60', 960_000, 'messages'),
  ),
  ...draws('candidate', 31.4, board.axes(), board.backlog(), board.backlogWords()),
  ...says('interviewer', 31, tick('deep.retry'), tick('deep.dlq'), tick('deep.breaker')),
  ...says(
    'interviewer',
    32,
    note(
      'backlog',
      'Worked out the backlog of the outage: about a million messages, then expired old codes.',
      'resilience',
    ),
  ),
  ...says('interviewer', 35, { type: 'hint.give', deepDiveId: 'duplicates', step: 1 }),
  ...says('interviewer', 36, { type: 'hint.give', deepDiveId: 'duplicates', step: 2 }),
  ...draws('candidate', 36.3, board.claim()),
  ...says(
    'interviewer',
    37,
    note('claim', 'Check-then-send until the second hint, then one atomic claim.', 'depth'),
  ),
  ...says('interviewer', 38.5, { type: 'phase.extend', from: 'deep-dive' }, tick('deep.alt')),
  ...says('interviewer', 40, note('private', 'Getting late; skip the cache topic.', null, true)),
  ...says('interviewer', 41.4, advance('deep-dive')),
  // Wrap up: minutes 41.4 to 45.2
  ...says(
    'candidate',
    41.9,
    chat('In short: accept fast, sort by urgency, claim once, let breakers protect us.'),
  ),
  ...says('interviewer', 42.5, tick('wrap.summary'), tick('wrap.weak')),
  ...says(
    'interviewer',
    43.5,
    note('weak', 'Named the missing second SMS provider as the weak point by himself.', 'tradeoffs'),
  ),
  ...draws('candidate', 43, board.weakPoint(), board.weakWords()),
  ...draws('candidate', 44, board.nextSteps()),
  ...says('interviewer', 44.4, tick('wrap.signals')),
  ...says('candidate', 44.9, chat('Thank you, that was fun.')),
  ...says('interviewer', 45.2, { type: 'interview.end' }),
];

/** What the two of them pinned to moments the day after; `at` and `writtenAt` in minutes. */
export const demoComments: readonly { at: number; by: Person; text: string; writtenAt: number }[] = [
  {
    ...{ at: 23.3, by: 'interviewer', writtenAt: 50 },
    text: 'This is the moment the design turned: you threw the single queue away instead of defending it.',
  },
  {
    ...{ at: 23.6, by: 'candidate', writtenAt: 54 },
    text: 'I should have asked what urgent means in minute four. Then there never is a single queue.',
  },
  {
    ...{ at: 36.4, by: 'candidate', writtenAt: 56 },
    text: 'Next time I say check-then-send out loud and look for the gap myself.',
  },
];

/** When the candidate’s line broke, and when it was back. */
export const demoDrop = { from: 33.4, to: 34.2 };

/** In the order of time. */
export const demoScript: readonly Line[] = [
  ...talk,
  ...says('interviewer', 46, ...interviewersRating),
  ...says('candidate', 46.05, ...candidatesRating),
].toSorted((a, b) => a.at - b.at);
