// The replay of a share link: it holds what its scorecard holds, and not a word more.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fold } from '#domain/fold.ts';
import { isShareable, shareOf } from '#domain/share.ts';
import { shareRecording } from '#domain/share-recording.ts';
import type { Entry } from '#domain/recording.ts';
import { sealState } from '#domain/view.ts';
import type { Viewer } from '#domain/view.ts';
import {
  anInterview,
  aRubric,
  aStartedInterview,
  carl,
  finish,
  ida,
  interviewerCanary,
  minute,
  noteCanary,
  olga,
  rate,
} from '../support/an-interview.ts';
import type { DrivenRoom } from '../support/an-interview.ts';
import { anyCommand } from '../support/any-command.ts';
import { SoloRoom } from '../support/a-solo-interview.ts';

const candidate: Viewer = { participantId: carl, role: 'candidate' };
const interviewer: Viewer = { participantId: ida, role: 'interviewer' };

function aRecording(picks: readonly number[]): DrivenRoom {
  const room = aStartedInterview();
  for (const pick of picks) room.wind(pick % 25_000).ask(...anyCommand(room, pick));
  if (room.state.stage !== 'rating') finish(room);
  return room;
}

test('[VW9][VW5] the entries of a share fold to the state its scorecard shows, with names and without', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(100_000), { maxLength: 60 }),
      fc.boolean(),
      fc.boolean(),
      (picks, isBoth, named) => {
        const room = aRecording(picks);
        rate(room, carl);
        if (isBoth) rate(room, ida);
        else room.record({ type: 'interview.closed' }, 'clock');
        for (const owner of [candidate, interviewer]) {
          if (!isShareable(room.state, owner)) continue;
          const shared = { ...shareOf(room.state, owner, named), lastAt: 0 };
          const folded = fold(shareRecording(room.entries, room.state, owner, named));
          expect({ ...folded, lastAt: 0 }).toEqual(shared);
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('[VW9][SO4] an interview alone: the share’s replay has the time, the answers and the hints of its scorecard', () => {
  const room = new SoloRoom().start();
  room.must({ type: 'script.ask', text: 'How many requests a second at peak?' });
  room.wind(2 * minute).must({ type: 'script.stuck' });
  room.happen({ type: 'participant.left', isLeaving: true }).wind(29 * minute);
  room.happen({ type: 'participant.returned' });
  if (room.state.runs.at(-1)?.pausedAt != null) room.must({ type: 'phase.resume' });
  for (const _ of room.state.format.phases) room.finishPhase();
  room.rate();
  const owner: Viewer = room.viewer;
  expect(isShareable(room.state, owner)).toBe(true);
  const shared = { ...shareOf(room.state, owner, true), lastAt: 0 };
  expect(shared.answers.length).toBeGreaterThan(0);
  const folded = fold(shareRecording(room.entries, room.state, owner, true));
  expect({ ...folded, lastAt: 0 }).toEqual(shared);
});

test('[VW9] no chat, no private or unpicked note, no answer key, no id and no name is in any entry', () => {
  const room = aStartedInterview();
  const note = { type: 'note.add', criterion: null, begunAt: room.at } as const;
  room.must(ida, { ...note, noteId: 'private-1', text: `${noteCanary} private`, isPrivate: true });
  room.must(ida, { ...note, noteId: 'unpicked1', text: `${noteCanary} unpicked`, isPrivate: false });
  room.must(carl, { type: 'chat.send', text: 'chat-canary' });
  room.must(carl, { type: 'name.set', name: 'name-canary' });
  rate(rate(finish(room), ida), carl);
  const text = JSON.stringify(shareRecording(room.entries, room.state, candidate, false));
  const answerKey = ['brief', 'volume', 'opener', 'expected', 'look for', 'prompt'];
  for (const hidden of answerKey) expect(text).not.toContain(`${interviewerCanary} ${hidden}`);
  for (const hidden of ['canary-reveal', 'chat-canary', 'name-canary', noteCanary, ida, carl, olga])
    expect(text).not.toContain(`"${hidden}`);
  expect(text).not.toContain(noteCanary);
  expect(text).not.toContain('canary-reveal');
});

test('[VW9][RB6] what the candidate said of the interviewer is in no entry and on no shared scorecard', () => {
  const room = anInterview();
  const rubric = {
    ...aRubric(),
    id: 'peer-interviewer',
    criteria: [{ ...aRubric().criteria[0]!, id: 'listened' }],
  };
  room.state.interviewerRubric = rubric;
  const [created, ...later] = room.entries as [Extract<Entry, { type: 'interview.created' }>, ...Entry[]];
  room.must(ida, { type: 'interview.start' });
  finish(room);
  const words = { behaviours: [], evidence: 'listened-canary', notes: [] };
  room.must(carl, { type: 'rating.set', criterion: 'listened', value: 1, ...words });
  rate(room, ida);
  rate(room, carl);
  const entries = [
    { ...created, interviewerRubric: rubric },
    ...later,
    ...room.entries.slice(1 + later.length),
  ];
  for (const owner of [candidate, interviewer]) {
    expect(JSON.stringify(sealState(room.state, owner))).toContain('listened-canary');
    const shared = shareOf(room.state, owner, true);
    const recording = shareRecording(entries, room.state, owner, true);
    expect(JSON.stringify([shared, recording])).not.toMatch(/listened-canary|peer-interviewer/);
    expect({ ...fold(recording), lastAt: 0 }).toEqual({ ...shared, lastAt: 0 });
  }
});
