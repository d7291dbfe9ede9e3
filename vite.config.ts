import { sveltekit } from '@sveltejs/kit/vite';
import type { Rolldown } from 'vite';
import { defineConfig } from 'vitest/config';
import { excalidraw } from './server/excalidraw-assets.ts';

export default defineConfig(async () => ({
  // The fonts must be among the static files before SvelteKit lists them.
  plugins: [excalidraw(), sveltekit()],
  // Excalidraw asks for this in the browser, where there is no `process`.
  define: { 'process.env.IS_PREACT': JSON.stringify('false') },
  // Svelte wants clsx 2, the board's editor brings clsx 1 to the top of node_modules: bundle the right one.
  ssr: { noExternal: ['clsx'] },
  // The board is one big chunk by nature; it loads only in the room.
  build: {
    chunkSizeWarningLimit: 4000,
    rolldownOptions: {
      checks: { pluginTimings: false },
      onLog(level: Rolldown.LogLevel, log: Rolldown.RolldownLog, print: Rolldown.LogOrStringHandler) {
        // "use client" in React libraries means nothing here.
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') print(level, log);
      },
    },
  },
  environments: {
    client: {
      build: {
        rolldownOptions: {
          output: {
            // What every page needs comes in one piece: dozens of small ones cost more in headers than in code.
            codeSplitting: {
              groups: [
                { name: 'base', test: /node_modules\/(svelte|@sveltejs|clsx|esm-env)\/|src\/lib\/ui\// },
              ],
            },
          },
        },
      },
    },
  },
  // Only a test run pays for loading the test tools.
  test: process.env.VITEST
    ? { projects: (await import('./tests/support/vitest-projects.ts')).vitestProjects() }
    : undefined,
}));
