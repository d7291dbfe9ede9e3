// A real server on a free port, with SQLite in a folder of its own, and the people who talk to it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { limits } from '#domain/protocol.ts';
import { defaultRatingWaitMs } from '#domain/room.ts';
import { createApp } from '../../server/app.ts';
import { systemClock } from '../../server/clock.ts';
import type { Clock } from '../../server/clock.ts';
import { loadContent } from '../../server/content.ts';
import type { Content } from '#domain/content-rules.ts';
import { openDisk } from '../../server/disk.ts';
import { readSecret } from '../../server/secret.ts';
import { builtPages } from '../../server/web.ts';
import { openSqlite } from '../../server/store/sqlite.ts';
import { aDrill } from './a-drill.ts';
import { aFormat, aQuestion, aRubric } from './an-interview.ts';
import { Guest } from './guest.ts';

export type ServerWish = {
  rubricsDir?: string;
  content?: Content;
  clock?: Clock;
  /** Given: it is left in place when the server closes, so that another can start on it. */
  dataDir?: string;
  origins?: string[];
  connectionsPerAddress?: number;
  ratingWaitMs?: number;
  port?: number;
  log?: (line: string) => void;
  beatMs?: () => number;
  smtpUrl?: string;
  /** With the built pages, for a browser. */
  hasPages?: boolean;
  recordingBytes?: number;
  /** With less room on the disk no interview begins. */
  minimumFreeBytes?: number;
};

export type TestServer = Awaited<ReturnType<typeof startServer>>;

/** The content of the domain's tests: every text somebody must not read carries a canary. */
export const testContent = (): Content => ({
  formats: [aFormat()],
  rubrics: [aRubric()],
  questions: [aQuestion()],
  banks: [],
  calibrations: [],
  drills: [aDrill()],
});

export async function startServer(wish: ServerWish = {}) {
  const dataDir = wish.dataDir ?? (await aFolder());
  const secret = await readSecret(dataDir);
  const { store, database } = await openSqlite(join(dataDir, 'fourstep.db'));
  const app = await createApp({
    store,
    database,
    secret,
    content: wish.content ?? (wish.rubricsDir ? await loadContent(wish.rubricsDir) : testContent()),
    origins: wish.origins ?? [],
    ratingWaitMs: wish.ratingWaitMs ?? defaultRatingWaitMs,
    connectionsPerAddress: wish.connectionsPerAddress ?? limits.connectionsPerAddress,
    version: '0.0.0-test',
    log: wish.log ? pino({ level: 'info' }, { write: wish.log }) : pino({ level: 'silent' }),
    clock: wish.clock ?? systemClock,
    ...(wish.smtpUrl && { smtpUrl: wish.smtpUrl }),
    ...(wish.recordingBytes !== undefined && { recordingBytes: wish.recordingBytes }),
    ...(wish.minimumFreeBytes !== undefined && { disk: openDisk(dataDir, wish.minimumFreeBytes) }),
    ...(wish.beatMs && { beatMs: wish.beatMs }),
    ...(wish.hasPages && { pages: () => builtPages('build') }),
  });
  await new Promise<void>((resolve) => app.server.listen(wish.port ?? 0, '127.0.0.1', resolve));
  const address = app.server.address();
  if (typeof address !== 'object' || !address) throw new Error('the server took no port');
  const origin = `http://127.0.0.1:${address.port}`;
  const people: Guest[] = [];
  return {
    origin,
    dataDir,
    store,
    database,
    guest(): Guest {
      const guest = new Guest(origin);
      people.push(guest);
      return guest;
    },
    async close(): Promise<void> {
      for (const guest of people) guest.leave();
      await app.close();
      if (!wish.dataDir) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export const aFolder = () => mkdtemp(join(tmpdir(), 'fourstep-'));
