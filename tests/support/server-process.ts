// A server in a process of its own, to be killed, stopped, starved and traced: tests/support/child-server.ts
// on a data folder, at one address for all its lives.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const childServer = fileURLToPath(new URL('child-server.ts', import.meta.url));

export type ServerWish = {
  /** What to run node with, such as `strace -f -o trace`. */
  wrapper?: string[];
  /** For node itself. */
  flags?: string[];
  /** Of one address; everybody in a test comes from one. */
  connections?: number;
};

export class ServerProcess {
  readonly dataDir: string;
  #wrapper: readonly string[];
  readonly #flags: readonly string[];
  readonly #connections: number;
  #port = 0;
  #child: ChildProcess | null = null;
  output = '';

  constructor(dataDir: string, { wrapper = [], flags = [], connections = 1_000 }: ServerWish = {}) {
    this.dataDir = dataDir;
    this.#connections = connections;
    this.#wrapper = wrapper;
    this.#flags = flags;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** Resolves once it listens. */
  async start(): Promise<this> {
    const child = this.launch();
    const gone = once(child, 'exit').then(() => {
      throw new Error(`the server ended:\n${this.output}`);
    });
    gone.catch(() => undefined);
    await Promise.race([this.#listening(child), gone]);
    return this;
  }

  /** Kills it and starts it again with nothing around it. */
  async startBare(): Promise<void> {
    this.#wrapper = [];
    await this.kill();
    await this.start();
  }

  /** Begins to start, for those who do not wait for it. */
  launch(): ChildProcess {
    this.output = '';
    const [command = '', ...parameters] = [
      ...[...this.#wrapper, process.execPath, ...this.#flags, childServer],
      ...[this.dataDir, String(this.#port), String(this.#connections)],
    ];
    const child = spawn(command, parameters, {
      // Starting is what takes longest in a test that kills; what was compiled once need not be again.
      env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: join(tmpdir(), 'fourstep-compile-cache') },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.on('data', (data: Buffer) => (this.output += data.toString()));
    child.stderr.on('data', (data: Buffer) => (this.output += data.toString()));
    this.#child = child;
    return child;
  }

  signal(name: 'SIGSTOP' | 'SIGCONT'): void {
    this.#child?.kill(name);
  }

  /** Collects what nobody holds any more; needs the flag --expose-gc. */
  collect(): void {
    this.#child?.kill('SIGUSR2');
  }

  /** SIGKILL unless told otherwise; resolves when the process is gone. */
  async kill(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }

  #listening(child: ChildProcess): Promise<void> {
    return new Promise((resolve) => {
      child.stdout?.on('data', () => {
        const port = /http:\/\/127\.0\.0\.1:(\d+)/.exec(this.output)?.[1];
        if (!port) return;
        this.#port = Number(port);
        resolve();
      });
    });
  }
}
