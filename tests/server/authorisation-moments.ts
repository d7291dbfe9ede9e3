// Every moment an interview can be in, as a recording made by the real domain, and everybody who may ask:
// the axes of the authorisation matrix. The tables beside this file say what the answer is.
import type { Entry } from '#domain/recording.ts';
import type { Role } from '#domain/protocol.ts';
import { nextDue } from '#domain/deadlines.ts';
import type { Round, SoloPlan } from '#domain/solo.ts';
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
/** Alone: the phase is over and its checklist is to be ticked (SO4). */
export const frozen = phases.map((phase) => `${phase}: frozen` as const);
/** Alone, after the reveal: the second rating is in, the third may be given, the third is in (SO8). */
export const rerated = [
  'revealed: rated again',
  'revealed: a day later',
  'revealed: rated a day later',
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
  ...frozen,
  ...rerated,
] as const;
export type Moment = (typeof moments)[number];

/** Who holds a seat, and whether it is the host's. */
export const seatHolders = {
  'hosting interviewer': { role: 'interviewer', host: 'interviewer' },
  'hosting candidate': { role: 'candidate', host: 'candidate' },
  interviewer: { role: 'interviewer', host: 'candidate' },
  candidate: { role: 'candidate', host: 'interviewer' },
  observer: { role: 'observer', host: 'interviewer' },
  alone: { role: 'candidate', host: 'alone' },
} as const satisfies Record<string, { role: Role; host: Host }>;
export type Seated = keyof typeof seatHolders;
/** Who made the interview: one of two, or the candidate who practises alone. */
export type Host = 'interviewer' | 'candidate' | 'alone';
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

const isAmong = (moments: readonly Moment[], moment: Moment) => moments.includes(moment);
const isAlonesOnly = (moment: Moment) => isAmong([...frozen, ...rerated], moment);

/** Before the others came no seat is taken but the host's, and whoever is alone waits for nobody. */
export function isThere(who: Seated | Outsider, moment: Moment): boolean {
  if (!isSeated(who)) return true;
  if (who === 'alone') return !isAmong(['lobby', ...half, ...closed], moment);
  if (isAlonesOnly(moment)) return false;
  return moment !== 'lobby: host alone' || seatHolders[who].role === seatHolders[who].host;
}

/** Whose interview `who` is shown at `moment`; outsiders are shown whichever there is. */
export function hostFor(who: Seated | Outsider, moment: Moment): Host {
  if (isSeated(who)) return seatHolders[who].host;
  return isAlonesOnly(moment) ? 'alone' : 'interviewer';
}

export const roleOf = (host: Host) => (host === 'alone' ? 'candidate' : host);
/** The seats taken at `moment`, the host's first. */
export function rolesAt(moment: Moment, host: Host): Role[] {
  if (host === 'alone' || moment === 'lobby: host alone') return [roleOf(host)];
  return [host, ...(['interviewer', 'candidate', 'observer'] as const).filter((role) => role !== host)];
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

const plan: SoloPlan = { seed: 1, help: 'standard', focus: null, prediction: null, pauseAfterMs: minute };

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
      ...(host === 'alone' && { solo: plan }),
    },
    participantOf(stencil, roleOf(host)),
  );
  for (const role of rolesAt(moment, host))
    room.join(participantOf(stencil, role), role, role === roleOf(host));
  proceed(room, moment);
  letScriptSpeak(room);
  return { entries: JSON.stringify(room.entries), endedAt: room.at };
}

const interviewer = participantOf(stencil, 'interviewer');
const candidate = participantOf(stencil, 'candidate');
const leaderOf = ({ state }: DrivenRoom) => (state.solo ? candidate : interviewer);
const ratersOf = ({ state }: DrivenRoom) => (state.solo ? [candidate] : [interviewer, candidate]);

/** Whatever the script owes, so that a room which is loaded at the moment adds nothing to it. */
function letScriptSpeak(room: DrivenRoom): void {
  if (!room.state.solo) return;
  for (let due = nextDue(room.state); due && due.at <= room.at; due = nextDue(room.state))
    room.record(due.happening, due.by);
}

function proceed(room: DrivenRoom, moment: Moment): void {
  if (moment === 'abandoned in the lobby') room.record({ type: 'interview.abandoned' }, 'clock');
  if (moment.startsWith('lobby') || moment === 'abandoned in the lobby') return;
  room.must(leaderOf(room), { type: 'interview.start' });
  for (const by of ratersOf(room)) {
    const noteId = noteOf(room.state.participants[by]!.role);
    const note = { noteId, text: 'Seen', criterion: null, isPrivate: false, begunAt: room.at };
    room.must(by, { type: 'note.add', ...note });
  }
  if (moment === 'abandoned midway') room.record({ type: 'interview.abandoned' }, 'clock');
  else if (isInPhase(moment)) toPhase(room, ...moment.split(': '));
  else toRating(room, moment);
}

const isInPhase = (moment: Moment): moment is `${Phase}: ${string}` & Moment =>
  phases.some((phase) => moment.startsWith(`${phase}: `));

function toStage(room: DrivenRoom, stage: string): void {
  while (room.state.stage !== stage) {
    room
      .wind(minute)
      .must(leaderOf(room), { type: 'phase.advance', from: room.state.stage, confirmed: true });
  }
}

function toPhase(room: DrivenRoom, phase = '', how = ''): void {
  toStage(room, phase);
  // Beyond every minimum of the format, and not beyond a maximum that would move on by itself.
  if (how !== 'just begun') room.wind(16 * minute);
  if (how === 'paused') room.must(leaderOf(room), { type: 'phase.pause' });
  if (how === 'frozen') room.must(leaderOf(room), { type: 'phase.advance', from: phase });
}

/** The forms are full, so that submitting is right wherever it is allowed. */
function toRating(room: DrivenRoom, moment: Moment): void {
  toStage(room, 'rating');
  for (const by of ratersOf(room)) fillForm(room, by);
  if (moment !== 'rating: just begun') room.wind(minute);
  const isRevealed = moment.startsWith('revealed');
  if (isRevealed || moment.endsWith('interviewer submitted')) submit(room, interviewer);
  if (isRevealed || moment.endsWith('candidate submitted')) submit(room, candidate);
  if (room.state.solo && isRevealed) rerate(room, moment);
  if (!moment.startsWith('closed')) return;
  room.wind(room.state.ratingWaitMs).record({ type: 'interview.closed' }, 'clock');
}

function rerate(room: DrivenRoom, moment: Moment): void {
  fillForm(room, candidate, 'after');
  if (moment !== 'revealed') submit(room, candidate, 'after');
  if (!moment.endsWith('a day later')) return;
  fillForm(room.wind(24 * 60 * minute), candidate, 'later');
  if (moment === 'revealed: rated a day later') submit(room, candidate, 'later');
}

function fillForm(room: DrivenRoom, by: string, round?: Round): void {
  const which = round ? { round } : {};
  for (const { id } of room.state.rubric.criteria) {
    const words = { behaviours: [], evidence: 'Said so', notes: [] };
    room.must(by, { type: 'rating.set', ...which, criterion: id, value: 3, ...words });
  }
  const words = { strength: 'Calm', change: 'Numbers' };
  room.must(by, { type: 'summary.set', ...which, recommendation: 'yes', ...words });
}

function submit(room: DrivenRoom, by: string, round?: Round): void {
  if (ratersOf(room).includes(by)) room.must(by, { type: 'rating.submit', ...(round ? { round } : {}) });
}
