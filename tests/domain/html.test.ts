// HTML has no place in content files; what is only a sign for less, a link or code has.
import { expect, test } from 'vitest';
import { ContentError } from '#domain/content.ts';
import { htmlIn } from '#domain/html.ts';
import { parseQuestion } from '#domain/question.ts';
import { aQuestion } from '../support/an-interview.ts';

const refused = [
  '<b>bold</b>',
  'Look: <script>alert(1)</script>',
  '<svg/onload=alert(1)>',
  '<img/src=x/onerror=alert(1)>',
  '<img src=x onerror=alert(1)',
  'Ends with <img src=x onerror=alert(1) and goes on < here',
  '<img\nsrc=x\nonerror=alert(1)>',
  '</style',
  '<!DOCTYPE html>',
  '<!-- hidden -->',
  '<![CDATA[x]]>',
  '<?xml version="1.0"?>',
  '<x-thing>',
  '<IFRAME SRC=x>',
  '<javascript:alert(1)>',
  '<https://a.example onmouseover=alert(1)>',
  'behind a fence that is none ``` <b>',
  '``` a ``` <b>',
  '\\`<b>\\`',
  '`code` <b> `code`',
  '```\ncode\n```\n<b>',
];
test.each(refused)('[CO5] %j holds HTML', (text) => {
  expect(htmlIn(text)).not.toBeNull();
});

const fine = [
  'a < b and c > d',
  'min <= target <= max',
  'fewer than 5 (<5), and <3',
  'a <- b, a <-> b, x << 2, <>',
  'See <https://a.example/b?c=d> or <somebody@a.example>.',
  'A `Map<string, List<number>>` of `<b>`',
  'Code:\n```ts\nconst a: Set<number> = new Set<number>();\n```\nand on.',
  'Code:\n  ```html\n  <b>\n  ```',
  'Code without an end\n```\n<b>',
];
test.each(fine)('[CO5] %j holds none', (text) => {
  expect(htmlIn(text)).toBeNull();
});

const svg = 'On load <svg/onload=alert(1)>';
const question = aQuestion();
const guide = (fields: object) => ({ ...question, interviewer: { ...question.interviewer, ...fields } });
const mermaid = `flowchart LR\n  A[${svg}] --> B`;
const diagram = { mermaid, description: 'Two boxes.' };

test.each([
  ['title', { ...question, title: svg }],
  ['interviewer.api.0.response', guide({ api: [{ method: 'GET', path: '/', response: svg }] })],
  [
    'interviewer.api.0.request.deep.1',
    guide({ api: [{ method: 'GET', path: '/', request: { deep: [1, svg] } }] }),
  ],
  ['interviewer.dataModel.0.why', guide({ dataModel: [{ entity: 'x', why: svg }] })],
  ['interviewer.components.0.note', guide({ components: [{ id: 'x', name: 'x', job: 'x', note: svg }] })],
  ['reveal.diagram.mermaid', { ...question, reveal: { ...question.reveal, diagram } }],
])('[CO5] HTML in %s is refused by that name', (path, data) => {
  let problems: readonly { path: readonly (string | number)[]; message: string }[] = [];
  try {
    parseQuestion(data);
  } catch (error) {
    if (error instanceof ContentError) problems = error.problems;
  }
  expect(problems.map((one) => one.path.join('.'))).toEqual([path]);
  expect(problems[0]?.message).toMatch(/^holds HTML \(“<svg\/onload=alert\(1\)>?”\); write Markdown/);
});

test('[CO5] a line break in a diagram’s box is none: Mermaid has no other', () => {
  const broken = { mermaid: 'flowchart LR\n  A[Two<br/>lines] --> B[and<br>two]', description: 'Two boxes.' };
  expect(() => parseQuestion({ ...question, reveal: { ...question.reveal, diagram: broken } })).not.toThrow();
});
