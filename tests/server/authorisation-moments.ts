// Every moment an interview can be in, as a recording made by the real domain, and everybody who may ask:
// the axes of the authorisation matrix. The tables beside this file say what the answer is.
import type { Entry } from '#domain/recording.ts';
import type { Role } from '#domain/protocol.ts';
import { DrivenRoom, aFormat, aQuestion, aRubric, minute } from '../support/an-interview.ts';

export const phases = ['scope', 'high-level', 'deep-dive', 'wrap-up'] as const;
type Phase = (typeof phases)[number];

/** `just begun`: before the minimum, and the step that led here can be taken back; `settled`: neither. */
export const justBegun = phases.map((phase) => `${phase}: just begun` as const);
export const settled = phases.map((phase) => `${phase}: settled` as const);
export const paused = phases.map((phase) => `${phase}: paused` as const);
export const rating = ['rating: just begun', 'rating: settled'] as const;
export const half = ['interviewer submitted', 'candidate submitted'] as const;
/** Nobody waits any more for who did not submit (VW8). */
export const closed = [
  'closed: nobody submitted',
  'closed: interviewer submitted',
  'closed: candidate submitted',
] as const;
export const abandoned = ['abandoned in the lobby', 'abandoned midway'] as const;
export const moments = [
  'lobby: host alone',
  'lobby',
  ...justBegun,
  ...settled,
  ...paused,
  ...rating,
  ...half,
  ...closed,
  'revealed',
  ...abandoned,
] as const;
export type Moment = (typeof moments)[number];

/** Who holds a seat, and whether it is the host's. */
export const seatHolders = {
  'hosting interviewer': { role: 'interviewer', host: 'interviewer' },
  'hosting candidate': { role: 'candidate', host: 'candidate' },
  interviewer: { role: 'interviewer', host: 'candidate' },
  candidate: { role: 'candidate', host: 'interviewer' },
  observer: { role: 'observer', host: 'interviewer' },
} as const satisfies Record<string, { role: Role; host: Host }>;
export type Seated = keyof typeof seatHolders;
export type Host = 'interviewer' | 'candidate';
export const seated = Object.keys(seatHolders) as Seated[];

/** Whoever has no seat in the interview asked about, whatever they have elsewhere. */
export const outsiders = [
  'no session',
  'a forged session',
  'an expired session',
  'a stranger',
  'host elsewhere',
  'candidate elsewhere',
  'observer elsewhere',
] as const;
export type Outsider = (typeof outsiders)[number];

export const isSeated = (who: Seated | Outsider): who is Seated => who in seatHolders;

/** Alone in the lobby no seat is taken but the host's. */
export function isThere(who: Seated | Outsider, moment: Moment): boolean {
  if (!isSeated(who) || moment !== 'lobby: host alone') return true;
  return seatHolders[who].role === seatHolders[who].host;
}

export const participantOf = (interviewId: string, role: Role) => `${interviewId}-${role}`;
export const noteOf = (role: Role) => `note-of-${role}`;
/** What an upload of these bytes is called; the server keeps it in every interview of the matrix. */
export const picture = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(32, 7)]);

const stencil = 'interview-stencil';
const driven = new Map<string, { entries: string; endedAt: number }>();

/** The recording of an interview that is at `moment` right `now` (epoch ms). */
export function recordingAt(moment: Moment, host: Host, interviewId: string, now: number): Entry[] {
  const key = `${moment}/${host}`;
  const known = driven.get(key) ?? drive(moment, host);
  driven.set(key, known);
  const shiftMs = now - known.endedAt;
  const entries = JSON.parse(known.entries.replaceAll(stencil, interviewId)) as Entry[];
  return entries.map((entry) => ({
    ...entry,
    at: entry.at + shiftMs,
    ...('begunAt' in entry && { begunAt: entry.begunAt + shiftMs }),
  }));
}

function drive(moment: Moment, host: Host): { entries: string; endedAt: number } {
  const room = new DrivenRoom();
  room.record(
    {
      type: 'interview.created',
      interviewId: stencil,
      level: 'senior',
      format: aFormat(),
      rubric: aRubric(),
      question: aQuestion(),
      isHidden: false,
    },
    participantOf(stencil, host),
  );
  const there = moment === 'lobby: host alone' ? [host] : (['interviewer', 'candidate', 'observer'] as const);
  for (const role of there) room.join(participantOf(stencil, role), role, role === host);
  proceed(room, moment);
  return { entries: JSON.stringify(room.entries), endedAt: room.at };
}

const interviewer = participantOf(stencil, 'interviewer');
const candidate = participantOf(stencil, 'candidate');

function proceed(room: DrivenRoom, moment: Moment): void {
  if (moment === 'abandoned in the lobby') room.record({ type: 'interview.abandoned' }, 'clock');
  if (moment.startsWith('lobby') || moment === 'abandoned in the lobby') return;
  room.must(interviewer, { type: 'interview.start' });
  for (const by of ['interviewer', 'candidate'] as const) {
    const note = { noteId: noteOf(by), text: 'Seen', criterion: null, isPrivate: false, begunAt: room.at };
    room.must(participantOf(stencil, by), { type: 'note.add', ...note });
  }
  if (moment === 'abandoned midway') room.record({ type: 'interview.abandoned' }, 'clock');
  else if (isInPhase(moment)) toPhase(room, ...moment.split(': '));
  else toRating(room, moment);
}

const isInPhase = (moment: Moment): moment is `${Phase}: ${string}` & Moment =>
  phases.some((phase) => moment.startsWith(`${phase}: `));

function toStage(room: DrivenRoom, stage: string): void {
  while (room.state.stage !== stage) {
    room.wind(minute).must(interviewer, { type: 'phase.advance', from: room.state.stage, confirmed: true });
  }
}

function toPhase(room: DrivenRoom, phase = '', how = ''): void {
  toStage(room, phase);
  // Beyond every minimum of the format, and not beyond a maximum that would move on by itself.
  if (how !== 'just begun') room.wind(16 * minute);
  if (how === 'paused') room.must(interviewer, { type: 'phase.pause' });
}

/** Both forms are full, so that submitting is right wherever it is allowed. */
function toRating(room: DrivenRoom, moment: Moment): void {
  toStage(room, 'rating');
  for (const by of [interviewer, candidate]) {
    for (const { id } of room.state.rubric.criteria) {
      const words = { behaviours: [], evidence: 'Said so', notes: [] };
      room.must(by, { type: 'rating.set', criterion: id, value: 3, ...words });
    }
    room.must(by, { type: 'summary.set', recommendation: 'yes', strength: 'Calm', change: 'Numbers' });
  }
  if (moment !== 'rating: just begun') room.wind(minute);
  const isIn = (by: string) => moment === 'revealed' || moment.endsWith(`${by} submitted`);
  if (isIn('interviewer')) room.must(interviewer, { type: 'rating.submit' });
  if (isIn('candidate')) room.must(candidate, { type: 'rating.submit' });
  if (!moment.startsWith('closed')) return;
  room.wind(room.state.ratingWaitMs).record({ type: 'interview.closed' }, 'clock');
}
