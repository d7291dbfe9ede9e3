// What people really ask, held against every shipped question: everyday questions that have an answer, and ten that
// have none. A row is what is asked and the id of the answer that must be given.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { answersOf, guideOf } from '#domain/guide.ts';
import { parseQuestion } from '#domain/question.ts';
import { answerFor, isReadable, stem } from '#domain/script-words.ts';

const shipped = readdirSync('rubrics/questions').map((file) => {
  const question = parseQuestion(parse(readFileSync(`rubrics/questions/${file}`, 'utf8')));
  const guide = guideOf(question);
  return { id: question.id, answers: guide ? answersOf(guide) : [] };
});
const asked = shipped.filter(({ answers }) => answers.length > 0);
const answered = (id: string, text: string) => {
  const { answers } = asked.find((question) => question.id === id)!;
  return isReadable(answers, text) ? (answerFor(answers, text)?.id ?? 'nothing') : 'unreadable';
};

/** Under each question's id what is asked, and after `>` the id of the answer. */
const everyday = readFileSync('tests/domain/everyday-questions.txt', 'utf8')
  .split('## ')
  .slice(1)
  .map((part) => part.trim().split('\n'))
  .map(([id = '', ...rows]) => ({
    id,
    rows: rows.map((row) => row.split(' > ') as [text: string, id: string]),
  }));

const unrelated = [
  'Is the weather long today?',
  'What does the cat eat for breakfast?',
  'Who won the football match yesterday?',
  'How large is the moon?',
  'Which colour does your bicycle have?',
  'Is the coffee hot or cold?',
  'Can a dog swim in the sea?',
  'How many chairs has your kitchen?',
  'Do you speak French with your mother?',
  'When does the museum open on Sunday?',
];

test('[SO2] the table knows every shipped question that can be asked about', () => {
  expect(everyday.map(({ id }) => id).sort()).toEqual(asked.map(({ id }) => id).sort());
});

describe.each(everyday)('$id', ({ id, rows }) => {
  test.each(rows)('[SO2] “%s” is answered with %s', (text, expected) => {
    expect(answered(id, text)).toBe(expected);
  });

  test.each(unrelated)('[SO2] “%s” gives nothing away', (text) => {
    expect(answered(id, text)).toBe('nothing');
  });
});

test.each(
  ['message messages', 'file files', 'image images', 'cache caches', 'page pages', 'size sizes'].concat([
    'query queries',
    'store stored',
    'retry retries',
    'loss losses',
    'key keys',
    'drop dropped',
    'alias aliases',
    'keep kept',
  ]),
)('[SO2] one word: %s', (pair) => {
  expect(new Set(pair.split(' ').map(stem)).size).toBe(1);
});

test('[SO2] every author’s own question leads to its own answer, and no two are the same', () => {
  for (const { id, answers } of asked)
    for (const { ask, id: own } of answers) expect([id, ask, answered(id, ask)]).toEqual([id, ask, own]);
});
