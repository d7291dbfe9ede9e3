// `npm run bench`: measured figures as a table and, in test-results/bench.json, as data. Each stands beside
// a bound or a peer where there is one. Nothing here fails a build: the machine is shared and noisy.
import { mkdirSync, writeFileSync } from 'node:fs';
import { benchDomain } from './domain.ts';
import { benchHistory } from './history.ts';
import { benchServer } from './server.ts';
import { benchWeight } from './weight.ts';
import type { Figure } from './figure.ts';

const only = process.argv.slice(2);
const benches: Record<string, () => Figure[] | Promise<Figure[]>> = {
  domain: benchDomain,
  weight: benchWeight,
  server: benchServer,
  history: benchHistory,
};

const figures: Figure[] = [];
for (const [name, bench] of Object.entries(benches)) {
  if (only.length > 0 && !only.includes(name)) continue;
  console.log(`measuring: ${name} ...`);
  figures.push(...(await bench()));
}
console.table(
  figures.map(({ what, value, unit, beside }) => ({
    what,
    measured: `${round(value)} ${unit}`,
    beside: beside ?? '',
  })),
);
mkdirSync('test-results', { recursive: true });
writeFileSync('test-results/bench.json', JSON.stringify(figures, null, 2));

function round(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
