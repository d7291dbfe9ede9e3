// `npm run check`: everything that can be said about the code without running the product.
// All steps run even when one fails, two at a time; a step's output is printed when it ends.
import { spawn } from 'node:child_process';

const steps: { name: string; command: string[] }[] = [
  { name: 'types of the client', command: ['svelte-check', '--threshold', 'warning', '--fail-on-warnings'] },
  { name: 'types of server and tests', command: ['tsc', '-p', 'tests'] },
  { name: 'lint', command: ['eslint', '.', '--cache', '--cache-location', 'node_modules/.cache/eslint/'] },
  { name: 'format', command: ['prettier', '--check', '.', '--log-level', 'warn', '--cache'] },
  { name: 'import directions', command: ['depcruise', 'src', 'server', '--output-type', 'err'] },
  { name: 'dead code', command: ['knip'] },
  { name: 'content files', command: ['node', 'server/check-content.ts'] },
];

interface Outcome {
  name: string;
  ok: boolean;
}

function run([command = '', ...parameters]: string[]): Promise<{ ok: boolean; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, parameters, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', (error) => resolve({ ok: false, output: `${output}${error.message}` }));
    child.on('close', (code) => resolve({ ok: code === 0, output }));
  });
}

async function work(queue: typeof steps, outcomes: Outcome[]): Promise<void> {
  for (let step = queue.shift(); step; step = queue.shift()) {
    const startedAt = Date.now();
    const { ok, output } = await run(step.command);
    const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
    console.log(`--- ${step.name}: ${ok ? 'ok' : 'FAILED'} (${seconds} s)`);
    if (output.trim()) console.log(output.trim());
    outcomes.push({ name: step.name, ok });
  }
}

// SvelteKit writes the types of pages and the base tsconfig that the steps read.
const synced = await run(['svelte-kit', 'sync']);
if (!synced.ok) console.log(synced.output);
const outcomes: Outcome[] = [];
const queue = [...steps];
await Promise.all([work(queue, outcomes), work(queue, outcomes)]);

const failed = outcomes.filter((outcome) => !outcome.ok).map((outcome) => outcome.name);
console.log(failed.length === 0 ? '\nEverything checks out.' : `\nFailed: ${failed.join(', ')}.`);
process.exitCode = failed.length === 0 && synced.ok ? 0 : 1;
