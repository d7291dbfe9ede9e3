// What was measured, kept: a JSON file a part, an SVG a plot, and the page that shows them all.
import { mkdirSync, readFileSync, writeFileSync, existsSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { round } from './figure.ts';
import type { Figure, Report, Series } from './figure.ts';
import { plotOf } from './plot.ts';

const folder = new URL('results/', import.meta.url);
const page = new URL('FIGURES.md', import.meta.url);

type Kept = Report & { machine: string; measuredOn: string };

export function keep(part: string, report: Report): void {
  mkdirSync(folder, { recursive: true });
  const machine = `${availableParallelism()} cores, ${Math.round(totalmem() / 1024 ** 3)} GB, Node ${process.versions.node}`;
  const kept: Kept = { machine, measuredOn: new Date().toISOString().slice(0, 10), ...report };
  writeFileSync(new URL(`${part}.json`, folder), `${JSON.stringify(kept, null, 2)}\n`);
  for (const series of report.series ?? [])
    series.plots.forEach((_, i) => writeFileSync(new URL(plotName(series, i), folder), plotOf(series, i)));
}

const plotName = ({ name }: Series, i: number) => `${name}${i === 0 ? '' : `-${i + 1}`}.svg`;

export function printTable(figures: readonly Figure[]): void {
  console.table(
    figures.map((figure) => ({
      what: figure.what,
      measured: measured(figure),
      'to reach': bound(figure),
      beside: figure.beside ?? '',
    })),
  );
}

const measured = ({ value, unit }: Figure) => `${round(value)} ${unit}`;

function bound({ value, unit, atMost, atLeast }: Figure): string {
  const isReached = value <= (atMost ?? Infinity) && value >= (atLeast ?? -Infinity);
  const words =
    atMost !== undefined
      ? `at most ${atMost} ${unit}`
      : atLeast !== undefined
        ? `at least ${atLeast} ${unit}`
        : '';
  return words && `${words}${isReached ? '' : ' (not reached)'}`;
}

/** The page of all parts that were ever measured here. */
export function writePage(parts: readonly string[]): void {
  const kept = parts.filter((part) => existsSync(new URL(`${part}.json`, folder)));
  const sections = kept.map((part) =>
    sectionOf(part, JSON.parse(readFileSync(new URL(`${part}.json`, folder), 'utf8')) as Kept),
  );
  const head = [
    '# Figures',
    '',
    'Written by `npm run bench`; each section by `npm run bench -- <its name>`, which also leaves the same as JSON in `results/`.',
  ];
  writeFileSync(page, `${[...head, ...sections.flat()].join('\n')}\n`);
}

function sectionOf(part: string, { machine, measuredOn, figures, series = [] }: Kept): string[] {
  const rows = figures.map((figure) => [figure.what, measured(figure), bound(figure), figure.beside ?? '']);
  return [
    ...['', `## ${part}`, '', `Measured on ${measuredOn}: ${machine}.`, ''],
    ...(rows.length > 0 ? tableOf(['what', 'measured', 'to reach', 'beside'], rows) : []),
    ...series.flatMap((one) => [
      ...['', `### ${one.title}`, ''],
      ...tableOf(
        one.columns,
        one.rows.map((row) => row.map((value) => (Number.isFinite(value) ? round(value) : ''))),
      ),
      ...[
        '',
        ...one.plots.map(
          ({ columns }, i) => `![${columns.join(', ')} by ${one.columns[0]}](results/${plotName(one, i)})`,
        ),
      ],
    ]),
  ];
}

function tableOf(columns: readonly string[], rows: readonly string[][]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)];
}
