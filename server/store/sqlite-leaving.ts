// How people leave, on SQLite: each in one transaction without an await, so that what is given up and what goes
// with it are never apart. It knows nothing of rooms; whoever calls lets go of them.
import type { DatabaseSync } from 'node:sqlite';
import type { Entry } from '#domain/recording.ts';
import { givenUpPrefix, StoreError, unclaimedPrefix } from './store.ts';
import type { Seat, Store } from './store.ts';

/** Entries have no index of their own; a recording is found from its newest entry back. */
const chain = `with recursive chain (id, seq, previous) as (
  select entries.id, entries.seq, entries.previous from interviews
    join entries on entries.id = interviews.last_entry where interviews.id = ?
  union all
  select entries.id, entries.seq, entries.previous from chain join entries on entries.id = chain.previous)`;

/** In this order: what points at a row goes before it. */
const parts = [
  ...['files', 'shares', 'comments', 'attendance', 'invites', 'outcomes', 'swap_offers'],
  ...['paired_interviews', 'participants'],
];

export class SqliteLeaving {
  readonly #db: DatabaseSync;

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  giveUpSeat(interviewId: Seat['interviewId'], participantId: string): Promise<'given_up' | 'deleted'> {
    return this.#atOnce(() => {
      this.#run(
        'DELETE FROM shares WHERE interview_id = ? AND participant_id = ?',
        interviewId,
        participantId,
      );
      this.#run(
        'UPDATE participants SET user_id = ? WHERE interview_id = ? AND id = ?',
        `${givenUpPrefix}${participantId}`,
        ...[interviewId, participantId],
      );
      if (this.#isHeld(interviewId)) return 'given_up';
      this.#delete(interviewId);
      return 'deleted';
    });
  }

  rewriteEntries(interviewId: string, entries: readonly Entry[]): ReturnType<Store['rewriteEntries']> {
    return this.#atOnce(() => {
      const rows = this.#db.prepare(`${chain} SELECT id, seq FROM chain`).all(interviewId);
      const ids = new Map(rows.map(({ id, seq }) => [Number(seq), Number(id)]));
      const rewrite = this.#db.prepare('UPDATE entries SET body = ? WHERE id = ?');
      for (const entry of entries) rewrite.run(JSON.stringify(entry), ids.get(entry.seq) ?? null);
    });
  }

  forgetUser(userId: string): Promise<void> {
    return this.#atOnce(() => {
      for (const table of ['tickets', 'contacts', 'swap_offers'])
        this.#run(`DELETE FROM ${table} WHERE user_id = ?`, userId);
      this.#run('DELETE FROM blocks WHERE user_id = ? OR other_id = ?', userId, userId);
      this.#run('DELETE FROM reports WHERE by_user = ?', userId);
      // What the other is shown of a pairing names them no more, nor can it be joined to anything else of theirs.
      this.#run(
        "UPDATE pairing_people SET alias = '', user_id = ? || pairing_id WHERE user_id = ?",
        ...[givenUpPrefix, userId],
      );
    });
  }

  /** Observers hold nothing: what was drawn and said is the raters'. */
  #isHeld(interviewId: string): boolean {
    const holder = this.#db
      .prepare(
        `SELECT 1 FROM participants WHERE interview_id = ? AND role IN ('interviewer', 'candidate')
          AND user_id NOT LIKE '${givenUpPrefix}%' AND user_id NOT LIKE '${unclaimedPrefix}%'`,
      )
      .get(interviewId);
    return holder !== undefined;
  }

  #delete(interviewId: string): void {
    this.#run(`DELETE FROM entries WHERE id IN (${chain} SELECT id FROM chain)`, interviewId);
    for (const table of parts) this.#run(`DELETE FROM ${table} WHERE interview_id = ?`, interviewId);
    this.#run('DELETE FROM interviews WHERE id = ?', interviewId);
  }

  #run(statement: string, ...values: string[]): void {
    this.#db.prepare(statement).run(...values);
  }

  /** One transaction, once the connection is free. Foreign keys rest meanwhile: SQLite would look for entries of
   * the interview through all entries of all interviews. */
  async #atOnce<T>(work: () => T): Promise<T> {
    while (this.#db.isTransaction) await new Promise<void>((free) => setImmediate(free));
    try {
      this.#db.exec('PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE');
      const done = work();
      this.#db.exec('COMMIT');
      return done;
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      throw new StoreError('failed', error);
    } finally {
      this.#db.exec('PRAGMA foreign_keys = ON');
    }
  }
}
