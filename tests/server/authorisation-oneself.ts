// The authorisation matrix of what has no moments: the queue, pairings, appointments, drills and all that is kept of
// somebody. A route of the real Express app that is in neither table fails the test.
import type { AppointmentView } from '#domain/appointment-view.ts';
import { aWish } from '../support/match-people.ts';
import { anArchive } from '../support/an-archive.ts';

/** Who has no part in the pairing and the appointment that are asked about, whatever they have elsewhere. */
export const strangers = [
  'no session',
  'a forged session',
  'an expired session',
  'a stranger',
  'somebody with both elsewhere',
] as const;
/** The two it is about, and who holds a link of theirs, without a session. */
const sides = ['host', 'guest', 'host’s link', 'guest’s link'] as const;
/** Links without a session: to an appointment nobody has picked yet, the same once it is picked, and of another. */
const links = ['invite', 'spent invite', 'link elsewhere', 'published'] as const;
export const callers = [...strangers, ...sides, ...links] as const;
export type Caller = (typeof callers)[number];

type Answer = `${number}` | `${number} ${string}`;
type Here = { pairingId: string; appointment: AppointmentView };
type Row = { body?: (here: Here) => unknown; rules: readonly { who: readonly Caller[]; then: Answer }[] };

const two: Caller[] = ['host', 'guest'];
const either: Caller[] = [...sides];
const invited: Caller[] = ['invite', 'published'];
const withSession: Caller[] = ['a stranger', 'somebody with both elsewhere', ...two];
const ofPairing = (then: Answer, body?: Row['body']): Row => ({
  ...(body && { body }),
  rules: [
    { who: two, then },
    { who: callers, then: '404 unknown_pairing' },
  ],
});
const ofAppointment = (toSides: Answer, toInvited: Answer, body?: Row['body']): Row => ({
  ...(body && { body }),
  rules: [
    { who: either, then: toSides },
    { who: invited, then: toInvited },
    { who: callers, then: '404 unknown_appointment' },
  ],
});
const toAll = (then: Answer, body?: Row['body']): Row => ({
  ...(body && { body }),
  rules: [{ who: callers, then }],
});
/** Nothing is made of somebody to show them that there is nothing. */
const toWhoIsKnown: Row['rules'] = [
  { who: withSession, then: '200' },
  { who: callers, then: '404 nothing_kept' },
];

const person = { alias: 'Calm Otter', level: 'senior', avoid: [], zone: 'Europe/Berlin', email: null };
const slotsAt = (time: string) => [{ date: '2030-03-23', time }];
export const proposal = (isPublic: boolean, time: string) => ({
  ...person,
  ...{ formatId: 'system-design', languages: ['en'], slots: slotsAt(time), isPublic },
});
export const choice = ({ appointment }: Pick<Here, 'appointment'>) => ({
  ...person,
  slot: appointment.slots[0] ?? appointment.startsAt,
});

export const oneselfTable: Record<string, Row> = {
  'DELETE /api/me': toAll('200'),
  'GET /api/me/export': { rules: toWhoIsKnown },
  'POST /api/imports': toAll('201', () => anArchive()),
  'POST /api/practice/drills': toAll('201', () => ({ drillId: 'ask-first', gapId: null, value: 3 })),
  'POST /api/practice/day': toAll('200', () => ({ interviewAt: null })),
  'GET /api/match': toAll('200'),
  'GET /api/match/live': { rules: toWhoIsKnown },
  'POST /api/match/enter': toAll('200', () => aWish()),
  'POST /api/match/here': toAll('409 not_waiting', () => ({ meetingId: 'somebody-elses' })),
  'POST /api/match/leave': toAll('200', () => ({})),
  'GET /api/pairings/:id': ofPairing('200'),
  // The time of the matrix is when the other has not come, and has not been said not to.
  'POST /api/pairings/:id/missed': ofPairing('200', () => ({})),
  'POST /api/pairings/:id/leave': ofPairing('200', () => ({})),
  'POST /api/pairings/:id/excuse': ofPairing('409 wrong_stage', () => ({})),
  'POST /api/pairings/:id/alone': ofPairing('201', () => ({})),
  'POST /api/pairings/:id/contact': ofPairing('409 wrong_stage', () => ({ text: 'me@example.org' })),
  'POST /api/pairings/:id/block': ofPairing('200', () => ({})),
  'POST /api/pairings/:id/report': ofPairing('200', () => ({ text: 'Was rude.' })),
  'GET /api/appointments': toAll('200'),
  'POST /api/appointments': toAll('201', () => proposal(false, '20:00')),
  'GET /api/open-appointments': toAll('200'),
  'GET /api/appointments/:id': ofAppointment('200', '200'),
  'GET /api/appointments/:id/calendar': ofAppointment('200', '409 not_booked'),
  'POST /api/appointments/:id/pick': ofAppointment('409 taken', '200', choice),
  'POST /api/appointments/:id/move': ofAppointment('200', '403 not_allowed', () => ({
    zone: 'Europe/Berlin',
    slots: slotsAt('21:00'),
  })),
  'POST /api/appointments/:id/cancel': ofAppointment('200', '403 not_allowed', () => ({})),
  'POST /api/appointments/:id/open': ofAppointment('409 not_open', '403 not_allowed', () => ({})),
};

/** What the matrix says of one cell. */
export const oneselfDecision = (row: string, who: Caller): Answer | undefined =>
  oneselfTable[row]?.rules.find((rule) => rule.who.includes(who))?.then;
