// What one client sends is carried out in the order it was sent, whichever way each of it goes.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { aCreation } from '../support/board.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

let server: TestServer;
beforeEach(async () => {
  server = await startServer();
});
afterEach(() => server.close());

test('[RC3] commands and short frames in one breath, also behind a join, are recorded as they were sent', async () => {
  const ida = server.guest();
  const interviewId = await ida.create();
  const tab = await ida.open(interviewId);
  await tab.must({ type: 'interview.start', confirmed: true });
  const { clientId } = tab;
  const first = tab.state.seq;
  let sent = 0;
  const say = () => {
    const command = { type: 'chat.send', text: `line ${++sent}` };
    tab.socket.emit('command', { clientId, clientSeq: 1_000 + sent, command }, () => undefined);
  };
  const draw = () => {
    const deltas = [aCreation(`shape-${++sent}`)];
    tab.sendBytes(tab.encode({ draw: { clientId, clientSeq: 1_000 + sent, deltas } }));
  };
  for (const step of [say, draw, draw, say, say, draw, say, draw]) step();
  void tab.join(null);
  for (const step of [draw, say, draw, say, say, draw]) step();
  await tab.until(({ state }) => state.seq >= first + sent);
  const entries = (await server.store.entries(interviewId)).slice(first);
  expect(entries.map(({ clientSeq }) => clientSeq)).toEqual(entries.map((_, i) => 1_001 + i));
  expect(entries).toHaveLength(sent);
});
