// One live room, with a real store on disk and a clock wound by hand.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseFormat } from '#domain/format.ts';
import type { Ack, Command } from '#domain/protocol.ts';
import type { Entry } from '#domain/recording.ts';
import { Interviews } from '../../server/interviews.ts';
import { openInvites } from '../../server/invites.ts';
import type { Room } from '../../server/room.ts';
import { Rooms } from '../../server/rooms.ts';
import { openSqlite } from '../../server/store/sqlite.ts';
import type { Tables } from '../../server/store/schema.ts';
import type { Append, Store } from '../../server/store/store.ts';
import { aFormat, minute } from '../support/an-interview.ts';
import { aFolder, testContent } from '../support/server.ts';
import { WoundClock } from '../support/wound-clock.ts';

let folder: string;
let store: Store;
let database: Kysely<Tables>;
let clock: WoundClock;
let rooms: Rooms;
let appends: Append[];

const hardFormat = () => parseFormat({ ...aFormat(), id: 'hard', settings: { overrunPolicy: 'hard' } });
const invites = openInvites('secret');

function openRooms(): Rooms {
  const spied: Store = {
    ...store,
    append(append) {
      appends.push(append);
      return store.append(append);
    },
  };
  return new Rooms({ store: spied, clock, onTrouble: () => undefined });
}

beforeEach(async () => {
  folder = await aFolder();
  ({ store, database } = await openSqlite(join(folder, 'fourstep.db')));
  clock = new WoundClock();
  appends = [];
  rooms = openRooms();
});
afterEach(async () => {
  rooms.close();
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

/** An interview with both seats taken; `submit` asks as the interviewer unless told otherwise. */
async function aRoom(formatId = 'system-design') {
  const base = testContent();
  const content = { ...base, formats: [...base.formats, hardFormat()] };
  content.questions.push({ ...base.questions[0]!, id: 'hard-one', format: 'hard' });
  const interviews = new Interviews({ store, rooms, content, invites, clock });
  const questionId = formatId === 'hard' ? 'hard-one' : 'notification-service';
  const wish = {
    formatId,
    questionId,
    isHidden: false,
    level: 'senior',
    role: 'interviewer' as const,
    name: 'Ida',
  };
  const created = await interviews.create(wish, { id: 'user-ida' });
  if (!created) throw new Error('not created');
  const { interviewId } = created;
  const token = invites.tokenOf(interviewId, 'candidate');
  await interviews.join(interviewId, { token, name: 'Carl', watch: false }, { id: 'user-carl' });
  const lease = await rooms.lease(interviewId);
  if (!lease) throw new Error('no room');
  const seats = await store.seats(interviewId);
  const idOf = (role: string) => seats.find((seat) => seat.role === role)?.participantId ?? '';
  let clientSeq = 0;
  return {
    interviewId,
    ...lease,
    ida: idOf('interviewer'),
    carl: idOf('candidate'),
    submit: (command: Command, by = idOf('interviewer')) =>
      lease.room.submit(by, { clientId: 'client-01', clientSeq: ++clientSeq, command }),
  };
}

const say = (text: string): Command => ({
  type: 'note.add',
  noteId: `note-${text}`,
  text,
  criterion: null,
  isPrivate: true,
  begunAt: 0,
});
const seqOf = (ack: Ack) => (ack.ok ? ack.seq : ack.code);
const stageOf = (room: Room) => room.read((state) => state.stage);

describe('deciding', () => {
  test('commands of one turn are decided in order and appended together', async () => {
    const { submit } = await aRoom();
    await submit({ type: 'interview.start' });
    appends = [];
    const acks = await Promise.all([submit(say('a')), submit({ type: 'phase.resume' }), submit(say('b'))]);
    expect(acks.map(seqOf)).toEqual([5, 'wrong_stage', 6]);
    expect(appends.map((append) => append.entries.length)).toEqual([2]);
  });

  test('[RC3] a command sent again is answered as the first time and happens once', async () => {
    const { room, ida, interviewId } = await aRoom();
    const message = {
      clientId: 'client-01',
      clientSeq: 1,
      command: { type: 'ready.set', ready: true } as const,
    };
    const [first, twin] = await Promise.all([room.submit(ida, message), room.submit(ida, message)]);
    const later = await room.submit(ida, message);
    rooms.close();
    rooms = openRooms();
    const afterRestart = await rooms.with(interviewId, (fresh) => fresh.submit(ida, message));
    expect([first, twin, later, afterRestart]).toEqual(Array(4).fill({ ok: true, seq: 4 }));
    expect(await store.entries(interviewId)).toHaveLength(4);
  });

  test('[RC3] nobody uses up another one’s numbers', async () => {
    const { room, ida, carl } = await aRoom();
    const message = {
      clientId: 'client-01',
      clientSeq: 1,
      command: { type: 'ready.set', ready: true } as const,
    };
    expect(await room.submit(ida, message)).toEqual({ ok: true, seq: 4 });
    expect(await room.submit(carl, message)).toEqual({ ok: true, seq: 5 });
  });

  test('[RC6] listeners hear of entries after the append and before the answer', async () => {
    const { room, submit, interviewId } = await aRoom();
    const heard: number[] = [];
    let stored = 0;
    room.listen((entries) => heard.push(...entries.map((entry) => entry.seq)));
    const ack = await submit({ type: 'ready.set', ready: true }).then(async (answer) => {
      stored = (await store.entries(interviewId)).length;
      return answer;
    });
    expect(ack).toEqual({ ok: true, seq: 4 });
    expect([heard, stored]).toEqual([[4], 4]);
  });

  test('time never runs backwards in a recording', async () => {
    const { submit, interviewId } = await aRoom();
    await submit({ type: 'interview.start' });
    clock.sleep(-minute);
    await submit(say('while the clock was set back'));
    const ats = (await store.entries(interviewId)).map((entry) => entry.at);
    expect(ats).toEqual(ats.toSorted((a, b) => a - b));
  });
});

describe('a store that cannot write', () => {
  test('refuses, tells nobody, forgets what did not happen, and goes on when there is room again', async () => {
    const { room, submit, interviewId } = await aRoom();
    await submit({ type: 'interview.start' });
    const heard: Entry[] = [];
    room.listen((entries) => heard.push(...entries));
    await fill();
    const long = 'x'.repeat(4_000);
    const acks = await Promise.all(
      Array.from({ length: 60 }, (_, i) => submit({ ...say(`n${i}-long-one`), text: long } as Command)),
    );
    expect(new Set(acks.map(seqOf))).toEqual(new Set(['not_saved']));
    expect(heard).toEqual([]);
    expect(await room.read((state) => [state.seq, state.notes.length])).toEqual([4, 0]);
    await sql`pragma max_page_count = 1073741823`.execute(database);
    expect(await submit(say('afterwards'))).toEqual({ ok: true, seq: 5 });
    expect(await store.entries(interviewId)).toHaveLength(5);
  });

  async function fill() {
    const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(database);
    await sql.raw(`pragma max_page_count = ${rows[0]?.page_count}`).execute(database);
  }
});

describe('deadlines', () => {
  test('[PH8] a hard maximum moves on by itself, at its own time', async () => {
    const { room, submit, interviewId } = await aRoom('hard');
    await submit({ type: 'interview.start' });
    const startedAt = clock.now();
    clock.wind(5 * minute);
    expect(await stageOf(room)).toBe('high-level');
    const last = (await store.entries(interviewId)).at(-1);
    expect(last).toMatchObject({ type: 'phase.advanced', by: 'clock', at: startedAt + 5 * minute });
  });

  test('[PH8] a machine that slept finds the same entries as one that did not', async () => {
    const { submit, room, interviewId } = await aRoom('hard');
    await submit({ type: 'interview.start' });
    const startedAt = clock.now();
    clock.sleep(50 * minute);
    expect(await stageOf(room)).toBe('rating');
    const own = (await store.entries(interviewId)).filter((entry) => entry.by === 'clock');
    expect(own.map((entry) => [entry.type, (entry.at - startedAt) / minute])).toEqual([
      ['phase.advanced', 5],
      ['phase.advanced', 20],
      ['phase.advanced', 40],
      ['interview.ended', 45],
    ]);
  });

  test('[PH8] a restart with nobody in the room meets the deadline too', async () => {
    const { submit, interviewId } = await aRoom('hard');
    await submit({ type: 'interview.start' });
    rooms.close();
    clock.sleep(6 * minute);
    rooms = openRooms();
    await rooms.watchDeadlines();
    expect(await store.interview(interviewId)).toMatchObject({ stage: 'high-level' });
  });

  test('[PH9] an interview nobody came back to is given up', async () => {
    const { submit, room } = await aRoom();
    await submit({ type: 'interview.start' });
    clock.wind(24 * 60 * minute);
    expect(await stageOf(room)).toBe('abandoned');
  });
});

describe('who was away', () => {
  test('[RC4] gets exactly what is missing', async () => {
    const { room, submit } = await aRoom();
    await submit({ type: 'ready.set', ready: true });
    await submit({ type: 'ready.set', ready: false });
    expect(await room.read(() => room.since(3)?.map((entry) => entry.seq))).toEqual([4, 5]);
    expect(await room.read(() => room.since(5))).toEqual([]);
  });

  test('[RC4] gets a snapshot when more may be read now than then, or when it claims to know the future', async () => {
    const { room, submit } = await aRoom();
    await submit({ type: 'interview.start' });
    expect(await room.read(() => room.since(3))).toBeNull();
    expect(await room.read(() => room.since(4))).toEqual([]);
    expect(await room.read(() => room.since(99))).toBeNull();
  });
});

describe('rooms', () => {
  test('a room is loaded once, and let go a while after the last one left', async () => {
    const { room, interviewId, release } = await aRoom();
    const again = await rooms.lease(interviewId);
    expect(again?.room).toBe(room);
    again?.release();
    clock.wind(10 * minute);
    expect(rooms.count).toBe(1);
    release();
    release();
    clock.wind(10 * minute);
    await expect.poll(() => rooms.count).toBe(0);
  });

  test('an interview that does not exist has no room', async () => {
    expect(await rooms.lease('nothing')).toBeNull();
    expect(rooms.count).toBe(0);
  });
});
