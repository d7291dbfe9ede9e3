// `npm run bench`: measured figures as a table, and with their plots in tests/bench/FIGURES.md and tests/bench/results.
// `npm run bench -- load bytes` measures these parts only and leaves the other results as they were; `-- page` measures
// nothing and writes the page anew. Nothing here fails a build: the machine decides the figures.
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

/** `how`: which values are medians, and of how many. */
type Part = { measure: () => Report | Promise<Report>; how: string };

const parts: Record<string, Part> = {
  bytes: {
    measure: benchBytes,
    how: 'Bytes are counted, once: they hardly differ from run to run.',
  },
  load: {
    measure: benchLoad,
    how: '250 and 500 rooms: p50, p99 and cores are medians of three runs, pointers those of the run in the middle. All other numbers of rooms: a single run each.',
  },
  growth: {
    measure: benchGrowth,
    how: 'A single run each.',
  },
  join: {
    measure: benchJoin,
    how: 'Medians of five runs.',
  },
  memory: {
    measure: benchMemory,
    how: 'A single run. Below zero: the heap was smaller than before.',
  },
  clock: {
    measure: benchClock,
    how: 'Medians of three runs.',
  },
  history: {
    measure: benchHistory,
    how: 'A single run of 60 requests each; the page opened five times.',
  },
  replay: {
    measure: benchReplay,
    how: 'A single run, in which it was opened five times (median) and jumped in 60 times.',
  },
  scorecard: {
    measure: benchScorecard,
    how: 'Medians of five in a single run.',
  },
  matching: {
    measure: benchMatching,
    how: 'Rounds: medians of 15. The week is simulated once, out of a seed.',
  },
  weight: {
    measure: benchWeight,
    how: 'Bytes are counted, once.',
  },
  domain: {
    measure: benchDomain,
    how: 'Times: medians of 5, of 20 for the state.',
  },
};

const only = process.argv.slice(2);
for (const name of only)
  if (!(name in parts) && name !== 'page')
    throw new Error(`there is no part "${name}": ${Object.keys(parts).join(', ')}`);
for (const [name, { measure }] of Object.entries(parts)) {
  if (only.length > 0 && !only.includes(name)) continue;
  console.log(`measuring: ${name} ...`);
  const startedAt = performance.now();
  const report = await measure();
  keep(name, report);
  printTable(report.figures);
  console.log(`  took ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`);
}
writePage(Object.entries(parts).map(([name, { how }]) => ({ name, how })));
