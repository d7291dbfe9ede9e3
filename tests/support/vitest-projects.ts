// The three test projects that Vitest runs; tests/e2e belongs to Playwright (playwright.config.ts).
import { playwright } from '@vitest/browser-playwright';
import type { TestProjectConfiguration } from 'vitest/config';
import { launchOptions } from './chromium.ts';
import { secondTries } from './second-tries.ts';

export function vitestProjects(): TestProjectConfiguration[] {
  return [
    { test: { name: 'domain', include: ['tests/domain/**/*.test.ts'], environment: 'node' } },
    {
      test: {
        name: 'server',
        include: ['tests/server/**/*.test.ts'],
        environment: 'node',
        pool: 'forks',
        testTimeout: 20_000,
        hookTimeout: 20_000,
        retry: secondTries,
      },
    },
    {
      extends: true,
      test: {
        name: 'browser',
        include: ['tests/browser/**/*.test.ts'],
        testTimeout: 20_000,
        retry: secondTries,
        browser: {
          enabled: true,
          headless: true,
          screenshotFailures: false,
          provider: playwright({ launchOptions: launchOptions() }),
          instances: [{ browser: 'chromium' }],
        },
      },
    },
  ];
}
