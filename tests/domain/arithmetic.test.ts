import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calculate, isNear } from '#domain/arithmetic.ts';

test.each([
  ['100,000,000 / 30 / 86,400', 38.58],
  ['84 x 0.75 + 36', 99],
  ['2 ^ 10 × 3 ÷ 4', 768],
  ['2 ^ 3 ^ 2', 512],
  ['(1 + 2) * -3', -9],
  ['0.1% x 1,000', 1],
  ['.5 + .25', 0.75],
  ['10 / 2 = 5; 5 x 3 = 15 -- and so on', 15],
  ['1,157 x 900 ≈ 1,041,300', 1_041_300],
])('%s comes to %d', (working, value) => {
  expect(calculate(working)).toMatchObject({ kind: 'value', value: expect.closeTo(value, 1) });
});

test.each(['10M keys x 150 B', 'two times three', '', '1 +', '(1', '1 2', '3 x', 'process.exit(1)', '1 / 0'])(
  '“%s” is words and no arithmetic',
  (working) => {
    expect(calculate(working)).toEqual({ kind: 'words' });
  },
);

test('a stated result that does not fit its step is wrong, wherever it stands', () => {
  expect(calculate('10 / 2 = 6; 6 x 3 = 18').kind).toBe('wrong');
  expect(calculate('10 / 3 = 3.3').kind).toBe('value');
});

test('sums and products of any figures come to what they are', () => {
  const figure = fc.integer({ min: 1, max: 1_000_000 });
  fc.assert(
    fc.property(figure, figure, figure, (a, b, c) => {
      const written = (n: number) => n.toLocaleString('en');
      const working = calculate(`${written(a)} + ${written(b)} x ${written(c)} / 7`);
      expect(working).toMatchObject({ kind: 'value' });
      if (working.kind === 'value') expect(isNear(working.value, a + (b * c) / 7, 1e-9)).toBe(true);
    }),
  );
});

test('no text whatever makes it throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'0123456789.,+-*/^()%x× =;abc'.split('')) }), (text) => {
      calculate(text);
    }),
  );
});
