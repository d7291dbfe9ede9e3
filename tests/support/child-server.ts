// A server in a process of its own, to be killed: `node tests/support/child-server.ts <dataDir> <port> <connections>`.
// Prints its origin once it listens.
import { contentWith } from './match-people.ts';
import { startServer } from './server.ts';

const [dataDir, port, connections] = process.argv.slice(2);
if (!dataDir) throw new Error('child-server.ts needs a data folder');
const server = await startServer({
  dataDir,
  // With a second question, so that two can be paired.
  content: contentWith(['notification-service', 'another-question']),
  port: Number(port ?? 0),
  connectionsPerAddress: Number(connections ?? 20),
});
console.log(server.origin);
// With --expose-gc the heap can be measured without what only waits to be collected.
process.on('SIGUSR2', () => globalThis.gc?.());
