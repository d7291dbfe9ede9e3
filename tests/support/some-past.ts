// Somebody who has been here a while: twelve interviews over two levels, put into a product's database while its
// server is away, and a browser that is theirs.
import { join } from 'node:path';
import type { RatingValue } from '#domain/protocol.ts';
import { loadContent } from '../../server/content.ts';
import { openSqlite } from '../../server/store/sqlite.ts';
import { addPast } from './past-interviews.ts';
import type { PastWish } from './past-interviews.ts';
import type { Product } from './product.ts';
import { Guest } from './guest.ts';

const day = 24 * 60 * 60_000;
const criteria = ['scope', 'estimation', 'hld', 'depth', 'resilience', 'tradeoffs', 'communication'];
const questions = ['notification-service', 'rate-limiter', 'news-feed', 'web-crawler', 'chat'];

type Cookie = { name: string; value: string; url: string };
type Wishes = (userId: string) => PastWish[];

/** Puts the past of a new guest in and answers the cookie that makes a browser theirs. */
export async function withPast(product: Product, wishes: Wishes): Promise<Cookie> {
  const guest = new Guest(product.origin);
  await guest.ask('DELETE', `/api/interviews/${await guest.create()}`);
  const userId = (await guest.get('/api/me')).body.user.id as string;
  await product.kill();
  const { store } = await openSqlite(join(product.dataDir, 'fourstep.db'));
  const content = await loadContent('rubrics');
  for (const wish of wishes(userId)) await addPast(store, content, wish);
  await store.close();
  await product.start();
  const [name = '', value = ''] = guest.cookie.split('=');
  return { name, value, url: product.origin };
}

/** As candidate eight times at senior and three times at staff level, and once as interviewer; the latest was
 * six days before `today`. */
export function twelve(userId: string, today: number): PastWish[] {
  return Array.from({ length: 12 }, (_, n): PastWish => {
    const isStaff = n >= 8 && n < 11;
    const seen = cardOf(n, isStaff ? 0 : 1);
    return {
      ...{ userId, at: today - (12 - n) * 6 * day, level: isStaff ? 'staff' : 'senior' },
      ...{ role: n === 11 ? 'interviewer' : 'candidate', name: 'Carl' },
      questionId: questions[n % questions.length] ?? 'chat',
      partnerName: ['Ida', 'Noor', 'Jonas'][n % 3] ?? 'Ida',
      byInterviewer: n === 4 ? { ...seen, estimation: 'not_observed' } : seen,
      byCandidate: Object.fromEntries(
        criteria.map((id, i) => [id, within(Number(seen[id]) + ([0, 1, 0, 1, -1, 0, 1][(i + n) % 7] ?? 0))]),
      ),
      minutes: { scope: 3 + (n % 4), 'high-level': 11 + (n % 3), 'deep-dive': 16 + ((n * 3) % 8) },
      missed: [
        ...(n % 2 ? ['scope.rates', 'wrap.weak'] : ['scope.agree']),
        ...(n % 3 ? ['deep.retry'] : []),
        ...(n > 5 ? ['deep.bottleneck'] : []),
      ],
    };
  });
}

const within = (value: number) => Math.max(1, Math.min(4, value)) as RatingValue;

/** Slowly better, not in everything, and never evenly. */
function cardOf(n: number, bonus: number): Record<string, RatingValue> {
  const noise = [0, 1, 0, -1, 0, 0, 1, -1];
  return Object.fromEntries(
    criteria.map((id, i) => [
      id,
      within(Math.round(1.6 + i * 0.12 + n * 0.13 + bonus * 0.4 + 0.6 * (noise[(n * 3 + i * 5) % 8] ?? 0))),
    ]),
  );
}
