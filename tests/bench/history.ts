// How /api/history grows with somebody's past: 50, 500 and 5,000 interviews of one person in one database, each
// answer asked for over HTTP, and the page in a real browser at the largest.
import { rmSync } from 'node:fs';
import { chromium } from 'playwright';
import type { Labels, Outcome, Side } from '#domain/outcome.ts';
import type { RatingValue } from '#domain/protocol.ts';
import type { HistoryAnswer } from '#domain/history-answer.ts';
import { join } from 'node:path';
import { openSqlite } from '../../server/store/sqlite.ts';
import type { Store } from '../../server/store/store.ts';
import { launchOptions } from '../support/chromium.ts';
import { Product, quickRubrics } from '../support/product.ts';
import { Guest } from '../support/guest.ts';
import { percentile } from './figure.ts';
import type { Figure, Report } from './figure.ts';

const sizes = [50, 500, 5_000];
const asks = 60;
const boundMs = 150;
const minute = 60_000;
const criteria = ['scope', 'numbers', 'design', 'data', 'scale', 'failure', 'talk'];
const phases = ['scope', 'high-level', 'deep-dive', 'wrap-up'];

export async function benchHistory(): Promise<Report> {
  const product = await new Product(quickRubrics({ min: 0, max: 600 })).start();
  const guest = new Guest(product.origin);
  await guest.create();
  const userId = (await guest.get('/api/me')).body.user.id as string;
  const figures: Figure[] = [];
  let there = 0;
  for (const size of sizes) {
    // The database is one process's; the next numbers go in while the server is away.
    await product.kill();
    const { store } = await openSqlite(join(product.dataDir, 'fourstep.db'));
    for (; there < size; there += 1) await addOne(store, userId, there);
    await store.close();
    await product.start();
    figures.push(...(await asked(guest, size)));
  }
  figures.push(await openedIn(product, guest));
  await product.stop();
  rmSync(product.dataDir, { recursive: true, force: true });
  return { figures };
}

async function asked(guest: Guest, size: number): Promise<Figure[]> {
  const kinds = { all: '', 'one level': '?level=senior', 'second page': `?before=${Date.now()}.x` };
  const figures: Figure[] = [];
  for (const [i, [kind, query]] of Object.entries(kinds).entries()) {
    // As from addresses of their own: one alone would be told to wait.
    const headers = { 'x-forwarded-for': `10.1.${i}.${sizes.indexOf(size)}` };
    const samples: number[] = [];
    let bytes = 0;
    for (let n = 0; n < asks; n += 1) {
      const startedAt = performance.now();
      const { body, text, status } = await guest.get(`/api/history${query}`, headers);
      samples.push(performance.now() - startedAt);
      bytes = text.length;
      if (status !== 200 || (body as HistoryAnswer).total < size / 3) throw new Error(text.slice(0, 200));
    }
    const what = `history of ${size}, ${kind}`;
    // On a busy machine the fastest says most of the work itself.
    const [fastest, half] = [Math.min(...samples), percentile(samples, 0.5)].map((ms) => ms.toFixed(0));
    const beside = `fastest ${fastest} ms, p50 ${half} ms, ${Math.round(bytes / 1024)} KB; bound ${boundMs} ms`;
    figures.push({ what: `${what}, p95`, value: percentile(samples, 0.95), unit: 'ms', beside });
  }
  return figures;
}

/** From the address to the list and its first plot, in a browser that has never been here. */
async function openedIn(product: Product, guest: Guest): Promise<Figure> {
  const browser = await chromium.launch(launchOptions());
  const samples: number[] = [];
  for (let i = 0; i < 5; i += 1) {
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
    const [name = '', value = ''] = guest.cookie.split('=');
    await context.addCookies([{ name, value, url: product.origin }]);
    const page = await context.newPage();
    const startedAt = performance.now();
    await page.goto(`${product.origin}/history`);
    await page.getByRole('table', { name: 'Past interviews' }).waitFor();
    samples.push(performance.now() - startedAt);
    await context.close();
  }
  await browser.close();
  const what = `history page of ${sizes.at(-1)} usable, median`;
  return { what, value: percentile(samples, 0.5), unit: 'ms', beside: 'bound 1,000 ms' };
}

/** As `create` and a reveal would leave it, but for the recording, which history never reads. */
export async function addOne(store: Store, userId: string, n: number): Promise<void> {
  const id = `past-${n}`;
  const startedAt = Date.UTC(2020, 0, 1) + n * 600 * minute;
  const seat = (role: 'interviewer' | 'candidate') => ({
    participantId: `${id}-${role}`,
    interviewId: id,
    userId: (role === 'candidate') === (n % 5 !== 0) ? userId : `partner-${n % 40}`,
    role,
    name: role,
    isHost: role === 'interviewer',
  });
  const outcome = anOutcome(id, startedAt, n);
  await store.create({
    row: {
      ...{ id, title: `Question ${n % 30}`, formatTitle: 'System design', level: outcome.level },
      ...{ stage: 'revealed', createdAt: startedAt, startedAt, endedAt: startedAt + 40 * minute },
      ...{ lastAt: startedAt + 50 * minute, dueAt: null },
    },
    host: seat('interviewer'),
    others: [seat('candidate')],
    invites: [],
    entries: [
      {
        ...{ type: 'chat.sent', text: 'hello', by: `${id}-candidate` },
        ...{ seq: 1, at: startedAt, clientId: null, clientSeq: null },
      },
    ],
    outcome,
    labels: n === 0 ? labels : { rubrics: {}, formats: {}, questions: {} },
  });
}

function anOutcome(interviewId: string, startedAt: number, n: number): Outcome {
  const side = (shift: number): Side => ({
    values: Object.fromEntries(criteria.map((id, i) => [id, (1 + ((n + i + shift) % 4)) as RatingValue])),
    recommendation: 'yes',
    suggestion: 'no',
  });
  return {
    interviewId,
    ...{ formatId: 'system-design', questionId: `question-${n % 30}`, rubric: 'core@1', isRevealed: true },
    level: n % 2 ? 'senior' : 'staff',
    mode: 'observed',
    startedAt,
    self: side(0),
    partner: side(1),
    interviewerRubric: 'interviewer@1',
    ofInterviewer: { prepared: 3, listened: 4, hints: 3, feedback: 4 },
    actualMs: Object.fromEntries(phases.map((id, i) => [id, (4 + i * 4 + (n % 3)) * minute])),
    missed: Array.from({ length: n % 7 }, (_, i) => `${phases[i % 4]}.item-${(n + i) % 12}`),
    hints: n % 4,
  };
}

const titled = (id: string) => ({ id, title: `Title of ${id}` });
const labels: Labels = {
  rubrics: {
    'core@1': { title: 'Core', criteria: criteria.map(titled) },
    'interviewer@1': {
      title: 'The interviewer',
      criteria: ['prepared', 'listened', 'hints', 'feedback'].map(titled),
    },
  },
  formats: {
    'system-design': {
      title: 'System design',
      phases: phases.map((id, i) => ({
        ...{ ...titled(id), minMinutes: 3 + 4 * i, targetMinutes: 4 + 4 * i, maxMinutes: 6 + 4 * i },
      })),
      items: Object.fromEntries(
        phases.flatMap((id) =>
          Array.from({ length: 12 }, (_, i) => [`${id}.item-${i}`, `Item ${i} of ${id}`]),
        ),
      ),
    },
  },
  questions: Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`question-${i}`, `Question ${i}`])),
};
