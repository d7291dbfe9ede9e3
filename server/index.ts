// The entry: settings, store, content, app, listen; and a clean end. Whatever keeps it from starting is told
// in one message.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Server } from 'node:http';
import { createApp } from './app.ts';
import type { App } from './app.ts';
import { beatOfThisProcess } from './beat.ts';
import { systemClock } from './clock.ts';
import { readConfig } from './config.ts';
import type { Config } from './config.ts';
import { loadContent } from './content.ts';
import { watchContent } from './content-watch.ts';
import { readSecret } from './secret.ts';
import { openDisk } from './disk.ts';
import { StartError, errorCode } from './start-error.ts';
import { openSqlite } from './store/sqlite.ts';
import { builtPages, developmentPages } from './web.ts';

const root = join(import.meta.dirname, '..');
/** Whoever stops the server waits no longer than this. */
const longestEndMs = 5_000;

async function start(): Promise<void> {
  const config = readConfig();
  const log = pino({ level: config.logLevel });
  const content = await loadContent(config.rubricsDir);
  const secret = await readSecret(config.dataDir);
  const { store, database } = await openSqlite(join(config.dataDir, 'fourstep.db'));
  const isDevelopment = process.argv.includes('--dev');
  if (isDevelopment) watchContent(config.rubricsDir, content, log);
  const app = await createApp({
    ...config,
    store,
    database,
    disk: openDisk(config.dataDir, config.minimumFreeBytes),
    content,
    secret,
    log,
    version: await readVersion(),
    clock: systemClock,
    beatMs: beatOfThisProcess(),
    pages: isDevelopment ? developmentPages : () => builtPages(join(root, 'build')),
  });
  const port = await listen(app.server, config);
  const host = ['127.0.0.1', '0.0.0.0', '::', '::1'].includes(config.host) ? 'localhost' : config.host;
  console.log(`Fourstep is ready at http://${host}:${port}`);
  endCleanly(app);
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'a promise was left unhandled'));
}

async function readVersion(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  return version;
}

/** Resolves with the port taken, or rejects with a StartError. */
function listen(server: Server, { port, host }: Config): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(new StartError(whyDeaf(error, port, host), { cause: error })));
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

function whyDeaf(error: Error, port: number, host: string): string {
  switch (errorCode(error)) {
    case 'EADDRINUSE':
      return `Port ${port} is in use by another program. Stop it, or choose another port: PORT=${port + 1} npm start`;
    case 'EACCES':
      return `Port ${port} may not be used by this account. Choose one above 1023: PORT=3000 npm start`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `HOST=${host} is not an address of this machine.`;
    default:
      return `The server cannot listen on ${host}:${port}: ${error.message}`;
  }
}

/** Stops taking requests, lets the sockets know, writes out what is waiting. */
function endCleanly(app: App): void {
  let isEnding = false;
  const end = () => {
    if (isEnding) return;
    isEnding = true;
    setTimeout(() => process.exit(1), longestEndMs).unref();
    app.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
}

start().catch((error: unknown) => {
  console.error(error instanceof StartError ? error.message : error);
  process.exit(1);
});
