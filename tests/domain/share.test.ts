// What a share link shows, and above all what it does not.
import { expect, test } from 'vitest';
import { toSnapshot } from '#domain/fold.ts';
import type { Command } from '#domain/protocol.ts';
import { isShareable, shareOf } from '#domain/share.ts';
import type { Viewer } from '#domain/view.ts';
import { aStartedInterview, carl, finish, ida, noteCanary, olga, rate } from '../support/an-interview.ts';
import type { DrivenRoom } from '../support/an-interview.ts';

const candidate: Viewer = { participantId: carl, role: 'candidate' };
const interviewer: Viewer = { participantId: ida, role: 'interviewer' };

function aRatedInterview(): DrivenRoom {
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
  room.must(ida, note('picked-01', false));
  room.must(ida, note('unpicked1', false));
  room.must(carl, note('private-1', true));
  room.must(carl, { type: 'chat.send', text: 'chat-canary' });
  room.must(ida, { type: 'hint.give', deepDiveId: 'spikes', step: 1 });
  finish(room);
  const evidence = (notes: string[]): Command => ({
    ...{ type: 'rating.set', criterion: 'scope', value: 3 },
    ...{ behaviours: [], evidence: '', notes },
  });
  rate(room.wind(1), ida, 3, 'canary-rating');
  room.must(carl, evidence(['private-1']));
  return rate(room, carl, 3, 'canary-rating');
}

const shared = (room: DrivenRoom, owner: Viewer, withNames: boolean) =>
  JSON.stringify(toSnapshot(shareOf(room.state, owner, withNames)));

test('[VW9] a share holds both sides’ ratings and none of the answer key, chat, or notes nobody picked', () => {
  const room = aRatedInterview();
  const text = shared(room, candidate, true);
  expect(text).toContain('canary-rating');
  expect(text).toContain(carl);
  // Checklists are on the scorecard; the rest of what the interviewer alone knew is not.
  const answerKey = ['brief', 'volume', 'opener', 'expected', 'look for', 'prompt'];
  for (const hidden of answerKey) expect(text).not.toContain(`canary-interviewer ${hidden}`);
  for (const hidden of ['canary-reveal', 'chat-canary', 'private-1"', 'unpicked1', olga])
    expect(text).not.toContain(hidden);
});

test('[VW9] a note picked as evidence comes along, unless it is private', () => {
  const room = aStartedInterview();
  const note = { type: 'note.add', text: noteCanary, criterion: null, begunAt: room.at } as const;
  room.must(ida, { ...note, noteId: 'picked-01', isPrivate: false });
  room.must(ida, { ...note, noteId: 'private-1', isPrivate: true });
  finish(room);
  rate(room, carl);
  const rating = { type: 'rating.set' as const, value: 3 as const, behaviours: [], evidence: '' };
  for (const { id } of room.state.rubric.criteria)
    room.must(ida, { ...rating, criterion: id, notes: ['picked-01', 'private-1'] });
  room.must(ida, { type: 'summary.set', recommendation: 'yes', strength: '', change: '' });
  room.must(ida, { type: 'rating.submit' });
  expect(shareOf(room.state, interviewer, true).notes.map(({ id, by }) => [id, by])).toEqual([
    ['picked-01', 'interviewer'],
  ]);
});

test('[VW9] without names nobody’s name or id is in it', () => {
  const text = shared(aRatedInterview(), candidate, false);
  for (const name of [ida, carl, olga]) expect(text).not.toContain(name);
  expect(text).toContain('"name":"Candidate"');
});

test('[VW9] only a finished scorecard is shared, by those it is about; of a closed one the own side', () => {
  const room = finish(aStartedInterview());
  expect(isShareable(room.state, candidate)).toBe(false);
  rate(room, carl);
  room.record({ type: 'interview.closed' }, 'clock');
  expect(isShareable(room.state, candidate)).toBe(true);
  expect(isShareable(room.state, interviewer)).toBe(false);
  expect(Object.keys(shareOf(room.state, candidate, true).scorecards)).toEqual(['candidate']);
  expect(isShareable(aRatedInterview().state, { participantId: olga, role: 'observer' })).toBe(false);
});
