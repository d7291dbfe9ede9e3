// The writes that must be atomic, on SQLite: a new interview, with its pairing, and the hot append. Both run without an
// await between BEGIN and COMMIT, because every statement of the process shares one connection.
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { CompiledQuery, Kysely } from 'kysely';
import type { Entry } from '#domain/recording.ts';
import { lookBackMs } from '#domain/waits.ts';
import { sqliteCode } from './node-sqlite.ts';
import { labelRows, outcomeRow } from './outcome-queries.ts';
import { seatRow } from './queries.ts';
import type { NewPair, QueueStep } from './queue-store.ts';
import type { Tables } from './schema.ts';
import { StoreError } from './store.ts';
import type { Append, Finished, NewInterview, NewPairing } from './store.ts';

type Waiting = { append: Append; resolve: (bytes: number) => void; reject: (error: StoreError) => void };

const constraint = 19;

export class SqliteWriter {
  readonly #db: DatabaseSync;
  readonly #database: Kysely<Tables>;
  readonly #insertEntry;
  readonly #lookUp;
  readonly #updateInterview;
  readonly #setNewest;
  readonly #renameSeat;
  readonly #keepOutcome;
  readonly #keepLabel;
  readonly #addLabel;
  /** The newest entry of all; nobody else writes any. */
  #lastEntry: number;
  #waiting: Waiting[] = [];

  constructor(db: DatabaseSync, database: Kysely<Tables>) {
    this.#db = db;
    this.#database = database;
    this.#insertEntry = db.prepare(
      'INSERT INTO entries (id, interview_id, seq, previous, body) VALUES (?, ?, ?, ?, ?)',
    );
    this.#lookUp = db.prepare('SELECT last_seq, last_entry FROM interviews WHERE id = ?');
    this.#updateInterview = db.prepare(
      `UPDATE interviews SET stage = ?, started_at = ?, ended_at = ?, last_at = ?, due_at = ?, last_seq = ?,
        last_entry = ? WHERE id = ?`,
    );
    this.#setNewest = db.prepare('UPDATE interviews SET last_entry = ? WHERE id = ?');
    this.#renameSeat = db.prepare('UPDATE participants SET name = ? WHERE interview_id = ? AND id = ?');
    this.#keepOutcome = db.prepare(
      'REPLACE INTO outcomes (interview_id, started_at, format_id, level, rubric, mode, question_id, body)' +
        ' VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    );
    this.#keepLabel = db.prepare('REPLACE INTO labels (key, body) VALUES (?, ?)');
    this.#addLabel = db.prepare('INSERT OR IGNORE INTO labels (key, body) VALUES (?, ?)');
    this.#lastEntry = Number(db.prepare('SELECT max(id) AS id FROM entries').get()?.id ?? 0);
  }

  /** Group commit: one fsync for everything that arrives in one turn of the event loop. */
  append(append: Append): Promise<number> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.push({ append, resolve, reject }) === 1) setImmediate(() => this.flush());
    });
  }

  flush(): void {
    if (this.#waiting.length === 0) return;
    if (this.#db.isOpen && this.#db.isTransaction) {
      setImmediate(() => this.flush());
      return;
    }
    const waiting = this.#waiting;
    this.#waiting = [];
    const written: { item: Waiting; bytes: number }[] = [];
    try {
      this.#transact(() => {
        for (const item of waiting) {
          const bytes = this.#write(item.append);
          if (bytes === null) item.reject(new StoreError('conflict', undefined));
          else written.push({ item, bytes });
        }
      });
      for (const { item, bytes } of written) item.resolve(bytes);
    } catch (error) {
      // Nothing of the transaction is on disk, so every append of it is refused.
      for (const item of waiting) item.reject(new StoreError('failed', error));
    }
  }

  /** The bytes written; null, and nothing written, unless the entries follow the newest one there is. */
  #write({ interviewId, entries, projection, names = {}, ...finished }: Append): number | null {
    const newest = this.#lookUp.get(interviewId);
    if (!newest || entries.some((entry, i) => entry.seq !== Number(newest.last_seq) + 1 + i)) return null;
    const { lastEntry, bytes } = this.#chain(interviewId, entries, newest.last_entry as number | null);
    const { stage, startedAt, endedAt, lastAt, dueAt } = projection;
    const lastSeq = entries.at(-1)?.seq ?? Number(newest.last_seq);
    this.#updateInterview.run(stage, startedAt, endedAt, lastAt, dueAt, lastSeq, lastEntry, interviewId);
    for (const [participantId, name] of Object.entries(names))
      this.#renameSeat.run(name, interviewId, participantId);
    this.#keep(interviewId, finished, this.#keepLabel);
    return bytes;
  }

  #keep(interviewId: string, { outcome, labels }: Finished, keepLabel: StatementSync): void {
    if (outcome === undefined) return;
    const row = outcomeRow(interviewId, outcome);
    const { started_at, format_id, level, rubric, mode, question_id, body } = row;
    this.#keepOutcome.run(interviewId, started_at, format_id, level, rubric, mode, question_id, body);
    for (const label of labelRows(labels)) keepLabel.run(label.key, label.body);
  }

  /** Writes the entries behind `previous`; answers the id of the last, and the bytes of all. */
  #chain(interviewId: string, entries: readonly Entry[], previous: number | null) {
    let [lastEntry, bytes] = [previous, 0];
    for (const entry of entries) {
      const id = (this.#lastEntry += 1);
      const body = JSON.stringify(entry);
      this.#insertEntry.run(id, interviewId, entry.seq, lastEntry, body);
      lastEntry = id;
      bytes += Buffer.byteLength(body);
    }
    return { lastEntry, bytes };
  }

  create(interview: NewInterview, planned?: NewPairing): Promise<void> {
    return this.#atOnce(() => {
      this.#insert(interview);
      if (planned) this.#pair(planned, interview.row.id, 1);
    });
  }

  async addSecond(firstId: string, pairing: NewPairing, second: NewInterview): Promise<boolean> {
    const placeOf = this.#db.prepare('SELECT pairing_id FROM paired_interviews WHERE interview_id = ?');
    const hasSecond = this.#db.prepare(
      'SELECT 1 FROM paired_interviews WHERE pairing_id = ? AND position = 2',
    );
    return this.#atOnce(() => {
      const known = placeOf.get(firstId)?.pairing_id as string | undefined;
      if (known !== undefined && hasSecond.get(known)) return false;
      this.#insert(second);
      if (known === undefined) this.#pair(pairing, firstId, 1);
      this.#place(known ?? pairing.id, second.row.id, 2);
      return true;
    });
  }

  keepQueue({ added = [], removed = [], waits = [], pair }: QueueStep): Promise<void> {
    const run = (statement: string, ...values: SQLInputValue[]) => this.#db.prepare(statement).run(...values);
    return this.#atOnce(() => {
      for (const ticket of added)
        run(
          'REPLACE INTO tickets (user_id, since, body) VALUES (?, ?, ?)',
          ticket.userId,
          ticket.since,
          JSON.stringify(ticket),
        );
      for (const userId of removed) run('DELETE FROM tickets WHERE user_id = ?', userId);
      for (const { formatId, enteredAt } of waits)
        run('DELETE FROM waits WHERE format_id = ? AND entered_at < ?', formatId, enteredAt - lookBackMs);
      for (const { formatId, enteredAt, waitedMs, isFound } of waits)
        run(
          'INSERT INTO waits (format_id, entered_at, waited_ms, is_found) VALUES (?, ?, ?, ?)',
          formatId,
          enteredAt,
          waitedMs,
          isFound ? 1 : 0,
        );
      if (pair) this.#insertPair(pair);
    });
  }

  /** Inside a transaction. */
  #insertPair({ pairing, interviews: [first, second], people }: NewPair): void {
    this.#insert(first);
    this.#insert(second);
    this.#pair(pairing, first.row.id, 1);
    this.#place(pairing.id, second.row.id, 2);
    for (const { userId, alias, level } of people)
      this.#db
        .prepare(
          'INSERT INTO pairing_people (pairing_id, user_id, alias, level, is_excused) VALUES (?, ?, ?, ?, 0)',
        )
        .run(pairing.id, userId, alias, level);
  }

  #pair({ id, kind, breakMs, createdAt, startsAt }: NewPairing, interviewId: string, position: 1 | 2): void {
    this.#db
      .prepare('INSERT INTO pairings (id, kind, break_ms, created_at, starts_at) VALUES (?, ?, ?, ?, ?)')
      .run(id, kind, breakMs, createdAt, startsAt);
    this.#place(id, interviewId, position);
  }

  #place(pairingId: string, interviewId: string, position: 1 | 2): void {
    this.#db
      .prepare('INSERT INTO paired_interviews (interview_id, pairing_id, position) VALUES (?, ?, ?)')
      .run(interviewId, pairingId, position);
  }

  /** Inside a transaction. */
  #insert({ row, questionId = null, host, others = [], invites, entries, ...finished }: NewInterview): void {
    const interview = this.#database.insertInto('interviews').values({
      id: row.id,
      title: row.title,
      format_title: row.formatTitle,
      level: row.level,
      stage: row.stage,
      created_at: row.createdAt,
      started_at: row.startedAt,
      ended_at: row.endedAt,
      last_at: row.lastAt,
      due_at: row.dueAt,
      last_seq: entries.length,
      last_entry: null,
      asked_question: questionId,
    });
    const seats = this.#database.insertInto('participants').values([host, ...others].map(seatRow));
    for (const query of [interview, seats]) this.#run(query.compile());
    if (invites.length > 0) {
      const rows = invites.map(({ role, tokenHash }) => ({
        interview_id: row.id,
        role,
        token_hash: tokenHash,
      }));
      this.#run(this.#database.insertInto('invites').values(rows).compile());
    }
    this.#setNewest.run(this.#chain(row.id, entries, null).lastEntry, row.id);
    // What comes whole from elsewhere must not rename what is known here.
    this.#keep(row.id, finished, this.#addLabel);
  }

  /** One transaction; rejects with a StoreError, and nothing is written. */
  #atOnce<T>(work: () => T): Promise<T> {
    return Promise.try(() => {
      try {
        return this.#transact(work);
      } catch (error) {
        throw new StoreError(sqliteCode(error) === constraint ? 'conflict' : 'failed', error);
      }
    });
  }

  #run(query: CompiledQuery): void {
    this.#db.prepare(query.sql).run(...(query.parameters as SQLInputValue[]));
  }

  #transact<T>(work: () => T): T {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      const done = work();
      this.#db.exec('COMMIT');
      return done;
    } catch (error) {
      // A full disk may have rolled back already.
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      throw error;
    }
  }
}
