// `npm run bench`: measured figures as a table, and with their plots in tests/bench/FIGURES.md and tests/bench/results.
// `npm run bench -- load bytes` measures these parts only and leaves the other results as they were. Each part runs
// once; whatever is noisy is the median of several. Nothing here fails a build: the machine decides the figures.
import { benchBytes } from './bytes.ts';
import { benchClock } from './clock.ts';
import { benchDomain } from './domain.ts';
import type { Report } from './figure.ts';
import { benchGrowth } from './growth.ts';
import { benchHistory } from './history.ts';
import { benchJoin } from './join.ts';
import { benchLoad } from './load.ts';
import { benchMatching } from './matching.ts';
import { benchMemory } from './memory.ts';
import { benchReplay } from './replay.ts';
import { keep, printTable, writePage } from './report.ts';
import { benchScorecard } from './scorecard.ts';
import { benchWeight } from './weight.ts';

const parts: Record<string, () => Report | Promise<Report>> = {
  bytes: benchBytes,
  load: benchLoad,
  growth: benchGrowth,
  join: benchJoin,
  memory: benchMemory,
  clock: benchClock,
  history: benchHistory,
  replay: benchReplay,
  scorecard: benchScorecard,
  matching: benchMatching,
  weight: benchWeight,
  domain: benchDomain,
};

const only = process.argv.slice(2);
for (const name of only)
  if (!(name in parts)) throw new Error(`there is no part "${name}": ${Object.keys(parts).join(', ')}`);
for (const [name, measure] of Object.entries(parts)) {
  if (only.length > 0 && !only.includes(name)) continue;
  console.log(`measuring: ${name} ...`);
  const startedAt = performance.now();
  const report = await measure();
  keep(name, report);
  printTable(report.figures);
  console.log(`  took ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`);
}
writePage(Object.keys(parts));
