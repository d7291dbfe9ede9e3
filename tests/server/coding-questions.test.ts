// The reference code of every coding problem, run against its test cases in a world of its own, where nothing but the
// language exists. Each problem's cases must also notice the mistakes that its guide warns of.
import { createContext, runInContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import type { Question } from '#domain/question.ts';
import { loadContent } from '../../server/content.ts';

type ReferenceCode = NonNullable<Question['reveal']['referenceCode']>;
type Problem = { id: string; cases: Question['interviewer']['testCases']; code: ReferenceCode };

const { questions } = await loadContent('rubrics');
const problems: Problem[] = questions.flatMap(({ id, interviewer, reveal }) =>
  reveal.referenceCode ? [{ id, cases: interviewer.testCases, code: reveal.referenceCode }] : [],
);

test('there are problems to check, each with at least eight cases under names of their own', () => {
  expect(problems.length).toBeGreaterThanOrEqual(6);
  for (const { id, cases } of problems) {
    expect(cases.length, id).toBeGreaterThanOrEqual(8);
    expect(new Set(cases.map(({ name }) => name)).size, id).toBe(cases.length);
  }
});

describe.each(problems)('$id', ({ cases, code }) => {
  test.each(cases)('$name', ({ input, expected }) => {
    expect(answer(code, input).result).toEqual(expected);
  });

  test('leaves what it is given as it was', () => {
    for (const { name, input } of cases) expect(answer(code, input).inputAfter, name).toEqual(input);
  });
});

/** One slip for each line: in which problem, what stands in the reference code, and what is written instead. */
const slips: [problem: string, slip: string, from: string, to: string][] = [
  ['coding-token-bucket', 'no ceiling', 'Math.min(full, tokens + (at - last) * perSecond)', 'Infinity'],
  ['coding-token-bucket', 'lets time run backwards', 'if (at > last) {', '{'],
  ['coding-token-bucket', 'counts time twice', 'last = at;', ''],
  [
    'coding-token-bucket',
    'rounds down each time',
    '(at - last) * perSecond',
    'Math.floor((at - last) * perSecond / 1000) * 1000',
  ],
  ['coding-token-bucket', 'a refusal takes tokens', 'return false;', '{ tokens = 0; return false; }'],
  ['coding-sliding-counter', 'fixed windows', 'counter.previous * stillInSight', '0'],
  [
    'coding-sliding-counter',
    'counts refused calls',
    'return false;',
    '{ counter.current += 1; return false; }',
  ],
  ['coding-sliding-counter', 'an older window counts', 'known?.window === window - 1', 'known'],
  ['coding-sliding-counter', 'makes room for a known key', 'counters.delete(key);', ''],
  [
    'coding-sliding-counter',
    'drops the key that came first',
    'counters.delete(key);',
    'if (!counters.has(key))',
  ],
  ['coding-sliding-counter', 'never forgets', 'if (counters.size === maxKeys)', 'if (false)'],
  ['coding-merge-shifts', 'the later end and not the larger', 'Math.max(last[1], end)', 'end'],
  ['coding-merge-shifts', 'touching shifts stay two', 'start <= last[1]', 'start < last[1]'],
  ['coding-merge-shifts', 'sorts numbers as words', '.sort((a, b) => a[0] - b[0])', '.sort()'],
  ['coding-merge-shifts', 'keeps empty shifts', '.filter(([start, end]) => start < end)', '.slice()'],
  ['coding-first-repeat', 'never forgets', 'seen.delete(oldId);', ''],
  ['coding-first-repeat', 'the rim is out', 'at - seenAt <= windowMs', 'at - seenAt < windowMs'],
  ['coding-first-repeat', 'a time of 0 is none', 'if (seen.has(id))', 'if (seen.get(id))'],
  ['coding-top-words', 'splits by place', 'hashOf(word) % parts', 'lines.indexOf(line) % parts'],
  ['coding-top-words', 'case matters', 'line.toLowerCase()', 'line'],
  ['coding-top-words', 'English letters only', '/[\\p{L}\\p{N}]+/gu', '/[a-z0-9]+/g'],
  ['coding-top-words', 'ties as they come', 'word < otherWord ? -1 : 1', '0'],
  [
    'coding-top-words',
    'counts as words',
    'otherCount - count',
    'String(otherCount) > String(count) ? 1 : -1',
  ],
  ['coding-task-order', 'pairs turned round', '[task, needed] of needs', '[needed, task] of needs'],
  ['coding-task-order', 'all left over are the cycle', 'path.slice(placeOf.get(task))', 'path'],
  ['coding-task-order', 'a queue that does not grow', 'of order)', 'of [...order])'],
];

test.each(slips)('%s notices a slip: %s', (id, _slip, from, to) => {
  const problem = problems.find((one) => one.id === id);
  if (!problem) throw new Error(`there is no problem ${id}`);
  const { code } = problem.code;
  expect(code.split(from), `“${from}” in ${id}`).toHaveLength(2);
  const wrong = { ...problem.code, code: code.replace(from, () => to) };
  const noticing = problem.cases.filter((one) => !passes(wrong, one));
  expect(noticing.map(({ name }) => name)).not.toEqual([]);
});

test('every problem has slips its cases must notice', () => {
  expect(new Set(slips.map(([id]) => id))).toEqual(new Set(problems.map(({ id }) => id)));
});

test('a chain of 100,000 tasks is ordered', () => {
  const { code } = problems.find(({ id }) => id === 'coding-task-order') as Problem;
  const tasks = Array.from({ length: 100_000 }, (_, i) => `task-${i}`);
  const needs = tasks.slice(1).map((task, i) => [tasks[i], task]);
  expect(passes(code, { input: [tasks, needs], expected: { order: tasks.toReversed() } })).toBe(true);
});

/** Calls the code with its own copy of `input`; everything comes and goes as JSON, as it stands in the files. */
function answer({ code, entry }: ReferenceCode, input: unknown[]): { result: unknown; inputAfter: unknown } {
  const world = createContext({ json: JSON.stringify(input) });
  const call = `const input = JSON.parse(json); const result = ${entry}(...input);`;
  const text = String(
    runInContext(`'use strict';\n${code}\n${call}JSON.stringify({ result, inputAfter: input })`, world, {
      timeout: 5_000,
    }),
  );
  return JSON.parse(text) as { result: unknown; inputAfter: unknown };
}

function passes(
  code: ReferenceCode,
  { input, expected }: Pick<Problem['cases'][number], 'input' | 'expected'>,
) {
  try {
    return JSON.stringify(answer(code, input).result) === JSON.stringify(expected);
  } catch (error) {
    // A slip that is no JavaScript would be noticed by every case and prove nothing.
    if ((error as Error).name === 'SyntaxError') throw error;
    return false;
  }
}
