// The trust boundary: what a foreign page, a stranger or a broken client sends is refused, and the server goes on.
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limits, protocolVersion } from '#domain/protocol.ts';
import { startServer } from '../support/server.ts';
import type { Guest } from '../support/guest.ts';
import type { TestServer } from '../support/server.ts';
import type { Tab } from '../support/tab.ts';
import { aCreation } from '../support/board.ts';
import { WoundClock } from '../support/wound-clock.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ connectionsPerAddress: 200 });
});
afterAll(() => server.close());

async function aTab(): Promise<{ ida: Guest; interviewId: string; tab: Tab }> {
  const ida = server.guest();
  const interviewId = await ida.create();
  return { ida, interviewId, tab: await ida.open(interviewId) };
}

/** Whether a socket with these headers gets in; the reason if not. */
function knock(headers: Record<string, string>): Promise<string> {
  const socket = io(server.origin, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    extraHeaders: headers,
  });
  return new Promise((resolve) => {
    socket.once('connect', () => resolve('in'));
    socket.once('connect_error', (error) => resolve(error.message));
  }).finally(() => socket.disconnect()) as Promise<string>;
}

describe('origin', () => {
  test('a socket of a foreign page, or without an origin, is refused', async () => {
    const { ida } = await aTab();
    const { cookie } = ida;
    expect(await knock({ cookie, origin: server.origin })).toBe('in');
    for (const origin of [
      'https://evil.example',
      `${server.origin}.evil.example`,
      'null',
      server.origin.replace('127.0.0.1', 'localhost'),
    ]) {
      expect(await knock({ cookie, origin })).toBe('websocket error');
    }
    expect(await knock({ cookie })).toBe('websocket error');
  });

  test('a socket without a session, or with a forged one, is refused', async () => {
    expect(await knock({ origin: server.origin })).toBe('no_session');
    expect(await knock({ origin: server.origin, cookie: 'fourstep.session_token=forged' })).toBe(
      'no_session',
    );
  });

  test('a request that changes something needs the own origin', async () => {
    const { ida, interviewId } = await aTab();
    for (const origin of ['https://evil.example', 'null', '']) {
      const answer = await ida.post(
        `/api/interviews/${interviewId}/join`,
        { token: 'x', name: 'x' },
        { origin },
      );
      expect([answer.status, answer.body.code]).toEqual([403, 'bad_origin']);
    }
  });

  test('of a list of origins each counts exactly', async () => {
    const strict = await startServer({ origins: ['https://a.example', 'https://b.example:8443'] });
    const post = async (origin: string) =>
      (await strict.guest().post('/api/invites/look', {}, { origin })).status;
    expect(await post('https://b.example:8443')).toBe(400);
    for (const origin of ['http://a.example', 'https://b.example', 'https://a.example.evil', strict.origin]) {
      expect(await post(origin)).toBe(403);
    }
    await strict.close();
  });

  test('an address has so many connections and no more, and gets them back', async () => {
    const small = await startServer({ connectionsPerAddress: 2 });
    const ida = small.guest();
    const interviewId = await ida.create();
    const [first] = [await ida.open(interviewId), await ida.open(interviewId)];
    await expect(ida.open(interviewId)).rejects.toThrow('websocket error');
    first?.close();
    await expect
      .poll(() =>
        ida.open(interviewId).then(
          () => 'in',
          () => 'out',
        ),
      )
      .toBe('in');
    await small.close();
  });
});

describe('frames', () => {
  let nested: unknown = 'deep';
  for (let i = 0; i < 5_000; i++) nested = [nested];

  test.each<[string, string, unknown[]]>([
    ['nothing', 'command', []],
    ['null', 'command', [null]],
    ['a text', 'command', ['hello']],
    [
      'an unknown command',
      'command',
      [{ clientId: 'client-01', clientSeq: 1, command: { type: 'interview.win' } }],
    ],
    [
      'an unknown field',
      'command',
      [{ clientId: 'client-01', clientSeq: 1, command: { type: 'phase.pause', by: 'carl' } }],
    ],
    [
      'a prototype',
      'command',
      [
        JSON.parse(
          '{"__proto__":{"isHost":true},"clientId":"client-01","clientSeq":1,"command":{"type":"phase.pause"}}',
        ),
      ],
    ],
    [
      'a broken number',
      'command',
      [{ clientId: 'client-01', clientSeq: 1e300, command: { type: 'phase.pause' } }],
    ],
    ['5,000 levels', 'command', [nested]],
    ['5,000 levels in a join', 'join', [nested]],
    ['a wrong join', 'join', [{ interviewId: 5 }]],
    ['a wild pointer', 'pointer', [{ pointer: { x: 1e99, y: 0, button: 'up' } }]],
  ])('%s is answered with a refusal', async (_what, event, args) => {
    const { tab } = await aTab();
    expect(await tab.socket.emitWithAck(event, ...args)).toMatchObject({ ok: false, code: 'bad_message' });
    expect(await tab.submit({ type: 'ready.set', ready: true })).toMatchObject({ ok: true });
  });

  test('a message without an ack, or with something else in its place, does no harm', async () => {
    const { tab } = await aTab();
    tab.socket.emit('command', { nonsense: true });
    tab.socket.emit(
      'command',
      { clientId: 'client-01', clientSeq: 1, command: { type: 'ready.set', ready: true } },
      'no function',
    );
    tab.socket.emit('clock');
    tab.socket.emit('nobody listens', 1);
    await tab.until(({ state }) => state.participants[tab.me?.participantId ?? '']?.isReady === true);
  });

  test('a command before joining, an interview of others, and an old page are told so', async () => {
    const { ida, interviewId } = await aTab();
    const other = await aTab();
    const socket = io(server.origin, {
      transports: ['websocket'],
      forceNew: true,
      extraHeaders: { origin: server.origin, cookie: ida.cookie },
    });
    const command = { clientId: 'client-01', clientSeq: 1, command: { type: 'phase.pause' } };
    expect(await socket.emitWithAck('command', command)).toMatchObject({ code: 'not_joined' });
    const join = (id: string, protocol = protocolVersion) =>
      socket.emitWithAck('join', { interviewId: id, lastSeq: null, protocol });
    expect(await join(other.interviewId)).toMatchObject({ code: 'unknown_interview' });
    expect(await join(interviewId, protocolVersion - 1)).toMatchObject({ code: 'old_client' });
    expect(await join(interviewId)).toMatchObject({ ok: true });
    socket.disconnect();
  });

  test('a message that is too large, as text and as bytes, ends that connection only', async () => {
    const { ida, interviewId, tab } = await aTab();
    for (const payload of ['x'.repeat(limits.messageBytes + 1), new Uint8Array(limits.messageBytes + 1)]) {
      const own = await ida.open(interviewId);
      const gone = new Promise((resolve) => own.socket.once('disconnect', resolve));
      if (typeof payload === 'string') own.socket.emit('command', payload);
      else own.sendBytes(payload);
      await gone;
      own.close();
    }
    expect(await tab.submit({ type: 'ready.set', ready: true })).toMatchObject({ ok: true });
  });

  test.each([
    ['nothing', []],
    ['zeros', [0, 0, 0]],
    ['a name that was never said', [1, 77, 1, 1]],
    ['more than it holds', [1, 0, 9, ...Buffer.from('client-01'), 1, 0xff, 0xff, 0xff, 0xff, 0x7f]],
    ['a pointer to nowhere', [2, 9, 127, 240, 0, 0, 0, 0, 0, 0, 0x20]],
  ])('a short frame of %s is refused and ends that connection only', async (_what, bytes) => {
    const { ida, interviewId, tab } = await aTab();
    const own = await ida.open(interviewId);
    const refused = new Promise((resolve) => own.socket.once('refused', resolve));
    const gone = new Promise((resolve) => own.socket.once('disconnect', resolve));
    own.sendBytes(new Uint8Array(bytes));
    if (bytes.length > 0) expect(await refused).toMatchObject({ ok: false, code: 'bad_message' });
    await gone;
    own.close();
    expect(await tab.submit({ type: 'ready.set', ready: true })).toMatchObject({ ok: true });
  });

  test('a flood is told to wait, then cut; others do not notice', async () => {
    const { ida, interviewId, tab } = await aTab();
    const flooder = await ida.open(interviewId);
    const answers = Array.from({ length: limits.messageBurst + 20 }, () =>
      flooder.submit({ type: 'ready.set', ready: true }),
    );
    const acks = await Promise.all(answers);
    expect(acks.at(-1)).toMatchObject({ ok: false, code: 'too_fast' });
    const gone = new Promise((resolve) => flooder.socket.once('disconnect', resolve));
    for (let i = 0; i < 5_000; i++) flooder.socket.emit('clock');
    await gone;
    flooder.close();
    expect(await tab.submit({ type: 'ready.set', ready: false })).toMatchObject({ ok: true });
  });

  test('[RC4] a reader that does not read is cut, comes back and lacks nothing', async () => {
    const clock = new WoundClock();
    const own = await startServer({ clock });
    const ida = own.guest();
    const interviewId = await ida.create();
    const tab = await ida.open(interviewId);
    await tab.must({ type: 'interview.start', confirmed: true });
    const slow = await ida.open(interviewId);
    const wire = socketOf(slow);
    wire.pause();
    const sockets = async () => Number(/fourstep_sockets (\d+)/.exec((await ida.get('/metrics')).text)?.[1]);
    let seq = 0;
    // A stroke of some 100 KB each, until what the kernel holds overflows.
    const points = Array.from({ length: 6_000 }, (_, i) => [i + 0.25, i + 0.5]);
    for (let sent = 0; (await sockets()) === 2 && sent < 400; sent++) {
      const stroke = aCreation(`stroke-${sent}`, 'freedraw', { points, pressures: [] });
      seq = await tab.must({ type: 'board.change', deltas: [stroke] });
      // The budget of bytes refills as time passes.
      clock.wind(500);
    }
    expect(await sockets()).toBe(1);
    const back = new Promise<void>((resolve) => slow.socket.once('connect', resolve));
    wire.resume();
    await back;
    await slow.join(slow.state.seq);
    await slow.until(({ state }) => state.seq === seq);
    expect(slow.state.scene.size).toBe(tab.state.scene.size);
    await own.close();
  });
});

/** The TCP socket under a tab, to stop reading from. */
function socketOf(tab: Tab): { pause: () => void; resume: () => void } {
  const transport = tab.socket.io.engine.transport as unknown as {
    ws: { _socket: { pause: () => void; resume: () => void } };
  };
  return transport.ws._socket;
}
