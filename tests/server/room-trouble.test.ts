// A live room when the disk is full, and when nobody is there as a deadline passes.
import { setImmediate } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Command } from '#domain/protocol.ts';
import type { Entry } from '#domain/recording.ts';
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
    house.clock.wind(6_000);
    expect(await stageOf(room)).toBe('high-level');
    const entries = await house.store.entries(interviewId);
    expect(entries.at(-1)).toMatchObject({ type: 'phase.advanced', at: startedAt + 5 * minute });
  });
});
