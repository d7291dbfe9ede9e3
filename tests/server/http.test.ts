// The API's outside: addresses, bodies, headers and limits. Every answer is JSON, and the server goes on.
import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

test('an unknown address, a broken body and a long one are answered in JSON', async () => {
  const ida = server.guest();
  expect((await ida.get('/api/nothing')).body.code).toBe('not_found');
  expect((await ida.ask('DELETE', '/api/interviews')).body.code).toBe('not_found');
  const broken = await fetch(`${server.origin}/api/interviews`, {
    method: 'POST',
    body: '{"a":',
    headers: { origin: server.origin, 'content-type': 'application/json' },
  });
  expect([broken.status, ((await broken.json()) as { code: string }).code]).toEqual([400, 'bad_request']);
  expect((await ida.post('/api/interviews', { name: 'x'.repeat(20_000) })).body.code).toBe('too_large');
  expect((await ida.get('/api/interviews/%E0%A4%A')).status).toBe(400);
});

test('health and metrics say how it is, and no more', async () => {
  const ida = server.guest();
  expect((await ida.get('/api/health')).body).toEqual({
    status: 'ok',
    version: '0.0.0-test',
    store: 'sqlite',
  });
  const { text } = await ida.get('/metrics');
  expect(text).toContain('fourstep_commands_total');
  expect(text).not.toContain('Ida');
});

test('figures are for this machine alone, not for whoever comes through a proxy on it', async () => {
  const outside = { 'x-forwarded-for': '203.0.113.7' };
  const { status, text } = await server.guest().get('/metrics', outside);
  expect([status, text.includes('fourstep_')]).toEqual([404, false]);
});

test('a request that is no HTTP, and one that is cut off, do no harm', async () => {
  const { port, hostname } = new URL(server.origin);
  await new Promise<void>((resolve) => {
    const raw = connect(Number(port), hostname, () => raw.end('\x00\x01 nonsense\r\n\r\n'));
    raw.on('data', () => undefined);
    raw.once('close', () => resolve());
  });
  await new Promise<void>((resolve) => {
    const cutOff = request(`${server.origin}/api/interviews`, {
      method: 'POST',
      headers: { origin: server.origin, 'content-length': 100, 'content-type': 'application/json' },
    });
    cutOff.once('error', () => resolve());
    cutOff.write('{', () => cutOff.destroy());
  });
  expect((await server.guest().get('/api/health')).status).toBe(200);
});
