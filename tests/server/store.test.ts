// What every store promises, one suite for all of them. A database that joins the list is held to all of it.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { getMigrations } from 'better-auth/db/migration';
import { anonymous } from 'better-auth/plugins/anonymous';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Entry } from '#domain/recording.ts';
import { NodeSqliteDialect } from '../../server/store/node-sqlite.ts';
import { migrations } from '../../server/store/schema.ts';
import type { Tables } from '../../server/store/schema.ts';
import { applicationId } from '../../server/store/sqlite-file.ts';
import { openSqlite } from '../../server/store/sqlite.ts';
import { StoreError, unclaimed } from '../../server/store/store.ts';
import type { NewInterview, Projection, Seat, Store } from '../../server/store/store.ts';
import { aFolder } from '../support/server.ts';

type Opened = { store: Store; database: Kysely<Tables> };
type StoreKind = {
  name: string;
  /** `place` is a folder of the test's own; the same place opens the same data. */
  open: (place: string) => Promise<Opened>;
  /** Makes the disk full, for real, until the answer is called. */
  fill: (database: Kysely<Tables>) => Promise<() => Promise<void>>;
};

const stores: StoreKind[] = [
  {
    name: 'SQLite on disk',
    open: (place) => openSqlite(join(place, 'fourstep.db')),
    async fill(database) {
      const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(database);
      await sql.raw(`pragma max_page_count = ${rows[0]?.page_count}`).execute(database);
      return async () => {
        await sql`pragma max_page_count = 1073741823`.execute(database);
      };
    },
  },
];

const projection = (change: Partial<Projection> = {}): Projection => ({
  stage: 'lobby',
  startedAt: null,
  endedAt: null,
  lastAt: 1,
  dueAt: null,
  ...change,
});

const aSeat = (interviewId: string, name: string, role: Seat['role'], isHost = false): Seat => ({
  participantId: `${interviewId}-${name}`,
  interviewId,
  userId: `user-${name}`,
  role,
  name,
  isHost,
});

const anEntry = (seq: number, text = 'hello', clientSeq: number | null = null): Entry => ({
  type: 'chat.sent',
  text,
  seq,
  at: seq,
  by: 'ida',
  clientId: clientSeq === null ? null : 'client-1',
  clientSeq,
});

const aNewInterview = (id: string, createdAt = 1): NewInterview => ({
  row: {
    id,
    title: `Title of ${id}`,
    formatTitle: 'Four steps',
    level: 'senior',
    createdAt,
    ...projection(),
  },
  host: aSeat(id, 'ida', 'interviewer', true),
  invites: [{ role: 'candidate', tokenHash: `hash-${id}` }],
  entries: [anEntry(1)],
});

for (const kind of stores) {
  describe(kind.name, () => {
    let place: string;
    let store: Store;
    let database: Kysely<Tables>;

    beforeEach(async () => {
      place = await aFolder();
      ({ store, database } = await kind.open(place));
    });
    afterEach(async () => {
      await store.close();
      await rm(place, { recursive: true, force: true });
    });
    const append = (interviewId: string, ...entries: Entry[]) =>
      store.append({ interviewId, entries, projection: projection({ lastAt: entries.at(-1)?.at ?? 0 }) });
    const seqs = async (interviewId: string) => (await store.entries(interviewId)).map((entry) => entry.seq);

    test('a created interview has its row, host, invites and first entries', async () => {
      await store.create(aNewInterview('one'));
      expect(await store.interview('one')).toEqual(aNewInterview('one').row);
      expect(await store.seats('one')).toEqual([aNewInterview('one').host]);
      expect(await store.inviteRole('one', 'hash-one')).toBe('candidate');
      expect(await store.inviteRole('one', 'hash-two')).toBeNull();
      expect(await store.entries('one')).toEqual([anEntry(1)]);
    });

    test('an interview that exists is not created again, nor any part of it', async () => {
      await store.create(aNewInterview('one'));
      const twin = { ...aNewInterview('one'), host: aSeat('one', 'eve', 'candidate', true) };
      await expect(store.create(twin)).rejects.toThrow(StoreError);
      expect(await store.seats('one')).toHaveLength(1);
    });

    test('entries come back in order, whole, and from where one asks', async () => {
      await store.create(aNewInterview('one'));
      await append('one', anEntry(2, 'a'), anEntry(3, 'ü 😀 "\\ \u0000'));
      expect(await seqs('one')).toEqual([1, 2, 3]);
      expect(await store.entries('one', 2)).toEqual([anEntry(3, 'ü 😀 "\\ \u0000')]);
    });

    test('a long recording is read whole while others have their turns, and without what is added meanwhile', async () => {
      await store.create(aNewInterview('one'));
      await append('one', ...Array.from({ length: 3_499 }, (_, i) => anEntry(i + 2)));
      let [turns, isRead] = [0, false];
      const count = () => isRead || ((turns += 1), setImmediate(count));
      setImmediate(count);
      const reading = seqs('one').finally(() => (isRead = true));
      const appending = append('one', anEntry(3_501));
      expect(await reading).toEqual(Array.from({ length: 3_500 }, (_, i) => i + 1));
      expect(turns).toBeGreaterThan(0);
      await appending;
      for (const afterSeq of [500, 2_501, 3_500])
        expect((await store.entries('one', afterSeq)).map((entry) => entry.seq)).toEqual(
          Array.from({ length: 3_501 - afterSeq }, (_, i) => afterSeq + 1 + i),
        );
    });

    test('a seq that is taken is refused, and nothing of that append is kept', async () => {
      await store.create(aNewInterview('one'));
      await append('one', anEntry(2));
      await expect(append('one', anEntry(3), anEntry(2))).rejects.toMatchObject({ reason: 'conflict' });
      expect(await seqs('one')).toEqual([1, 2]);
    });

    test('[RC3][RC4] what was decided without knowing the newest entry is refused', async () => {
      await store.create(aNewInterview('one'));
      await append('one', anEntry(2, 'first', 1));
      await expect(append('one', anEntry(2, 'again', 1))).rejects.toMatchObject({ reason: 'conflict' });
      await expect(append('one', anEntry(4))).rejects.toMatchObject({ reason: 'conflict' });
      await expect(append('one', anEntry(3), anEntry(5))).rejects.toMatchObject({ reason: 'conflict' });
      await expect(append('none', anEntry(1))).rejects.toMatchObject({ reason: 'conflict' });
      await append('one', anEntry(3));
      expect(await seqs('one')).toEqual([1, 2, 3]);
    });

    test('recordings that came in turns are told apart, now and after it was opened again', async () => {
      await store.create(aNewInterview('one'));
      await store.create(aNewInterview('two'));
      for (let seq = 2; seq <= 40; seq++)
        await Promise.all(['one', 'two'].map((id) => append(id, anEntry(seq, `${id} ${seq}`))));
      await store.close();
      ({ store, database } = await kind.open(place));
      await append('two', anEntry(41, 'two 41'));
      for (const id of ['one', 'two']) {
        const told = (await store.entries(id, 1)).map((entry) => 'text' in entry && entry.text);
        const last = id === 'one' ? 40 : 41;
        expect(told).toEqual(Array.from({ length: last - 1 }, (_, i) => `${id} ${i + 2}`));
      }
    });

    test('appends of one turn are kept together, and one that is refused takes none with it', async () => {
      await store.create(aNewInterview('one'));
      await store.create(aNewInterview('two'));
      await store.create(aNewInterview('three'));
      const outcomes = await Promise.allSettled([
        append('one', anEntry(2)),
        append('two', anEntry(1)),
        append('three', anEntry(2)),
      ]);
      expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect([await seqs('one'), await seqs('two'), await seqs('three')]).toEqual([[1, 2], [1], [1, 2]]);
    });

    test('a full disk refuses the append, keeps what was there and takes more when there is room again', async () => {
      await store.create(aNewInterview('one'));
      const empty = await kind.fill(database);
      await expect(append('one', anEntry(2, 'x'.repeat(1_000_000)))).rejects.toMatchObject({
        reason: 'failed',
      });
      expect(await seqs('one')).toEqual([1]);
      await empty();
      await append('one', anEntry(2));
      expect(await seqs('one')).toEqual([1, 2]);
    });

    test('what was acknowledged is there after opening again', async () => {
      await store.create(aNewInterview('one'));
      await append('one', anEntry(2));
      await store.close();
      ({ store, database } = await kind.open(place));
      expect(await seqs('one')).toEqual([1, 2]);
    });

    test('an append that comes after the end is refused like any that cannot be written', async () => {
      await store.create(aNewInterview('one'));
      await store.close();
      await expect(append('one', anEntry(2))).rejects.toMatchObject({ reason: 'failed' });
      ({ store, database } = await kind.open(place));
      expect(await seqs('one')).toEqual([1]);
    });

    test('of two who take one seat, one sits', async () => {
      await store.create(aNewInterview('one'));
      const outcomes = await Promise.all([
        store.takeSeat(aSeat('one', 'carl', 'candidate'), 9),
        store.takeSeat(aSeat('one', 'cora', 'candidate'), 9),
      ]);
      expect(outcomes.filter((outcome) => outcome === 'taken')).toHaveLength(1);
      expect(await store.seats('one')).toHaveLength(2);
    });

    test('a person has one seat, whatever they open; observers are several', async () => {
      await store.create(aNewInterview('one'));
      const again = await store.takeSeat({ ...aSeat('one', 'ida', 'candidate'), participantId: 'other' }, 9);
      expect(again).toMatchObject({ role: 'interviewer' });
      for (const name of ['olga', 'otto'])
        expect(await store.takeSeat(aSeat('one', name, 'observer'), 9)).toMatchObject({ name });
      expect(await store.seatOf('one', 'user-olga')).toMatchObject({ role: 'observer' });
      expect(await store.seatOf('one', 'user-eve')).toBeNull();
    });

    test('observers are as many as one says, also of those who come at once', async () => {
      await store.create(aNewInterview('one'));
      const coming = ['a', 'b', 'c', 'd'].map((name) => store.takeSeat(aSeat('one', name, 'observer'), 2));
      expect((await Promise.all(coming)).filter((outcome) => outcome === 'full')).toHaveLength(2);
      expect(await store.takeSeat(aSeat('one', 'carl', 'candidate'), 2)).toMatchObject({ name: 'carl' });
    });

    test('a seat that was given back is free', async () => {
      await store.create(aNewInterview('one'));
      await store.takeSeat(aSeat('one', 'carl', 'candidate'), 2);
      await store.giveBackSeat('one', 'one-carl');
      expect(await store.seatOf('one', 'user-carl')).toBeNull();
      expect(await store.takeSeat(aSeat('one', 'cora', 'candidate'), 2)).toMatchObject({ name: 'cora' });
    });

    test('a seat that waits for its user is claimed by one, and only in its role', async () => {
      await store.create({
        ...aNewInterview('one'),
        host: { ...aNewInterview('one').host, userId: unclaimed('one-ida') },
      });
      expect(await store.claimSeat('one', 'candidate', 'user-carl')).toBeNull();
      const claims = await Promise.all([
        store.claimSeat('one', 'interviewer', 'a'),
        store.claimSeat('one', 'interviewer', 'b'),
      ]);
      expect(claims.filter((claim) => claim !== null)).toHaveLength(1);
      expect(await store.claimSeat('one', 'interviewer', 'c')).toBeNull();
    });

    test('a list has one’s own interviews, newest first, with the partner’s name', async () => {
      await store.create(aNewInterview('old', 1));
      await store.create(aNewInterview('new', 2));
      await store.create({ ...aNewInterview('other'), host: aSeat('other', 'eve', 'interviewer', true) });
      await store.takeSeat(aSeat('old', 'carl', 'candidate'), 9);
      await store.takeSeat(aSeat('old', 'olga', 'observer'), 9);
      await store.append({
        interviewId: 'old',
        entries: [anEntry(2)],
        projection: projection({ stage: 'scope', startedAt: 5, lastAt: 6 }),
        names: { 'old-carl': 'Carla' },
      });
      const list = await store.listFor('user-ida');
      expect(list.map(({ id, partnerName, role }) => ({ id, partnerName, role }))).toEqual([
        { id: 'new', partnerName: null, role: 'interviewer' },
        { id: 'old', partnerName: 'Carla', role: 'interviewer' },
      ]);
      expect(list[1]).toMatchObject({ stage: 'scope', startedAt: 5, lastAt: 6 });
      expect((await store.listFor('user-olga')).map((row) => row.partnerName)).toEqual(['Carla']);
    });

    test('the next deadline is the earliest of all', async () => {
      expect(await store.nextDue()).toBeNull();
      await store.create(aNewInterview('one'));
      await store.create({ ...aNewInterview('two'), row: { ...aNewInterview('two').row, dueAt: 20 } });
      await store.append({
        interviewId: 'one',
        entries: [anEntry(2)],
        projection: projection({ dueAt: 10 }),
      });
      expect(await store.nextDue()).toEqual({ interviewId: 'one', at: 10 });
      expect(await store.nextDue(['one'])).toEqual({ interviewId: 'two', at: 20 });
      expect(await store.nextDue(['one', 'two'])).toBeNull();
    });

    test('a file is kept once, belongs to its interview, and each person’s number is limited', async () => {
      await store.create(aNewInterview('one'));
      const bytes = new Uint8Array([1, 2]);
      const file = { interviewId: 'one', hash: 'a', mime: 'image/png', bytes, uploadedBy: 'ida', at: 1 };
      expect(await store.putFile(file, 1)).toBe('kept');
      expect(await store.putFile(file, 1)).toBe('kept');
      expect(await store.putFile({ ...file, hash: 'b' }, 1)).toBe('full');
      expect(await store.putFile({ ...file, hash: 'b', uploadedBy: 'carl' }, 1)).toBe('kept');
      expect(await store.hasFile('one', 'a')).toBe(true);
      expect(await store.hasFile('two', 'a')).toBe(false);
      const kept = await store.file('one', 'a');
      expect(kept && [...kept.bytes]).toEqual([1, 2]);
    });

    test('the migrations make exactly the tables the guests need', async () => {
      const { toBeCreated, toBeAdded } = await getMigrations({
        database: { db: database as unknown as Kysely<never>, type: 'sqlite' },
        plugins: [anonymous()],
        secret: 'x'.repeat(32),
        baseURL: 'http://localhost',
      });
      expect([toBeCreated, toBeAdded]).toEqual([[], []]);
    });
  });
}

test('recordings of an earlier version are read as they were', async () => {
  const place = await aFolder();
  const file = join(place, 'fourstep.db');
  const db = new DatabaseSync(file);
  const earlier = new Kysely<Tables>({ dialect: new NodeSqliteDialect(db) });
  await new Migrator({ db: earlier, provider: migrations }).migrateTo('0002-identity');
  for (const id of ['one', 'two'])
    db.exec(`INSERT INTO interviews (id, title, format_title, level, stage, created_at, last_at)
      VALUES ('${id}', 'a title', 'Four steps', 'senior', 'lobby', 1, 1)`);
  const insert = db.prepare('INSERT INTO entries (interview_id, seq, body) VALUES (?, ?, ?)');
  for (let seq = 1; seq <= 5; seq++)
    for (const id of ['one', 'two']) insert.run(id, seq, JSON.stringify(anEntry(seq, id)));
  db.exec(`PRAGMA application_id = ${applicationId}`);
  await earlier.destroy();

  const { store } = await openSqlite(file);
  await store.append({ interviewId: 'two', entries: [anEntry(6, 'two')], projection: projection() });
  for (const [id, last] of [
    ['one', 5],
    ['two', 6],
  ] as const) {
    const entries = await store.entries(id);
    expect(entries).toEqual(Array.from({ length: last }, (_, i) => anEntry(i + 1, id)));
  }
  await store.close();
  await rm(place, { recursive: true, force: true });
});
