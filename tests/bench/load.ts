// Rooms of two, one of them drawing 20 times a second, both pointing 30 times: how long a drawing takes to the peer,
// what it costs the server, what arrives of the pointers. Ours and the relay turn by turn, each on a fresh process.
import { median } from './figure.ts';
import type { Figure, Report, Series } from './figure.ts';
import type { Measured } from './load/generator.ts';
import { measureLoad } from './load/sides.ts';
import type { Side } from './load/sides.ts';

const sides: Side[] = ['ours', 'relay'];
const thorough = [250, 500];
const steps = [25, 50, 100, 150, 200, 250, 300, 350, 400, 500, 600, 700];
const runs = 3;
/** Beyond this a side is not asked for more rooms. */
const enoughMs = 400;
const boundMs = 100;

export async function benchLoad(): Promise<Report> {
  const measured = new Map<Side, Map<number, Measured>>(sides.map((side) => [side, new Map()]));
  for (const rooms of steps) {
    const times = thorough.includes(rooms) ? runs : 1;
    const taken: Record<Side, Measured[]> = { ours: [], relay: [] };
    for (let run = 0; run < times; run += 1) {
      for (const side of sides) {
        if ([...measured.get(side)!.values()].some(({ p99 }) => p99 > enoughMs) && !thorough.includes(rooms))
          continue;
        taken[side].push(await measureLoad(side, rooms));
      }
    }
    for (const side of sides) {
      const one = medianOf(taken[side]);
      if (one) measured.get(side)!.set(rooms, one);
      if (one)
        console.log(
          `  ${rooms} rooms, ${side}: p99 ${one.p99.toFixed(1)} ms, ${one.serverCores.toFixed(2)} cores`,
        );
    }
  }
  const [ours, relay] = [measured.get('ours')!, measured.get('relay')!];
  const series = seriesOf(ours, relay);
  return {
    figures: [...thorough.flatMap((rooms) => figuresAt(rooms, ours, relay)), ...mostRooms(series)],
    series: [series],
  };
}

type ByRooms = ReadonlyMap<number, Measured>;

function figuresAt(rooms: number, ours: ByRooms, relay: ByRooms): Figure[] {
  const [own, peer] = [ours.get(rooms), relay.get(rooms)];
  if (!own || !peer) return [];
  const is250 = rooms === 250;
  const share = (m: Measured) => ((100 * m.pointersShown) / m.pointersSent).toFixed(0);
  const refused = Object.values(own.refusals).reduce((sum, count) => sum + count, 0);
  return [
    {
      what: `${rooms} rooms of two, sender to peer, p99`,
      value: own.p99,
      unit: 'ms',
      atMost: is250 ? 50 : 150,
      beside: `p50 ${own.p50.toFixed(1)}; relay p50 ${peer.p50.toFixed(1)}, p99 ${peer.p99.toFixed(0)}`,
    },
    {
      what: `${rooms} rooms of two, the server's processor`,
      value: own.serverCores,
      unit: 'cores',
      ...(!is250 && { atMost: 1.5 }),
      beside: `relay ${peer.serverCores.toFixed(2)}; the load itself ${own.generatorCores.toFixed(2)}`,
    },
    {
      what: `${rooms} rooms of two, pointers shown`,
      value: Number(share(own)),
      unit: '%',
      beside: `relay ${share(peer)} %; drawings refused ${refused}, lost ${Math.max(0, own.drawingsSent - own.drawingsShown)}`,
    },
  ];
}

/** The most rooms a side carried, there and at every lower number that was measured. Above it a number may lie below
 * the bound again, which is named: between two numbers the machine makes more of a difference than the rooms. */
export function mostRooms({ columns, rows }: Pick<Series, 'columns' | 'rows'>): Figure[] {
  const carried = (column: string) => {
    const at = columns.indexOf(column);
    const measured = rows.filter((row) => Number.isFinite(row[at]));
    const beyond = measured.findIndex((row) => row[at]! >= boundMs);
    const within = beyond < 0 ? measured : measured.slice(0, beyond);
    const again = measured.slice(within.length).filter((row) => row[at]! < boundMs);
    return { most: within.at(-1)?.[0] ?? 0, again: again.map(([rooms]) => rooms) };
  };
  const [own, peer] = [carried('p99'), carried("relay's p99")];
  const words = ({ again }: typeof own) => (again.length > 0 ? `below it again at ${again.join(', ')}` : '');
  return [
    {
      what: `most rooms at p99 below ${boundMs} ms, and at every lower number measured`,
      value: own.most,
      unit: 'rooms',
      beside: [words(own), `relay ${peer.most}`, words(peer)].filter(Boolean).join('; '),
    },
    { what: 'most rooms, against the relay', value: own.most / peer.most, unit: 'times', atLeast: 1.5 },
  ];
}

function seriesOf(ours: ByRooms, relay: ByRooms): Series {
  const columns = ['p50', 'p99', 'cores', 'pointers shown'];
  const units = { p50: 'ms', "relay's p50": 'ms', 'pointers shown': '%', "relay's pointers shown": '%' };
  const valuesOf = (m: Measured | undefined) =>
    m ? [m.p50, m.p99, m.serverCores, (100 * m.pointersShown) / m.pointersSent] : columns.map(() => NaN);
  return {
    name: 'rooms',
    title: 'Rooms of two',
    columns: ['rooms', ...columns, ...columns.map((column) => `relay's ${column}`)],
    rows: steps
      .filter((rooms) => ours.has(rooms) || relay.has(rooms))
      .map((rooms) => [rooms, ...valuesOf(ours.get(rooms)), ...valuesOf(relay.get(rooms))]),
    plots: [
      { columns: ['p99', `relay's p99`], unit: 'ms' },
      { columns: ['cores', `relay's cores`], unit: 'cores' },
    ],
    units,
  };
}

/** Each value the median of its own; the counts of the run in the middle. */
function medianOf(taken: readonly Measured[]): Measured | undefined {
  const middle = [...taken].sort((a, b) => a.p99 - b.p99)[Math.floor(taken.length / 2)];
  return (
    middle && {
      ...middle,
      p50: median(taken.map((m) => m.p50)),
      serverCores: median(taken.map((m) => m.serverCores)),
    }
  );
}
