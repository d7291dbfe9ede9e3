// One process of the simulator: node --import module-hooks.ts main.ts <first seed> <how many> [stop|trace]. Prints
// a line of JSON for each seed that failed and one with the sums. `stop` ends it at the first failure, `trace`
// tells every step and message.
import { installBrowser } from './virtual-browser.ts';

const { log } = console;
const [first, count] = process.argv.slice(2, 4).map(Number) as [number, number];
const wish = process.argv[4];

installBrowser();
const { Simulator } = await import('./simulate.ts');
const simulator = await Simulator.open(wish === 'trace' ? log : null);

const sums = { seeds: 0, failed: 0, entries: 0, events: 0, bytes: 0, stages: {} as Record<string, number> };
for (let seed = first; seed < first + count; seed++) {
  const outcome = await simulator.run(seed);
  sums.seeds += 1;
  sums.entries += outcome.entries;
  sums.events += outcome.events;
  sums.bytes += outcome.bytes;
  sums.stages[outcome.stage] = (sums.stages[outcome.stage] ?? 0) + 1;
  if (!outcome.failure) continue;
  sums.failed += 1;
  log(JSON.stringify({ seed, ...outcome.failure }));
  if (wish === 'stop') break;
}
const { user, system } = process.cpuUsage();
log(JSON.stringify({ sums: { ...sums, cpuSeconds: (user + system) / 1e6 } }));
process.exit(0);
