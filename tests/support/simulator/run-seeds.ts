// Runs seeds of the simulator in processes of their own, two at a time: the client's modules need a browser's
// globals in virtual time, and a planted bug needs modules that nobody has loaded yet.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Plant } from './module-hooks.ts';

export type FailedSeed = { seed: number; invariant: string; message: string };
export type Sums = {
  seeds: number;
  failed: number;
  entries: number;
  events: number;
  bytes: number;
  stages: Record<string, number>;
  cpuSeconds: number;
};
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
  const hooks = ['--disable-warning=ExperimentalWarning', '--import', `${folder}/module-hooks.ts`];
  const seeds = [`${folder}/main.ts`, String(first), String(count), ...(stopsAtFirst ? ['stop'] : [])];
  const env = { ...process.env, FOURSTEP_PLANT: plant ? JSON.stringify(plant) : '' };
  const child = spawn(process.execPath, ['--max-semi-space-size=32', ...hooks, ...seeds], { env });
  let errors = '';
  child.stderr.on('data', (data: Buffer) => (errors += data.toString()));
  const failed: FailedSeed[] = [];
  let sums: Sums | null = null;
  for await (const line of createInterface({ input: child.stdout })) {
    const told = JSON.parse(line) as { sums: Sums } | FailedSeed;
    if ('sums' in told) sums = told.sums;
    else failed.push(told);
  }
  if (!sums) throw new Error(`the simulator ended early: ${errors.slice(-2_000)}`);
  return { failed, sums };
}

/** How many seeds a planted bug lived, and what it broke; null when it outlived all of them. */
export type Catch = { bug: string; seeds: number | null; invariant: string };

export async function hunt(bug: string, plant: Plant, mostSeeds: number): Promise<Catch> {
  const { failed } = await runSeeds({ first: 0, count: mostSeeds, plant, stopsAtFirst: true });
  const [found] = failed;
  return { bug, seeds: found ? found.seed + 1 : null, invariant: found?.invariant ?? '' };
}
