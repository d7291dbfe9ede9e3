// `npm run soak`: what takes minutes and is therefore not in `npm test`. `npm run soak -- kill fsync` runs only
// the named ones, `-- page` none. Figures go to tests/soak/FIGURES.md; anything that did not hold ends it with 1.
import { churnSoak } from './churn.ts';
import { diskSoak } from './disk.ts';
import { floodSoak } from './flood.ts';
import { fsyncSoak } from './fsync.ts';
import { killSoak } from './kill.ts';
import { keep, writePage } from './page.ts';
import { pauseSoak } from './pause.ts';
import { plantedBugsSoak } from './planted-bugs.ts';
import { readersSoak } from './readers.ts';
import { simulatorSoak } from './simulator.ts';
import type { Outcome, Soak } from './soak.ts';

const soaks: Soak[] = [
  plantedBugsSoak,
  simulatorSoak,
  killSoak,
  fsyncSoak,
  diskSoak,
  pauseSoak,
  readersSoak,
  floodSoak,
  churnSoak,
];

const names = process.argv.slice(2);
const unknown = names.filter((name) => name !== 'page' && !soaks.some((soak) => soak.name === name));
if (unknown.length > 0) {
  console.error(`Unknown: ${unknown.join(', ')}. There are: ${soaks.map(({ name }) => name).join(', ')}.`);
  process.exit(1);
}

const outcomes: Record<string, Outcome & { seconds: number }> = {};
for (const { name, run } of soaks) {
  if (names.length > 0 && !names.includes(name)) continue;
  console.log(`--- ${name}`);
  const startedAt = performance.now();
  const outcome = await run((line) => console.log(`  ${line}`)).catch((error: unknown): Outcome => ({
    figures: {},
    problems: [String(error)],
  }));
  outcomes[name] = { ...outcome, seconds: Math.round((performance.now() - startedAt) / 1000) };
  console.table(outcome.figures);
  for (const problem of outcome.problems.slice(0, 20)) console.log(`  DID NOT HOLD: ${problem}`);
}
keep(outcomes);
writePage(soaks);
const failed = Object.entries(outcomes).filter(([, { problems }]) => problems.length > 0);
console.log(
  failed.length === 0 ? 'Everything held.' : `Did not hold: ${failed.map(([name]) => name).join(', ')}.`,
);
process.exit(failed.length === 0 ? 0 : 1);
