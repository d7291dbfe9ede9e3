// A live room when the disk is full, and when nobody is there as a deadline passes.
import { setImmediate } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Command } from '#domain/protocol.ts';
import type { Entry } from '#domain/recording.ts';
import { StoreError } from '../../server/store/store.ts';
import { minute } from '../support/an-interview.ts';
import { House, aNote, seqOf, stageOf } from '../support/house.ts';

let house: House;
beforeEach(async () => {
  house = await House.open();
});
afterEach(() => house.close());

describe('a store that cannot write', () => {
  test('refuses, tells nobody, forgets what did not happen, and goes on when there is room again', async () => {
    const { room, submit, interviewId } = await house.aRoom();
    await submit({ type: 'interview.start' });
    const heard: Entry[] = [];
    room.listen((entries) => heard.push(...entries));
    await fill();
    const long = 'x'.repeat(4_000);
    const acks = await Promise.all(
      Array.from({ length: 60 }, (_, i) => submit({ ...aNote(`n${i}-long-one`), text: long } as Command)),
    );
    expect(new Set(acks.map(seqOf))).toEqual(new Set(['not_saved']));
    expect(heard).toEqual([]);
    expect(await room.read((state) => [state.seq, state.notes.length])).toEqual([4, 0]);
    await sql`pragma max_page_count = 1073741823`.execute(house.database);
    expect(await submit(aNote('afterwards'))).toEqual({ ok: true, seq: 5 });
    expect(await house.store.entries(interviewId)).toHaveLength(5);
  });

  async function fill() {
    const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(house.database);
    await sql.raw(`pragma max_page_count = ${rows[0]?.page_count}`).execute(house.database);
  }
});

describe('a store that can neither write nor read', () => {
  const hide = () => sql`alter table entries rename to hidden`.execute(house.database);
  const show = () => sql`alter table hidden rename to entries`.execute(house.database);

  test('[RC6] readers are refused rather than shown what was not committed, until it can be read again', async () => {
    const { room, submit } = await house.aRoom();
    await hide();
    const [ack, read] = await Promise.allSettled([
      submit({ type: 'ready.set', ready: true }),
      room.read((state) => state.seq),
    ]);
    expect(ack).toMatchObject({ value: { code: 'not_saved' } });
    expect(read).toMatchObject({ status: 'rejected', reason: { name: 'StoreError' } });
    await expect(room.read((state) => state.seq)).rejects.toThrow(StoreError);
    await show();
    expect(await room.read((state) => [state.seq, Object.values(state.participants)[0]?.isReady])).toEqual([
      3,
      false,
    ]);
  });

  test('[PH8] a deadline is met once it can be read again', async () => {
    const { submit, interviewId } = await house.aRoom({ isHard: true });
    await submit({ type: 'interview.start' });
    await hide();
    house.clock.wind(5 * minute);
    await setImmediate();
    await show();
    await expect
      .poll(async () => {
        house.clock.wind(2_000);
        return (await house.store.interview(interviewId))?.stage;
      })
      .toBe('high-level');
  });
});

describe('deadlines', () => {
  test('[PH8] a hard maximum moves on by itself, at its own time', async () => {
    const { room, submit, interviewId } = await house.aRoom({ isHard: true });
    await submit({ type: 'interview.start' });
    const startedAt = house.clock.now();
    house.clock.wind(5 * minute);
    expect(await stageOf(room)).toBe('high-level');
    const last = (await house.store.entries(interviewId)).at(-1);
    expect(last).toMatchObject({ type: 'phase.advanced', by: 'clock', at: startedAt + 5 * minute });
  });

  test('[PH8] a machine that slept finds the same entries as one that did not', async () => {
    const { submit, room, interviewId } = await house.aRoom({ isHard: true });
    await submit({ type: 'interview.start' });
    const startedAt = house.clock.now();
    house.clock.sleep(50 * minute);
    expect(await stageOf(room)).toBe('rating');
    const own = (await house.store.entries(interviewId)).filter((entry) => entry.by === 'clock');
    expect(own.map((entry) => [entry.type, (entry.at - startedAt) / minute])).toEqual([
      ['phase.advanced', 5],
      ['phase.advanced', 20],
      ['phase.advanced', 40],
      ['interview.ended', 45],
    ]);
  });

  test('[PH8] a restart with nobody in the room meets the deadline too', async () => {
    const { submit, interviewId } = await house.aRoom({ isHard: true });
    await submit({ type: 'interview.start' });
    house.clock.sleep(6 * minute);
    house.restart();
    await house.rooms.watchDeadlines();
    expect(await house.store.interview(interviewId)).toMatchObject({ stage: 'high-level' });
  });

  test('[PH9] an interview nobody came back to is given up', async () => {
    const { submit, room } = await house.aRoom();
    await submit({ type: 'interview.start' });
    house.clock.wind(24 * 60 * minute);
    expect(await stageOf(room)).toBe('abandoned');
  });
});

describe('a recording that cannot be read', () => {
  test('[PH8] neither keeps the server from starting nor other interviews from their deadlines', async () => {
    const broken = await house.aRoom({ isHard: true });
    await broken.submit({ type: 'interview.start' });
    house.clock.sleep(minute);
    const sound = await house.aRoom({ isHard: true });
    await sound.submit({ type: 'interview.start' });
    await sql`update entries set body = 'rubbish' where interview_id = ${broken.interviewId} and seq = 1`.execute(
      house.database,
    );
    house.clock.sleep(7 * minute);
    house.restart();
    await house.rooms.watchDeadlines();
    expect(house.troubles).toContain(broken.interviewId);
    house.clock.wind(1);
    await expect.poll(async () => (await house.store.interview(sound.interviewId))?.stage).toBe('high-level');
  });
});

describe('a deadline that cannot be saved', () => {
  test('[PH8] is tried again after a while, not in a loop, and recorded at its own time in the end', async () => {
    const { submit, room, interviewId } = await house.aRoom({ isHard: true });
    await submit({ type: 'interview.start' });
    const startedAt = house.clock.now();
    await sql`pragma query_only = on`.execute(house.database);
    house.clock.wind(5 * minute);
    await room.read(() => undefined);
    await setImmediate();
    expect(house.clock.nextInMs).toBeGreaterThanOrEqual(1_000);
    await sql`pragma query_only = off`.execute(house.database);
    // Within two seconds of there being room again.
    house.clock.wind(2_000);
    expect(await stageOf(room)).toBe('high-level');
    const entries = await house.store.entries(interviewId);
    expect(entries.at(-1)).toMatchObject({ type: 'phase.advanced', at: startedAt + 5 * minute });
  });
});
