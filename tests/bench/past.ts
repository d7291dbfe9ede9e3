// A data folder in which many interviews were recorded before. Their recordings are one real one over and over, written
// with SQL as fast as the disk takes it: only what is read later is the product's.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { aStartedInterview, carl, ida } from '../support/an-interview.ts';
import { openSqlite } from '../../server/store/sqlite.ts';
import { elementAt } from './board.ts';

/** An interview lasts three quarters of an hour; two people make some 100 changes a minute. */
const entriesPerInterview = 4_500;
const interviewsPerHour = 4 / 3;
const template = 'bench-template-of-22-a';

export const pastInterview = (nth: number) => `bench-past-${String(nth).padStart(11, '0')}`;

export async function writePast(dataDir: string, hours: number): Promise<void> {
  const file = join(dataDir, 'fourstep.db');
  await (await openSqlite(file)).store.close();
  const db = new DatabaseSync(file);
  db.exec('PRAGMA synchronous = OFF');
  const bodies = aRecording();
  const [interview, seat, entry] = [
    db.prepare(`INSERT INTO interviews (id, title, format_title, level, stage, created_at, last_at, last_seq, last_entry)
      VALUES (?, 'Design a notification service', 'Four steps', 'senior', 'deep-dive', ?, ?, ?, ?)`),
    db.prepare(
      `INSERT INTO participants (id, interview_id, user_id, role, name, is_host) VALUES (?, ?, 'nobody yet', 'interviewer', 'Ida', 1)`,
    ),
    db.prepare('INSERT INTO entries (id, interview_id, seq, previous, body) VALUES (?, ?, ?, ?, ?)'),
  ];
  let id = 0;
  for (let nth = 0; nth < Math.round(hours * interviewsPerHour); nth += 1) {
    db.exec('BEGIN');
    const interviewId = pastInterview(nth);
    interview.run(interviewId, nth, nth, bodies.length, id + bodies.length);
    seat.run(`${interviewId}-ida`, interviewId);
    bodies.forEach((body, i) =>
      entry.run(
        (id += 1),
        interviewId,
        i + 1,
        i === 0 ? null : id - 1,
        i === 0 ? body.replace(template, interviewId) : body,
      ),
    );
    db.exec('COMMIT');
  }
  db.close();
}

/** All past interviews become this guest's, on the server that runs. */
export function givePastTo(dataDir: string, userId: string): void {
  const db = new DatabaseSync(join(dataDir, 'fourstep.db'), { timeout: 5_000 });
  db.prepare(`UPDATE participants SET user_id = ? WHERE user_id = 'nobody yet'`).run(userId);
  db.close();
}

function aRecording(): string[] {
  const room = aStartedInterview();
  for (let i = 0; room.entries.length < entriesPerInterview; i += 1) {
    const creation = elementAt(i % 800);
    const shape = room.state.scene.get(creation.id);
    const base = shape && { version: shape.version, versionNonce: shape.versionNonce };
    const delta = base
      ? {
          id: creation.id,
          base,
          version: base.version + 1,
          versionNonce: i,
          props: { opacity: 20 + (i % 80) },
        }
      : creation;
    room.wind(600).must(i % 2 ? ida : carl, { type: 'board.change', deltas: [delta] });
  }
  return room.entries.map((entry) =>
    JSON.stringify(entry).replace(room.state.interviewId || template, template),
  );
}
