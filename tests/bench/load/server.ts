// The server under measurement, in a process of its own: the product's parts with the tests' content, so that a
// change of the shipped questions changes no figure. `node tests/bench/load/server.ts <dataDir>` prints its port.
import { beatOfThisProcess } from '../../../server/beat.ts';
import { startServer } from '../../support/server.ts';

const [dataDir] = process.argv.slice(2);
if (!dataDir) throw new Error('server.ts needs a data folder');
const server = await startServer({ dataDir, beatMs: beatOfThisProcess() });
process.on('SIGTERM', () => process.exit(0));
console.log(`ours at ${new URL(server.origin).port}`);
process.stdin.on('data', () => {
  // Many: code that was not used for a few collections goes too, which is not the rooms' doing.
  for (let i = 0; i < 12; i++) gc?.();
  const { heapUsed, external } = process.memoryUsage();
  console.log(`memory ${heapUsed + external}`);
});
// Whoever started it is gone.
process.stdin.resume().on('end', () => process.exit(0));
