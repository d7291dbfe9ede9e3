// Ratings somebody never gives: the interview closes one-sided, and opens when they come after all. And the
// rating of the interviewer, which rides on the candidate's form.
import { describe, expect, test } from 'vitest';
import { nextDue } from '#domain/deadlines.ts';
import type { Command } from '#domain/protocol.ts';
import { fold, reviveSnapshot, toSnapshot } from '#domain/fold.ts';
import { defaultRatingWaitMs } from '#domain/room.ts';
import { disclosure, seal, sealState } from '#domain/view.ts';
import type { Viewer } from '#domain/view.ts';
import {
  aRubric,
  aStartedInterview,
  anInterview,
  carl,
  finish,
  ida,
  olga,
  rate,
  ratingCanary,
  revealCanary,
} from '../support/an-interview.ts';
import type { DrivenRoom } from '../support/an-interview.ts';

const viewers: Viewer[] = [
  { participantId: ida, role: 'interviewer' },
  { participantId: carl, role: 'candidate' },
  { participantId: olga, role: 'observer' },
];
const [interviewer, candidate, observer] = viewers as [Viewer, Viewer, Viewer];
const sentTo = (viewer: Viewer, room: DrivenRoom) =>
  JSON.stringify([
    toSnapshot(sealState(room.state, viewer)),
    room.entries.map((entry) => seal(entry, viewer, room.state)),
  ]);

/** Ended, rated by `by` alone, and closed at its due time. */
function aClosedInterview(by: string | null): DrivenRoom {
  const room = finish(aStartedInterview());
  if (by) rate(room, by);
  const due = nextDue(room.state)!;
  room.at = due.at;
  room.record(due.happening, 'clock');
  return room;
}

describe('[VW8] one side is missing', () => {
  test('both scorecards are waited for a day after the end, whatever happens meanwhile', () => {
    const room = finish(aStartedInterview());
    const endedAt = room.at;
    rate(room.wind(60_000), ida);
    expect(nextDue(room.state)).toEqual({
      by: 'clock',
      at: endedAt + defaultRatingWaitMs,
      happening: { type: 'interview.closed' },
    });
    expect(nextDue(aClosedInterview(ida).state)).toBeNull();
    expect(nextDue(rate(rate(finish(aStartedInterview()), ida), carl).state)).toBeNull();
  });

  test('each then reads their own side and nothing of the other’s', () => {
    const room = aClosedInterview(ida);
    expect(room.state.stage).toBe('closed');
    expect(sentTo(candidate, room)).not.toContain(ratingCanary);
    expect(sentTo(observer, room)).not.toContain(ratingCanary);
    expect(sentTo(interviewer, room)).toContain(`${ratingCanary} ${ida}`);
  });

  test('the reference opens for a candidate whose own scorecard is in, and for no other', () => {
    expect(sentTo(candidate, aClosedInterview(ida))).not.toContain(revealCanary);
    expect(sentTo(candidate, aClosedInterview(carl))).toContain(revealCanary);
    expect(sentTo(observer, aClosedInterview(carl))).not.toContain(revealCanary);
  });

  test('whoever comes late may still submit, and the last one opens both sides', () => {
    const room = rate(aClosedInterview(ida), carl);
    expect(room.state).toMatchObject({ stage: 'revealed', revealedAt: room.at });
    expect(sentTo(candidate, room)).toContain(`${ratingCanary} ${ida}`);
  });

  test('a submission while the other is missing says so to its author alone', () => {
    const room = aClosedInterview(null);
    const before = viewers.map((viewer) => disclosure(sealState(room.state, viewer)));
    rate(room, carl);
    const after = viewers.map((viewer) => disclosure(sealState(room.state, viewer)));
    expect(after.map((now, i) => now === before[i])).toEqual([true, false, true]);
  });

  test('nothing can be taken back any more, and a submitted scorecard stays final', () => {
    const room = aClosedInterview(ida);
    expect(room.ask(ida, { type: 'phase.undo' })).toMatchObject({ ok: false });
    expect(room.ask(ida, { type: 'rating.submit' })).toMatchObject({ code: 'already_done' });
  });

  test('[VW5] folding what was sealed gives the sealed state', () => {
    for (const room of [aClosedInterview(ida), aClosedInterview(carl), aClosedInterview(null)]) {
      for (const viewer of viewers) {
        const folded = fold(room.entries.map((entry) => seal(entry, viewer, room.state)));
        const sealed = reviveSnapshot(toSnapshot(sealState(room.state, viewer)));
        expect({ ...folded, lastAt: 0 }).toEqual(sealed);
      }
    }
  });
});

/** The candidate is also asked about the interviewer. */
function anInterviewOfBoth(): DrivenRoom {
  const room = anInterview();
  const ofInterviewer = { ...aRubric().criteria[0]!, id: 'listened', title: 'Listened' };
  room.state.interviewerRubric = { ...aRubric(), id: 'peer-interviewer', criteria: [ofInterviewer] };
  room.must(ida, { type: 'interview.start' });
  return finish(room);
}

describe('[RB6] the candidate rates the interviewer', () => {
  const listened: Extract<Command, { type: 'rating.set' }> = {
    type: 'rating.set',
    criterion: 'listened',
    value: 4,
    behaviours: [],
    evidence: `${ratingCanary} listened`,
    notes: [],
  };

  test('on the candidate’s form and on no other', () => {
    const room = anInterviewOfBoth();
    expect(room.ask(carl, listened)).toMatchObject({ ok: true });
    expect(room.ask(ida, listened)).toMatchObject({ ok: false, code: 'unknown_item' });
  });

  test('blind until both have submitted, then read by both', () => {
    const room = anInterviewOfBoth();
    room.must(carl, listened);
    rate(room, carl);
    expect(sentTo(interviewer, room)).not.toContain(listened.evidence);
    rate(room, ida);
    expect(sentTo(interviewer, room)).toContain(listened.evidence);
    expect(sentTo(observer, room)).not.toContain(listened.evidence);
  });

  test('may be left empty', () => {
    const room = rate(anInterviewOfBoth(), carl);
    expect(room.state.scorecards[carl]?.submittedAt).toBe(room.at);
  });
});
