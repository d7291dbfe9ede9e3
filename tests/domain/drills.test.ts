// What a drill is, when something is looked at again, and which drill is for what.
import { describe, expect, test } from 'vitest';
import { contentProblems } from '#domain/content-rules.ts';
import { drillFor, nextLook, practiseNext, valueOf } from '#domain/drills.ts';
import { aDrill } from '../support/a-drill.ts';
import { testContent } from '../support/server.ts';

const day = 24 * 60 * 60_000;
const gap = (id: string, text: string, at: number, value: 1 | 2 = 1) => ({
  id,
  criterion: 'depth',
  text,
  value,
  at,
  formatId: 'system-design',
});

describe('the schedule', () => {
  test.each([
    [1, 1.5],
    [2, 3.5],
    [3, 9],
    [4, 21],
  ] as const)('[DR2] a result of %i comes back after %f days', (value, days) => {
    expect(nextLook(value, 0, null)).toBe(days * day);
  });

  test('[DR2] the day of the interview draws it nearer, and nothing comes after it', () => {
    for (const value of [1, 2, 3, 4] as const)
      for (const days of [0.5, 1, 3, 7, 14, 40, 90, 400]) {
        const next = nextLook(value, 0, days * day);
        expect(next).toBeLessThanOrEqual(days * day);
        expect(next).toBeGreaterThan(0);
      }
    expect(nextLook(4, 0, 7 * day)).toBeCloseTo(2.1 * day, -3);
    expect(nextLook(3, 0, -day)).toBe(9 * day);
  });

  test.each([
    [1 / 24, 0.3],
    [5 / 24, 0.3],
    [0.5, 0.3],
    [10, 0.3],
    [40, 0.2],
    [100, 0.1],
  ])('[DR2] with %f days left the next look takes at most the share %f of them', (days, share) => {
    expect(nextLook(4, 0, days * day)).toBeCloseTo(share * days * day, -1);
  });

  test('the value of a drill is the share of its points that were there', () => {
    expect([valueOf(0, 4), valueOf(2, 4), valueOf(3, 4), valueOf(4, 4)]).toEqual([1, 2, 3, 4]);
  });
});

describe('the drill for a gap', () => {
  const numbers = aDrill({ id: 'numbers', about: ['estimation', 'rate', 'peak'] });
  const contract = aDrill({ id: 'contract', about: ['endpoint', 'api'] });
  const cache = aDrill({ id: 'cache', title: 'Cache', minutes: 4, about: ['cache', 'hot', 'depth'] });
  const elsewhere = aDrill({ id: 'elsewhere', formats: ['whiteboard'], about: ['rate', 'peak', 'average'] });
  const toChoose = aDrill({ id: 'to-choose', formats: [], about: [] });
  const drills = [elsewhere, numbers, contract, cache, toChoose];

  test.each([
    ['system-design', 'x', 'Average and peak rates', 'numbers'],
    ['system-design', 'hld.endpoints', 'Method and path', 'contract'],
    ['system-design', 'depth', 'Caching what is hot at peak', 'cache'],
    ['system-design', 'x', 'One transaction, acknowledged on upload, rapid', null],
    ['whiteboard', 'estimation', 'Peak rate', 'elsewhere'],
    ['a-format-of-ones-own', 'estimation', 'Peak rate', null],
  ])('[DR3] %s: the drill for %s, %s is %s', (formatId, criterion, text, id) => {
    expect(drillFor(drills, { criterion, text, formatId })?.id ?? null).toBe(id);
  });

  test('[DR3] of two that are as good the first is taken', () => {
    const twin = aDrill({ id: 'twin', about: ['peak'] });
    const peak = { criterion: 'x', text: 'Peak', formatId: 'system-design' };
    expect(drillFor([twin, ...drills], peak)?.id).toBe('twin');
    expect(drillFor([...drills, twin], peak)?.id).toBe('numbers');
  });

  test('[DR1] gaps come first by when they are due, a drill once, and done ones later', () => {
    const gaps = [
      gap('c', 'Peak rate worked out', day, 2),
      gap('a', 'Cache policy and eviction', 0),
      gap('b', 'Hot key expiry in the cache', 0),
    ];
    const next = practiseNext(drills, gaps, [], null);
    expect(next.map(({ drillId }) => drillId)).toEqual(['cache', 'numbers']);
    expect(next[0]).toMatchObject({ gap: { id: 'a' }, title: 'Cache', minutes: 4 });
    const done = [{ drillId: 'cache', gapId: 'a', at: 2 * day, value: 4 as const }];
    expect(practiseNext(drills, gaps, done, null)[0]?.gap?.id).not.toBe('a');
  });

  test('[DR4] a drill that is gone is suggested to nobody; the gap it was done for keeps its day', () => {
    const gaps = [gap('a', 'Cache policy', 0)];
    const done = [{ drillId: 'gone', gapId: 'a', at: day, value: 4 as const }];
    expect(practiseNext([], gaps, done, null)).toEqual([]);
    expect(practiseNext(drills, gaps, done, null)).toMatchObject([{ drillId: 'cache', dueAt: 22 * day }]);
  });
});

describe('a drill’s file', () => {
  test.each([
    [{ minutes: 2 }, 'minutes', 'must be 3 or more'],
    [{ minutes: 11 }, 'minutes', 'must be 10 or less'],
    [{ minutes: 4.5 }, 'minutes', 'must be a whole number'],
    [{ points: ['Who', 'What'] }, 'points', 'needs at least 3 points'],
    [{ points: ['Who', 'What', 'Who'] }, 'points', 'has "Who" twice'],
    [{ about: [] }, 'about', 'is empty; name the words'],
    [{ formats: [] }, 'formats', 'is empty; name the formats'],
    [{ formats: ['one', 'one'] }, 'formats', 'has "one" twice'],
    [{ about: ['two words'] }, 'about.0', 'must be one word in small letters'],
    [{ about: ['API'] }, 'about.0', 'must be one word in small letters'],
    [{ about: ['rate', 'rates'] }, 'about', 'has "rates" twice'],
    [{ place: -1 }, 'place', ''],
    [{ version: '1' }, 'version', 'must be a version like 1.0.0'],
    [{ prompt: '' }, 'prompt', 'must not be empty'],
    [{ hint: 'x' }, 'hint', 'is not a field here'],
  ])('[DR3] %j is refused', (change, field, message) => {
    expect(() => aDrill(change)).toThrow(`drill`);
    expect(() => aDrill(change)).toThrow(`${field} ${message}`);
  });

  test('[DR3] without formats it is there to be chosen, and comes last without a place', () => {
    const { formats, about, place } = aDrill({ formats: undefined, about: undefined });
    expect({ formats, about }).toEqual({ formats: [], about: [] });
    expect(place).toBeGreaterThan(aDrill({ place: 999 }).place);
  });

  test('[DR3] it names formats that exist', () => {
    const problemsOf = (change: Record<string, unknown>) =>
      contentProblems({ ...testContent(), drills: [aDrill(change)] }).map(
        ({ kind, path, message }) => `${kind} ${path.join('.')}: ${message}`,
      );
    expect(problemsOf({})).toEqual([]);
    expect(problemsOf({ formats: ['system-design', 'juggling'] })).toEqual([
      'drills formats.1: there is no format "juggling"',
    ]);
  });
});
