// Who pins comments to a recording when, and who reads them.
import { expect, test } from 'vitest';
import { commentsFor, whyNoComment } from '#domain/comment.ts';
import type { Comment } from '#domain/comment.ts';
import type { Viewer } from '#domain/view.ts';
import { aStartedInterview, carl, finish, ida, minute, olga, rate } from '../support/an-interview.ts';
import type { DrivenRoom } from '../support/an-interview.ts';

const interviewer: Viewer = { participantId: ida, role: 'interviewer' };
const candidate: Viewer = { participantId: carl, role: 'candidate' };
const observer: Viewer = { participantId: olga, role: 'observer' };
const why = ({ state }: DrivenRoom, viewer: Viewer, at = state.startedAt! + minute) =>
  whyNoComment(state, viewer, at);

test('[RP4] comments begin with the end of the interview, and are not for observers', () => {
  const room = aStartedInterview().wind(2 * minute);
  expect(why(room, interviewer)).toBe('wrong_stage');
  finish(room);
  expect([why(room, interviewer), why(room, candidate), why(room, observer)]).toEqual([
    ...[null, null, 'not_allowed'],
  ]);
  const left = aStartedInterview();
  left.record({ type: 'interview.abandoned' }, 'clock');
  expect(why(left, interviewer)).toBe('wrong_stage');
});

test('[RP4] a comment is pinned to what was recorded, from the start to the last entry', () => {
  const room = finish(aStartedInterview());
  const { startedAt, endedAt } = room.state;
  expect(why(room, candidate, startedAt!)).toBeNull();
  expect(why(room, candidate, endedAt!)).toBeNull();
  expect(why(room, candidate, startedAt! - 1)).toBe('unknown_moment');
  expect(why(room, candidate, endedAt! + 1)).toBe('unknown_moment');
  rate(rate(room.wind(minute), ida), carl);
  expect(why(room, candidate, room.state.lastAt)).toBeNull();
  expect(why(room, candidate, room.state.lastAt + 1)).toBe('unknown_moment');
});

test('[RP4][VW4] before the reveal the times that are refused do not tell when the other rates', () => {
  const room = finish(aStartedInterview());
  const { endedAt } = room.state;
  rate(room.wind(minute), ida);
  expect(room.state.lastAt).toBeGreaterThan(endedAt!);
  expect(why(room, candidate, room.state.lastAt)).toBe('unknown_moment');
});

test('[RP4] before the reveal each reads their own, afterwards both; observers none', () => {
  const room = finish(aStartedInterview());
  const comment = (by: string): Comment => ({ id: by, by, pinnedAt: 0, text: by, writtenAt: 0 });
  const read = (viewer: Viewer) =>
    commentsFor([comment(ida), comment(carl)], room.state, viewer).map(({ by }) => by);
  expect([read(interviewer), read(candidate), read(observer)]).toEqual([[ida], [carl], []]);
  rate(rate(room, ida), carl);
  expect([read(interviewer), read(candidate), read(observer)]).toEqual([[ida, carl], [ida, carl], []]);
});
