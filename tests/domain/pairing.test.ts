// When the second interview of a pairing begins to exist, and what it may ask.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { questionsToDraw, swapAnswer } from '#domain/pairing.ts';
import type { SwapFacts } from '#domain/pairing.ts';

const facts = (change: Partial<SwapFacts> = {}): SwapFacts => ({
  stage: 'revealed',
  isRehearsal: false,
  isPlanned: false,
  isPartnerThere: true,
  hasPartnerOffered: false,
  isTaken: false,
  ...change,
});

describe('[PA2] swapping', () => {
  test('after the reveal one of the two is enough', () => expect(swapAnswer(facts())).toBe('made'));

  test.each(['rating', 'closed'])('in %s both have to want it', (stage) => {
    expect(swapAnswer(facts({ stage }))).toBe('offered');
    expect(swapAnswer(facts({ stage, hasPartnerOffered: true }))).toBe('made');
  });

  test('what was planned as two needs no second yes', () =>
    expect(swapAnswer(facts({ stage: 'rating', isPlanned: true }))).toBe('made'));

  test.each(['lobby', 'scope', 'abandoned', 'imported'])('not in %s', (stage) =>
    expect(swapAnswer(facts({ stage, isPlanned: true }))).toBe('wrong_stage'),
  );

  test('not without another person, nor a second time', () => {
    expect(swapAnswer(facts({ isRehearsal: true }))).toBe('wrong_stage');
    expect(swapAnswer(facts({ isPartnerThere: false }))).toBe('partner_gone');
    expect(swapAnswer(facts({ isTaken: true }))).toBe('already_done');
  });
});

const letters = fc.subarray([...'abcdef']);
const aWish = fc.record({ had: letters, seen: letters, taken: letters, avoid: letters });

test('[PA3] the question is never one that is taken or avoided, and new to the two as far as there is one', () => {
  const questions = [...'abcdef'].map((id, i) => ({ id, tags: [id], levels: i % 2 ? ['mid'] : ['senior'] }));
  fc.assert(
    fc.property(aWish, ({ had, seen, taken, avoid }) => {
      const drawn = questionsToDraw(questions, {
        hadByCandidate: new Set(had),
        hadByInterviewer: new Set(seen),
        taken: new Set(taken),
        level: 'senior',
        avoid,
      }).map(({ id }) => id);
      const open = [...'abcdef'].filter((id) => !taken.includes(id) && !avoid.includes(id));
      expect(drawn.length > 0).toBe(open.length > 0);
      expect(drawn.every((id) => open.includes(id))).toBe(true);
      if (open.some((id) => !had.includes(id))) expect(drawn.some((id) => had.includes(id))).toBe(false);
      if (open.some((id) => !had.includes(id) && !seen.includes(id)))
        expect(drawn.some((id) => seen.includes(id))).toBe(false);
    }),
  );
});

test('[PA3] of what is new to both, what suits the level comes first', () => {
  const questions = [
    { id: 'a', tags: [], levels: ['mid'] },
    { id: 'b', tags: [], levels: ['senior'] },
  ];
  const wish = { hadByInterviewer: new Set<string>(), taken: new Set<string>(), level: 'senior', avoid: [] };
  const drawnBy = (had: string[]) =>
    questionsToDraw(questions, { ...wish, hadByCandidate: new Set(had) }).map(({ id }) => id);
  expect(drawnBy([])).toEqual(['b']);
  expect(drawnBy(['b'])).toEqual(['a']);
});
