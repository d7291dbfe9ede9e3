// Who comes through the doors: only pages of our own, with cookies that nobody else reads or sends, and answers
// that no other page can frame, sniff or learn an address from.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RawWire } from '../support/raw-wire.ts';
import { startServer } from '../support/server.ts';
import type { Guest } from '../support/guest.ts';
import type { TestServer } from '../support/server.ts';
import { oneselfTable } from './authorisation-oneself.ts';
import { routeTable } from './authorisation-routes.ts';

let server: TestServer;
let ida: Guest;
let interviewId: string;
beforeAll(async () => {
  server = await startServer({ connectionsPerAddress: 1_000 });
  ida = server.guest();
  interviewId = await ida.create();
});
afterAll(() => server.close());

/** Origins that are not ours, however much they look like it; null: none is sent. */
const foreign = (): [what: string, origin: string | null][] => {
  const { port } = new URL(server.origin);
  return [
    ['evil', 'https://evil.example'],
    ['null, as of a sandboxed frame or a file', 'null'],
    ['none at all', null],
    ['empty', ''],
    ['the right host and a wrong port', `http://127.0.0.1:${Number(port) + 1}`],
    ['the right host and no port', 'http://127.0.0.1'],
    ['another name of this machine', `http://localhost:${port}`],
    ['ours as a beginning', `${server.origin}.evil.example`],
    ['ours as a user name', `http://127.0.0.1:${port}@evil.example`],
    ['ours and a path', `${server.origin}/`],
    ['ours and another', `${server.origin}, https://evil.example`],
    ['ours by another scheme', `ws://127.0.0.1:${port}`],
    ['a file', 'file://'],
    ['an extension', 'chrome-extension://abcdefghijklmnop'],
  ];
};
const places = Array.from({ length: 14 }, (_, i) => i);

/** Every route that changes something. */
const changing = () =>
  [
    [
      '/api/interviews',
      { formatId: 'system-design', questionId: null, level: 'senior', role: 'candidate', name: 'X' },
    ],
    ['/api/invites/look', { interviewId, token: 'x' }],
    [`/api/interviews/${interviewId}/join`, { token: 'x', name: 'X' }],
    [`/api/interviews/${interviewId}/files`, {}],
    [`/api/interviews/${interviewId}/shares`, { withNames: true, days: null }],
    ['/api/shared', { interviewId, token: 'x' }],
    ['/api/imports', {}],
    ['/api/shared/recording', { interviewId, token: 'x' }],
    [`/api/interviews/${interviewId}/comments`, { text: 'x' }],
    [`/api/interviews/${interviewId}/swap`, {}],
    [`/api/interviews/${interviewId}/leaving`, {}],
    ['/api/match/enter', {}],
    ['/api/match/here', { meetingId: 'x' }],
    ['/api/match/leave', {}],
    ...['missed', 'excuse', 'alone', 'contact', 'block', 'report', 'leave'].map(
      (what) => [`/api/pairings/${interviewId}/${what}`, { text: 'x' }] as const,
    ),
    ['/api/practice/drills', { drillId: 'ask-first', gapId: null, value: 3 }],
    ['/api/practice/day', { interviewAt: null }],
    ['/api/appointments', {}],
    ...['pick', 'move', 'cancel', 'open'].map(
      (what) => [`/api/appointments/${interviewId}/${what}`, {}] as const,
    ),
  ] as const;
/** What is taken away, which no form of another page can ask for. */
const removing = () => [
  `/api/interviews/${interviewId}`,
  `/api/interviews/${interviewId}/shares/:shareId`,
  `/api/interviews/${interviewId}/comments/:commentId`,
  '/api/me',
];
/** What a form or a script of another page can send without being asked first, and what it cannot. */
const bodies: [type: string, write: (body: object) => string][] = [
  ['application/json', (body) => JSON.stringify(body)],
  ['text/plain', (body) => JSON.stringify(body)],
  [
    'application/x-www-form-urlencoded',
    (body) => new URLSearchParams(body as Record<string, string>).toString(),
  ],
  [
    'multipart/form-data; boundary=x',
    () => '--x\r\ncontent-disposition: form-data; name="name"\r\n\r\nX\r\n--x--',
  ],
];

async function ask(method: string, path: string, type: string, body: string, origin: string | null) {
  const headers = { 'content-type': type, cookie: ida.cookie, ...(origin !== null && { origin }) };
  const response = await fetch(server.origin + path, { method, headers, ...(body && { body }) });
  return { status: response.status, code: ((await response.json()) as { code?: string }).code };
}
const ownInterviews = async () => ((await ida.get('/api/interviews')).body as unknown[]).length;

describe('a page of somebody else', () => {
  test.each(places)('changes nothing, whatever it sends (origin %i)', async (i) => {
    const [what, origin] = foreign()[i]!;
    const before = await ownInterviews();
    for (const [path, body] of changing()) {
      for (const [type, write] of bodies)
        expect([what, path, type, await ask('POST', path, type, write(body), origin)]).toEqual([
          ...[what, path, type],
          { status: 403, code: 'bad_origin' },
        ]);
    }
    for (const path of removing())
      expect([what, path, await ask('DELETE', path, 'text/plain', '', origin)]).toEqual([
        ...[what, path],
        { status: 403, code: 'bad_origin' },
      ]);
    expect(await ownInterviews()).toBe(before);
  });

  test.each(places)('opens no socket, though the browser sends the cookie along (origin %i)', async (i) => {
    const [what, origin] = foreign()[i]!;
    const wire = await RawWire.knock(server.origin, { origin, cookie: ida.cookie });
    expect([what, wire.status]).toEqual([what, 'HTTP/1.1 400 Bad Request']);
    wire.close();
  });

  test('is tried with every origin, at every route that changes something', () => {
    expect(places).toHaveLength(foreign().length);
    const routes = [...Object.keys(routeTable), ...Object.keys(oneselfTable)].filter(
      (row) => !row.startsWith('GET '),
    );
    const paths = routes.map((row) => row.split(/[ ,]+/)[1]!.replace(':id', interviewId));
    const tried = [...changing().map(([path]) => path), ...removing()];
    expect(tried).toEqual(expect.arrayContaining(paths));
  });

  test('gets no leave to ask first, nor to read', async () => {
    const headers = {
      origin: 'https://evil.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    };
    for (const method of ['OPTIONS', 'GET']) {
      const response = await fetch(`${server.origin}/api/interviews`, { method, headers });
      const allowing = [...response.headers.keys()].filter((name) => name.startsWith('access-control-'));
      expect([method, allowing]).toEqual([method, []]);
      expect(response.headers.get('cross-origin-resource-policy')).toBe('same-origin');
    }
  });

  test('finds no address that changes something when it is only read', async () => {
    const before = await ownInterviews();
    for (const [path, body] of changing()) {
      const query = new URLSearchParams(body as Record<string, string>).toString();
      const { status } = await ida.get(`${path}?${query}`, { origin: 'https://evil.example' });
      // Some are lists when they are read.
      const isList =
        ['/api/interviews', '/api/appointments'].includes(path) || /\/(shares|comments)$/.test(path);
      expect([path, status]).toEqual([path, isList ? 200 : 404]);
    }
    expect(await ownInterviews()).toBe(before);
  });
});

test('of our own page too, a form’s body is no command', async () => {
  const [[path, body]] = changing();
  for (const [type, write] of bodies.slice(1)) {
    const { status, code } = await ask('POST', path, type, write(body), server.origin);
    expect([type, status, code]).toEqual([type, 400, 'bad_request']);
  }
});

describe('cookies', () => {
  const wish = { formatId: 'system-design', questionId: null, level: 'mid', role: 'candidate', name: 'Ida' };
  const cookiesFrom = async (own: TestServer, headers: Record<string, string>) =>
    (await own.guest().post('/api/interviews', wish, headers)).headers.getSetCookie();

  test('are for the server alone, for this site alone, for every page of it and no subdomain', async () => {
    const [cookie = '', ...others] = await cookiesFrom(server, {});
    expect(others).toEqual([]);
    const [, ...attributes] = cookie.split('; ');
    expect(attributes.map((attribute) => attribute.split('=')[0]).toSorted()).toEqual([
      'HttpOnly',
      'Max-Age',
      'Path',
      'SameSite',
    ]);
    expect(attributes).toEqual(expect.arrayContaining(['Path=/', 'SameSite=Lax']));
  });

  test('that came over https go back over https only, with ORIGIN set or a proxy here saying so', async () => {
    const proxied = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.7' };
    expect((await cookiesFrom(server, proxied))[0]).toMatch(/; Secure/);
    const [https, http] = ['https://a.example', 'http://b.example'];
    const secure = await startServer({ origins: [https] });
    expect((await cookiesFrom(secure, { origin: https }))[0]).toMatch(/^__Secure-.*; Secure/);
    await secure.close();
    const both = await startServer({ origins: [https, http] });
    expect((await cookiesFrom(both, { origin: https }))[0]).toMatch(/; Secure/);
    await both.close();
  });

  test('are the only way to say who one is: not the address, not another header', async () => {
    const [name = '', value = ''] = ida.cookie.split('=');
    const token = decodeURIComponent(value);
    const eve = server.guest();
    const elsewhere = [`/api/me?${name}=${value}`, `/api/me?token=${value}`, `/api/me;${name}=${value}`];
    for (const path of elsewhere) expect((await eve.get(path)).body.user ?? null).toBeNull();
    const headers = [
      { authorization: `Bearer ${token}` },
      { 'x-session-token': token },
      { cookie2: ida.cookie },
    ];
    for (const header of headers)
      expect((await eve.get('/api/me', header as never)).body).toEqual({ user: null });
    const path = `/socket.io/?EIO=4&transport=websocket&${name}=${value}&token=${value}`;
    await expect(RawWire.open(server.origin, '', { path })).rejects.toThrow('no_session');
  });

  test('of an unsigned, cut, swapped or endless kind are nobody’s', async () => {
    const [name = '', value = ''] = ida.cookie.split('=');
    const [token = '', signature = ''] = decodeURIComponent(value).split('.');
    const other = server.guest();
    await other.create();
    const [, otherSignature = ''] = decodeURIComponent(other.cookie.split('=')[1] ?? '').split('.');
    const eve = server.guest();
    for (const forged of [
      token,
      `${token}.`,
      `${token}.${otherSignature}`,
      `.${signature}`,
      `${token}.${signature}x`,
      'x'.repeat(7_000),
    ]) {
      eve.cookie = `${name}=${encodeURIComponent(forged)}`;
      expect((await eve.get('/api/me')).body).toEqual({ user: null });
    }
  });

  test('and tokens are in no address the server hands out', async () => {
    const [, value = ''] = ida.cookie.split('=');
    const links = Object.values(
      (await ida.get(`/api/interviews/${interviewId}/invites`)).body as object,
    ) as string[];
    for (const link of links) {
      expect(link).not.toContain(value.slice(0, 20));
      // The token of an invite is a fragment: it is sent to no server.
      expect(new URL(link).search).toBe('');
      expect(new URL(link).hash).toMatch(/^#invite=[\w-]{22}$/);
    }
  });
});

describe('headers', () => {
  test.each(['/api/health', '/api/me', '/api/nothing', '/metrics'])('of %s', async (path) => {
    const { headers } = await server.guest().get(path);
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    if (path.startsWith('/api'))
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('server')).toBeNull();
  });

  test('keep what is one person’s out of every cache', async () => {
    for (const path of [
      '/api/me',
      '/api/interviews',
      `/api/interviews/${interviewId}`,
      `/api/interviews/${interviewId}/invites`,
    ])
      expect((await ida.get(path)).headers.get('cache-control')).toBe('no-store');
    const snapshot = await ida.get(`/api/interviews/${interviewId}/snapshot`);
    expect(snapshot.headers.get('cache-control')).toBe('private, no-cache');
    expect(snapshot.headers.get('vary')).toContain('Cookie');
  });
});
