import { expect, test } from 'vitest';
import { abandonAfterMs, elapsedMs, phaseTime, timeSpent } from '#domain/clock.ts';
import { nextDue } from '#domain/deadlines.ts';
import { apply, fold } from '#domain/fold.ts';
import {
  aFormat,
  aStartedInterview,
  anInterview,
  carl,
  finish,
  ida,
  minute,
  rate,
  startOfTime,
} from '../support/an-interview.ts';

const next = (room: ReturnType<typeof aStartedInterview>, confirmed = false) =>
  room.ask(ida, { type: 'phase.advance', from: room.state.stage, confirmed });

test('[PH1] the phases of the format are the stages, in order, and minutes may be fractions', () => {
  const format = aFormat();
  const quick = aFormat({
    phases: format.phases.map((p) => ({ ...p, minMinutes: 0.01, targetMinutes: 0.02, maxMinutes: 0.05 })),
  });
  const room = aStartedInterview({ format: quick });
  const stages = [room.state.stage];
  while (room.state.stage !== 'rating') {
    room.wind(0.02 * minute).must(ida, { type: 'phase.advance', from: room.state.stage });
    stages.push(room.state.stage);
  }
  expect(stages).toEqual(['scope', 'high-level', 'deep-dive', 'wrap-up', 'rating']);
});

test('[PH2] moving on before the minimum asks first, and is taken when confirmed', () => {
  const room = aStartedInterview();
  expect(next(room.wind(3 * minute - 1))).toMatchObject({ ok: false, code: 'needs_confirmation' });
  expect(room.state.stage).toBe('scope');
  expect(next(room, true).ok).toBe(true);
});

test('[PH2] from the minimum on it does not ask, in the window and in overtime', () => {
  for (const [spent, mark] of [
    [3, 'window'],
    [4.99, 'window'],
    [5, 'overtime'],
    [50, 'overtime'],
  ] as const) {
    const room = aStartedInterview().wind(spent * minute);
    expect(phaseTime(room.state, room.at)?.mark).toBe(mark);
    expect(next(room).ok).toBe(true);
  }
});

test('[PH3] moving on from the last phase ends the interview', () => {
  const room = finish(aStartedInterview());
  expect(room.state.stage).toBe('rating');
  expect(room.state.endedAt).toBe(room.at);
});

test('[PH3] two clicks move on once', () => {
  const room = aStartedInterview().wind(4 * minute);
  const click = { type: 'phase.advance', from: 'scope', confirmed: true } as const;
  expect(room.ask(ida, click).ok).toBe(true);
  expect(room.ask(ida, click)).toMatchObject({ ok: false, code: 'already_done' });
  expect(room.state.stage).toBe('high-level');
  expect(room.ask(ida, { type: 'phase.extend', from: 'scope' })).toMatchObject({
    ok: false,
    code: 'already_done',
  });
});

test('[PH4] a pause stops the elapsed time and resuming continues it', () => {
  const room = aStartedInterview().wind(2 * minute);
  room.must(carl, { type: 'phase.pause' });
  expect(room.state.runs[0]?.pausedBy).toBe(carl);
  room.wind(30 * minute);
  expect(phaseTime(room.state, room.at)).toMatchObject({
    elapsedMs: 2 * minute,
    isPaused: true,
    mark: 'early',
  });
  room.must(ida, { type: 'phase.resume' });
  expect(phaseTime(room.wind(minute).state, room.at)).toMatchObject({
    elapsedMs: 3 * minute,
    isPaused: false,
    mark: 'window',
  });
});

test('[PH4] leaving a paused phase does not count the pause', () => {
  const room = aStartedInterview().wind(4 * minute);
  room.must(ida, { type: 'phase.pause' });
  room.wind(10 * minute).must(ida, { type: 'phase.advance', from: 'scope' });
  expect(elapsedMs(room.state.runs[0]!, room.at)).toBe(4 * minute);
});

test('[PH4] a minute added moves the maximum and not the minimum', () => {
  const room = aStartedInterview().wind(5.5 * minute);
  expect(phaseTime(room.state, room.at)?.mark).toBe('overtime');
  room.must(ida, { type: 'phase.extend', from: 'scope' });
  expect(phaseTime(room.state, room.at)).toMatchObject({
    mark: 'window',
    minMs: 3 * minute,
    maxMs: 6 * minute,
    remainingMs: 0.5 * minute,
  });
});

test('[PH5] the same recording gives the same time however late it is read', () => {
  const room = aStartedInterview().wind(2 * minute);
  room.must(ida, { type: 'phase.pause' });
  room.wind(minute).must(ida, { type: 'phase.resume' });
  const later = room.at + 90 * minute;
  expect(phaseTime(fold(room.entries), later)).toEqual(phaseTime(room.state, later));
});

test('[PH6] moving on is taken back within ten seconds, and the run goes on as if not left', () => {
  const room = aStartedInterview().wind(4 * minute);
  room.must(ida, { type: 'phase.advance', from: 'scope' });
  room.wind(10_000).must(ida, { type: 'phase.undo' });
  expect(room.state.stage).toBe('scope');
  expect(room.state.runs).toHaveLength(1);
  expect(phaseTime(room.state, room.at)?.elapsedMs).toBe(4 * minute + 10_000);
});

test('[PH6] after ten seconds, and twice, it is not', () => {
  const room = aStartedInterview().wind(4 * minute);
  room.must(ida, { type: 'phase.advance', from: 'scope' });
  expect(room.wind(10_001).ask(ida, { type: 'phase.undo' })).toMatchObject({ ok: false, code: 'too_late' });
  const again = aStartedInterview().wind(4 * minute);
  again.must(ida, { type: 'phase.advance', from: 'scope' });
  again.must(ida, { type: 'phase.undo' });
  expect(again.ask(ida, { type: 'phase.undo' })).toMatchObject({ ok: false, code: 'wrong_stage' });
});

test('[PH6] an end in the middle is taken back to the phase it left, paused if it was', () => {
  const room = aStartedInterview().wind(4 * minute);
  room.must(ida, { type: 'phase.advance', from: 'scope' });
  room.wind(minute).must(ida, { type: 'phase.pause' });
  room.wind(minute).must(carl, { type: 'interview.end' });
  expect(room.state.stage).toBe('rating');
  room.wind(5_000).must(ida, { type: 'phase.undo' });
  expect(room.state).toMatchObject({ stage: 'high-level', endedAt: null });
  expect(phaseTime(room.state, room.at)).toMatchObject({ isPaused: true, elapsedMs: minute });
});

test('[PH6] taking back an end opens a scorecard again that was submitted meanwhile', () => {
  const room = aStartedInterview().wind(4 * minute);
  room.must(ida, { type: 'interview.end' });
  rate(room.wind(1_000), ida);
  room.wind(1_000).must(carl, { type: 'phase.undo' });
  expect(room.state.scorecards[ida]?.submittedAt).toBeNull();
  rate(finish(room), ida);
  expect(room.state.stage).toBe('rating');
});

test('[PH7] planned and actual minutes stand side by side, also for phases never reached', () => {
  const room = aStartedInterview().wind(4 * minute);
  room.must(ida, { type: 'phase.advance', from: 'scope' });
  room.must(ida, { type: 'phase.extend', from: 'high-level' });
  room.wind(2 * minute).must(ida, { type: 'interview.end' });
  expect(timeSpent(room.state, room.at + minute)).toMatchObject([
    {
      phaseId: 'scope',
      minMs: 3 * minute,
      targetMs: 4 * minute,
      maxMs: 5 * minute,
      actualMs: 4 * minute,
      addedMs: 0,
    },
    { phaseId: 'high-level', actualMs: 2 * minute, addedMs: minute },
    { phaseId: 'deep-dive', actualMs: null },
    { phaseId: 'wrap-up', actualMs: null },
  ]);
});

test('[PH8] a hard maximum moves on at its due time, late or on time with the same state', () => {
  const format = aFormat({ settings: { overrunPolicy: 'hard' } });
  const room = aStartedInterview({ format });
  room.wind(minute).must(ida, { type: 'phase.pause' });
  expect(nextDue(room.state)?.happening.type).toBe('interview.abandoned');
  room.wind(minute).must(ida, { type: 'phase.resume' });
  const due = nextDue(room.state);
  expect(due).toEqual({
    by: 'clock',
    at: startOfTime + 6 * minute,
    happening: { type: 'phase.advanced', from: 'scope', to: 'high-level' },
  });
  room.at = due!.at;
  room.record(due!.happening, 'clock');
  expect(room.state).toMatchObject({ stage: 'high-level' });
  expect(nextDue(room.state)?.at).toBe(due!.at + 15 * minute);
});

test('[PH8] a soft maximum moves nothing', () => {
  const room = aStartedInterview();
  expect(nextDue(room.state)).toEqual({
    by: 'clock',
    at: room.at + abandonAfterMs.live,
    happening: { type: 'interview.abandoned' },
  });
});

test('[PH9] an untouched lobby and an untouched interview are abandoned, a finished one never', () => {
  const lobby = anInterview();
  expect(nextDue(lobby.state)).toMatchObject({ at: startOfTime + abandonAfterMs.lobby });
  const live = aStartedInterview();
  live.at = nextDue(live.state)!.at;
  live.record({ type: 'interview.abandoned' }, 'clock');
  expect(live.state).toMatchObject({ stage: 'abandoned', endedAt: live.at, slip: null });
  expect(nextDue(live.state)).toBeNull();
  expect(nextDue(finish(aStartedInterview()).state)?.happening.type).not.toBe('interview.abandoned');
});

test('[RC4] an entry out of order is not applied', () => {
  const room = aStartedInterview();
  const last = room.entries.at(-1)!;
  expect(() => apply(room.state, last)).toThrow('does not follow');
  expect(() => apply(room.state, { seq: last.seq + 2, sealed: true })).toThrow('does not follow');
});
