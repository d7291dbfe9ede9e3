// The server as a process: started wrongly it says why and ends; killed in mid-sentence it has forgotten nothing
// it acknowledged; asked to stop it stops.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Entry } from '#domain/recording.ts';
import { openSqlite } from '../../server/store/sqlite.ts';
import { Guest } from '../support/guest.ts';
import { aFolder } from '../support/server.ts';
import type { Tab } from '../support/tab.ts';

const childServer = fileURLToPath(new URL('../support/child-server.ts', import.meta.url));

/** As shipped where the client is built; else with the development server, which takes longer to start. */
const product = existsSync('build/app.html') ? ['server/index.ts'] : ['server/index.ts', '--dev'];

let folder: string;
const children: ChildProcess[] = [];
beforeEach(async () => {
  folder = await aFolder();
});
afterEach(async () => {
  for (const child of children.splice(0)) if (child.exitCode === null) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

function run(parameters: string[], env: Record<string, string> = {}): ChildProcess {
  const child = spawn(process.execPath, parameters, {
    env: { PATH: process.env.PATH, DATA_DIR: folder, PORT: '0', LOG_LEVEL: 'silent', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  return child;
}

/** Resolves with the first line that matches. */
function line(child: ChildProcess, pattern: RegExp): Promise<string> {
  let output = '';
  return new Promise((resolve, reject) => {
    const hear = (data: Buffer) => {
      output += data.toString();
      const match = pattern.exec(output);
      if (match) resolve(match[0]);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', () => reject(new Error(`the process ended:\n${output}`)));
  });
}

async function ended(child: ChildProcess): Promise<{ code: number | null; output: string }> {
  let output = '';
  child.stdout?.on('data', (data: Buffer) => (output += data.toString()));
  child.stderr?.on('data', (data: Buffer) => (output += data.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}

describe('a start that cannot be', () => {
  const start = (env: Record<string, string>) => ended(run(product, env));

  function expectOneMessage(
    { code, output }: { code: number | null; output: string },
    message: RegExp,
  ): void {
    expect(output).toMatch(message);
    expect(output).not.toMatch(/^\s+at /m);
    expect(code).toBe(1);
  }

  test('a wrong setting', async () => {
    expectOneMessage(await start({ PORT: 'eighty', LOG_LEVEL: 'loud' }), /PORT=eighty[\s\S]*LOG_LEVEL=loud/);
  });

  test('a broken content file', async () => {
    const rubrics = await aFolder();
    await writeFile(join(rubrics, 'nothing.txt'), '');
    expectOneMessage(await start({ RUBRICS_DIR: rubrics }), /holds no format/);
  });

  test('a data folder that cannot be written', async () => {
    const file = join(folder, 'a-file');
    await writeFile(file, '');
    expectOneMessage(await start({ DATA_DIR: join(file, 'data') }), /The data folder .* cannot be used/);
  });

  test('a database that is none', async () => {
    await writeFile(
      join(folder, 'fourstep.db'),
      'This is not a database, but it is long enough to look like one.'.repeat(99),
    );
    expectOneMessage(await start({}), /is damaged or is no Fourstep database/);
  });

  test('a second server on the same data', async () => {
    const first = await openSqlite(join(folder, 'fourstep.db'));
    expectOneMessage(await start({}), /Another server is already running on the data folder/);
    await first.store.close();
  });

  test('a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    expectOneMessage(await start({ PORT: String(port) }), new RegExp(`Port ${port} is in use`));
    other.close();
  });
});

test('SIGTERM ends the server cleanly and soon; a second start finds everything', async () => {
  const child = run(product);
  const origin = await line(child, /http:\/\/localhost:\d+/);
  const ida = new Guest(origin);
  const content = (await ida.get('/api/content')).body as { formats: { id: string; levels: string[] }[] };
  const interviewId = await ida.create({ formatId: content.formats[0]?.id, questionId: null });
  const tab = await ida.open(interviewId);
  await tab.must({ type: 'ready.set', ready: true });
  const stopped = ended(child);
  child.kill('SIGTERM');
  expect((await stopped).code).toBe(0);
  tab.close();
  const { store } = await openSqlite(join(folder, 'fourstep.db'));
  expect(await store.entries(interviewId)).toHaveLength(3);
  await store.close();
});

test('[RC6] kill -9 while two people write: what was acknowledged is there, once, and both go on by themselves', async () => {
  const child = run([childServer, folder, '0']);
  const origin = await line(child, /http:\/\/127\.0\.0\.1:\d+/);
  const [ida, carl] = [new Guest(origin), new Guest(origin)];
  const interviewId = await ida.create();
  await carl.join(interviewId, (await ida.tokens(interviewId)).candidate, 'Carl');
  const tabs = [await ida.open(interviewId), await carl.open(interviewId)];
  await tabs[0]!.must({ type: 'interview.start' });

  const writers = tabs.map((tab) => new Writer(tab));
  await Promise.all(writers.map((writer) => writer.until(20)));
  for (let round = 0; round < 3; round++) {
    const current = children.at(-1)!;
    current.kill('SIGKILL');
    await once(current, 'exit');
    const next = run([childServer, folder, new URL(origin).port]);
    await line(next, /http:\/\/127\.0\.0\.1:\d+/);
    const goal = Math.max(...writers.map((writer) => writer.acknowledged.size)) + 20;
    await Promise.all(writers.map((writer) => writer.until(goal)));
  }
  const acknowledged = (await Promise.all(writers.map((writer) => writer.stop()))).flatMap((acks) => [
    ...acks,
  ]);
  children.at(-1)!.kill('SIGKILL');
  await once(children.at(-1)!, 'exit');
  for (const tab of tabs) tab.close();

  const { store } = await openSqlite(join(folder, 'fourstep.db'));
  const entries = await store.entries(interviewId);
  await store.close();
  expect(entries.map((entry) => entry.seq)).toEqual(entries.map((_, i) => i + 1));
  const said = entries.filter(
    (entry): entry is Extract<Entry, { type: 'chat.sent' }> => entry.type === 'chat.sent',
  );
  for (const [text, seq] of acknowledged) expect(entries[seq - 1]).toMatchObject({ type: 'chat.sent', text });
  expect(new Set(said.map((entry) => entry.text)).size).toBe(said.length);
  expect(acknowledged.length).toBeGreaterThan(150);
}, 60_000);

/** Somebody who says one thing after the other, and the same again until it is acknowledged, as the client's
 * outbox does. */
class Writer {
  readonly #tab: Tab;
  readonly acknowledged = new Map<string, number>();
  #isStopped = false;
  #waiting: { count: number; done: () => void }[] = [];
  readonly #running: Promise<void>;

  constructor(tab: Tab) {
    this.#tab = tab;
    tab.socket.on('connect', () => void tab.join(null));
    this.#running = this.#run();
  }

  until(count: number): Promise<void> {
    if (this.acknowledged.size >= count) return Promise.resolve();
    return new Promise((done) => this.#waiting.push({ count, done }));
  }

  async stop(): Promise<Map<string, number>> {
    this.#isStopped = true;
    await this.#running;
    return this.acknowledged;
  }

  async #run(): Promise<void> {
    for (let n = 1; !this.#isStopped; n++) await this.#say(`${this.#tab.clientId} says ${n}`, 1_000 + n);
  }

  async #say(text: string, clientSeq: number): Promise<void> {
    for (;;) {
      const command = { type: 'chat.send', text } as const;
      const message = { clientId: this.#tab.clientId, clientSeq, command };
      const ack = await this.#tab.socket
        .timeout(300)
        .emitWithAck('command', message)
        .catch(() => null);
      if (ack?.ok) {
        this.acknowledged.set(text, ack.seq);
        for (const { count, done } of this.#waiting) if (this.acknowledged.size >= count) done();
        return;
      }
    }
  }
}
