// Images of an interview: what is taken, who reads it, and how it is served.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { limits } from '#domain/protocol.ts';
import { startServer } from '../support/server.ts';
import type { Guest } from '../support/guest.ts';
import type { TestServer } from '../support/server.ts';

const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(100, 1)]);
const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(100)]);
const webp = Buffer.concat([Buffer.from('RIFF\0\0\0\0WEBPVP8 ', 'latin1'), Buffer.alloc(100)]);
const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

let server: TestServer;
let ida: Guest;
let carl: Guest;
let olga: Guest;
let files: string;
beforeAll(async () => {
  server = await startServer();
  [ida, carl, olga] = [server.guest(), server.guest(), server.guest()];
  const interviewId = await ida.create();
  const tokens = await ida.tokens(interviewId);
  await carl.join(interviewId, tokens.candidate, 'Carl');
  await olga.join(interviewId, tokens.observer, 'Olga');
  files = `/api/interviews/${interviewId}/files`;
  await (await ida.open(interviewId)).must({ type: 'interview.start' });
});
afterAll(() => server.close());

test.each([
  ['PNG', png, 'image/png'],
  ['JPEG', jpeg, 'image/jpeg'],
  ['WebP', webp, 'image/webp'],
])('%s is kept by its hash and served to every participant as what it is', async (_name, bytes, mime) => {
  const kept = await carl.post(files, bytes, { 'content-type': 'text/html' });
  expect([kept.status, kept.body]).toEqual([201, { file: hashOf(bytes) }]);
  expect((await ida.post(files, bytes)).body).toEqual(kept.body);
  for (const guest of [ida, carl, olga]) {
    const { status, headers } = await guest.get(`${files}/${hashOf(bytes)}`);
    expect([status, headers.get('content-type')]).toEqual([200, mime]);
    expect(headers.get('cache-control')).toBe('private, max-age=31536000, immutable');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain('sandbox');
  }
});

test.each([
  ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
  ['HTML', Buffer.from('<!doctype html><p>hello')],
  ['GIF', Buffer.from('GIF89a.....')],
  ['a short file', Buffer.from([0x89])],
  ['nothing', Buffer.alloc(0)],
])('%s is refused, whatever it calls itself', async (_name, bytes) => {
  const answer = await ida.post(files, bytes, { 'content-type': 'image/png' });
  expect([answer.status, answer.body.code]).toEqual([415, 'bad_file']);
});

test('more than two megabytes are refused', async () => {
  const large = Buffer.concat([png, Buffer.alloc(limits.fileBytes)]);
  const answer = await ida.post(files, large);
  expect([answer.status, answer.body.code]).toEqual([413, 'too_large']);
});

test('observers add none; strangers neither add nor read', async () => {
  await ida.post(files, png);
  expect((await olga.post(files, png)).body.code).toBe('not_allowed');
  const eve = server.guest();
  expect((await eve.post(files, png)).body.code).toBe('unknown_interview');
  expect((await eve.get(`${files}/${hashOf(png)}`)).status).toBe(404);
  await eve.create();
  expect((await eve.get(`${files}/${hashOf(png)}`)).status).toBe(404);
});

test('an address that is no hash names no file', async () => {
  for (const name of ['x', '..%2F..%2Fsecret', 'a'.repeat(64)])
    expect((await ida.get(`${files}/${name}`)).status).toBe(404);
});

test('the recording points only at pictures that are there', async () => {
  const interviewId = files.split('/')[3] ?? '';
  const tab = await ida.open(interviewId);
  await tab.must({ type: 'phase.advance', from: 'scope', confirmed: true });
  const picture = (file: string) => tab.submit({ type: 'picture.set', phaseId: 'scope', file });
  expect(await picture('f'.repeat(64))).toMatchObject({ ok: false, code: 'unknown_item' });
  await ida.post(files, png);
  expect(await picture(hashOf(png))).toMatchObject({ ok: true });
});

test('each participant has so many files and no more, and nobody uses up another one’s', async () => {
  const [host, partner] = [server.guest(), server.guest()];
  const interviewId = await host.create();
  const own = `/api/interviews/${interviewId}/files`;
  await partner.join(interviewId, (await host.tokens(interviewId)).candidate, 'Carl');
  await (await host.open(interviewId)).must({ type: 'interview.start' });
  const another = (i: number) => host.post(own, Buffer.concat([png, Buffer.from([i])]));
  for (let i = 0; i < limits.filesPerParticipant; i++) expect((await another(i)).status).toBe(201);
  expect((await another(200)).body.code).toBe('too_much');
  expect((await partner.post(own, Buffer.concat([png, Buffer.from([201])]))).status).toBe(201);
});
