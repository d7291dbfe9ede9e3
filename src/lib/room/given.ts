// Everything the interviewer gave to the candidate, newest first: answers, hints and curveballs in one line.
import type { RoomState } from '#domain/room.ts';

export type Given = {
  /** What it is called: an answer, a hint, or what the question calls its curveballs. */
  kind: string;
  of: 'answer' | 'hint' | 'curveball' | 'line';
  ask: string | null;
  text: string;
  at: number;
  id: string;
};

export function givenSoFar(state: Pick<RoomState, 'answers' | 'hints' | 'curveballs' | 'solo'>): Given[] {
  const answers = state.answers.map(({ clarificationId, ask, text, at }): Given => ({
    kind: 'Answer',
    of: 'answer',
    ask,
    text,
    at,
    id: `a-${clarificationId}`,
  }));
  const hints = state.hints.map(({ deepDiveId, step, text, at }): Given => ({
    kind: 'Hint',
    of: 'hint',
    ask: null,
    text,
    at,
    id: `h-${deepDiveId}-${step}`,
  }));
  const curveballs = state.curveballs.map(({ curveballId, text, label, at }): Given => ({
    kind: label ?? 'Curveball',
    of: 'curveball',
    ask: null,
    text,
    at,
    id: `c-${curveballId}`,
  }));
  return [...answers, ...hints, ...curveballs, ...saidSoFar(state)].sort((a, b) => b.at - a.at);
}

/** What the scripted interviewer said besides; the statement stands above, and a list of questions has its own place. */
function saidSoFar({ solo }: Pick<RoomState, 'solo'>): Given[] {
  const shown = (solo?.said ?? []).filter(({ kind }) => kind !== 'statement' && kind !== 'list');
  return shown
    .map(({ id, kind, text, ask, at }): Given => ({
      kind: kind === 'reply' ? 'Reply' : 'Interviewer',
      of: kind === 'reply' ? 'answer' : 'line',
      ask: ask ?? null,
      text,
      at,
      id: `s-${id}`,
    }))
    .toReversed();
}
