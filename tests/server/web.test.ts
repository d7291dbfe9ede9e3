// How the built client is served: pages, the fallback, assets for ever, compressed copies, and nothing outside.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import express from 'express';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { builtPages } from '../../server/web.ts';
import { aFolder } from '../support/server.ts';

let folder: string;
let origin: string;
const server = createServer();
const script = 'export const answer = 42;\n';
beforeAll(async () => {
  folder = await aFolder();
  const build = join(folder, 'build');
  await mkdir(join(build, '_app/immutable'), { recursive: true });
  await writeFile(join(folder, 'secret'), 'secret');
  await writeFile(join(build, 'index.html'), 'home');
  await writeFile(join(build, 'new.html'), 'new');
  await writeFile(join(build, 'app.html'), 'fallback');
  await writeFile(join(build, '_app/immutable/a.js'), script);
  await writeFile(join(build, '_app/immutable/a.js.br'), brotliCompressSync(script));
  await writeFile(join(build, '_app/immutable/a.js.gz'), gzipSync(script));
  const app = express().use((_request, response, next) => {
    response.set({ 'X-Frame-Options': 'DENY', 'X-Content-Type-Options': 'nosniff' });
    next();
  });
  server.on('request', app.use(await builtPages(build)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});

test.each([
  ['/', 200, 'home'],
  ['/new', 200, 'new'],
  ['/new/', 200, 'new'],
  ['/interview/abc', 200, 'fallback'],
  ['/no-such-page', 200, 'fallback'],
  ['/%E0%A4%A', 200, 'home'],
  ['/_app/immutable/gone.js', 404, 'There is nothing at this address.\n'],
  ['/favicon.ico', 404, 'There is nothing at this address.\n'],
  ['/..%2Fsecret', 200, 'fallback'],
  ['/_app/..%2f..%2fsecret', 404, 'There is nothing at this address.\n'],
])('%s answers %i', async (path, status, text) => {
  const answer = await fetch(origin + path);
  expect([answer.status, await answer.text()]).toEqual([status, text]);
});

test('hashed assets are kept for ever and come compressed; pages are asked for again', async () => {
  // The order in which browsers name them is no preference.
  const headers = { 'accept-encoding': 'gzip, deflate, br' };
  const asset = await fetch(`${origin}/_app/immutable/a.js`, { headers });
  expect(await asset.text()).toBe(script);
  expect(asset.headers.get('content-encoding')).toBe('br');
  expect(asset.headers.get('content-type')).toMatch(/^text\/javascript/);
  expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  const plain = await fetch(`${origin}/_app/immutable/a.js`, { headers: { 'accept-encoding': 'identity' } });
  expect([await plain.text(), plain.headers.get('content-encoding')]).toEqual([script, null]);
  expect((await fetch(`${origin}/new`)).headers.get('cache-control')).toBe('no-cache');
});

test('what is for documents goes with pages and not with every asset', async () => {
  const [page, asset] = [await fetch(`${origin}/new`), await fetch(`${origin}/_app/immutable/a.js`)];
  expect(page.headers.get('x-frame-options')).toBe('DENY');
  expect(asset.headers.get('x-frame-options')).toBeNull();
  expect(asset.headers.get('last-modified')).toBeNull();
  for (const { headers } of [page, asset]) expect(headers.get('x-content-type-options')).toBe('nosniff');
});

test('a client that is not built is named', async () => {
  await expect(builtPages(join(folder, 'nowhere'))).rejects.toThrow(/not built/);
});

test('the pages of a replay and a scorecard say what to ask for ahead, to whoever has a session', async () => {
  const linkOf = async (path: string, headers: Record<string, string> = { cookie: 'a=b' }) =>
    (await fetch(origin + path, { headers })).headers.get('link');
  expect(await linkOf('/interview/ab-C_1/replay')).toBe(
    '</api/interviews/ab-C_1/recording>; rel=preload; as=fetch; crossorigin',
  );
  expect(await linkOf('/interview/ab-C_1/scorecard')).toBe(
    ['</api/interviews/ab-C_1>', '</api/interviews/ab-C_1/snapshot>']
      .map((address) => `${address}; rel=preload; as=fetch; crossorigin`)
      .join(', '),
  );
  expect(await linkOf('/interview/ab-C_1/replay', {})).toBeNull();
  for (const path of ['/interview/ab-C_1', '/interview/a%3E%0Ab/replay', '/new'])
    expect(await linkOf(path)).toBeNull();
});
