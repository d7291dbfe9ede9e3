// One live room: deciding in order, answering a resend, catching up whoever was away.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { minute } from '../support/an-interview.ts';
import { House, aNote, seqOf } from '../support/house.ts';

let house: House;
beforeEach(async () => {
  house = await House.open();
});
afterEach(() => house.close());

describe('deciding', () => {
  test('commands of one turn are decided in order and appended together', async () => {
    const { submit } = await house.aRoom();
    await submit({ type: 'interview.start' });
    house.appends = [];
    const acks = await Promise.all([
      submit(aNote('a')),
      submit({ type: 'phase.resume' }),
      submit(aNote('b')),
    ]);
    expect(acks.map(seqOf)).toEqual([5, 'wrong_stage', 6]);
    expect(house.appends.map((append) => append.entries.length)).toEqual([2]);
  });

  test('[RC3] a command sent again is answered as the first time and happens once', async () => {
    const { room, ida, interviewId } = await house.aRoom();
    const message = {
      clientId: 'client-01',
      clientSeq: 1,
      command: { type: 'ready.set', ready: true } as const,
    };
    const [first, twin] = await Promise.all([room.submit(ida, message), room.submit(ida, message)]);
    const later = await room.submit(ida, message);
    house.restart();
    const afterRestart = await house.rooms.with(interviewId, (fresh) => fresh.submit(ida, message));
    expect([first, twin, later, afterRestart]).toEqual(Array(4).fill({ ok: true, seq: 4 }));
    expect(await house.store.entries(interviewId)).toHaveLength(4);
  });

  test('[RC3] nobody uses up another one’s numbers', async () => {
    const { room, ida, carl } = await house.aRoom();
    const message = {
      clientId: 'client-01',
      clientSeq: 1,
      command: { type: 'ready.set', ready: true } as const,
    };
    expect(await room.submit(ida, message)).toEqual({ ok: true, seq: 4 });
    expect(await room.submit(carl, message)).toEqual({ ok: true, seq: 5 });
  });

  test('[RC6] listeners hear of entries after the append and before the answer', async () => {
    const { room, submit, interviewId } = await house.aRoom();
    const heard: number[] = [];
    let stored = 0;
    room.listen((entries) => heard.push(...entries.map((entry) => entry.seq)));
    const ack = await submit({ type: 'ready.set', ready: true }).then(async (answer) => {
      stored = (await house.store.entries(interviewId)).length;
      return answer;
    });
    expect(ack).toEqual({ ok: true, seq: 4 });
    expect([heard, stored]).toEqual([[4], 4]);
  });

  test('time never runs backwards in a recording', async () => {
    const { submit, interviewId } = await house.aRoom();
    await submit({ type: 'interview.start' });
    house.clock.sleep(-minute);
    await submit(aNote('while the clock was set back'));
    const ats = (await house.store.entries(interviewId)).map((entry) => entry.at);
    expect(ats).toEqual(ats.toSorted((a, b) => a - b));
  });
});

describe('who was away', () => {
  test('[RC4] gets exactly what is missing', async () => {
    const { room, submit } = await house.aRoom();
    await submit({ type: 'ready.set', ready: true });
    await submit({ type: 'ready.set', ready: false });
    expect(await room.read(() => room.since(3)?.map((entry) => entry.seq))).toEqual([4, 5]);
    expect(await room.read(() => room.since(5))).toEqual([]);
  });

  test('[RC4] gets a snapshot when more may be read now than then, or when it claims to know the future', async () => {
    const { room, submit } = await house.aRoom();
    await submit({ type: 'interview.start' });
    expect(await room.read(() => room.since(3))).toBeNull();
    expect(await room.read(() => room.since(4))).toEqual([]);
    expect(await room.read(() => room.since(99))).toBeNull();
  });
});

describe('rooms', () => {
  test('a room is loaded once, and let go a while after the last one left', async () => {
    const { room, interviewId, release } = await house.aRoom();
    const again = await house.rooms.lease(interviewId);
    expect(again?.room).toBe(room);
    again?.release();
    house.clock.wind(10 * minute);
    expect(house.rooms.count).toBe(1);
    release();
    release();
    house.clock.wind(10 * minute);
    await expect.poll(() => house.rooms.count).toBe(0);
  });

  test('an interview that does not exist has no room', async () => {
    expect(await house.rooms.lease('nothing')).toBeNull();
    expect(house.rooms.count).toBe(0);
  });
});
