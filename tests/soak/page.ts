// What the soak found, kept: a file of results and the page that shows them, a table a part. What was not run this time
// keeps its last outcome and the day of it.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import type { Outcome, Soak } from './soak.ts';

const results = new URL('results.json', import.meta.url);
const page = new URL('FIGURES.md', import.meta.url);

type Kept = Outcome & {
  measuredOn: string;
  machine: string;
  seconds: number;
  /** Written by hand: what came of what did not hold. */
  since?: string;
};
type Results = Record<string, Kept>;

export function keep(outcomes: Record<string, Outcome & { seconds: number }>): void {
  const machine = `${availableParallelism()} cores, ${Math.round(totalmem() / 1024 ** 3)} GB, Node ${process.versions.node}`;
  const measuredOn = new Date().toISOString().slice(0, 10);
  const fresh = Object.entries(outcomes).map(([name, outcome]) => [
    name,
    { measuredOn, machine, ...outcome },
  ]);
  const all = { ...readResults(), ...(Object.fromEntries(fresh) as Results) };
  writeFileSync(results, `${JSON.stringify(all, null, 2)}\n`);
}

export function writePage(soaks: readonly Soak[]): void {
  writeFileSync(page, pageOf(soaks, readResults()));
}

const readResults = (): Results =>
  existsSync(results) ? (JSON.parse(readFileSync(results, 'utf8')) as Results) : {};

/** A part that was never run has a line that says so. */
export function pageOf(soaks: readonly Pick<Soak, 'name' | 'what'>[], kept: Results): string {
  const sections = soaks.flatMap(({ name, what }) => {
    const one = kept[name];
    const run = `\`npm run soak -- ${name}\``;
    const head = ['', `## ${name}`, '', what, ''];
    return one ? [...head, measured(one, run), '', ...tableOf(one)] : [...head, `Never run here: ${run}.`];
  });
  return `${['# What the soak found', '', 'Written by `npm run soak`, part by part.', ...sections].join('\n')}\n`;
}

const measured = ({ measuredOn, machine, seconds }: Kept, run: string): string =>
  `${run}, on ${measuredOn}: ${machine}. It took ${seconds} s.`;

function tableOf({ figures, problems, since }: Kept): string[] {
  const rows = Object.entries(figures).map(([what, value]) => `| ${what} | ${value} |`);
  const trouble = problems.slice(0, 20).map((problem) => `- **Did not hold:** ${problem}`);
  const after = [trouble, since ? [since] : []].flatMap((lines) => (lines.length > 0 ? ['', ...lines] : []));
  return ['| what | measured |', '| --- | --- |', ...rows, ...after];
}
