// How time reads on the screen: clock faces, planned minutes and titles. Pure words, so that the header, the
// document title and the live regions can never say different things.
import { phaseTime } from '#domain/clock.ts';
import type { PhaseTime } from '#domain/clock.ts';
import type { Format, Phase } from '#domain/format.ts';
import type { RoomState } from '#domain/room.ts';
import { isFrozen } from '#domain/solo.ts';

const minuteMs = 60_000;

/** `245000` reads `4:05`; an hour reads `60:00`, because phases are thought of in minutes. */
export function clockFigures(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

export type ClockTone = 'running' | 'last-minute' | 'overtime' | 'paused';
/** What the big clock shows. `word` always goes with the figures: colour never speaks alone. */
export type ClockFace = {
  tone: ClockTone;
  figures: string;
  word: string;
  detail: string;
};

/** The running phase's clock at `at`; null when no phase is running. */
export function clockFace(state: RoomState, at: number): ClockFace | null {
  const time = phaseTime(state, at);
  if (!time) return null;
  const { figures, isOver } = figuresOf(time);
  if (isFrozen(state))
    return { tone: 'paused', figures, word: isOver ? 'over' : 'left', detail: 'part over' };
  if (time.isPaused) {
    return {
      tone: 'paused',
      figures,
      word: isOver ? 'over, paused' : 'paused',
      detail: pausedBy(state, time),
    };
  }
  if (isOver)
    return {
      tone: 'overtime',
      figures,
      word: 'over',
      detail: `maximum ${clockFigures(time.maxMs)}`,
    };
  const isLastMinute = time.remainingMs <= minuteMs;
  const detail =
    time.mark === 'early' ? `minimum ${clockFigures(time.minMs)}` : `of ${clockFigures(time.maxMs)}`;
  return {
    tone: isLastMinute ? 'last-minute' : 'running',
    figures,
    word: isLastMinute ? 'left' : '',
    detail,
  };
}

function figuresOf(time: PhaseTime): { figures: string; isOver: boolean } {
  if (time.mark === 'overtime') return { figures: `+${clockFigures(-time.remainingMs)}`, isOver: true };
  // Rounded up, so that 0:01 stands until the very end and 0:00 never precedes the maximum.
  return {
    figures: clockFigures(Math.ceil(time.remainingMs / 1000) * 1000),
    isOver: false,
  };
}

function pausedBy(state: RoomState, { run }: PhaseTime): string {
  const name = run.pausedBy ? state.participants[run.pausedBy]?.name : undefined;
  return name ? `by ${name}` : '';
}

/** `Step 3: Go deep` reads `Go deep` beside its number. */
export function shortTitle(phase: Pick<Phase, 'title'>): string {
  return phase.title.replace(/^step \d+:\s*/i, '');
}

/** `phase 3 of 4`. */
export function stepWords({ phases }: Format, phaseId: string): string {
  return `phase ${phases.findIndex((phase) => phase.id === phaseId) + 1} of ${phases.length}`;
}

/** `next: Wrap up`. */
export function nextWords({ phases }: Format, phaseId: string): string {
  const next = phases[phases.findIndex((phase) => phase.id === phaseId) + 1];
  return `next: ${next ? shortTitle(next) : 'Rating'}`;
}

/** A phase's planned minutes: `3–5 min`, or seconds for the short formats of a trial run. */
export function plannedWords(phase: Pick<Phase, 'minMinutes' | 'maxMinutes'>): string {
  const { minMinutes: min, maxMinutes: max } = phase;
  if (max < 1) return `${Math.round(min * 60)}–${Math.round(max * 60)} s`;
  return min === max ? `${minutesWords(max)} min` : `${minutesWords(min)}–${minutesWords(max)} min`;
}

function minutesWords(minutes: number): string {
  return String(Math.round(minutes * 10) / 10);
}

/** Where in the interview a moment was: `12:40` since the start; `0:00` before it. */
export function sinceStart(state: Pick<RoomState, 'startedAt'>, at: number): string {
  return clockFigures(at - (state.startedAt ?? at));
}

/** The browser tab's title: the time first, because tabs are narrow. */
export function documentTitle(state: RoomState | null, at: number): string {
  if (!state) return 'Interview · Fourstep';
  const face = clockFace(state, at);
  const phase = state.format.phases.find((p) => p.id === state.stage);
  if (face && phase)
    return `${[face.figures, face.word].filter(Boolean).join(' ')} · ${shortTitle(phase)} · Fourstep`;
  const titles: Record<string, string> = {
    lobby: 'Lobby',
    rating: 'Rating',
    closed: 'Finished',
    revealed: 'Finished',
    abandoned: 'Ended',
  };
  return `${titles[state.stage] ?? 'Interview'} · ${state.format.title} · Fourstep`;
}
