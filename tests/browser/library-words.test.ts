// What the library and the interviewer's pane say and in which order: pure words, tested without a page.
import { expect, test } from 'vitest';
import { guideOf } from '#domain/guide.ts';
import type { InterviewSummary } from '$lib/history/interviews.ts';
import { pastOf } from '$lib/library/past.ts';
import { addressWith, filtersIn, questionsWith } from '$lib/library/question-filters.ts';
import { paneRows } from '$lib/room/cockpit-parts.ts';
import { blocksOf } from '$lib/ui/prose.ts';
import { aFormat, aQuestion } from '../support/an-interview.ts';

const question = (id: string, change = {}) => ({
  id,
  title: id,
  difficulty: 'easy' as const,
  tags: ['caching'],
  levels: ['mid'],
  format: 'short',
  trains: [],
  ...change,
});
const format = (id: string, kind: string) => ({ id, kind, rubric: `${kind}@1` }) as never;
const library = {
  formats: [format('short', 'design'), format('long', 'design'), format('talk', 'story')],
  questions: [
    question('a'),
    question('b', { difficulty: 'hard' }),
    question('c', { format: 'talk', levels: ['senior'] }),
  ],
};
const shown = (search: string, isDone = (_: { id: string }) => false) =>
  questionsWith(filtersIn(new URLSearchParams(search)), library, isDone).map(({ id }) => id);

test('filters narrow together, and a format shows what it shares with others of its kind', () => {
  expect(shown('')).toEqual(['a', 'b', 'c']);
  expect(shown('format=long')).toEqual(['a', 'b']);
  expect(shown('format=long&difficulty=hard')).toEqual(['b']);
  expect(shown('level=senior&tag=caching')).toEqual(['c']);
  expect(shown('standing=done', ({ id }) => id === 'b')).toEqual(['b']);
  expect(shown('standing=new', ({ id }) => id === 'b')).toEqual(['a', 'c']);
});

test('filters survive the address and back, and none leave it clean', () => {
  const filters = filtersIn(new URLSearchParams('level=senior&tag=fan-out'));
  expect(addressWith(filters)).toBe('?level=senior&tag=fan-out');
  expect(addressWith(filtersIn(new URLSearchParams('other=1')))).toBe('');
});

const interview = (change: Partial<InterviewSummary>): InterviewSummary =>
  ({
    title: 'Chat',
    role: 'candidate',
    stage: 'revealed',
    createdAt: 0,
    endedAt: Date.UTC(2030, 0, 2),
    ...change,
  }) as InterviewSummary;

test('a question is done by whoever was the candidate, given by the interviewer, begun by neither', () => {
  expect(pastOf('Chat', [interview({})])).toEqual({ isDone: true, words: 'Done 2 Jan 2030' });
  expect(pastOf('Chat', [interview({ role: 'interviewer' })])?.words).toBe('Interviewed with it 2 Jan 2030');
  expect(pastOf('Chat', [interview({ stage: 'scope' })])).toEqual({ isDone: false, words: 'Begun' });
  expect(pastOf('Chat', [interview({ role: 'observer' }), interview({ stage: 'abandoned' })])).toBeNull();
  expect(pastOf('Other', [interview({})])).toBeNull();
});

const guide = guideOf(aQuestion())!;
const phases = aFormat().phases;
const rows = (phase: object | undefined, given = { answers: [], curveballs: [] }) =>
  paneRows(guide, phase as never, phases, given);

test('the parts a phase names stand first and open, in its order', () => {
  const named = rows({ ...phases[2], guide: ['curveballs', 'answers'] });
  expect(named.slice(0, 2).map(({ part, isOpen }) => [part, isOpen])).toEqual([
    ['curveballs', true],
    ['answers', true],
  ]);
  expect(named.slice(2).every(({ isOpen }) => !isOpen)).toBe(true);
});

test('a phase that names none opens what its place and criteria suggest', () => {
  const open = (phase: object | undefined) =>
    rows(phase)
      .filter(({ isOpen }) => isOpen)
      .map(({ part }) => part);
  expect(open(undefined)).toEqual(['answers']);
  expect(open(phases[0])).toContain('answers');
  expect(open(phases[2])).toContain('deepDives');
});

test('prose is paragraphs, lists and code, and never HTML', () => {
  const [first, list, code, last] = blocksOf(
    'One **two**\nthree `a < b`.\n\n- x\n- y\n```\nif (a)\n  b\n```\n<b>no</b>',
  );
  expect(first).toMatchObject({
    kind: 'paragraph',
    inlines: [
      { text: 'One ' },
      { kind: 'strong', text: 'two' },
      { text: ' three ' },
      { kind: 'code', text: 'a < b' },
      { text: '.' },
    ],
  });
  expect(list).toMatchObject({ kind: 'list', isOrdered: false, items: [[{ text: 'x' }], [{ text: 'y' }]] });
  expect(code).toEqual({ kind: 'code', text: 'if (a)\n  b' });
  expect(last).toMatchObject({ inlines: [{ kind: 'text', text: '<b>no</b>' }] });
});
