// The offers of every negotiation: their totals, their ceilings, and every sum that stands in a text. A rehearsal in
// which the recruiter's own sheet does not add up teaches the wrong thing.
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { textsOf } from '#domain/content.ts';
import { parseQuestion } from '#domain/question.ts';
import type { Offer, Question } from '#domain/question.ts';
import { loadContent } from '../../server/content.ts';

const { questions } = await loadContent('rubrics');
const scenes = questions.filter(({ format }) => format === 'negotiation');

test('there are five scenes', () => {
  expect(scenes.length).toBeGreaterThanOrEqual(5);
});

describe.each(scenes)('$id', (scene) => {
  test.each(offersOf(scene))('the offer of $name adds up', (offer) => {
    const later = offer.base + (offer.base * offer.bonusPercent) / 100 + offer.equity / offer.equityYears;
    expect(offer.laterYears).toBeCloseTo(later, 6);
    expect(offer.firstYear).toBeCloseTo(later + offer.signOn, 6);
  });

  test('the recruiter has room to move, and what is revealed is what was on the sheet', () => {
    const { offer, ceilingTotal } = scene.interviewer;
    expect(ceilingTotal).toBeGreaterThan(offer?.firstYear ?? Infinity);
    expect(scene.reveal.ceiling?.total).toBe(ceilingTotal);
  });

  test('every sum in a text is right', () => {
    const sums = textsOf(scene).flatMap(({ value }) => sumsIn(value));
    expect(sums.length).toBeGreaterThan(0);
    for (const { written, total, terms } of sums) {
      const added = terms.reduce((sum, term) => sum + term, 0);
      expect(added, written).toBeCloseTo(total, 6);
    }
  });
});

test.each(['firstYear', 'laterYears'])('a wrong total is refused: %s', async (field) => {
  const file = await readFile('rubrics/questions/negotiation-two-offers.yaml', 'utf8');
  const wrong = file.replaceAll(new RegExp(`( ${field}: )\\S+`, 'g'), '$1131.5');
  const complaint = new RegExp(`${field} is 131.5, but adds up to `);
  expect(() => parseQuestion(parse(wrong))).toThrow(complaint);
  expect(() => parseQuestion(parse(file))).not.toThrow();
});

function offersOf({ candidate, interviewer }: Question): Offer[] {
  return [...(candidate.situationCard?.offers ?? []), ...(interviewer.offer ? [interviewer.offer] : [])];
}

function sumsIn(text: string): { written: string; terms: number[]; total: number }[] {
  return [...text.matchAll(/\d+(?:\.\d+)?(?: \+ \d+(?:\.\d+)?)+ = \d+(?:\.\d+)?/g)].map(([written]) => {
    const [left = '', total] = written.split(' = ');
    return { written, terms: left.split(' + ').map(Number), total: Number(total) };
  });
}
