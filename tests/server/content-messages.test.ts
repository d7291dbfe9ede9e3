// What is wrong with a content file is said once, with the field's name and with what was expected there.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { ContentFilesError, loadContent, problemLine } from '../../server/content.ts';
import { aContentFolder, edit } from '../support/content-folder.ts';

const format = 'formats/system-design.yaml';
const question = 'questions/rate-limiter.yaml';

/** Without the folder's name before the file's. */
async function complaints(folder: string): Promise<string[]> {
  try {
    await loadContent(folder);
  } catch (error) {
    if (!(error instanceof ContentFilesError)) throw error;
    return error.problems.map(problemLine).map((line) => line.replace(/^.*?fourstep-[^/]*\//, ''));
  }
  return [];
}

const two = 'expected two numbers, [least, most]';
const cases: [what: string, file: string, from: string, to: string, lines: (string | RegExp)[]][] = [
  ['a field twice', format, 'kind: ', 'version: 1.0.1\nkind: ', [/:4 has the same field twice: version$/]],
  [
    'a name in quotes twice',
    format,
    'kind: ',
    '"version": 1.0.1\nkind: ',
    [/has the same field twice: "version"$/],
  ],
  [
    'a field twice in braces',
    format,
    'trigger: { type: start }',
    'trigger: { type: start, type: exit }',
    [/field twice: type$/],
  ],
  [
    'half a range',
    question,
    'accept: [0.5, 5]',
    'accept: [0.5]',
    [new RegExp(`accept\\.1: is missing; ${two.replace(/[[\]]/g, '\\$&')}$`)],
  ],
  [
    'a range of three',
    question,
    'accept: [0.5, 5]',
    'accept: [0.5, 5, 9]',
    [/accept\.2: expected two numbers, \[least, most\], found 9$/],
  ],
  [
    'a range as a text',
    question,
    'accept: [0.5, 5]',
    'accept: 0.5-5',
    [/accept: expected two numbers, \[least, most\], found "0.5-5"$/],
  ],
  [
    'no range',
    question,
    'accept: [0.5, 5],',
    '',
    [/accept: is missing; expected two numbers, \[least, most\]$/],
  ],
  [
    'a range without ends',
    question,
    'accept: [0.5, 5]',
    'accept: [-.inf, .inf]',
    [
      /accept\.0: expected two numbers, \[least, most\]$/,
      /accept\.1: expected two numbers, \[least, most\]$/,
    ],
  ],
  [
    'a version that is a number',
    question,
    'version: 1.0.0',
    'version: 1.0',
    [/:3 version: expected a version like "1\.0\.0", in quotes, found 1$/],
  ],
  [
    'no version',
    question,
    'version: 1.0.0\n',
    '',
    [/version: is missing; expected a version like "1\.0\.0", in quotes$/],
  ],
  [
    'a title that is a number',
    question,
    'title: Distributed rate limiter',
    'title: 404',
    [/title: expected a text, found 404; write it in quotes$/],
  ],
  [
    'an answer without end',
    question,
    'answer: 1.5,',
    'answer: .inf,',
    [/answer: expected a number that ends, found Infinity$/],
  ],
  [
    'a prompt without its minute',
    format,
    '{ type: minute, at: 3 }',
    '{ type: minute }',
    [/trigger\.at: is missing; expected a number$/],
  ],
];

test.each(cases)('[CO4] %s: what is wrong is said in full, once', async (_what, file, from, to, lines) => {
  const folder = await aContentFolder();
  await edit(folder, file, from, to);
  expect(await complaints(folder)).toEqual(lines.map((line) => expect.stringMatching(line) as string));
});

test('[CO4] braces that do not close are complained of once a line', async () => {
  const folder = await aContentFolder();
  await edit(folder, question, 'candidate:\n', 'broken: { a: { b: { c: 1\ncandidate:\n');
  const lines = await complaints(folder);
  expect(lines[0]).toMatch(/rate-limiter\.yaml:\d+ is not YAML: Flow map .* end with a \}$/);
  expect(lines).toEqual([...new Set(lines)]);
});

const folders = 'formats, rubrics, questions, banks, calibrations, drills';
test.each(['stray.yaml', 'question/x.yaml', 'Questions/x.yml', 'question/deep/x.YAML'])(
  '[CO4] %s, where no content is looked for, is refused',
  async (file) => {
    const folder = await aContentFolder();
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), 'id: x\n');
    expect(await complaints(folder)).toEqual([
      `${file}:1 would be ignored here; content files stand in one of the folders ${folders}`,
    ]);
  },
);

test('[CO4] endings are read in any case, and what is no YAML or is hidden is nobody’s affair', async () => {
  const folder = await aContentFolder();
  await writeFile(join(folder, 'questions/x.YAML'), 'id: x\n');
  for (const file of ['README.md', 'schemas/x.json', '.github/workflows/x.yml', 'questions/.x/x.yaml']) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), 'id: x\n');
  }
  const lines = await complaints(folder);
  expect(lines).toContainEqual(expect.stringMatching(/^questions\/x\.YAML:1 title: is missing/));
  expect(lines.filter((line) => !line.startsWith('questions/x.YAML'))).toEqual([]);
});
