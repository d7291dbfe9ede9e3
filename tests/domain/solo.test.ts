// What happens to somebody who practises alone, whatever the script says: the page is closed, the network goes, one
// rates oneself.
import { describe, expect, test } from 'vitest';
import type { Command } from '#domain/protocol.ts';
import { minute } from '../support/an-interview.ts';
import { SoloRoom, sia } from '../support/a-solo-interview.ts';

describe('interruptions', () => {
  test('[SO7] a closed page stops the clock after a minute, a lost network after a quarter of an hour', () => {
    const closed = new SoloRoom().start().wind(30_000).happen({ type: 'participant.left', isLeaving: true });
    expect(closed.wind(59_000).state.runs.at(-1)?.pausedAt).toBeNull();
    expect(closed.wind(2_000).elapsedMs()).toBe(90_000);
    const lost = new SoloRoom().start().wind(30_000).happen({ type: 'participant.left', isLeaving: false });
    expect(lost.wind(14 * minute).state.runs.at(-1)?.pausedAt).toBeNull();
    expect(lost.wind(2 * minute).state.runs.at(-1)?.pausedAt).not.toBeNull();
  });

  test('[SO7] a reload in between changes nothing', () => {
    const room = new SoloRoom().start().wind(30_000);
    room
      .happen({ type: 'participant.left', isLeaving: true })
      .wind(3_000)
      .happen({ type: 'participant.returned' });
    room.wind(2 * minute);
    expect(room.state.runs.at(-1)?.pausedAt).toBeNull();
  });
});

describe('without a network', () => {
  test('[SO10] what was done meanwhile is taken, though a hard maximum froze the phase or the clock was stopped', () => {
    for (const overrunPolicy of ['hard', 'soft']) {
      const room = new SoloRoom({}, { overrunPolicy }).start().wind(minute);
      room.happen({ type: 'participant.left', isLeaving: false }).wind(20 * minute);
      expect(room.state.runs.at(-1)?.pausedAt).not.toBeNull();
      room.happen({ type: 'participant.returned' });
      room.note('Written while nobody heard it');
      const entered = { name: 'peak', value: 1157, unit: 'requests/s', working: 'writes * 10' };
      room.must({ type: 'estimate.set', ...entered });
      room.must({ type: 'board.change', deltas: [] });
      expect(room.state).toMatchObject({ notes: [{}], estimates: [entered] });
    }
  });
});

describe('three ratings', () => {
  const rated = () => {
    const room = new SoloRoom().start().wind(4 * minute);
    room.must({ type: 'interview.end' });
    return room.rate();
  };

  test('[SO8] one’s own first rating opens the reference; then it is final', () => {
    const room = rated();
    expect(room.state.stage).toBe('revealed');
    const set: Command = {
      type: 'rating.set',
      criterion: 'scope',
      value: 2,
      behaviours: [],
      evidence: '',
      notes: [],
    };
    expect(room.ask(set)).toMatchObject({ code: 'already_done' });
    room.must({ type: 'point.mark', pointId: 'atomic.0', mark: 'half' });
    expect(room.ask({ type: 'point.mark', pointId: 'atomic.9', mark: 'half' })).toMatchObject({
      code: 'unknown_item',
    });
    expect(room.state.solo?.points).toEqual({ 'atomic.0': 'half' });
  });

  test('[SO8] the second is given after the reveal, the third from a day later on; each once', () => {
    const room = rated();
    room.rate(2, 'after');
    expect(room.state.solo?.rerates.after?.ratings.scope?.value).toBe(2);
    expect(room.state.scorecards[sia]?.ratings.scope?.value).toBe(3);
    const again = { type: 'rating.submit', round: 'after' } as const;
    expect(room.ask(again)).toMatchObject({ code: 'already_done' });
    expect(room.ask({ type: 'rating.submit', round: 'later' })).toMatchObject({ code: 'wrong_stage' });
    room.wind(24 * 60 * minute).rate(1, 'later');
    expect(room.state.solo?.rerates.later?.submittedAt).toBe(room.at);
  });
});
