// Factories for interviews: a format, rubric and question small enough to read, and a room that is driven
// through the real domain with a clock wound by hand. They hide what a test does not speak of.
import { decide } from '#domain/decide.ts';
import type { Decision } from '#domain/decide.ts';
import { parseFormat } from '#domain/format.ts';
import type { Format } from '#domain/format.ts';
import type { Command, Role } from '#domain/protocol.ts';
import { parseQuestion } from '#domain/question.ts';
import { parseRubric } from '#domain/rubric.ts';
import type { Rubric } from '#domain/rubric.ts';
import type { Entry, Happening } from '#domain/recording.ts';
import { apply } from '#domain/fold.ts';
import { emptyRoom } from '#domain/room.ts';
import type { RoomState } from '#domain/room.ts';

export const minute = 60_000;
export const startOfTime = Date.UTC(2030, 0, 1, 9);

/** Every text the candidate must not read before the reveal contains this. */
export const interviewerCanary = 'canary-interviewer';
export const revealCanary = 'canary-reveal';
export const noteCanary = 'canary-note';
export const ratingCanary = 'canary-rating';

const phase = (id: string, min: number, target: number, max: number) => ({
  id,
  title: `Step ${id}`,
  scored: true,
  minMinutes: min,
  targetMinutes: target,
  maxMinutes: max,
  goals: [`Goal of ${id}`],
  criteria: ['scope', 'depth'],
  checklist: [
    { id: `${id}.item`, text: `${interviewerCanary} item of ${id}`, criterion: 'scope', must: true },
  ],
  interviewerPrompts: [{ trigger: { type: 'start' }, text: `${interviewerCanary} prompt of ${id}` }],
  candidatePrompts: [{ trigger: { type: 'start' }, text: `Prompt of ${id}` }],
});

export function aFormat(change: Record<string, unknown> = {}): Format {
  return parseFormat({
    id: 'system-design',
    version: '1.0.0',
    kind: 'system-design',
    title: 'System design in four steps',
    summary: 'One open-ended design problem.',
    rubric: 'core@1',
    levels: ['mid', 'senior', 'staff'],
    slotMinutes: 45,
    roles: ['candidate', 'interviewer', 'observer'],
    phases: [
      phase('scope', 3, 4, 5),
      phase('high-level', 10, 12, 15),
      phase('deep-dive', 15, 18, 20),
      phase('wrap-up', 3, 4, 5),
    ],
    ...change,
  });
}

const criterion = (id: string) => ({
  id,
  title: `Criterion ${id}`,
  description: `What ${id} means.`,
  core: true,
  bar: { mid: 2, senior: 3, staff: 3 },
  floor: { senior: 2 },
  levels: Object.fromEntries(
    [1, 2, 3, 4].map((value) => [
      value,
      ['a', 'b'].map((letter) => ({ id: `${id}.${value}${letter}`, text: `Does ${id} ${value}${letter}` })),
    ]),
  ),
});

export function aRubric(change: Record<string, unknown> = {}): Rubric {
  return parseRubric({
    id: 'core',
    version: '1.0.0',
    format: 'system-design',
    title: 'Core rubric',
    scale: ['Missing', 'Partial', 'Solid', 'Leading'].map((label, i) => ({
      value: i + 1,
      label,
      meaning: label,
    })),
    unratedReasons: [
      { id: 'not_observed', label: 'No chance to show it' },
      { id: 'not_applicable', label: 'Not part of this question' },
    ],
    recommendations: ['strong_no', 'no', 'yes', 'strong_yes'],
    scoring: {
      method: 'modified-compensatory',
      evidenceRequired: [1, 4],
      minCoverage: 0.7,
      yesNetSteps: -1,
      yesMinShareAtBar: 0.7,
      strongYesHeadroom: 0.4,
      strongNoShortfall: 0.5,
    },
    criteria: [criterion('scope'), criterion('depth')],
    ...change,
  });
}

export function aQuestion() {
  return parseQuestion({
    id: 'notification-service',
    version: '1.0.0',
    format: 'system-design',
    title: 'Notification service',
    difficulty: 'medium',
    levels: ['mid', 'senior'],
    candidate: { statement: 'Design a notification service.' },
    interviewer: {
      brief: `${interviewerCanary} brief`,
      clarifications: [
        {
          id: 'volume',
          ask: 'How many a day?',
          answer: 'Ten million a day.',
          ifNotAsked: `${interviewerCanary} volume`,
        },
      ],
      deepDives: [
        {
          id: 'spikes',
          title: `${interviewerCanary} spikes`,
          criterion: 'depth',
          opener: `${interviewerCanary} opener`,
          expected: [
            { text: `${interviewerCanary} expected`, level: 'mid' },
            { text: `${interviewerCanary} expected of a senior`, level: 'senior' },
          ],
          hintLadder: ['First hint', 'Second hint', 'Third hint'],
        },
      ],
      curveballs: [
        {
          id: 'campaign',
          phase: 'deep-dive',
          text: 'A campaign starts.',
          lookFor: `${interviewerCanary} look for`,
        },
      ],
    },
    reveal: { referenceAnswer: `${revealCanary} answer`, furtherReading: [] },
  });
}

/** A room driven by commands; `at` is its clock. Every accepted command becomes one entry, as on the server. */
export class DrivenRoom {
  state: RoomState = emptyRoom();
  entries: Entry[] = [];
  at = startOfTime;
  #clientSeq = 0;

  record(happening: Happening, by: string, at = this.at): Entry {
    this.#clientSeq += 1;
    const entry: Entry = {
      ...happening,
      seq: this.state.seq + 1,
      at,
      by,
      clientId: 'test-client',
      clientSeq: this.#clientSeq,
    };
    this.entries.push(entry);
    apply(this.state, entry);
    return entry;
  }

  ask(by: string, command: Command): Decision {
    const decision = decide(this.state, command, by, this.at);
    if (decision.ok) this.record(decision.happening, by);
    return decision;
  }

  /** Asks and fails the test when refused. */
  must(by: string, command: Command): void {
    const decision = this.ask(by, command);
    if (!decision.ok) throw new Error(`${command.type} was refused: ${decision.code} ${decision.message}`);
  }

  wind(ms: number): this {
    this.at += ms;
    return this;
  }

  join(id: string, role: Role, isHost = false): this {
    this.record({ type: 'participant.joined', participantId: id, role, name: id, isHost }, id);
    return this;
  }
}

/** A format of two stories after a word of welcome, and a rubric that is rated for each of them (RB7). */
export function ofStories() {
  const story = (n: number) => ({ ...phase(`story-${n}`, 5, 8, 10), title: `Story ${n}`, repeat: 'story' });
  const welcome = { ...phase('welcome', 1, 2, 3), scored: false, criteria: [] };
  return {
    format: aFormat({ phases: [welcome, story(1), story(2)] }),
    rubric: aRubric({ ratedPer: 'story' }),
  };
}

export const ida = 'ida-the-interviewer';
export const carl = 'carl-the-candidate';
export const olga = 'olga-the-observer';

/** A room in its lobby: Ida interviews and hosts, Carl is the candidate, Olga watches. */
export function anInterview({
  without = [] as string[],
  format = aFormat(),
  question = aQuestion(),
  rubric = aRubric(),
} = {}): DrivenRoom {
  const room = new DrivenRoom();
  room.record(
    {
      type: 'interview.created',
      interviewId: 'interview-1',
      level: 'senior',
      format,
      rubric,
      question,
      isHidden: false,
    },
    ida,
  );
  if (!without.includes(ida)) room.join(ida, 'interviewer', true);
  if (!without.includes(carl)) room.join(carl, 'candidate', without.includes(ida));
  if (!without.includes(olga)) room.join(olga, 'observer');
  return room;
}

export function aStartedInterview(options: Parameters<typeof anInterview>[0] = {}): DrivenRoom {
  const room = anInterview(options);
  room.must(ida, { type: 'interview.start', confirmed: true });
  return room;
}

/** Moves on through every remaining phase to the rating. */
export function finish(room: DrivenRoom): DrivenRoom {
  while (room.state.format.phases.some((p) => p.id === room.state.stage)) {
    room.wind(minute).must(ida, { type: 'phase.advance', from: room.state.stage, confirmed: true });
  }
  return room;
}

/** Fills `by`'s form completely and submits it. */
export function rate(
  room: DrivenRoom,
  by: string,
  value: 1 | 2 | 3 | 4 = 3,
  evidence = `${ratingCanary} ${by}`,
): DrivenRoom {
  for (const { id } of room.state.rubric.criteria) {
    room.must(by, { type: 'rating.set', criterion: id, value, behaviours: [], evidence, notes: [] });
  }
  room.must(by, {
    type: 'summary.set',
    recommendation: 'yes',
    strength: `${ratingCanary} s`,
    change: `${ratingCanary} c`,
  });
  room.must(by, { type: 'rating.submit' });
  return room;
}
