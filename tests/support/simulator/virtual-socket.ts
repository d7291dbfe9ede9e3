// Stands where socket.io-client stands: the same calls, the same order of events, over a simulated network.
import type { Link } from './network.ts';
import { presentWorld } from './virtual-browser.ts';
import type { World } from './world.ts';
import type { Owner } from './scheduler.ts';

type Listener = (...args: unknown[]) => void;
type Callback = (error: Error | null, answer?: unknown) => void;
type Asked = { answered: (error: Error | null, answer?: unknown) => void };

export function io(): VirtualSocket {
  return new VirtualSocket(presentWorld());
}

export class VirtualSocket {
  connected = false;
  active = false;
  link: Link | null = null;
  readonly #world: World;
  readonly #owner: Owner;
  readonly #listeners = new Map<string, Listener[]>();
  readonly #asked = new Set<Asked>();
  #cancelTry: (() => void) | undefined;
  /** What waits for a connection; the client may empty it. */
  sendBuffer: (() => void)[] = [];
  readonly io = { engine: { close: () => this.link?.end() } };

  constructor(world: World) {
    this.#world = world;
    this.#owner = world.scheduler.owner;
    world.adoptSocket(this);
  }

  get volatile() {
    return { emit: (event: string, payload: unknown) => void (this.connected && this.emit(event, payload)) };
  }

  on(event: string, listener: Listener): this {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
    return this;
  }

  connect(): this {
    if (this.connected || this.active) return this;
    this.active = true;
    this.#try(this.#world.between(5, 60));
    return this;
  }

  disconnect(): this {
    this.active = false;
    this.#cancelTry?.();
    if (this.connected) {
      this.link?.cut();
      this.#lost('io client disconnect');
    }
    return this;
  }

  emit(event: string, payload?: unknown): this {
    if (this.connected) this.link?.up(event, payload);
    else this.sendBuffer.push(() => this.link?.up(event, payload));
    return this;
  }

  timeout(ms: number) {
    return {
      emit: (event: string, payload: unknown, callback: Callback) => this.#ask(ms, event, payload, callback),
      emitWithAck: (event: string, payload?: unknown): Promise<unknown> =>
        new Promise((resolve, reject) => {
          this.#ask(ms, event, payload, (error, answer) => (error ? reject(error) : resolve(answer)));
        }),
    };
  }

  #ask(ms: number, event: string, payload: unknown, callback: Callback): void {
    const { scheduler } = this.#world;
    let isAnswered = false;
    const answered: Callback = (error, answer) => {
      if (isAnswered) return;
      isAnswered = true;
      cancel();
      this.#asked.delete(asked);
      callback(error, answer);
    };
    const asked: Asked = { answered };
    const cancel = scheduler.after(ms, () => answered(new Error('operation has timed out')), this.#owner);
    this.#asked.add(asked);
    const send = () => this.link?.up(event, payload, (answer) => answered(null, answer));
    if (this.connected) send();
    else this.sendBuffer.push(send);
  }

  #try(ms: number): void {
    this.#cancelTry = this.#world.scheduler.after(ms, () => this.#attempt(), this.#owner);
  }

  #attempt(): void {
    if (!this.active || this.connected) return;
    const link = this.#world.establish({
      owner: this.#owner,
      heard: (event, payload) => this.link === link && this.#fire(event, payload),
      lost: () => this.link === link && this.#dropped(),
    });
    if (!link) {
      this.#fire('connect_error', new Error('websocket error'));
      this.#try(this.#world.between(300, 1_500));
      return;
    }
    this.link = link;
    this.connected = true;
    for (const send of this.sendBuffer.splice(0)) send();
    this.#fire('connect');
  }

  #dropped(): void {
    if (!this.connected) return;
    this.#lost('transport close');
    if (this.active) this.#try(this.#world.between(300, 1_000));
  }

  #lost(reason: string): void {
    this.connected = false;
    this.link = null;
    for (const { answered } of [...this.#asked]) answered(new Error('socket has been disconnected'));
    this.#fire('disconnect', reason);
  }

  #fire(event: string, ...args: unknown[]): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(...args);
  }
}
