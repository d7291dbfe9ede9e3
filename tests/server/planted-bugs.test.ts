// The simulator proves something only if it finds what is wrong: each planted bug has to be caught, and soon.
import { describe, expect, test } from 'vitest';
import { plants } from '../support/simulator/plants.ts';
import { hunt } from '../support/simulator/run-seeds.ts';

const mostSeeds = 400;

describe.concurrent('a bug planted on purpose is caught by the simulator', () => {
  for (const [bug, plant] of Object.entries(plants)) {
    test(bug, { timeout: 300_000 }, async ({ annotate }) => {
      const caught = await hunt(bug, plant, mostSeeds);
      await annotate(`${caught.seeds ?? 'not in'} seeds: ${caught.invariant ?? ''}`);
      expect(caught.seeds).not.toBeNull();
    });
  }
});

test('a planted bug whose place has moved is an error, not a bug that is missed', async () => {
  const plant = { file: 'server/room.ts', find: 'what does not stand there', replace: '' };
  await expect(hunt('nowhere', plant, 1)).rejects.toThrow('needs it once');
});
