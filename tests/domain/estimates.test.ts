// Kept figures against the question's own, in the units people write and the calculator prints.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { compareEstimates } from '#domain/estimates.ts';
import { parseQuestion } from '#domain/question.ts';
import type { EnteredEstimate } from '#domain/room.ts';
import { unitOf } from '#domain/units.ts';
import { calculate } from '../../src/lib/calculator/engine.ts';

describe('estimates against the reference', () => {
  const entered = (name: string, value: number, unit: string): EnteredEstimate => ({
    ...{ by: 'sia', name, value, unit, working: '', at: 0, phaseId: 'scope' },
  });
  const peak = {
    id: 'peak',
    ask: 'Peak rate',
    working: '1',
    answer: 1157,
    unit: 'per second',
    accept: [1000, 1300] as [number, number],
  };
  const storage = {
    id: 'storage',
    ask: 'Stored in a year',
    working: '1',
    answer: 2,
    unit: 'TB',
    accept: [1, 3] as [number, number],
  };

  test.each([
    ['per second', 'count', 1, true],
    ['requests/day', 'count', 1 / 86_400, true],
    ['per seat and second', 'count', 1, true],
    ['QPS', 'count', 1, true],
    ['RPS', 'count', 1, true],
    ['TPS', 'count', 1, true],
    ['GB a day', 'size', 1e9 / 86_400, true],
    ['Gbit/s', 'size', 125e6, true],
    ['Gbps', 'size', 125e6, true],
    ['Mbps', 'size', 125e3, true],
    ['Tbit/s', 'size', 125e9, true],
    ['EB', 'size', 1e18, false],
    ['KiB', 'size', 1024, false],
    ['ms', 'time', 1e-3, false],
    ['minutes a month', 'time', 60 / 2_592_000, true],
    ['shards', 'count', 1, false],
    ['million euros', 'count', 1e6, false],
    ['billion samples', 'count', 1e9, false],
    ['percent', 'share', 1, false],
    ['constructor', 'count', 1, false],
  ])('[ES1] the unit %s', (text, kind, factor, isRate) => {
    const unit = unitOf(text);
    expect({ ...unit, perSeconds: unit?.perSeconds != null }).toEqual({ kind, factor, perSeconds: isRate });
  });

  test.each(['requests in about two seconds', 'GB ms', 'QPS a day', '2 GB', 'GB a day a year'])(
    '[ES1] %s is no unit',
    (text) => expect(unitOf(text)).toBeNull(),
  );

  test('[ES1] each answers the figure it is named after, in whatever unit', () => {
    const compared = compareEstimates(
      [storage, peak],
      [entered('peak', 1e8, 'requests/day'), entered('storage', 1500, 'GB')],
    );
    expect(
      compared.map(({ estimation, value, isWithin }) => [estimation.id, Math.round(value ?? -1), isWithin]),
    ).toEqual([
      ['storage', 2, true],
      ['peak', 1157, true],
    ]);
  });

  test('[ES1] one without a name is taken by its size, one of another kind not at all', () => {
    const [one] = compareEstimates([peak], [entered('x', 40, 'GB'), entered('y', 5000, '/s')]);
    expect(one).toMatchObject({ value: 5000, isWithin: false });
    expect(compareEstimates([peak], [entered('x', 40, 'GB')])[0]).toMatchObject({
      entered: null,
      value: null,
    });
  });

  test('[ES1] words that carry no meaning name nothing; of those without a name the nearest is taken', () => {
    const reads = { ...peak, id: 'reads', ask: 'How many of the reads come in a second', answer: 20_000 };
    const [atPeak, ofReads] = compareEstimates(
      [peak, reads],
      [entered('the first', 1_200, '/s'), entered('another', 19_000, '/s')],
    );
    expect([atPeak?.value, ofReads?.value]).toEqual([1_200, 19_000]);
  });

  test('[ES1] minutes a month are met by minutes, by hours a year and by a plain share', () => {
    const budget = { ...peak, id: 'budget', ask: 'Downtime', answer: 43.8, unit: 'minutes a month' };
    const valueOf = (value: number, unit: string) =>
      compareEstimates([budget], [entered('downtime', value, unit)])[0]?.value;
    expect(valueOf(43.2, 'minutes')).toBeCloseTo(43.2);
    expect(valueOf(0.72, 'hours')).toBeCloseTo(43.2);
    expect(valueOf(8.76, 'hours a year')).toBeCloseTo(43.2);
    expect(valueOf(0.001, '')).toBeCloseTo(43.2);
  });
});

/** A line somebody would write for such a figure. */
function lineFor(answer: number, text: string): string {
  const { kind, factor, perSeconds } = unitOf(text)!;
  const inOnes = answer * factor;
  if (kind === 'share') return `${answer}%`;
  const unit = { size: 'B', time: 's', count: '' }[kind];
  return `${inOnes} ${unit} ${perSeconds ? '/ s' : ''}`;
}

describe('what a line of the calculator gives answers every shipped reference', () => {
  const questions = readdirSync('rubrics/questions').map((file) =>
    parseQuestion(parse(readFileSync(`rubrics/questions/${file}`, 'utf8'))),
  );
  const all = questions.flatMap(({ id, interviewer }) =>
    interviewer.estimations.map((estimation) => ({ id, estimation, unit: estimation.unit })),
  );

  test.each(all)('[ES1][CO3] $id: $estimation.id in $unit', ({ estimation }) => {
    const [line] = calculate(lineFor(estimation.answer, estimation.unit));
    if (line?.kind !== 'value') throw new Error(JSON.stringify(line));
    const { value, unit } = line.shown;
    const [compared] = compareEstimates(
      [estimation],
      [{ by: 'sia', name: estimation.ask, value, unit, working: '', at: 0, phaseId: 'scope' }],
    );
    expect(compared?.isWithin).toBe(true);
  });
});
