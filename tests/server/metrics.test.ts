// What /metrics says is what happened: every figure moves with its cause, and none names anybody.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { limits } from '#domain/protocol.ts';
import { figuresOf } from '../support/figures.ts';
import type { Figures } from '../support/figures.ts';
import { startServer } from '../support/server.ts';
import type { Guest } from '../support/guest.ts';
import type { TestServer } from '../support/server.ts';
import type { Tab } from '../support/tab.ts';
import { WoundClock } from '../support/wound-clock.ts';

let server: TestServer;
let ida: Guest;
let tab: Tab;
let interviewId: string;
beforeEach(async () => {
  // Time stands still, so that budgets do not refill.
  server = await startServer({ connectionsPerAddress: 3, clock: new WoundClock() });
  ida = server.guest();
  interviewId = await ida.create();
  tab = await ida.open(interviewId);
});
afterEach(() => server.close());

const figures = async (): Promise<Figures> =>
  figuresOf(await (await fetch(`${server.origin}/metrics`)).text());

test('rooms, sockets and entries, how long they took, and how commands were answered', async () => {
  const before = await figures();
  expect(before('fourstep_rooms')).toBe(1);
  expect(before('fourstep_sockets')).toBe(1);
  expect(before('fourstep_entries_total')).toBe(tab.state.seq);
  const appends = before('fourstep_append_seconds_count');
  await tab.must({ type: 'ready.set', ready: true });
  await tab.submit({ type: 'phase.pause' });
  const after = await figures();
  expect(after('fourstep_entries_total')).toBe(tab.state.seq);
  expect(after('fourstep_append_seconds_count')).toBe(appends + 1);
  expect(after('fourstep_append_seconds_sum')).toBeGreaterThan(0);
  expect(after('fourstep_commands_total', { answer: 'ok' })).toBe(1);
  expect(after('fourstep_commands_total', { answer: 'wrong_stage' })).toBe(1);
  expect(after('fourstep_command_seconds_count')).toBe(2);
});

test('refusals by where and why', async () => {
  await tab.submit({ type: 'phase.pause' });
  await tab.socket.emitWithAck('command', 'nonsense');
  await Promise.all(
    Array.from({ length: limits.messageBurst + 5 }, () => tab.submit({ type: 'rating.submit' })),
  );
  await ida.get('/api/interviews/nobody');
  await ida.post('/api/interviews', {}, { origin: 'https://evil.example' });
  await expect(server.guest().open(interviewId)).rejects.toThrow('no_session');
  const open = [await ida.open(interviewId), await ida.open(interviewId)];
  await expect(ida.open(interviewId)).rejects.toThrow();
  const after = await figures();
  const via = (where: string, code: string) => after('fourstep_refusals_total', { via: where, code });
  expect(via('socket', 'wrong_stage')).toBeGreaterThan(0);
  expect(via('socket', 'bad_message')).toBe(1);
  expect(via('socket', 'too_fast')).toBeGreaterThan(0);
  expect(via('http', 'unknown_interview')).toBe(1);
  expect(via('http', 'bad_origin')).toBe(1);
  expect(via('handshake', 'no_session')).toBe(1);
  expect(via('handshake', 'too_many_connections')).toBe(1);
  expect(open).toHaveLength(2);
});

test('what the store refused', async () => {
  const twin = (await server.store.entries(interviewId)).at(-1)!;
  const projection = { stage: 'lobby', startedAt: null, endedAt: null, lastAt: 0, dueAt: null };
  await server.store.append({ interviewId, entries: [{ ...twin, seq: twin.seq + 1 }], projection });
  expect(await tab.submit({ type: 'ready.set', ready: true })).toMatchObject({ code: 'not_saved' });
  const after = await figures();
  expect(after('fourstep_append_failures_total', { reason: 'conflict' })).toBe(1);
  expect(after('fourstep_refusals_total', { via: 'socket', code: 'not_saved' })).toBe(1);
});

test('connections the server ended, by why', async () => {
  const flooder = await ida.open(interviewId);
  const gone = new Promise((resolve) => flooder.socket.once('disconnect', resolve));
  for (let i = 0; i < 3_000; i++) flooder.socket.emit('clock');
  await gone;
  flooder.close();
  const garbled = await ida.open(interviewId);
  const ended = new Promise((resolve) => garbled.socket.once('disconnect', resolve));
  garbled.sendBytes(Uint8Array.of(255, 255, 255));
  await ended;
  garbled.close();
  const after = await figures();
  expect(after('fourstep_cut_connections_total', { reason: 'flood' })).toBe(1);
  expect(after('fourstep_cut_connections_total', { reason: 'bad_frame' })).toBe(1);
});

test('the process and its event loop; and nothing of anybody', async () => {
  const after = await figures();
  for (const name of [
    'nodejs_eventloop_lag_p99_seconds',
    'process_resident_memory_bytes',
    'process_cpu_seconds_total',
  ])
    expect(after(name)).toBeGreaterThan(0);
  const text = await (await fetch(`${server.origin}/metrics`)).text();
  for (const own of [interviewId, tab.me!.participantId, 'Ida', tab.clientId])
    expect(text).not.toContain(own);
});
