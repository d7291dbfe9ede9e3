// A hundred thousand simulated interviews, beyond those of `npm test`. SOAK_SEEDS says how many, SOAK_FIRST_SEED
// which is the first.
import { addSums, noSums, runSeeds } from '../support/simulator/run-seeds.ts';
import type { FailedSeed } from '../support/simulator/run-seeds.ts';
import type { Soak } from './soak.ts';

const count = Number(process.env.SOAK_SEEDS ?? 100_000);
const first = Number(process.env.SOAK_FIRST_SEED ?? 0);
const atOnce = 1_000;

export const simulatorSoak: Soak = {
  name: 'simulator',
  what: 'Interviews of two to six clients out of seeds, with everything going wrong that can; each is one seed.',
  async run(tell) {
    const failed: FailedSeed[] = [];
    const total = noSums();
    const parts = Array.from({ length: Math.ceil(count / atOnce) }, (_, i) => first + i * atOnce);
    await Promise.all(
      parts.map(async (from) => {
        const run = await runSeeds({ first: from, count: Math.min(atOnce, first + count - from) });
        failed.push(...run.failed);
        addSums(total, run.sums);
        if (total.seeds % 5_000 < atOnce) tell(`${total.seeds} seeds, ${failed.length} failed`);
      }),
    );
    const figures = {
      'simulated interviews (seeds)': total.seeds,
      'entries recorded': total.entries,
      'messages, timers and disk turns': total.events,
      'megabytes read by the watch': Math.round(total.bytes / 1e6),
      ...Object.fromEntries(
        Object.entries(total.stages).map(([stage, ended]) => [`ended in ${stage}`, ended]),
      ),
      ...total.trouble,
      'CPU seconds': Math.round(total.cpuSeconds),
      'broken promises': failed.length,
    };
    return { figures, problems: failed.map(({ seed, message }) => `seed ${seed}: ${message}`) };
  },
};
