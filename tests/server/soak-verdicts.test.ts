// What the soak and the bench conclude from what they measured: held here on made-up measurements, so that none waits
// for ever, passes what it should not, or says more than was seen.
import { expect, test } from 'vitest';
import { mostRooms } from '../bench/load.ts';
import { headsOf } from '../bench/report.ts';
import { floodProblems } from '../soak/flood.ts';
import { hasEnded } from '../soak/fsync.ts';
import { pageOf } from '../soak/page.ts';

test.each([
  [6071, '6071  +++ killed by SIGKILL +++'],
  [12, '12    +++ killed by SIGKILL +++'],
  [31488, '31488 +++ killed by SIGKILL +++'],
])('the end of process %i is seen in a trace', (pid, line) => {
  expect(hasEnded(`9000 fsync(21)\n${line}\n`, pid)).toBe(true);
});

test('the end of another process or thread is not', () => {
  expect(hasEnded('60711 +++ exited with 0 +++\n16071 +++ exited with 0 +++\n', 6071)).toBe(false);
});

test('the most rooms are those below which no lower number was beyond the bound, and what came below it again is named', () => {
  const columns: [string, ...string[]] = ['rooms', 'p99', "relay's p99"];
  const rows = [
    [50, 7, 2],
    [100, 20, 120],
    [150, 179, NaN],
    [250, 96, 91],
  ];
  const [most, against] = mostRooms({ columns, rows });
  expect(most).toMatchObject({
    value: 100,
    beside: 'below it again at 250; relay 50; below it again at 250',
  });
  expect(against?.value).toBe(2);
  expect(mostRooms({ columns, rows: rows.slice(0, 2) })[0]).toMatchObject({ value: 100 });
});

test('a column’s head has its unit, from its plot or its own, once', () => {
  const plots = [
    { columns: ['p99'], unit: 'ms' },
    { columns: ['cores', 'MB on disk'], unit: 'MB' },
  ];
  const columns: [string, ...string[]] = ['rooms', 'p50', 'p99', 'MB on disk'];
  const heads = headsOf({ name: '', title: '', columns, rows: [], plots, units: { p50: 'ms' } });
  expect(heads).toEqual(['rooms', 'p50, ms', 'p99, ms', 'MB on disk']);
});

const acks = (ms: number) => Array.from({ length: 100 }, () => ms);

test('beside a flood fifty milliseconds is the bound, whatever it was without', () => {
  const quiet = acks(45);
  expect(floodProblems({ quiet, flooded: acks(49), cut: 200 })).toEqual([]);
  expect(floodProblems({ quiet, flooded: acks(60), cut: 200 })).toEqual([
    'p99 60.0 ms is more than 50 ms; without the flood it is 45.0 ms',
  ]);
  expect(floodProblems({ quiet, flooded: acks(5).slice(0, 80), cut: 200 })).toEqual(['acks are missing']);
  expect(floodProblems({ quiet, flooded: acks(5), cut: 0 })).toEqual(['only 0 connections were cut']);
});

test('the soak’s page says of each part when it was run, what did not hold, and which never was', () => {
  const kept = {
    ...{ measuredOn: '2030-01-01', machine: '2 cores', seconds: 7 },
    ...{ figures: { kills: 3 }, problems: ['one was lost'] },
  };
  const page = pageOf(
    [
      { name: 'kill', what: 'Kills.' },
      { name: 'disk', what: 'A full disk.' },
    ],
    { kill: kept },
  );
  expect(page).toContain('`npm run soak -- kill`, on 2030-01-01: 2 cores. It took 7 s.');
  expect(page).toContain('| kills | 3 |\n\n- **Did not hold:** one was lost');
  expect(page).toContain('A full disk.\n\nNever run here: `npm run soak -- disk`.');
});
