// The demo interview as a recording: its script carried out by the real domain with a wound clock. A line the
// domain refuses is a mistake in the script and stops the seed.
import { decide } from '#domain/decide.ts';
import type { Entry, Happening } from '#domain/recording.ts';
import { apply } from '#domain/fold.ts';
import { emptyRoom } from '#domain/room.ts';
import type { RoomState } from '#domain/room.ts';
import { interviewerRubricOf, rubricOf } from '#domain/content-rules.ts';
import type { Content } from '#domain/content-rules.ts';
import { demoPictures } from './demo-pictures.ts';
import { demoNames, demoScript } from './demo-script.ts';
import type { Line, Person } from './demo-script.ts';

const minuteMs = 60_000;
const people = ['interviewer', 'candidate'] as const;

/** By the interviewer's browser, a moment after each phase. */
const picturesTaken = demoPictures.map(({ phaseId, takenAt, file }): Line => ({
  at: takenAt,
  by: 'interviewer',
  command: { type: 'picture.set', phaseId, file },
}));

export type Demo = { state: RoomState; entries: Entry[] };

/** Plays the script from `createdAt` (epoch ms) on. `ids` are the participants' ids by role. */
export function playDemo(
  content: Content,
  interviewId: string,
  ids: Record<Person, string>,
  createdAt: number,
): Demo {
  const format = content.formats.find((f) => f.id === 'system-design');
  const question = content.questions.find((q) => q.id === 'notification-service');
  const rubric = format && rubricOf(content, format);
  const interviewerRubric = format && interviewerRubricOf(content, format);
  if (!format || !question || !rubric)
    throw new Error('the demo needs the format system-design and the question notification-service');

  const demo: Demo = { state: emptyRoom(), entries: [] };
  record(
    demo,
    {
      type: 'interview.created',
      ...{ interviewId, level: 'senior', format, rubric, question, isHidden: false },
      ...(interviewerRubric && { interviewerRubric }),
    },
    ids.interviewer,
    createdAt,
  );
  for (const role of people) {
    const joined: Happening = {
      type: 'participant.joined',
      participantId: ids[role],
      role,
      name: demoNames[role],
      isHost: role === 'interviewer',
    };
    record(demo, joined, ids[role], createdAt);
  }
  for (const line of [...demoScript, ...picturesTaken].toSorted((a, b) => a.at - b.at)) {
    const at = createdAt + Math.round(line.at * minuteMs);
    // A note is begun some ten seconds before it is there.
    const command =
      line.command.type === 'note.add' ? { ...line.command, begunAt: at - 10_000 } : line.command;
    const decision = decide(demo.state, command, ids[line.by], at);
    if (!decision.ok)
      throw new Error(`minute ${line.at}: ${command.type} was refused: ${decision.code} ${decision.message}`);
    record(demo, decision.happening, ids[line.by], at);
  }
  return demo;
}

function record({ state, entries }: Demo, happening: Happening, by: string, at: number): void {
  const entry: Entry = { ...happening, seq: state.seq + 1, at, by, clientId: null, clientSeq: null };
  apply(state, entry);
  entries.push(entry);
}
