// What the client's code takes from the browser, for a world in virtual time: timers, clocks, storage, chance.
// Installed once in a process of its own, before the client's modules are loaded.
import type { World } from './world.ts';

let world: World | null = null;

/** The world whose tabs run in this process. */
export function enterWorld(next: World): void {
  world = next;
}

export function presentWorld(): World {
  if (!world) throw new Error('no world was entered');
  return world;
}

/** Items are own properties, as in a browser: `Object.keys` lists them. */
class MemoryStorage {
  [key: string]: unknown;

  getItem(key: string): string | null {
    return Object.hasOwn(this, key) ? (this[key] as string) : null;
  }

  setItem(key: string, value: string): void {
    this[key] = value;
  }

  removeItem(key: string): void {
    delete this[key];
  }
}

export const aStorage = (): Storage => new MemoryStorage() as unknown as Storage;

const scheduler = () => presentWorld().scheduler;
type Cancel = (() => void) | undefined;
const cancel = (timer: Cancel): void => timer?.();

/** A page in the background hears its intervals once a second, and nobody simulated looks at the front one. */
const slowestMs = 1_000;

const replacements: Record<string, unknown> = {
  setTimeout: (run: () => void, ms = 0) => scheduler().after(ms, run),
  setInterval: (run: () => void, ms = 0) => scheduler().every(Math.max(ms, slowestMs), run),
  clearTimeout: cancel,
  clearInterval: cancel,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
  document: {
    visibilityState: 'visible',
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  },
  fetch: (path: string) => presentWorld().fetch(path),
  performance: { now: () => (world ? world.scheduler.now : 0) },
  crypto: {
    getRandomValues(bytes: Uint8Array): Uint8Array {
      for (let i = 0; i < bytes.length; i++) bytes[i] = Math.trunc(presentWorld().random() * 256);
      return bytes;
    },
  },
};

export function installBrowser(): void {
  for (const [name, value] of Object.entries(replacements))
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  Object.defineProperty(globalThis, 'localStorage', {
    get: () => presentWorld().storageOfOwner(),
    configurable: true,
  });
  const { now } = Date;
  Date.now = () => (world ? world.wallTime() : now());
  Math.random = () => presentWorld().random();
  AbortSignal.timeout = () => new AbortController().signal;
}
