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
}

function drawPlots({ series = [] }: Report): void {
  for (const one of series)
    one.plots.forEach((_, i) => writeFileSync(new URL(plotName(one, i), folder), plotOf(one, i)));
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

/** The page of all parts that were ever measured here, and their plots. `how` says how often each value was measured. */
export function writePage(parts: readonly { name: string; how: string }[]): void {
  const sections = parts
    .filter(({ name }) => existsSync(new URL(`${name}.json`, folder)))
    .map(({ name, how }) => {
      const kept = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as Kept;
      drawPlots(kept);
      return sectionOf(name, how, kept);
    });
  const head = [
    '# Figures',
    '',
    'Written by `npm run bench`; each section by `npm run bench -- <its name>`, which also leaves the same as JSON in `results/`.',
    'Each section says which values are medians and which come from a single run; how far single runs scatter is to be seen in the table of rooms, where more rooms were at times faster than fewer.',
  ];
  writeFileSync(page, `${[...head, ...sections.flat()].join('\n')}\n`);
}

function sectionOf(part: string, how: string, { machine, measuredOn, figures, series = [] }: Kept): string[] {
  const rows = figures.map((figure) => [figure.what, measured(figure), bound(figure), figure.beside ?? '']);
  return [
    ...['', `## ${part}`, '', `Measured on ${measuredOn}: ${machine}. ${how}`, ''],
    ...(rows.length > 0 ? tableOf(['what', 'measured', 'to reach', 'beside'], rows) : []),
    ...series.flatMap((one) => [
      ...['', `### ${one.title}`, ''],
      ...tableOf(
        headsOf(one),
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

/** A column's name with its unit, where the name does not hold it. */
export function headsOf({ columns, plots, units = {} }: Series): string[] {
  return columns.map((column) => {
    const unit = units[column] ?? plots.find((plot) => plot.columns.includes(column))?.unit;
    return unit === undefined || column.split(/[ ']/).includes(unit) ? column : `${column}, ${unit}`;
  });
}

function tableOf(columns: readonly string[], rows: readonly string[][]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)];
}
