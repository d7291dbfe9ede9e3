import { availableParallelism } from 'node:os';
import { defineConfig } from '@playwright/test';
import { launchOptions } from './tests/support/chromium.ts';
import { secondTries } from './tests/support/second-tries.ts';

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.test.ts',
  outputDir: 'test-results/e2e',
  // Two files at once on a machine that has other work too.
  timeout: 90_000,
  expect: { timeout: 15_000 },
  retries: secondTries,
  // Tests wait for clocks and for each other far more than they work, so two files at once fit on two cores.
  workers: Math.min(2, availableParallelism()),
  forbidOnly: Boolean(process.env.CI),
  reporter: 'list',
  use: {
    launchOptions: launchOptions(),
    screenshot: 'only-on-failure',
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false, sources: false },
  },
});
