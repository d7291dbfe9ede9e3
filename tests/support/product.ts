// The product as it ships, in a process of its own: server/index.ts with the built client, a real store in
// a temporary folder, and a wire that a test can cut.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';

export type PhaseSeconds = { min: number; max: number };

/** The shipped content with the phases of system-design lasting seconds, in a folder of its own. */
export function quickRubrics(seconds: PhaseSeconds, settings: Record<string, unknown> = {}): string {
  const dir = mkdtempSync(join(tmpdir(), 'fourstep-rubrics-'));
  cpSync('rubrics', dir, { recursive: true });
  const file = join(dir, 'formats/system-design.yaml');
  const format = parse(readFileSync(file, 'utf8')) as { settings: object; phases: Record<string, unknown>[] };
  for (const phase of format.phases) {
    const [min, max] = [seconds.min / 60, seconds.max / 60];
    Object.assign(phase, { minMinutes: min, targetMinutes: (min + max) / 2, maxMinutes: max });
  }
  Object.assign(format.settings, settings);
  writeFileSync(file, stringify(format));
  return dir;
}

/** A TCP relay before the server: cutting it is what a lost network looks like, whatever the transport. */
export class Wire {
  #relay: Server;
  #sockets = new Set<Socket>();
  #isCut = false;

  constructor(serverPort: () => number) {
    this.#relay = createServer((near) => {
      if (this.#isCut) return near.destroy();
      const far = connect(serverPort(), '127.0.0.1');
      for (const socket of [near, far]) {
        this.#sockets.add(socket);
        socket.on('error', () => socket.destroy());
        socket.on('close', () => {
          this.#sockets.delete(socket);
          near.destroy();
          far.destroy();
        });
      }
      near.pipe(far).pipe(near);
    });
  }

  async listen(): Promise<number> {
    this.#relay.listen(0, '127.0.0.1');
    await once(this.#relay, 'listening');
    return (this.#relay.address() as AddressInfo).port;
  }

  cut(): void {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  mend(): void {
    this.#isCut = false;
  }

  close(): void {
    this.cut();
    this.#relay.close();
  }
}

export class Product {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'fourstep-data-'));
  readonly #rubricsDir: string;
  readonly #wires: Wire[] = [];
  #child: ChildProcess | null = null;
  #port = 0;
  log = '';

  constructor(rubricsDir: string) {
    this.#rubricsDir = rubricsDir;
  }

  /** The address without a wire to cut. */
  get origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** `settings` beside its own. */
  async start(settings: Record<string, string> = {}): Promise<this> {
    if (this.#port === 0) this.#port = await freePort();
    const env = {
      ...process.env,
      PORT: String(this.#port),
      DATA_DIR: this.dataDir,
      RUBRICS_DIR: this.#rubricsDir,
      ...settings,
    };
    const child = spawn(process.execPath, ['server/index.ts'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    const gone = once(child, 'exit').then(() => {
      throw new Error(`the server stopped:\n${this.log}`);
    });
    gone.catch(() => undefined);
    const ready = new Promise<void>((resolve) => {
      const hear = (data: Buffer) => {
        this.log += data.toString();
        if (this.log.includes(this.origin) || this.log.includes(`localhost:${this.#port}`)) resolve();
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
    });
    await Promise.race([ready, gone]);
    return this;
  }

  /** SIGKILL: no goodbye to anybody, no flush. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    this.log = '';
    if (!child || child.exitCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  /** An address through a wire of its own, for one participant. */
  async wire(): Promise<{ origin: string; cut: () => void; mend: () => void }> {
    const wire = new Wire(() => this.#port);
    this.#wires.push(wire);
    const port = await wire.listen();
    return { origin: `http://127.0.0.1:${port}`, cut: () => wire.cut(), mend: () => wire.mend() };
  }

  async stop(): Promise<void> {
    for (const wire of this.#wires) wire.close();
    await this.kill();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
