// What "surprise me" draws: rested questions, and more often those that train what is weak.
import { describe, expect, test } from 'vitest';
import { drawQuestion, weakFirst } from '#domain/solo-choice.ts';
import type { Outcome } from '#domain/outcome.ts';

const day = 24 * 60 * 60_000;
const now = 100 * day;
const question = (id: string, ...criteria: string[]) => ({
  ...{ id, levels: ['senior'] },
  interviewer: { deepDives: criteria.map((criterion) => ({ criterion })) },
});
type Known = Parameters<typeof drawQuestion>[0][number];
const shelf = [
  question('weak', 'resilience'),
  question('strong', 'scope'),
  question('other', 'hld'),
] as Known[];
const drawn = (past: { questionId: string; startedAt: number }[], weak: string[] = []) => {
  const ids = Array.from(
    { length: 300 },
    (_, seed) => drawQuestion(shelf, past, weak, { level: 'senior', now, seed })?.id ?? 'none',
  );
  return (id: string) => ids.filter((one) => one === id).length;
};

describe('surprise me', () => {
  test('[SO9] what was seen within three weeks is not drawn as long as there is another', () => {
    const count = drawn([
      { questionId: 'weak', startedAt: now - 20 * day },
      { questionId: 'strong', startedAt: now - 22 * day },
    ]);
    expect(count('weak')).toBe(0);
    expect(count('strong')).toBeGreaterThan(50);
    const all = shelf.map(({ id }) => ({ questionId: id, startedAt: now - day }));
    expect(drawn(all)('none')).toBe(0);
  });

  test('[SO9] what trains a weak criterion comes about three times as often', () => {
    const count = drawn([], ['resilience', 'estimation', 'scope']);
    expect(count('weak') / count('strong')).toBeGreaterThan(2);
    expect(count('weak') / count('strong')).toBeLessThan(4.5);
    expect(count('other')).toBeGreaterThan(20);
  });

  test('[SO9] the same seed draws the same, and nothing of another level', () => {
    const draw = (seed: number, level = 'senior') => drawQuestion(shelf, [], [], { level, now, seed });
    expect(draw(7)).toBe(draw(7));
    expect(draw(7, 'staff')).toBeUndefined();
  });

  test('[SO9] weak is what others saw lately, one’s own view only where there is none', () => {
    const seen = (startedAt: number, partner: Record<string, number> | null, self: Record<string, number>) =>
      ({ startedAt, partner: partner && { values: partner }, self: { values: self } }) as unknown as Outcome;
    const past = [
      seen(1, { scope: 1, hld: 4 }, { scope: 4 }),
      seen(2, { scope: 4, hld: 3 }, { scope: 1 }),
      seen(3, { scope: 4, hld: 3 }, { scope: 1 }),
      seen(4, { scope: 4, hld: 2 }, { scope: 1 }),
      seen(5, null, { estimation: 2 }),
    ];
    expect(weakFirst(past)).toEqual(['estimation', 'hld', 'scope']);
  });
});
