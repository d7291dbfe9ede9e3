// A solo interview on the shipped rate limiter, driven through the real domain: the script acts at its deadlines, as
// the server lets it.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { phaseTime } from '#domain/clock.ts';
import { overdue } from '#domain/deadlines.ts';
import type { Decision } from '#domain/decide.ts';
import { parseFormat } from '#domain/format.ts';
import type { Command } from '#domain/protocol.ts';
import { parseQuestion } from '#domain/question.ts';
import type { Happening } from '#domain/recording.ts';
import { parseRubric } from '#domain/rubric.ts';
import type { Round, SoloPlan } from '#domain/solo.ts';
import type { Viewer } from '#domain/view.ts';
import { DrivenRoom, minute } from './an-interview.ts';

export const sia = 'sia-who-is-alone';
const shipped = (file: string): unknown => parse(readFileSync(`rubrics/${file}.yaml`, 'utf8'));

export class SoloRoom {
  readonly #room = new DrivenRoom();
  readonly viewer: Viewer = { participantId: sia, role: 'candidate' };
  #notes = 0;

  constructor(plan: Partial<SoloPlan> = {}, settings: Record<string, unknown> = {}) {
    const format = shipped('formats/system-design') as { settings: object };
    this.#room.record(
      {
        type: 'interview.created',
        interviewId: 'solo-interview',
        level: 'senior',
        format: parseFormat({ ...format, settings: { ...format.settings, ...settings } }),
        rubric: parseRubric(shipped('rubrics/system-design-core')),
        question: parseQuestion(shipped('questions/rate-limiter')),
        isHidden: false,
        solo: { seed: 1, help: 'standard', focus: null, prediction: null, pauseAfterMs: minute, ...plan },
      },
      sia,
    );
    this.#room.join(sia, 'candidate', true);
  }

  get state() {
    return this.#room.state;
  }

  get entries() {
    return this.#room.entries;
  }

  get at() {
    return this.#room.at;
  }

  start(): this {
    this.must({ type: 'interview.start' });
    return this;
  }

  ask(command: Command): Decision {
    const decision = this.#room.ask(sia, command);
    this.#due();
    return decision;
  }

  must(command: Command): void {
    const decision = this.ask(command);
    if (!decision.ok) throw new Error(`${command.type} was refused: ${decision.code} ${decision.message}`);
  }

  happen(happening: Happening): this {
    this.#room.record(happening, sia);
    this.#due();
    return this;
  }

  wind(ms: number): this {
    this.#room.wind(ms);
    this.#due();
    return this;
  }

  note(text: string, noteId = `note-${(this.#notes += 1)}-${text.length}xx`): void {
    const { at } = this.#room;
    this.must({ type: 'note.add', noteId, text, criterion: null, isPrivate: false, begunAt: at });
  }

  /** Freezes the phase, ticks nothing, and goes on. */
  finishPhase(): void {
    const from = this.state.stage;
    this.must({ type: 'phase.advance', from, confirmed: true });
    if (this.state.stage === from) this.must({ type: 'phase.advance', from });
  }

  rate(value: 1 | 2 | 3 = 3, round?: Round): this {
    const which = round ? { round } : {};
    for (const { id } of this.state.rubric.criteria) {
      const rating = { criterion: id, value, behaviours: [], evidence: 'On the board', notes: [] };
      this.must({ type: 'rating.set', ...which, ...rating });
    }
    this.must({ type: 'summary.set', ...which, recommendation: 'yes', strength: '', change: '' });
    this.must({ type: 'rating.submit', ...which });
    return this;
  }

  elapsedMs(): number {
    return phaseTime(this.state, this.at)?.elapsedMs ?? 0;
  }

  /** Everything the script said, in one text. */
  said(): string {
    return (this.state.solo?.said ?? []).map(({ text }) => text).join('\n');
  }

  #due(): void {
    for (let due = overdue(this.state, this.at); due; due = overdue(this.state, this.at))
      this.#room.record(due.happening, due.by, Math.max(due.at, this.state.lastAt));
  }
}
