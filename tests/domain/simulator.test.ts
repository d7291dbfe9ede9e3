// What the simulator has to cover: every command of the protocol, and a canary in everything that is kept from
// somebody.
import { describe, expect, test } from 'vitest';
import { commandSchema } from '#domain/protocol.ts';
import { generators } from '../support/simulator/commands.ts';
import { answerIds, curveballIds, deepDiveIds, numberCanaries } from '../support/simulator/content.ts';
import { theFormat, theQuestion } from '../support/simulator/content.ts';

type Leaf = string | number | boolean;

/** Every text, number and flag in `value`, with its path. */
function leavesOf(value: unknown, path = ''): [string, Leaf][] {
  if (typeof value !== 'object' || value === null) return [[path, value as Leaf]];
  return Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, `${path}.${name}`));
}

describe('the simulator', () => {
  test('asks every command the protocol has', () => {
    const types = commandSchema.options.map((option) => option.entries.type.literal);
    expect(Object.keys(generators).sort()).toEqual([...types].sort());
  });

  test('[VW3] has a canary in every field of the interviewer and of the reveal', () => {
    const { interviewer, reveal } = theQuestion();
    const named = new Set<Leaf>([...answerIds, ...deepDiveIds, ...curveballIds]);
    const numbers = new Set<Leaf>(Object.values(numberCanaries));
    const silent = leavesOf({ interviewer, reveal }).filter(
      ([, leaf]) => !String(leaf).includes('canary-') && !numbers.has(leaf) && !named.has(leaf),
    );
    // Picklists have no room for a canary.
    expect(silent.map(([path]) => path)).toEqual([
      '.interviewer.soundsLike.0.value',
      '.reveal.referenceCode.language',
    ]);
  });

  test('[VW3] has a canary in every checklist and prompt of the interviewer', () => {
    const secrets = theFormat(false).phases.flatMap((phase) => [
      ...phase.checklist.map((item) => item.text),
      ...phase.interviewerPrompts.map((prompt) => prompt.text),
    ]);
    expect(secrets.length).toBeGreaterThan(0);
    for (const text of secrets) expect(text).toContain('canary-');
  });
});
