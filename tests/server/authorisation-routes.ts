// The authorisation matrix of the API: who may ask what of an interview, and when. A route of the real Express app
// without a decision here fails the test.
import type { Invites } from '../../server/invites.ts';
import {
  abandoned,
  closed,
  frozen,
  half,
  moments,
  outsiders,
  picture,
  rating,
  rerated,
  roleOf,
  seated,
} from './authorisation-moments.ts';
import type { Moment } from './authorisation-moments.ts';
import type { AtMoment, Caller } from './authorisation-house.ts';

/** What the API answers: a status alone when it does what it is asked. */
export type HttpDecision = `${number}` | `${number} ${string}`;
type Rule = { who: readonly Caller[]; when?: readonly Moment[]; then: HttpDecision };
type Here = AtMoment & { invites: Invites };
type Asking = { path: string; body?: unknown; headers?: Record<string, string> };
type HttpRow = { ask: (here: Here) => Asking; rules: readonly Rule[] };

const everybody: Caller[] = [...seated, ...outsiders];
const raters = seated.filter((who) => who !== 'observer');
const hosts: Caller[] = ['hosting interviewer', 'hosting candidate', 'alone'];
const revealed: Moment[] = ['revealed', ...rerated];
const over: Moment[] = [...rating, ...half, ...closed, 'revealed', ...abandoned];
const drawable = moments.filter((moment) => !moment.startsWith('lobby') && !moment.startsWith('abandoned'));

/** Who has a scorecard to hand on: both after the reveal, and of a closed interview whoever submitted. */
const handOn = (then: HttpDecision): Rule[] => [
  { who: ['observer'], then: '409 wrong_stage' },
  { who: raters, when: revealed, then },
  ...ownOf('interviewer', then),
  ...ownOf('candidate', then),
  { who: raters, then: '409 wrong_stage' },
  { who: outsiders, then: '404 unknown_interview' },
];
const ownOf = (role: 'interviewer' | 'candidate', then: HttpDecision): Rule[] => [
  { who: [role, `hosting ${role}`], when: [`closed: ${role} submitted`], then },
];

/** The links of the matrix are the interviewer's, and the candidate's where there is no other. */
const byLink = (then: HttpDecision): Rule[] => [
  { who: everybody, when: [...revealed, 'closed: interviewer submitted'], then },
  { who: everybody, then: '404 bad_share' },
];
const shared =
  (path: string, link: keyof AtMoment['shares'] | null) =>
  ({ interviewId, shares }: Here) => ({
    path,
    body: { interviewId, token: link ? shares[link] : 'made-up' },
  });

const always = (then: HttpDecision): Rule[] => [{ who: everybody, then }];
const toParticipants: Rule[] = [
  { who: seated, then: '200' },
  { who: outsiders, then: '404 unknown_interview' },
];

const raterLink = ({ interviewId, host, invites }: Here) =>
  invites.tokenOf(interviewId, roleOf(host) === 'interviewer' ? 'candidate' : 'interviewer');
const observerLink = ({ interviewId, invites }: Here) => invites.tokenOf(interviewId, 'observer');
const hostsOwnLink = ({ interviewId, host, invites }: Here) => invites.tokenOf(interviewId, roleOf(host));
const linkElsewhere = ({ invites }: Here) => invites.tokenOf('another-interview', 'candidate');
/** Nobody is invited to an interview with oneself: no link leads there, not even its own. */
const unlessAlone = (rules: Rule[]): Rule[] => [
  { who: ['alone'], then: '404 bad_invite' },
  { who: outsiders, when: [...frozen, ...rerated], then: '404 bad_invite' },
  ...rules,
];
const looking = (tokenOf: (here: Here) => string) => (here: Here) => ({
  path: '/api/invites/look',
  body: { interviewId: here.interviewId, token: tokenOf(here) },
});
const joining = (tokenOf: (here: Here) => string) => (here: Here) => ({
  path: `/api/interviews/${here.interviewId}/join`,
  body: { token: tokenOf(here), name: 'Newcomer' },
});
const at = (path: string) => (here: Here) => ({
  path: path.replace(':id', here.interviewId).replace(':hash', here.file),
});

const creation = {
  ...{ formatId: 'system-design', questionId: null, level: 'senior' },
  ...{ role: 'candidate', name: 'Somebody' },
};

/** By method and path, and what of it when the same route is asked in several ways. */
export const routeTable: Record<string, HttpRow> = {
  // Through a proxy on this machine, as every request of the matrix comes.
  'GET /metrics': { ask: at('/metrics'), rules: always('404 not_found') },
  'GET /api/health': { ask: at('/api/health'), rules: always('200') },
  'GET /api/content': { ask: at('/api/content'), rules: always('200') },
  'GET /api/rubrics': { ask: at('/api/rubrics'), rules: always('200') },
  'GET /api/calibrations': { ask: at('/api/calibrations'), rules: always('200') },
  'GET /api/drills': { ask: at('/api/drills'), rules: always('200') },
  'GET /api/banks': { ask: at('/api/banks'), rules: always('200') },
  'GET /api/me': { ask: at('/api/me'), rules: always('200') },
  'GET /api/interviews': { ask: at('/api/interviews'), rules: always('200') },
  'POST /api/interviews': {
    ask: () => ({ path: '/api/interviews', body: creation }),
    rules: always('201'),
  },
  'GET /api/interviews/:id': { ask: at('/api/interviews/:id'), rules: toParticipants },
  'DELETE /api/interviews/:id': {
    ask: at('/api/interviews/:id'),
    rules: [
      { who: ['observer'], then: '200' },
      { who: seated, when: ['lobby: host alone', ...closed, 'revealed', ...abandoned], then: '200' },
      // Nobody else goes on in it (HI5).
      { who: ['alone'], then: '200' },
      { who: seated, then: '409 still_running' },
      { who: outsiders, then: '404 unknown_interview' },
    ],
  },
  'GET /api/interviews/:id/archive': { ask: at('/api/interviews/:id/archive'), rules: handOn('200') },
  'GET /api/interviews/:id/shares': { ask: at('/api/interviews/:id/shares'), rules: toParticipants },
  'POST /api/interviews/:id/shares': {
    ask: ({ interviewId }) => ({
      path: `/api/interviews/${interviewId}/shares`,
      body: { withNames: true, days: 1 },
    }),
    rules: [{ who: ['observer'], then: '403 not_allowed' }, ...handOn('201')],
  },
  'DELETE /api/interviews/:id/shares/:shareId': {
    ask: at('/api/interviews/:id/shares/somebody-elses'),
    rules: [
      { who: seated, then: '404 not_found' },
      { who: outsiders, then: '404 unknown_interview' },
    ],
  },
  // A link is all one needs, and without a right one nobody is told more than another.
  'POST /api/shared, right link': { ask: shared('/api/shared', 'shown'), rules: byLink('200') },
  'POST /api/shared, revoked link': { ask: shared('/api/shared', 'revoked'), rules: always('404 bad_share') },
  'POST /api/shared, made-up link': { ask: shared('/api/shared', null), rules: always('404 bad_share') },
  'POST /api/shared/recording, right link': {
    ask: shared('/api/shared/recording', 'played'),
    rules: byLink('200'),
  },
  'POST /api/shared/recording, link without the replay': {
    ask: shared('/api/shared/recording', 'shown'),
    rules: always('403 no_replay'),
  },
  'POST /api/shared/recording, revoked link': {
    ask: shared('/api/shared/recording', 'revoked'),
    rules: always('404 bad_share'),
  },
  'POST /api/shared/recording, made-up link': {
    ask: shared('/api/shared/recording', null),
    rules: always('404 bad_share'),
  },
  'GET /api/practice': { ask: at('/api/practice'), rules: always('200') },
  'POST /api/interviews/:id/leaving': {
    ask: ({ interviewId }) => ({ path: `/api/interviews/${interviewId}/leaving`, body: {} }),
    rules: toParticipants,
  },
  'GET /api/history': { ask: at('/api/history'), rules: always('200') },
  'GET /api/interviews/:id/snapshot': { ask: at('/api/interviews/:id/snapshot'), rules: toParticipants },
  'GET /api/interviews/:id/recording': { ask: at('/api/interviews/:id/recording'), rules: toParticipants },
  'GET /api/interviews/:id/comments': { ask: at('/api/interviews/:id/comments'), rules: toParticipants },
  'POST /api/interviews/:id/comments': {
    ask: ({ interviewId, pinnedAt }) => ({
      path: `/api/interviews/${interviewId}/comments`,
      body: { pinnedAt, text: 'Here.' },
    }),
    rules: [
      { who: ['observer'], then: '403 not_allowed' },
      { who: raters, when: [...rating, ...half, ...closed, ...revealed], then: '201' },
      { who: raters, then: '409 wrong_stage' },
      { who: outsiders, then: '404 unknown_interview' },
    ],
  },
  'DELETE /api/interviews/:id/comments/:commentId': {
    ask: at('/api/interviews/:id/comments/somebody-elses'),
    rules: [
      { who: seated, then: '404 not_found' },
      { who: outsiders, then: '404 unknown_interview' },
    ],
  },
  'GET /api/interviews/:id/invites': {
    ask: at('/api/interviews/:id/invites'),
    rules: [
      { who: hosts, then: '200' },
      { who: seated, then: '403 not_allowed' },
      { who: outsiders, then: '404 unknown_interview' },
    ],
  },
  'POST /api/invites/look, observer link': { ask: looking(observerLink), rules: unlessAlone(always('200')) },
  'POST /api/invites/look, rater link': { ask: looking(raterLink), rules: unlessAlone(always('200')) },
  'POST /api/invites/look, link elsewhere': { ask: looking(linkElsewhere), rules: always('404 bad_invite') },
  'POST /api/interviews/:id/join, observer link': {
    ask: joining(observerLink),
    rules: unlessAlone(always('200')),
  },
  'POST /api/interviews/:id/join, rater link': {
    ask: joining(raterLink),
    rules: unlessAlone([
      // Whoever has a seat gets that seat back, and no other.
      { who: seated, then: '200' },
      { who: outsiders, when: ['lobby: host alone'], then: '200' },
      { who: outsiders, when: over, then: '409 too_late' },
      { who: outsiders, then: '409 seat_taken' },
    ]),
  },
  // No invite to the host's seat was ever made.
  'POST /api/interviews/:id/join, host’s own': {
    ask: joining(hostsOwnLink),
    rules: always('404 bad_invite'),
  },
  'POST /api/interviews/:id/join, link elsewhere': {
    ask: joining(linkElsewhere),
    rules: always('404 bad_invite'),
  },
  'GET /api/interviews/:id/pairing': {
    ask: at('/api/interviews/:id/pairing'),
    rules: [
      { who: ['observer'], then: '403 not_allowed' },
      { who: seated, then: '200' },
      { who: outsiders, then: '404 unknown_interview' },
    ],
  },
  // The matrix's library has one question, so what may be swapped meets that; tests/server/pairings.test.ts swaps.
  'POST /api/interviews/:id/swap': {
    ask: at('/api/interviews/:id/swap'),
    rules: [
      { who: ['observer'], then: '403 not_allowed' },
      // There is nobody to swap with, ever.
      { who: ['alone'], then: '409 wrong_stage' },
      { who: raters, when: [...rating, ...half, ...closed], then: '200' },
      { who: raters, when: ['revealed'], then: '409 no_other_question' },
      { who: raters, then: '409 wrong_stage' },
      { who: outsiders, then: '404 unknown_interview' },
    ],
  },
  'POST /api/interviews/:id/files': {
    ask: ({ interviewId }) => ({ path: `/api/interviews/${interviewId}/files`, body: picture }),
    rules: [
      { who: raters, when: drawable, then: '201' },
      { who: raters, then: '409 wrong_stage' },
      { who: ['observer'], then: '403 not_allowed' },
      { who: outsiders, then: '404 unknown_interview' },
    ],
  },
  'GET /api/interviews/:id/files/:hash': {
    ask: at('/api/interviews/:id/files/:hash'),
    rules: [
      { who: seated, then: '200' },
      { who: outsiders, then: '404 not_found' },
    ],
  },
};

/** What the matrix says of one cell; undefined when nobody has decided it. */
export function httpDecisionFor(row: string, who: Caller, moment: Moment): HttpDecision | undefined {
  return routeTable[row]?.rules.find(
    (rule) => rule.who.includes(who) && (rule.when?.includes(moment) ?? true),
  )?.then;
}
