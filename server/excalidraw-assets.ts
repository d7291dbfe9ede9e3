// Makes Excalidraw stay at home: its fonts are served from the own origin, and the address of a foreign server that
// it appends to every font is rewritten. A release that moves that address fails the build instead of leaking.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const here = dirname(fileURLToPath(import.meta.url));
const source = join(here, '../node_modules/@excalidraw/excalidraw');
const target = join(here, '../src/static/excalidraw');
const isExcalidraw = /[\\/]@excalidraw[\\/]excalidraw[\\/]dist[\\/][^?]*\.js(\?|$)/;
const foreignAddress = /`https:\/\/esm\.sh\/\$\{[^{}]*(?:\$\{[^{}]*\}[^{}]*)*\}\/dist\/prod\/`/g;

/** Excalidraw's code without the foreign address; undefined when there is none in it. */
export function rewriteFontAddress(code: string): string | undefined {
  if (!code.includes('esm.sh')) return undefined;
  const rewritten = code.replace(foreignAddress, '`${window.location.origin}/excalidraw/`');
  if (rewritten.includes('esm.sh'))
    throw new Error('Excalidraw names its font server in another way: see server/excalidraw-assets.ts');
  return rewritten;
}

/** Copies the fonts (14 MB, not committed) beside the static files, once a release. */
export function copyFonts(): void {
  const { version } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as { version: string };
  const marker = join(target, 'version.txt');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === version) return;
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  cpSync(join(source, 'dist/prod/fonts'), join(target, 'fonts'), { recursive: true });
  writeFileSync(marker, version);
}

/** The part that development's dependency optimizer needs too, since it bundles Excalidraw by itself. */
function rewriteFonts(): Plugin {
  let seen = 0;
  let rewritten = 0;
  return {
    name: 'fourstep-excalidraw-fonts',
    transform(code, id) {
      if (!isExcalidraw.test(id)) return undefined;
      seen += 1;
      const home = rewriteFontAddress(code);
      if (home === undefined) return undefined;
      rewritten += 1;
      return { code: home, map: null };
    },
    buildEnd(error) {
      if (error || seen < 3 || rewritten > 0) return;
      this.error('No font server address found in Excalidraw: has it moved? See server/excalidraw-assets.ts');
    },
  };
}

export function excalidraw(): Plugin[] {
  return [
    {
      name: 'fourstep-excalidraw',
      config() {
        copyFonts();
        return {
          optimizeDeps: {
            include: ['@excalidraw/excalidraw'],
            rolldownOptions: { plugins: [rewriteFonts()] },
          },
        };
      },
      generateBundle(_options, bundle) {
        const leaky = Object.values(bundle).filter(
          (file) => file.type === 'chunk' && file.code.includes('esm.sh'),
        );
        if (leaky.length > 0)
          this.error(`A foreign font server is named in ${leaky.map((file) => file.fileName).join(', ')}`);
      },
    },
    rewriteFonts(),
  ];
}
