// People who wait for a partner, for tests: tickets with what a test does not speak of filled in.
import fc from 'fast-check';
import type { Acquaintances, Ticket } from '#domain/matching.ts';

export const aTicket = (userId: string, change: Partial<Ticket> = {}): Ticket => ({
  userId,
  alias: `Alias of ${userId}`,
  formatId: 'system-design',
  level: 'senior',
  rank: 1,
  languages: ['en'],
  isForBoth: true,
  avoid: [],
  isAgainWelcome: false,
  since: 0,
  ...change,
});

export const strangers: Acquaintances = new Map();

export const anyTicket = (userId: string) =>
  fc
    .record({
      formatId: fc.constantFrom('system-design', 'coding'),
      rank: fc.nat({ max: 2 }),
      languages: fc.subarray(['en', 'de', 'fr'], { minLength: 1 }),
      isForBoth: fc.boolean(),
      isAgainWelcome: fc.boolean(),
      since: fc.nat({ max: 300_000 }),
    })
    .map((change) => aTicket(userId, change));

export const anyQueue = (atMost: number) =>
  fc
    .nat({ max: atMost })
    .chain((count) => fc.tuple(...Array.from({ length: count }, (_, i) => anyTicket(`user-${i}`))));

/** Some of these have blocked each other, some have met a while ago. */
export const anyAcquaintances = (atMost: number, at: number) => {
  const someone = fc.nat({ max: atMost - 1 }).map((i) => `user-${i}`);
  return fc
    .array(fc.tuple(someone, someone, fc.boolean(), fc.nat({ max: 10 * 24 * 3_600_000 })), { maxLength: 40 })
    .map((lines): Acquaintances => {
      const known = new Map<string, { blocked: Set<string>; metAt: Map<string, number> }>();
      for (const [one, other, isBlock, agoMs] of lines) {
        const ofOne = known.get(one) ?? { blocked: new Set(), metAt: new Map() };
        if (isBlock) ofOne.blocked.add(other);
        else ofOne.metAt.set(other, at - agoMs);
        known.set(one, ofOne);
      }
      return known;
    });
};
