// A plot as SVG, by hand: lines over what grows, from nothing upwards, named at their ends. It reads on light and dark.
import { round } from './figure.ts';
import type { Series } from './figure.ts';

const [width, height] = [640, 300];
const margin = { left: 56, right: 130, top: 34, bottom: 40 };
const colours = ['#2563eb', '#d97706', '#059669', '#b91c1c'];

export function plotOf({ title, columns, rows, plots }: Series, nth: number): string {
  const plot = plots[nth]!;
  const lines = plot.columns.map((column) => {
    const at = columns.indexOf(column);
    return rows.map((row) => ({ x: row[0]!, y: row[at]! })).filter(({ y }) => Number.isFinite(y));
  });
  const [mostX, mostY] = [
    Math.max(...lines.flat().map(({ x }) => x), 1),
    nice(Math.max(...lines.flat().map(({ y }) => y), 1e-9)),
  ];
  const px = (x: number) => margin.left + (x / mostX) * (width - margin.left - margin.right);
  const py = (y: number) => height - margin.bottom - (y / mostY) * (height - margin.top - margin.bottom);
  const text = (x: number, y: number, words: string, more = '') =>
    `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${more}>${words}</text>`;
  const grid = [0, 0.25, 0.5, 0.75, 1].flatMap((share) => [
    `<path d="M${margin.left} ${py(share * mostY).toFixed(1)}H${width - margin.right}" class="grid"/>`,
    text(margin.left - 8, py(share * mostY) + 4, short(share * mostY), 'text-anchor="end"'),
    text(px(share * mostX), height - margin.bottom + 18, short(share * mostX), 'text-anchor="middle"'),
  ]);
  const drawn = lines.flatMap((points, i) => {
    const colour = colours[i % colours.length]!;
    const last = points.at(-1);
    return [
      `<polyline points="${points.map(({ x, y }) => `${px(x).toFixed(1)},${py(y).toFixed(1)}`).join(' ')}" fill="none" stroke="${colour}" stroke-width="2"/>`,
      ...points.map(
        ({ x, y }) => `<circle cx="${px(x).toFixed(1)}" cy="${py(y).toFixed(1)}" r="2.5" fill="${colour}"/>`,
      ),
      ...(last
        ? [
            text(
              px(last.x) + 8,
              py(last.y) + 4 + (i - (lines.length - 1) / 2) * 3,
              plot.columns[i]!,
              `fill="${colour}"`,
            ),
          ]
        : []),
    ];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}: ${plot.columns.join(', ')}">`,
    '<style>text{font:12px system-ui,sans-serif}.grid{stroke:#8884;fill:none}text:not([fill]){fill:#777}</style>',
    text(margin.left, 18, `${title}: ${plot.columns.join(', ')} (${plot.unit})`),
    ...grid,
    text((margin.left + width - margin.right) / 2, height - 6, columns[0], 'text-anchor="middle"'),
    ...drawn,
    '</svg>\n',
  ].join('\n');
}

/** The next of 1, 2, 3, 5 times a power of ten. */
function nice(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most));
  return ([1, 2, 3, 5].find((step) => step * power >= most) ?? 10) * power;
}

const short = (value: number): string =>
  value === 0 ? '0' : value >= 100 ? value.toFixed(0) : String(Number(round(value)));
