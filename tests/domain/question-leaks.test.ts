// What the candidate reads holds nothing of the answers: neither their wording nor their figures.
import { expect, test } from 'vitest';
import { ContentError } from '#domain/content.ts';
import { figuresIn } from '#domain/figures.ts';
import { parseQuestion } from '#domain/question.ts';
import { aQuestion } from '../support/an-interview.ts';

const base = aQuestion();
const offer = { name: 'Alderwick', base: 100, firstYear: 100, laterYears: 100 };
const question = (statement: string) => ({
  ...base,
  candidate: {
    statement,
    situationCard: { you: 'An engineer.', currency: 'thousands a year', facts: ['One offer.'] },
  },
  interviewer: {
    ...base.interviewer,
    clarifications: [
      {
        id: 'loss',
        ask: 'May we lose any?',
        answer: 'No accepted request may ever vanish. Log each failure at once.',
      },
      { id: 'short', ask: 'Which way?', answer: 'Both of them.' },
    ],
    estimations: [
      {
        id: 'daily',
        ask: 'A day',
        working: '100,000 x 86,400',
        answer: 8_640_000_000,
        unit: 'per day',
        accept: [8e9, 9e9],
      },
      {
        id: 'people',
        ask: 'People',
        working: '2.5 x 7',
        answer: 17.5,
        unit: 'million people',
        accept: [10, 20],
      },
    ],
    offer,
    ceilingTotal: 142,
  },
  reveal: { referenceAnswer: 'Take a queue.', ceiling: { total: 142, note: 'A base of 130.' } },
});

const problemsOf = (statement: string): string[] => {
  try {
    parseQuestion(question(statement));
  } catch (error) {
    if (error instanceof ContentError)
      return error.problems.map(({ path, message }) => `${path.join('.')} ${message}`);
    throw error;
  }
  return [];
};

test.each([
  [
    'a whole answer of ten words',
    'So: no accepted request may ever vanish – log each failure at once, please.',
  ],
  ['a whole sentence of six', 'NO accepted request may ever vanish, they say.'],
  ['a sentence of five', 'We log each failure at once.'],
])('[CO1] %s in the statement is refused', (_what, statement) => {
  expect(problemsOf(statement)).toEqual([
    expect.stringMatching(/^interviewer\.clarifications\.0\.answer repeats the candidate block: “.+”$/),
  ]);
});

test('[CO1] a question of four words in the statement is refused, two or three are anybody’s', () => {
  expect(problemsOf('Tell us: may we lose any?')).toEqual([
    'interviewer.clarifications.0.ask repeats the candidate block: “may we lose any”',
  ]);
  expect(problemsOf('Which way? Both of them. Accepted requests may vanish. Take a queue.')).toEqual([]);
});

test.each([
  '8640000000',
  '8,640,000,000',
  '8 640 000 000',
  '8.64 billion',
  '8.6 billion',
  '8.64bn',
  '8.64B',
  '8,640 million',
  '8640M',
  '8,640,000k',
  '8,640,000-thousand',
  '8.64 x 10^9',
  '8.64e9',
])('[CO1] %s for 8640000000 is refused', (figure) => {
  expect(problemsOf(`About ${figure} decisions.`)).toEqual([
    'interviewer.estimations.0.answer 8640000000 stands in the candidate block',
  ]);
});

test('[CO1] an answer in millions is refused in ones and in thousands, too', () => {
  const refused = ['interviewer.estimations.1.answer 17.5 stands in the candidate block'];
  for (const figure of ['17.5', '17,500,000', '17.5 million', '17,500 thousand'])
    expect(problemsOf(`Of ${figure} people`), figure).toEqual(refused);
});

test('[CO1] what a negotiation may come to at most is refused in the statement', () => {
  const refused = ['interviewer.ceilingTotal 142 stands in the candidate block'];
  for (const figure of ['142', '142k', '142,000', '142 thousand'])
    expect(problemsOf(`They would go to ${figure}.`), figure).toEqual(refused);
});

test('[CO1] other figures are no answers', () => {
  expect(
    problemsOf('8.7 billion, 9 billion, 864, 8.64, 8.64 million, 143, 1,420, 14.2k, 17, 175, in 2030'),
  ).toEqual([]);
});

test('a figure in a text is read once as it stands and once with its magnitude', () => {
  expect(figuresIn('20 m of 3,000 and 1.5k')).toEqual([
    { value: 20, isInWords: false },
    { value: 20_000_000, isInWords: true },
    { value: 3_000, isInWords: false },
    { value: 1.5, isInWords: false },
    { value: 1_500, isInWords: true },
  ]);
});
