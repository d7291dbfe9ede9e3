// Five thousand simulated interviews: everything may fail, and in the end everybody has the same. A seed that
// fails is looked into with: node --import ./tests/support/simulator/module-hooks.ts
// tests/support/simulator/main.ts <seed> 1 trace
import { describe, expect, test } from 'vitest';
import { runNamed, runSeeds } from '../support/simulator/run-seeds.ts';

const [parts, seedsOfPart] = [5, 1_000];

describe.concurrent(
  '[RC1 RC2 RC3 RC4 RC5 RC6 PH8 VW1 BD14] whatever fails, nothing is lost, told early or told to the wrong one',
  () => {
    for (let part = 0; part < parts; part++) {
      const first = part * seedsOfPart;
      test(`seeds ${first} to ${first + seedsOfPart - 1}`, { timeout: 900_000 }, async () => {
        const { failed, sums } = await runSeeds({ first, count: seedsOfPart });
        expect(failed).toEqual([]);
        expect(sums.seeds).toBe(seedsOfPart);
        // A simulation that never gets anywhere would find nothing.
        expect(Object.keys(sums.stages)).toEqual(
          expect.arrayContaining(['lobby', 'scope', 'rating', 'revealed']),
        );
        expect(sums.entries).toBeGreaterThan(seedsOfPart * 8);
      });
    }
  },
);

test('what failing seeds were about does not come back', async () => {
  const played = await runNamed();
  expect(played.length).toBeGreaterThan(0);
  expect(played.filter(({ failure }) => failure !== null)).toEqual([]);
});
