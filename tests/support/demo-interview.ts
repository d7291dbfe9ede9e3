// The demo interview that `npm run seed` makes, put into a product's database while its server is away: full in
// every part of a scorecard, without an hour of clicking.
import { join } from 'node:path';
import { addDemo } from '../../server/seed.ts';
import { loadContent } from '../../server/content.ts';
import { openInvites } from '../../server/invites.ts';
import { readSecret } from '../../server/secret.ts';
import { openSqlite } from '../../server/store/sqlite.ts';
import type { Product } from './product.ts';

type Demo = { id: string; linkOf: (role: 'interviewer' | 'candidate') => string };

/** Its seats belong to whoever opens the links first. */
export async function withDemo(product: Product): Promise<Demo> {
  await product.kill();
  const invites = openInvites(await readSecret(product.dataDir));
  const { store } = await openSqlite(join(product.dataDir, 'fourstep.db'));
  const id = await addDemo(store, await loadContent('rubrics'), invites, Date.UTC(2030, 0, 31, 9));
  await store.close();
  await product.start();
  return { id, linkOf: (role) => product.origin + invites.pathOf(id, role) };
}
