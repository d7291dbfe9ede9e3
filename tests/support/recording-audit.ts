// Holds the recordings on disk against what was acknowledged: every acknowledged command is there once, at
// the seq it was told, in the order it was asked, without a gap. Reads beside the running server.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Entry } from '#domain/recording.ts';
import type { SteadyWriter } from './steady-writer.ts';

type Found = { writer: SteadyWriter; seqs: Map<number, number>; checked: number; last: number };

export class RecordingAudit {
  readonly #file: string;
  readonly #found: Map<string, Found>;
  readonly #lastSeq = new Map<string, number>();
  #lastRow = 0;
  /** What should not be, in words. */
  readonly problems: string[] = [];

  constructor(dataDir: string, writers: readonly SteadyWriter[]) {
    this.#file = join(dataDir, 'fourstep.db');
    this.#found = new Map(
      writers.map((writer) => [writer.clientId, { writer, seqs: new Map(), checked: 0, last: 0 }]),
    );
  }

  get entries(): number {
    return [...this.#lastSeq.values()].reduce((sum, seq) => sum + seq, 0);
  }

  get acknowledged(): number {
    return [...this.#found.values()].reduce((sum, { checked }) => sum + checked, 0);
  }

  /** Looks at what is there since the last time. */
  check(): void {
    const db = new DatabaseSync(this.#file, { readOnly: true });
    try {
      this.#read(db);
      for (const found of this.#found.values()) this.#compare(found);
      const [verdict] = db.prepare('PRAGMA integrity_check(1)').all();
      if (verdict?.integrity_check !== 'ok')
        this.problems.push(`integrity: ${String(verdict?.integrity_check)}`);
    } finally {
      db.close();
    }
  }

  #read(db: DatabaseSync): void {
    const rows = db.prepare(
      'SELECT rowid AS row, interview_id, seq, body FROM entries WHERE rowid > ? ORDER BY rowid',
    );
    for (const row of rows.iterate(this.#lastRow)) {
      this.#lastRow = Number(row.row);
      const interviewId = String(row.interview_id);
      const entry = JSON.parse(String(row.body)) as Entry;
      const expected = (this.#lastSeq.get(interviewId) ?? 0) + 1;
      if (entry.seq !== expected || row.seq !== expected)
        this.problems.push(`seq ${entry.seq} where ${expected} belongs`);
      this.#lastSeq.set(interviewId, expected);
      this.#take(entry);
    }
  }

  #take({ clientId, clientSeq, seq }: Entry): void {
    const found = this.#found.get(clientId ?? '');
    if (!found || clientSeq === null) return;
    if (found.seqs.has(clientSeq)) this.problems.push(`${clientId}:${clientSeq} happened twice`);
    else if (clientSeq !== found.last + 1) this.problems.push(`${clientId}:${clientSeq} out of order`);
    found.last = clientSeq;
    found.seqs.set(clientSeq, seq);
  }

  #compare(found: Found): void {
    const { writer, seqs } = found;
    for (const [clientSeq, seq] of [...writer.acknowledged].slice(found.checked))
      if (seqs.get(clientSeq) !== seq)
        this.problems.push(`${writer.clientId}:${clientSeq} told ${seq}, is at ${seqs.get(clientSeq)}`);
    found.checked = writer.acknowledged.size;
    for (const refusal of writer.refused.splice(0)) this.problems.push(`refused: ${JSON.stringify(refusal)}`);
  }
}
