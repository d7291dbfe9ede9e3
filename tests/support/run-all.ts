// `npm test`: every runner one after the other, their usual output, and one last line with the sums.
// `npm test -- domain e2e` runs only the named ones.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureChromium } from './chromium.ts';
import { countPlaywright, countVitest, type Counts } from './test-reports.ts';

interface Runner {
  name: string;
  arguments: (reportFile: string) => string[];
  environment?: (reportFile: string) => Record<string, string>;
  count: (report: unknown) => Counts;
  needsBrowser: boolean;
}

const vitest = (name: string, needsBrowser: boolean): Runner => ({
  name,
  arguments: (reportFile) => [
    'node_modules/vitest/vitest.mjs',
    ...['run', '--project', name, '--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`],
  ],
  count: countVitest,
  needsBrowser,
});

const playwright: Runner = {
  name: 'e2e',
  arguments: () => ['node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json'],
  environment: (reportFile) => ({ PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile }),
  count: countPlaywright,
  needsBrowser: true,
};

const allRunners = [vitest('domain', false), vitest('server', false), vitest('browser', true), playwright];
const reports = 'test-results';

/** Node with `parameters`, its output passed through; true when it ended well. */
function runNode(parameters: string[], environment: Record<string, string> = {}): boolean {
  const env = { ...process.env, ...environment };
  return (
    spawnSync(process.execPath, parameters, { stdio: ['ignore', 'inherit', 'inherit'], env }).status === 0
  );
}

function run(runner: Runner): Counts {
  console.log(`\n--- ${runner.name} tests`);
  const reportFile = join(process.cwd(), reports, `${runner.name}.json`);
  rmSync(reportFile, { force: true });
  const endedWell = runNode(runner.arguments(reportFile), runner.environment?.(reportFile));
  if (!existsSync(reportFile)) {
    console.error(`The ${runner.name} tests left no report: they did not start or were cut off.`);
    return { passed: 0, failed: 1, atSecondTry: [] };
  }
  const counts = runner.count(JSON.parse(readFileSync(reportFile, 'utf8')));
  // A runner can end badly with every test passed (an unhandled error) or well with no test run at all.
  const isHollow = counts.failed === 0 && (!endedWell || counts.passed === 0);
  if (isHollow) console.error(`The ${runner.name} tests ended badly or ran nothing; counted as a failure.`);
  return isHollow ? { ...counts, failed: 1 } : counts;
}

function chosenRunners(): Runner[] {
  const names = process.argv.slice(2);
  const unknown = names.filter((name) => !allRunners.some((runner) => runner.name === name));
  if (unknown.length > 0) {
    console.error(
      `Unknown tests: ${unknown.join(', ')}. There are: ${allRunners.map((r) => r.name).join(', ')}.`,
    );
    process.exit(1);
  }
  return names.length === 0 ? allRunners : allRunners.filter((runner) => names.includes(runner.name));
}

mkdirSync(reports, { recursive: true });
const runners = chosenRunners();
if (runners.some((runner) => runner.needsBrowser)) process.env.CHROMIUM_PATH = ensureChromium();
// The e2e tests drive the product as it ships: the built client behind server/index.ts.
const canRun = !runners.includes(playwright) || runNode(['server/client-build.js']);
const results = canRun ? runners.map(run) : [{ passed: 0, failed: 1, atSecondTry: [] }];
const passed = results.reduce((sum, counts) => sum + counts.passed, 0);
const failed = results.reduce((sum, counts) => sum + counts.failed, 0);
const atSecondTry = results.flatMap((counts) => counts.atSecondTry);
if (atSecondTry.length > 0) console.log(`\nPassed at the second try only:\n  ${atSecondTry.join('\n  ')}`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
console.log(`\n${passed} passed, ${failed} failed`);
