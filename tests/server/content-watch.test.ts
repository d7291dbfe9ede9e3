// In development content is read again as it changes: new files are offered at once, broken ones named, and what
// was read before stays in use.
import { cp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { loadContent } from '../../server/content.ts';
import { publicContent } from '../../server/content-view.ts';
import type { ContentInUse } from '../../server/content-view.ts';
import { readAgain, watchContent } from '../../server/content-watch.ts';
import { aContentFolder, edit } from '../support/content-folder.ts';
import { startServer } from '../support/server.ts';

const log = { info: () => undefined, warn: () => undefined };
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** A fifth format: the shipped one under another name. */
async function addFormat(folder: string): Promise<void> {
  const file = 'formats/whiteboard.yaml';
  await cp(join(folder, 'formats/system-design.yaml'), join(folder, file));
  await edit(folder, file, 'isDefault: true\n', '');
  await edit(folder, file, 'id: system-design', 'id: whiteboard');
}

test('[CO2] a format dropped into RUBRICS_DIR is offered by the next start', async () => {
  const folder = await aContentFolder();
  await addFormat(folder);
  const server = await startServer({ rubricsDir: folder });
  ends.push(() => server.close());
  const ida = server.guest();
  const { body } = await ida.get('/api/content');
  expect(body.formats.map(({ id }: { id: string }) => id)).toContain('whiteboard');
  const created = await ida.post('/api/interviews', {
    formatId: 'whiteboard',
    questionId: 'rate-limiter',
    level: 'senior',
    role: 'interviewer',
    name: 'Ida',
  });
  expect(created.status).toBe(201);
});

test('while the server runs, a new file is offered as soon as it is saved', async () => {
  const folder = await aContentFolder();
  const inUse: ContentInUse = await loadContent(folder);
  const watcher = watchContent(folder, inUse, log);
  ends.push(() => watcher.close());
  await addFormat(folder);
  await expect.poll(() => inUse.formats.map(({ id }) => id), { timeout: 5_000 }).toContain('whiteboard');
});

test('[DR4] a drill that is saved while the server runs can be done at once', async () => {
  const folder = await aContentFolder();
  const inUse: ContentInUse = await loadContent(folder);
  const server = await startServer({ content: inUse });
  ends.push(() => server.close());
  const ida = server.guest();
  const done = { drillId: 'own-words', gapId: null, value: 3 };
  expect((await ida.ask('POST', '/api/practice/drills', done)).status).toBe(400);
  await cp(join(folder, 'drills/minute.yaml'), join(folder, 'drills/own-words.yaml'));
  await edit(folder, 'drills/own-words.yaml', 'id: minute', 'id: own-words');
  await readAgain(folder, inUse, log);
  const { body } = await ida.get('/api/drills');
  expect(body).toContainEqual(expect.objectContaining({ id: 'own-words', points: expect.any(Array) }));
  expect((await ida.ask('POST', '/api/practice/drills', done)).status).toBe(201);
});

test('[CO4] a file that breaks is named, and the content read before stays until it is mended', async () => {
  const folder = await aContentFolder();
  const inUse: ContentInUse = await loadContent(folder);
  const broken = join(folder, 'questions/new.yaml');
  await writeFile(broken, 'id: new\n');
  await readAgain(folder, inUse, log);
  expect(inUse.questions).toHaveLength(2);
  expect(publicContent(inUse).problems).toContainEqual(
    expect.stringMatching(/new\.yaml:1 title: is missing; expected a text/),
  );
  await rm(broken);
  await readAgain(folder, inUse, log);
  expect(publicContent(inUse)).not.toHaveProperty('problems');
});
