// Loads the client's real modules outside a browser (`node --import`): runes are compiled, and the socket comes
// from the simulated network. With FOURSTEP_PLANT, one module is loaded with a planted bug in its text.
import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';
import { compileModule } from 'svelte/compiler';

export type Plant = { file: string; find: string; replace: string };

const root = new URL('../../../', import.meta.url).href;
const plant = process.env.FOURSTEP_PLANT ? (JSON.parse(process.env.FOURSTEP_PLANT) as Plant) : null;

registerHooks({
  resolve(specifier, context, next) {
    const isSocket = specifier === 'socket.io-client' && context.parentURL?.includes('/src/lib/');
    return isSocket
      ? { url: new URL('./virtual-socket.ts', import.meta.url).href, shortCircuit: true }
      : next(specifier, context);
  },
  load(url, context, next) {
    const isPlanted = plant !== null && url === root + plant.file;
    const hasRunes = url.endsWith('.svelte.ts');
    if (!isPlanted && !hasRunes) return next(url, context);
    const filename = fileURLToPath(url);
    const text = readFileSync(filename, 'utf8');
    const javascript = stripTypeScriptTypes(isPlanted ? planted(text, plant) : text);
    const source = hasRunes
      ? compileModule(javascript, { generate: 'server', filename }).js.code
      : javascript;
    return { format: 'module', source, shortCircuit: true };
  },
});

function planted(text: string, { file, find, replace }: Plant): string {
  const found = text.split(find).length - 1;
  if (found !== 1) throw new Error(`${file} has "${find}" ${found} times; a planted bug needs it once`);
  return text.replace(find, () => replace);
}
