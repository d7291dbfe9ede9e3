// How many seeds each planted bug lives. The table says how sharp the simulator is.
import { plants } from '../support/simulator/plants.ts';
import { hunt } from '../support/simulator/run-seeds.ts';
import type { Soak } from './soak.ts';

const mostSeeds = 2_000;

export const plantedBugsSoak: Soak = {
  name: 'planted-bugs',
  what: 'Mistakes planted one by one in the text of a module, and how many simulated interviews each survived before a check of the simulator caught it.',
  async run() {
    const hunts = Object.entries(plants).map(([bug, plant]) => hunt(bug, plant, mostSeeds));
    const catches = await Promise.all(hunts);
    const word = (seeds: number): string => `${seeds} ${seeds === 1 ? 'seed' : 'seeds'}`;
    return {
      figures: Object.fromEntries(
        catches.map(({ bug, seeds, invariant }) => [
          bug,
          seeds === null ? 'not caught' : `${word(seeds)}: ${invariant}`,
        ]),
      ),
      problems: catches.filter(({ seeds }) => seeds === null).map(({ bug }) => `not caught: ${bug}`),
    };
  },
};
