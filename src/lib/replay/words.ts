// What a replay says in words: kinds of moments, entries, and which part of a recording is missing.
import type { Entry } from '#domain/recording.ts';
import type { RoomState } from '#domain/room.ts';
import type { MarkerKind } from '#domain/timeline.ts';
import { shortTitle } from '../room/phase-words.ts';
import { inWords } from '../ui/words.ts';

/** The sign stands on the line, the word beside it wherever there is room. */
export const kinds: Record<MarkerKind, { sign: string; word: string }> = {
  note: { sign: '●', word: 'Note' },
  answer: { sign: '▲', word: 'Answer' },
  hint: { sign: '◆', word: 'Hint' },
  curveball: { sign: '✱', word: 'Curveball' },
  tick: { sign: '✓', word: 'Seen' },
  rating: { sign: '■', word: 'Rating' },
  join: { sign: '›', word: 'Joined' },
  drop: { sign: '‹', word: 'Dropped out' },
  back: { sign: '›', word: 'Came back' },
};

export const commentSign = '❞';

export function phaseTitle({ format }: RoomState, phaseId: string): string {
  const phase = format.phases.find(({ id }) => id === phaseId);
  return phase ? shortTitle(phase) : 'Rating';
}

const nobodys: Record<string, string> = { clock: 'The clock', script: 'The interviewer' };

/** Somebody's name as it is at the end, `You` for the viewer. */
export function nameOf({ participants }: RoomState, id: string, mine: string): string {
  if (id === mine) return 'You';
  return nobodys[id] ?? participants[id]?.name ?? 'Somebody';
}

const did: Partial<Record<Entry['type'], string>> = {
  'board.changed': 'drew',
  'participant.joined': 'joined',
  'name.changed': 'changed their name',
  'ready.changed': 'said whether they are ready',
  'interview.started': 'started the interview',
  'interview.ended': 'ended the interview',
  'phase.advanced': 'moved on to the next phase',
  'phase.extended': 'added a minute',
  'phase.paused': 'paused',
  'phase.resumed': 'resumed',
  'phase.frozen': 'ended the phase, for its checklist',
  'script.asked': 'asked',
  'script.said': 'spoke',
  'participant.left': 'left',
  'participant.returned': 'came back',
  'estimate.entered': 'wrote down an estimate',
  'estimate.removed': 'took back an estimate',
  'point.marked': 'compared a point with the reference',
  'phase.undone': 'went back to the phase before',
  'picture.taken': 'kept a picture of the board',
  'recording.filled': 'found the recording full',
  'note.added': 'wrote a note',
  'note.edited': 'changed a note',
  'note.removed': 'removed a note',
  'chat.sent': 'sent a message',
  'checklist.ticked': 'ticked the checklist',
  'answer.given': 'gave an answer',
  'hint.given': 'gave a hint',
  'curveball.played': 'played a curveball',
  'rating.changed': 'rated',
  'summary.changed': 'wrote their summary',
  'rating.submitted': 'submitted the scorecard',
};

/** "Jonas drew"; null for what is nobody's deed worth saying. */
export function entryWords(entry: Entry | null, state: RoomState, mine: string): string | null {
  const deed = entry && did[entry.type];
  return deed ? `${nameOf(state, entry.by, mine)} ${deed}` : null;
}

/** [3, 4, 5, 9] reads "entries 3 to 5 and 9". */
export function missingWords(missing: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const seq of missing) {
    const last = runs.at(-1);
    if (last && last[1] === seq - 1) last[1] = seq;
    else runs.push([seq, seq]);
  }
  const parts = runs.map(([from, to]) => (from === to ? `${from}` : `${from} to ${to}`));
  const said = parts.length > 6 ? [...parts.slice(0, 5), `${parts.length - 5} more places`] : parts;
  return `${missing.length === 1 ? 'entry' : 'entries'} ${inWords(said)}`;
}
