// Finds the Chromium that the browser and e2e tests run in, and says how it must be started.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { chromium } from 'playwright';

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Nothing may leave the machine on the browser's own account, and as root it has no sandbox to enter. */
export const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function findChromium(): string | undefined {
  const named = process.env.CHROMIUM_PATH;
  if (named) return existsSync(named) ? named : undefined;
  return [...usualPlaces, chromium.executablePath()].find((path) => existsSync(path));
}

/** What both browser runners hand to Playwright. Without a path it looks for its own download. */
export function launchOptions() {
  const executablePath = findChromium();
  return { ...(executablePath ? { executablePath } : {}), args: chromiumFlags };
}

/** The path of a Chromium, installing one if there is none. Exits with instructions when that fails. */
export function ensureChromium(): string {
  const found = findChromium();
  if (found) return found;
  if (process.env.CHROMIUM_PATH) {
    giveUp(`CHROMIUM_PATH names ${process.env.CHROMIUM_PATH}, and there is no such file.`);
  }
  console.log('No Chromium found; installing one for the browser tests ...');
  const installed = installWithPlaywright() ?? installWithApt();
  return installed ?? giveUp('No Chromium was found and none could be installed.');
}

function installWithPlaywright(): string | undefined {
  const manifest = createRequire(import.meta.url).resolve('playwright/package.json');
  run(process.execPath, [join(dirname(manifest), 'cli.js'), 'install', 'chromium']);
  return findChromium();
}

function installWithApt(): string | undefined {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined;
  if (run('apt-get', ['update', '-q'])) run('apt-get', ['install', '-y', '-q', 'chromium']);
  return findChromium();
}

function run(command: string, parameters: string[]): boolean {
  return spawnSync(command, parameters, { stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;
}

function giveUp(reason: string): never {
  console.error(
    `${reason}\nInstall one and run the tests again:\n` +
      '  Debian, Ubuntu:  sudo apt-get install -y chromium\n' +
      '  anywhere:        npx playwright install --with-deps chromium\n' +
      '  or point at one: CHROMIUM_PATH=/path/to/chromium npm test',
  );
  process.exit(1);
}
