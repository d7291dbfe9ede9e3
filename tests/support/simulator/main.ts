// One process of the simulator: node --import module-hooks.ts main.ts <first seed> <how many> [stop|trace]. Prints
// a line of JSON for each seed that failed and one with the sums. `stop` ends it at the first failure, `trace`
// tells every step and message. `main.ts named` plays the scenarios of named.ts and prints a line for each.
import { addSums, noSums } from './run-seeds.ts';
import { installBrowser } from './virtual-browser.ts';

const { log } = console;
const [first, count] = process.argv.slice(2, 4).map(Number) as [number, number];
const wish = process.argv[4];

installBrowser();
const { Simulator } = await import('./simulate.ts');
const simulator = await Simulator.open(wish === 'trace' ? log : null);
if (process.argv[2] === 'named') await playNamed();
else await playSeeds();
process.exit(0);

async function playSeeds(): Promise<void> {
  const sums = noSums();
  for (let seed = first; seed < first + count; seed++) {
    const { failure, stage, ...counts } = await simulator.run(seed);
    const failed = failure ? 1 : 0;
    addSums(sums, { ...counts, seeds: 1, failed, stages: { [stage]: 1 }, cpuSeconds: 0 });
    if (failure) log(JSON.stringify({ seed, ...failure }));
    if (failure && wish === 'stop') break;
  }
  const { user, system } = process.cpuUsage();
  log(JSON.stringify({ sums: { ...sums, cpuSeconds: (user + system) / 1e6 } }));
}

async function playNamed(): Promise<void> {
  const { named } = await import('./named.ts');
  for (const [i, [name, script]] of Object.entries(named).entries()) {
    const { failure } = await simulator.run(i, script);
    log(JSON.stringify({ name, failure: failure?.message ?? null }));
  }
}
