import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fold, reviveSnapshot, toSnapshot } from '#domain/fold.ts';
import { seal, sealState } from '#domain/view.ts';
import type { Viewer } from '#domain/view.ts';
import {
  aStartedInterview,
  anInterview,
  carl,
  finish,
  ida,
  interviewerCanary,
  noteCanary,
  olga,
  rate,
  ratingCanary,
  revealCanary,
} from '../support/an-interview.ts';
import type { DrivenRoom } from '../support/an-interview.ts';
import { anyCommand } from '../support/any-command.ts';

const viewers: Viewer[] = [
  { participantId: ida, role: 'interviewer' },
  { participantId: carl, role: 'candidate' },
  { participantId: olga, role: 'observer' },
];
const [interviewer, candidate, observer] = viewers as [Viewer, Viewer, Viewer];

/** Everything a viewer is ever sent of this room: the sealed state and every sealed entry. */
function sentTo(viewer: Viewer, room: DrivenRoom): string {
  const entries = room.entries.map((entry) => seal(entry, viewer, room.state));
  return JSON.stringify([toSnapshot(sealState(room.state, viewer)), entries]);
}

function aBusyInterview(): DrivenRoom {
  const room = aStartedInterview();
  const note = (noteId: string, isPrivate: boolean) =>
    ({
      type: 'note.add',
      noteId,
      text: `${noteCanary} ${noteId}`,
      criterion: null,
      isPrivate,
      begunAt: room.at,
    }) as const;
  room.must(ida, note('ida-shared', false));
  room.must(ida, note('ida-private', true));
  room.must(carl, note('carl-shared', false));
  room.must(ida, { type: 'checklist.set', itemId: 'scope.item', done: true });
  room.must(ida, { type: 'answer.give', clarificationId: 'volume' });
  room.must(ida, { type: 'hint.give', deepDiveId: 'spikes', step: 1 });
  room.must(carl, { type: 'chat.send', text: 'chat-text' });
  return room;
}

test('[VW2] a sealed entry keeps its seq and nothing else', () => {
  const room = aBusyInterview();
  const entry = room.entries.find((e) => e.type === 'note.added')!;
  expect(seal(entry, candidate, room.state)).toEqual({ seq: entry.seq, sealed: true });
});

test('[VW3] in the lobby the candidate and observers read nothing of the question', () => {
  for (const viewer of [candidate, observer]) {
    const sent = sentTo(viewer, anInterview());
    expect(sent).not.toContain('notification');
    expect(sent).not.toContain('canary');
  }
  expect(sentTo(interviewer, anInterview())).toContain(revealCanary);
});

test('[VW3] live, the candidate reads the statement and what was given, never the interviewer’s or the reveal block', () => {
  const sent = sentTo(candidate, aBusyInterview());
  expect(sent).toContain('Design a notification service.');
  expect(sent).toContain('First hint');
  expect(sent).toContain('Ten million a day.');
  expect(sent).not.toContain('Second hint');
  expect(sent).not.toContain(interviewerCanary);
  expect(sent).not.toContain(revealCanary);
});

test('[VW3] after the reveal the candidate reads all of the question and the checklists', () => {
  const room = aBusyInterview();
  const revealed = rate(rate(finish(room), ida), carl);
  const sent = sentTo(candidate, revealed);
  expect(sent).toContain(revealCanary);
  expect(sent).toContain(`${interviewerCanary} item of scope`);
  expect(sentTo(observer, revealed)).not.toContain('canary');
});

test('[VW3] an interview abandoned in its lobby never shows the question', () => {
  const room = anInterview();
  room.record({ type: 'interview.abandoned' }, 'clock');
  expect(sentTo(candidate, room)).not.toContain('Design a notification');
});

test('[VW4] nobody reads a rating, or that it was submitted, before both have submitted', () => {
  const room = rate(finish(aStartedInterview()), ida);
  for (const viewer of [candidate, observer]) {
    expect(sentTo(viewer, room)).not.toContain(ratingCanary);
    expect(sentTo(viewer, room)).not.toContain('submitted"');
  }
  expect(sentTo(interviewer, room)).toContain(ratingCanary);
  rate(room, carl);
  expect(sentTo(candidate, room)).toContain(`${ratingCanary} ${ida}`);
  expect(sentTo(interviewer, room)).toContain(`${ratingCanary} ${carl}`);
  expect(sentTo(observer, room)).not.toContain(ratingCanary);
});

test('[VW6] notes are their author’s until the reveal, and private ones for good', () => {
  const room = aBusyInterview();
  expect(sentTo(candidate, room)).not.toContain(`${noteCanary} ida-`);
  expect(sentTo(interviewer, room)).not.toContain(`${noteCanary} carl-`);
  rate(rate(finish(room), ida), carl);
  expect(sentTo(candidate, room)).toContain('ida-shared');
  expect(sentTo(candidate, room)).not.toContain('ida-private');
  expect(sentTo(interviewer, room)).toContain('carl-shared');
  expect(sentTo(observer, room)).not.toContain(noteCanary);
});

test('[VW6] a note made private later, or removed, stays unread in every version', () => {
  const room = aBusyInterview();
  room.must(ida, {
    type: 'note.edit',
    noteId: 'ida-shared',
    text: `${noteCanary} second thoughts`,
    criterion: null,
    isPrivate: true,
  });
  room.must(carl, { type: 'note.remove', noteId: 'carl-shared' });
  rate(rate(finish(room), ida), carl);
  expect(sentTo(candidate, room)).not.toContain('ida-shared');
  expect(sentTo(interviewer, room)).not.toContain('carl-shared');
});

test('[VW7] observers read neither answers, hints nor chat', () => {
  const sent = sentTo(observer, aBusyInterview());
  for (const hidden of ['Ten million', 'First hint', 'chat-text']) expect(sent).not.toContain(hidden);
  for (const viewer of [interviewer, candidate])
    expect(sentTo(viewer, aBusyInterview())).toContain('chat-text');
});

test('[VW5][RC2][RC5] folding what was sealed gives the sealed state, at every point of any recording', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(100_000), { maxLength: 80 }), fc.boolean(), (picks, isFinished) => {
      const room = aStartedInterview();
      for (const pick of picks) room.wind(pick % 9_000).ask(...anyCommand(room, pick));
      if (isFinished && room.state.stage !== 'rating') rate(rate(finish(room), ida), carl);
      for (const viewer of viewers) {
        const folded = fold(room.entries.map((entry) => seal(entry, viewer, room.state)));
        const sealed = sealState(room.state, viewer);
        expect({ ...folded, lastAt: 0 }).toEqual(sealed);
        expect(reviveSnapshot(JSON.parse(JSON.stringify(toSnapshot(sealed))))).toEqual(sealed);
      }
      expect(fold(room.entries)).toEqual(room.state);
    }),
    { numRuns: 150 },
  );
});
