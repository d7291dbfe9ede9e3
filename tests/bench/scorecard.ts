// How long the scorecard of an hour with 20,000 entries takes to open in a browser that has never been here: with the
// recording read and folded for it, and with the room still in memory.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright';
import type { Browser } from 'playwright';
import { newId } from '../../server/new-interview.ts';
import { finishedOf, projectionOf } from '../../server/projection.ts';
import { openSqlite } from '../../server/store/sqlite.ts';
import type { Seat, Store } from '../../server/store/store.ts';
import { aStartedInterview, carl, finish, ida, rate } from '../support/an-interview.ts';
import type { DrivenRoom } from '../support/an-interview.ts';
import { launchOptions } from '../support/chromium.ts';
import { Product, quickRubrics } from '../support/product.ts';
import { Guest } from '../support/guest.ts';
import { elementAt } from './board.ts';
import { percentile } from './figure.ts';
import type { Figure, Report } from './figure.ts';

const entries = 20_000;
const hourMs = 60 * 60_000;
const opens = 5;

export async function benchScorecard(): Promise<Report> {
  const product = await new Product(quickRubrics({ min: 0, max: 600 })).start();
  const guest = new Guest(product.origin);
  await guest.create();
  const userId = (await guest.get('/api/me')).body.user.id as string;
  await product.kill();
  const { store } = await openSqlite(join(product.dataDir, 'fourstep.db'));
  const interviewId = await addLongOne(store, userId);
  await store.close();
  await product.start();
  const browser = await chromium.launch(launchOptions());
  const address = `${product.origin}/interview/${interviewId}/scorecard`;
  const cold: number[] = [];
  const warm: number[] = [];
  for (let i = 0; i < opens; i += 1) {
    await product.kill();
    await product.start();
    cold.push(await opened(browser, address, guest));
    warm.push(await opened(browser, address, guest));
  }
  await browser.close();
  await product.stop();
  rmSync(product.dataDir, { recursive: true, force: true });
  return { figures: [figure('server just started', cold), figure('room in memory', warm)] };
}

function figure(when: string, samples: number[]): Figure {
  const beside = `fastest ${Math.min(...samples).toFixed(0)} ms of ${opens}; ${entries.toLocaleString('en')} entries`;
  const what = `scorecard of an hour opened, ${when}, median`;
  return { what, value: percentile(samples, 0.5), unit: 'ms', beside, atMost: 1_000 };
}

/** From the address to the table of ratings. */
async function opened(browser: Browser, address: string, guest: Guest): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
  const [name = '', value = ''] = guest.cookie.split('=');
  await context.addCookies([{ name, value, url: new URL(address).origin }]);
  const page = await context.newPage();
  const startedAt = performance.now();
  await page.goto(address);
  await page.getByRole('table', { name: 'Ratings' }).waitFor();
  const tookMs = performance.now() - startedAt;
  await context.close();
  return tookMs;
}

async function addLongOne(store: Store, userId: string): Promise<string> {
  const room = anHour();
  const { state } = room;
  const interviewId = newId();
  const seat = (id: string, role: 'interviewer' | 'candidate'): Seat => ({
    ...{ participantId: id, interviewId, role, name: id, isHost: role === 'interviewer' },
    userId: role === 'candidate' ? userId : 'bench-partner',
  });
  const [created, ...rest] = room.entries;
  await store.create({
    row: {
      ...{ id: interviewId, title: 'An hour', formatTitle: state.format.title, level: state.level },
      ...{ createdAt: state.createdAt, ...projectionOf(state) },
    },
    host: seat(ida, 'interviewer'),
    others: [seat(carl, 'candidate')],
    invites: [],
    entries: [{ ...created!, interviewId } as (typeof room.entries)[number], ...rest],
    ...finishedOf({ ...state, interviewId }),
  });
  return interviewId;
}

/** Two people change a board of 800 shapes and write notes; then both rate. */
function anHour(): DrivenRoom {
  const room = aStartedInterview();
  for (let i = 0; room.entries.length < entries - 40; i += 1) {
    const creation = elementAt(i % 800);
    const shape = room.state.scene.get(creation.id);
    const base = shape && { version: shape.version, versionNonce: shape.versionNonce };
    const change = { id: creation.id, base, version: (base?.version ?? 0) + 1, versionNonce: i };
    const delta = base ? { ...change, base, props: { opacity: 20 + (i % 80) } } : creation;
    room.wind(hourMs / entries).must(i % 2 ? ida : carl, { type: 'board.change', deltas: [delta] });
    if (i % 400 === 0)
      room.must(ida, {
        ...{ type: 'note.add', noteId: `note-${i}-of-bench`, text: `Said something at ${i}` },
        ...{ criterion: 'scope', isPrivate: false, begunAt: room.at },
      });
  }
  finish(room);
  rate(room, ida);
  return rate(room, carl);
}
