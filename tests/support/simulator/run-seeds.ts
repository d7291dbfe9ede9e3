// Runs seeds of the simulator in processes of their own, two at a time: the client's modules need a browser's
// globals in virtual time, and a planted bug needs modules that nobody has loaded yet.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Plant } from './module-hooks.ts';

export type FailedSeed = { seed: number; invariant: string; message: string };
export type Sums = {
  seeds: number;
  failed: number;
  entries: number;
  events: number;
  bytes: number;
  /** How many interviews ended in each stage. */
  stages: Record<string, number>;
  trouble: Record<string, number>;
  cpuSeconds: number;
};
export const noSums = (): Sums => ({
  ...{ seeds: 0, failed: 0, entries: 0, events: 0, bytes: 0, cpuSeconds: 0 },
  ...{ stages: {}, trouble: {} },
});

/** Adds `more` to `total`, name by name. */
export function addSums(total: Sums, more: Sums): void {
  for (const name of ['seeds', 'failed', 'entries', 'events', 'bytes', 'cpuSeconds'] as const)
    total[name] += more[name];
  for (const part of ['stages', 'trouble'] as const)
    for (const [name, count] of Object.entries(more[part]))
      total[part][name] = (total[part][name] ?? 0) + count;
}

export type SeedRun = { failed: FailedSeed[]; sums: Sums };
export type SeedWish = { first: number; count: number; plant?: Plant; stopsAtFirst?: boolean };

const folder = import.meta.dirname;
const lanes = 2;
const waiting: (() => void)[] = [];
let running = 0;

/** Rejects when the process ended without its sums. */
export async function runSeeds(wish: SeedWish): Promise<SeedRun> {
  if (running >= lanes) await new Promise<void>((go) => waiting.push(go));
  running += 1;
  try {
    return await runNow(wish);
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

async function runNow({ first, count, plant, stopsAtFirst = false }: SeedWish): Promise<SeedRun> {
  const words = [String(first), String(count), ...(stopsAtFirst ? ['stop'] : [])];
  const told = (await linesOf(words, plant)) as ({ sums: Sums } | FailedSeed)[];
  const last = told.pop();
  if (!last || !('sums' in last)) throw new Error('the simulator ended without its sums');
  return { failed: told as FailedSeed[], sums: last.sums };
}

/** The scenarios that failing seeds left behind: what each broke, or null. */
export async function runNamed(): Promise<{ name: string; failure: string | null }[]> {
  return (await linesOf(['named'])) as { name: string; failure: string | null }[];
}

/** What one process of the simulator printed. Rejects when it ended badly. */
async function linesOf(words: string[], plant?: Plant): Promise<unknown[]> {
  const hooks = ['--disable-warning=ExperimentalWarning', '--import', `${folder}/module-hooks.ts`];
  const env = {
    ...process.env,
    FOURSTEP_PLANT: plant ? JSON.stringify(plant) : '',
    NODE_COMPILE_CACHE: 'node_modules/.cache/simulator',
  };
  const parameters = ['--max-semi-space-size=32', ...hooks, `${folder}/main.ts`, ...words];
  const child = spawn(process.execPath, parameters, { env });
  let errors = '';
  child.stderr.on('data', (data: Buffer) => (errors += data.toString()));
  const ended = once(child, 'exit');
  const lines: unknown[] = [];
  for await (const line of createInterface({ input: child.stdout })) lines.push(JSON.parse(line));
  const [code] = (await ended) as [number];
  if (code !== 0) throw new Error(`the simulator ended with ${code}: ${errors.slice(-2_000)}`);
  return lines;
}

/** How many seeds a planted bug lived, and what it broke; null when it outlived all of them. */
export type Catch = { bug: string; seeds: number | null; invariant: string };

export async function hunt(bug: string, plant: Plant, mostSeeds: number): Promise<Catch> {
  const { failed } = await runSeeds({ first: 0, count: mostSeeds, plant, stopsAtFirst: true });
  const [found] = failed;
  return { bug, seeds: found ? found.seed + 1 : null, invariant: found?.invariant ?? '' };
}
