// The calculator's table: quantities, magnitudes, and everything one can write that is wrong.
import { describe, expect, test } from 'vitest';
import { calculate } from '../../src/lib/calculator/engine.ts';

const last = (text: string) => calculate(text).at(-1)!;
const words = (text: string) => {
  const line = last(text);
  return line.kind === 'value' ? line.shown.words : line.kind === 'error' ? `! ${line.message}` : '';
};

describe('quantities', () => {
  test.each([
    ['86,400', '86,400'],
    ['2^10', '1,024'],
    ['2^32', '4,295,000,000'],
    ['10M', '10,000,000'],
    ['1.5k * 2', '3,000'],
    ['20% * 50', '10'],
    ['10M / day', '115.7 /s'],
    ['10M requests / day', '115.7 requests/s'],
    ['10 million', '! “million” is neither'],
    ['10M per day', '115.7 /s'],
    ['1bn a day', '11,570 /s'],
    ['5 requests / s * 1 day', '432,000 requests'],
    ['10M * 200 B', '2 GB'],
    ['10M / day * 200 B', '23.15 kB/s'],
    ['2 TB / 5 years', '12.68 kB/s'],
    ['1 GB / (125 MB / s)', '8 s'],
    ['3 days', '3 days'],
    ['0.25 ms * 4', '1 ms'],
    ['100 Gbit / s', '12.5 GB/s'],
    ['512 MiB', '536.9 MB'],
    ['10M users * 150 B', '1.5 GB'],
    ['150 B / user', '150 B/user'],
    ['sqrt(144)', '12'],
    ['max(3, 7)', '7'],
    ['-3 + 5', '2'],
    ['60 − 10 × 2', '40'],
    ['1 000 000', '1,000,000'],
    ['30 / month', '1 /day'],
    ['2k QPS', '2,000 queries/s'],
    ['10 Gbps', '1.25 GB/s'],
    ['qps = 5 / s', '5 /s'],
    ["10M / day # it's writes", '115.7 /s'],
    ['5 constructor', '! “constructor” is neither'],
    ['5 toString', '! “toString” is neither'],
  ])('%s is %s', (text, shown) => {
    expect(words(text).startsWith(shown) ? shown : words(text)).toBe(shown);
  });

  test('a line gives its name to the lines below', () => {
    const lines = calculate('writes = 10M / day\npeak = writes * 10\n\npeak * 200 B # of storage');
    expect(lines.map((line) => (line.kind === 'value' ? [line.name, line.shown.words] : line.kind))).toEqual([
      ['writes', '115.7 /s'],
      ['peak', '1,157 /s'],
      'empty',
      [null, '231.5 kB/s'],
    ]);
  });

  test('the same in other words, and what to make of it', () => {
    const rate = last('2M requests / s');
    expect(rate).toMatchObject({
      shown: {
        also: '172,800,000,000 requests/day',
        hint: expect.stringContaining('million a second') as string,
      },
    });
    expect(last('3 GB')).toMatchObject({ shown: { hint: 'Fits into the memory of one machine.' } });
    expect(last('2^20')).toMatchObject({ shown: { hint: '2^20' } });
  });
});

describe('what is wrong is said, at once', () => {
  test.each([
    ['1/0', 'divided by zero'],
    ['5 / (3 - 3)', 'divided by zero'],
    ['999999^999999', 'larger than 10'],
    ['9^9^9^9', 'larger than 10'],
    ['sqrt(-1)', 'no value'],
    ['10 parsecs', '“parsecs” is neither'],
    ['5 m', '“m” is neither'],
    ['later * 2', '“later” is neither'],
    ['3 GB + 2 s', 'different things'],
    ['3 GB + 2', 'different things'],
    ['2 ^ (3 s)', 'exponent has no unit'],
    ['(', 'cannot be read'],
    ['1 +', 'cannot be read'],
    ['day = 5', '“day” is a unit'],
    ['x =', 'nothing after the equals sign'],
    ['factorial(170)', 'no function here'],
    ['constructor(1)', 'no function here'],
    ['import("fs")', 'Only numbers'],
    ['[1,2,3]', 'Only numbers'],
    ['f(x) = x', 'cannot be read|no function|Only numbers'],
    ['1:1000000000', 'Only numbers'],
    ['1 == 1', 'Only'],
    ['a.b', 'Only numbers|neither|cannot'],
    ['(((((((((((((((((((((1)))))))))))))))))))))', 'Too many brackets'],
    ['1+'.repeat(5_000), 'too long'],
    ['9'.repeat(10_000), 'too long'],
  ])('%s', (text, message) => {
    const line = calculate(text)[0]!;
    expect(line.kind).toBe('error');
    expect(line).toMatchObject({ message: expect.stringMatching(message) as string });
  });

  test('a million characters are as quick as one', () => {
    expect(calculate('1+1\n'.repeat(250_000))).toHaveLength(60);
    expect(calculate(`${'('.repeat(1_000_000)}`)).toHaveLength(1);
  });
});
