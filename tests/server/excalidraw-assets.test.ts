import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { rewriteFontAddress } from '../../server/excalidraw-assets.ts';

test('the foreign font server that Excalidraw names is rewritten to the own origin', () => {
  const folder = new URL('../../node_modules/@excalidraw/excalidraw/dist/prod/', import.meta.url);
  const scripts = readdirSync(folder).filter((name) => name.endsWith('.js'));
  const rewritten = scripts.flatMap(
    (name) => rewriteFontAddress(readFileSync(new URL(name, folder), 'utf8')) ?? [],
  );
  expect(rewritten).toHaveLength(1);
  expect(rewritten[0]).toContain('`${window.location.origin}/excalidraw/`');
  expect(rewritten[0]).not.toContain('esm.sh');
});

test('an address that is written in another way stops the build instead of leaking', () => {
  expect(() => rewriteFontAddress("const fallback = 'https://esm.sh/elsewhere/';")).toThrow('in another way');
  expect(rewriteFontAddress('const nothing = 1;')).toBe(undefined);
});
