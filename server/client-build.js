// Builds the client when it is missing or older than what it is made from, so that `npm ci && npm start` is enough.
// Plain JavaScript on purpose: it also has to run, and say what is wrong, on a Node too old to read TypeScript.
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = ['src', 'svelte.config.js', 'vite.config.ts', 'package-lock.json'];
const builtPage = join(root, 'build', 'app.html');

/** Epoch ms of the newest file under `path`; 0 when there is none. */
function newestChange(path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return 0;
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newestChange(join(path, name))));
}

function isBuildCurrent() {
  const builtAt = newestChange(builtPage);
  return builtAt > 0 && sources.every((source) => newestChange(join(root, source)) <= builtAt);
}

function requireNode24() {
  if (Number(process.versions.node.split('.')[0]) >= 24) return;
  console.error(
    `Fourstep runs on Node 24 or newer; this is ${process.version}. It normally brings its own Node along as a package.\n` +
      'Its install script did not run: try `npm rebuild node`, or install Node 24 or newer.',
  );
  process.exit(1);
}

requireNode24();
if (!isBuildCurrent()) {
  console.log('Building the client (needed once after each update) ...');
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const build = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (build.status !== 0) {
    console.error('The client could not be built; the messages above say why.');
    process.exit(build.status ?? 1);
  }
}
