// A rule that cannot fail is worse than none: each rule of .dependency-cruiser.cjs is seen to fail on a tree that breaks
// it in exactly one place.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

interface Rules {
  forbidden: { name: string }[];
  options: ICruiseOptions;
}
const { forbidden, options } = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as Rules;

/** One forbidden import for each rule: [rule, the importing file, what it imports, what that resolves to]. */
const breaches: [rule: string, from: string, specifier: string, to: string][] = [
  ['domain-is-pure', 'src/domain/clock.ts', 'node:fs', 'fs'],
  ['client-not-server', 'src/lib/room/outbox.ts', '../../../server/config.ts', 'server/config.ts'],
  ['server-not-client', 'server/presence.ts', '../src/lib/ui/theme.ts', 'src/lib/ui/theme.ts'],
  ['lib-not-routes', 'src/lib/rating/form.ts', '../../routes/page.ts', 'src/routes/page.ts'],
  ['server-store-not-upward', 'server/store/sqlite.ts', '../rooms.ts', 'server/rooms.ts'],
  ['server-room-not-upward', 'server/room.ts', './sockets.ts', 'server/sockets.ts'],
  ['server-rooms-not-upward', 'server/rooms.ts', './app.ts', 'server/app.ts'],
  ['server-edges-not-upward', 'server/http.ts', './app.ts', 'server/app.ts'],
  ['server-app-not-upward', 'server/app.ts', './index.ts', 'server/index.ts'],
  ['server-edges-not-each-other', 'server/web.ts', './http.ts', 'server/http.ts'],
  ['room-knows-no-socket-or-sql', 'server/room.ts', './store/migrations.ts', 'server/store/migrations.ts'],
  ['sql-in-store-only', 'server/files.ts', 'node:sqlite', 'node:sqlite'],
  ['excalidraw-in-board-only', 'src/lib/replay/player.ts', 'react', 'node_modules/react/index.js'],
  ['product-not-tests', 'server/seed.ts', '../tests/support/factory.ts', 'tests/support/factory.ts'],
  ['no-circles', 'src/lib/ui/left.ts', './right.ts', 'src/lib/ui/right.ts'],
  ['resolvable', 'src/lib/ui/lost.ts', './nowhere.ts', './nowhere.ts'],
];

/** Files that are imported and break nothing themselves. */
const bystanders: Record<string, string> = {
  'server/config.ts': '',
  'server/index.ts': '',
  'server/sockets.ts': '',
  'server/store/migrations.ts': '',
  'src/lib/ui/theme.ts': '',
  'src/routes/page.ts': '',
  'tests/support/factory.ts': '',
  'src/lib/ui/right.ts': `import './left.ts';\n`,
  'node_modules/react/package.json': '{"name": "react", "version": "1.0.0", "main": "index.js"}',
  'node_modules/react/index.js': '',
};

let tree: string;

function write(path: string, contents: string): void {
  mkdirSync(dirname(join(tree, path)), { recursive: true });
  writeFileSync(join(tree, path), contents, { flag: 'a' });
}

describe('the import directions', () => {
  let violations: string[];

  beforeAll(async () => {
    tree = mkdtempSync(join(tmpdir(), 'fourstep-imports-'));
    for (const [path, contents] of Object.entries(bystanders)) write(path, contents);
    for (const [, from, specifier] of breaches) write(from, `import '${specifier}';\n`);
    const { tsConfig: _, ...plainOptions } = options;
    const ruleSet = { forbidden } as NonNullable<ICruiseOptions['ruleSet']>;
    const result = await cruise(['src', 'server'], {
      ...plainOptions,
      baseDir: tree,
      ruleSet,
      validate: true,
    });
    const { summary } = result.output as ICruiseResult;
    violations = summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`);
  });

  afterAll(() => rmSync(tree, { recursive: true, force: true }));

  test('every rule has a breach to fail on', () => {
    expect(breaches.map(([rule]) => rule).sort()).toEqual(forbidden.map(({ name }) => name).sort());
  });

  test.each(breaches)('%s refuses %s importing %s', (rule, from, _specifier, to) => {
    expect(violations).toContain(`${rule}: ${from} -> ${to}`);
  });

  test('nothing else is refused', () => {
    const expected = breaches.map(([rule, from, , to]) => `${rule}: ${from} -> ${to}`);
    // A circle is found from either of its ends.
    expect(violations.filter((violation) => !violation.includes('right.ts -> ')).sort()).toEqual(
      expected.sort(),
    );
  });
});
