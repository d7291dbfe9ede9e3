// Rooms on a real store in a folder of its own, with a clock wound by hand: what the tests of live rooms share.
import { defaultRatingWaitMs } from '#domain/room.ts';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { parseFormat } from '#domain/format.ts';
import type { Ack, Command, Role } from '#domain/protocol.ts';
import { Interviews } from '../../server/interviews.ts';
import { openInvites } from '../../server/invites.ts';
import { Pairings } from '../../server/pairings.ts';
import type { Room } from '../../server/room.ts';
import { Rooms } from '../../server/rooms.ts';
import { openSqlite } from '../../server/store/sqlite.ts';
import type { Tables } from '../../server/store/schema.ts';
import type { Append, Store } from '../../server/store/store.ts';
import { aFormat } from './an-interview.ts';
import { aFolder, testContent } from './server.ts';
import { WoundClock } from './wound-clock.ts';

const invites = openInvites('secret');

export class House {
  readonly clock = new WoundClock();
  readonly store: Store;
  readonly database: Kysely<Tables>;
  /** Every append that reached the store, so that a test can count them. */
  appends: Append[] = [];
  rooms: Rooms;
  /** What went wrong, by interview. */
  readonly troubles: string[] = [];
  readonly #folder: string;

  private constructor(folder: string, store: Store, database: Kysely<Tables>) {
    this.#folder = folder;
    this.store = store;
    this.database = database;
    this.rooms = this.#openRooms();
  }

  static async open(): Promise<House> {
    const folder = await aFolder();
    const { store, database } = await openSqlite(join(folder, 'fourstep.db'));
    return new House(folder, store, database);
  }

  /** Everything in memory is forgotten, as by a restart. */
  restart(): void {
    this.rooms.close();
    this.rooms = this.#openRooms();
  }

  async close(): Promise<void> {
    this.rooms.close();
    await this.store.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** The seats' keeper on this house's rooms; `change` lets a test step in between two of its steps. */
  interviews(change: Partial<Store> = {}, content = testContent()): Interviews {
    const { rooms, clock } = this;
    return new Interviews({
      store: { ...this.store, ...change },
      rooms,
      content,
      invites,
      clock,
      ratingWaitMs: defaultRatingWaitMs,
    });
  }

  pairings(content = testContent()): Pairings {
    const { store, rooms, clock } = this;
    return new Pairings({ store, rooms, content, invites, clock, ratingWaitMs: defaultRatingWaitMs });
  }

  tokenOf = (interviewId: string, role: Role) => invites.tokenOf(interviewId, role);

  /** An interview with both seats taken (or `isAlone`), its room leased. With `isHard` phases move on by themselves. */
  async aRoom({ isHard = false, isAlone = false } = {}) {
    const content = testContent();
    if (isHard)
      content.formats = [
        parseFormat({ ...aFormat(), settings: { ...aFormat().settings, overrunPolicy: 'hard' } }),
      ];
    const { store, rooms } = this;
    const interviews = this.interviews({}, content);
    const wish = { formatId: 'system-design', questionId: null, isHidden: false, level: 'senior' };
    const created = await interviews.create(
      { ...wish, role: 'interviewer', name: 'Ida' },
      { id: 'user-ida' },
    );
    if (!created) throw new Error('not created');
    const { interviewId } = created;
    const token = invites.tokenOf(interviewId, 'candidate');
    if (!isAlone)
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
      /** Asks as the interviewer. */
      submit: (command: Command): Promise<Ack> =>
        lease.room.submit(idOf('interviewer'), { clientId: 'client-01', clientSeq: ++clientSeq, command }),
    };
  }

  #openRooms(): Rooms {
    const counted: Store = {
      ...this.store,
      append: (append) => {
        this.appends.push(append);
        return this.store.append(append);
      },
    };
    return new Rooms({ store: counted, clock: this.clock, onTrouble: (id) => this.troubles.push(id) });
  }
}

export const aNote = (text: string): Command => ({
  type: 'note.add',
  noteId: `note-${text}`,
  text,
  criterion: null,
  isPrivate: true,
  begunAt: 0,
});

/** The seq of an ack, or the code of a refusal. */
export const seqOf = (ack: Ack) => (ack.ok ? ack.seq : ack.code);
export const stageOf = (room: Room) => room.read((state) => state.stage);
