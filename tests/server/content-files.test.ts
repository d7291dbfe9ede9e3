// Content files that cannot be used keep the server from starting, and are named with file, line, field and what
// was expected there.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadContent } from '../../server/content.ts';
import { aContentFolder, edit } from '../support/content-folder.ts';
import { aFolder } from '../support/server.ts';

const format = 'formats/system-design.yaml';
const rubric = 'rubrics/system-design-core.yaml';
const question = 'questions/rate-limiter.yaml';
const drill = 'drills/one-case.yaml';

test('the shipped files can be used, the default format first', async () => {
  const content = await loadContent(await aContentFolder());
  expect(content.formats[0]?.isDefault).toBe(true);
  expect(content.formats).toHaveLength(5);
  expect(content.rubrics).toHaveLength(5);
});

type Case = [what: string, file: string, from: string | RegExp, to: string, message: RegExp];
const cases: Case[] = [
  [
    'a text for a number',
    format,
    'maxMinutes: 5',
    'maxMinutes: five',
    /\.yaml:\d+ phases\.0\.maxMinutes: expected a number/,
  ],
  [
    'min above max',
    format,
    'minMinutes: 3',
    'minMinutes: 30',
    /phases\.0\.minMinutes: needs min <= target <= max, found 30, 4, 5/,
  ],
  [
    'targets beyond the slot',
    format,
    'slotMinutes: 45',
    'slotMinutes: 30',
    /slotMinutes: is shorter than the targets' sum/,
  ],
  [
    'no such rubric',
    format,
    'system-design-core@1',
    'other@1',
    /rubric: there is no rubric "other@1" \(there are: /,
  ],
  [
    'no such rubric for the interviewer',
    format,
    'peer-interviewer@1',
    'peer-interviewer@2',
    /interviewerRubric: there is no rubric "peer-interviewer@2"/,
  ],
  [
    'a rubric for the interviewer that rates candidates',
    format,
    'interviewerRubric: peer-interviewer@1',
    'interviewerRubric: coding-core@1',
    /interviewerRubric: does not rate interviewers/,
  ],
  [
    'a rubric for candidates that rates interviewers',
    format,
    'rubric: system-design-core@1',
    'rubric: peer-interviewer@1',
    /rubric: rates interviewers; it belongs into interviewerRubric/,
  ],
  [
    'one criterion twice on a form',
    'rubrics/peer-interviewer.yaml',
    'id: interviewer.prepared',
    'id: scope',
    /interviewerRubric: has the criterion "scope", as the format's rubric has/,
  ],
  [
    'no such criterion',
    format,
    'criteria: [scope,',
    'criteria: [scoop,',
    /phases\.0\.criteria\.0: names the criterion "scoop"/,
  ],
  [
    'no such criterion in a checklist',
    format,
    'criterion: scope',
    'criterion: scoop',
    /checklist\.0\.criterion: names the criterion "scoop"/,
  ],
  [
    'a criterion nobody can show',
    format,
    'criteria: [hld, tradeoffs',
    'criteria: [tradeoffs',
    /phases: never name the criterion "hld"/,
  ],
  [
    'half a sentence',
    'formats/behavioral-star.yaml',
    'goals: [Settle in;',
    'goals: [Settle in, and',
    /phases\.0\.goals\.1: begins in lower case/,
  ],
  [
    'no such bank',
    'formats/coding.yaml',
    'bank: questions-for',
    'bank: answers-for',
    /phases\.5\.bank: there is no bank/,
  ],
  ['a misspelt field', format, 'goals:', 'gaols:', /phases\.0\.gaols: is not a field here/],
  [
    'a missing field',
    format,
    /\n {4}goals:\n( {6}- .*\n)+/,
    '\n',
    /phases\.0\.goals: is missing; expected a list/,
  ],
  [
    'a second default',
    'formats/coding.yaml',
    'kind: coding',
    'kind: coding\nisDefault: true',
    /isDefault: is true in more than one/,
  ],
  ['a wrong version', format, 'version: 1.0.0', 'version: one', /:3 version: must be a version like 1\.0\.0/],
  [
    'a new major nobody names',
    rubric,
    'version: 1.0.0',
    'version: 2.0.0',
    /there is no rubric "system-design-core@1"/,
  ],
  ['not YAML', format, 'id: system-design', 'id: [', /system-design\.yaml:\d+ is not YAML: /],
  ['the same field twice', format, 'kind: ', 'version: 1.0.1\nkind: ', /:4 has the same field twice/],
  ['an unknown tag', format, 'title: ', 'title: !!js/function ', /is not YAML: Unresolved tag/],
  [
    'a scale of five',
    rubric,
    'value: 1,',
    'value: 9,',
    /core\.yaml:\d+ scale\.0\.value: must be 1, 2, 3 or 4/,
  ],
  [
    'a missing level',
    rubric,
    /\n {6}4:\n( {8,}.*\n)+/,
    '\n',
    /criteria\.0\.levels\.4: is missing; expected a list/,
  ],
  [
    'a long behaviour',
    rubric,
    'Draws or names',
    `${'Draws '.repeat(24)}or names`,
    /is longer than 140 characters/,
  ],
  [
    'a behaviour that judges',
    rubric,
    'Draws or names',
    'Good at drawing or names',
    /judges; begin with what was said/,
  ],
  [
    'a floor above its bar',
    rubric,
    'floor: { mid: 2',
    'floor: { mid: 4',
    /criteria\.0\.floor\.mid: is above the bar/,
  ],
  [
    'a level without a bar',
    rubric,
    'bar: { mid: 2, senior: 3, staff: 3 }',
    'bar: { mid: 2, senior: 3 }',
    /criteria\.0\.bar: needs a bar for the level staff/,
  ],
  ['a behaviour twice', rubric, 'id: scope.1b', 'id: scope.1a', /"scope\.1a" stands in this rubric twice/],
  [
    'an unknown word',
    question,
    'difficulty: medium',
    'difficulty: brutal',
    /:6 difficulty: expected "easy" or "medium" or "hard", found "brutal"/,
  ],
  [
    'a twin',
    question,
    'id: rate-limiter',
    'id: notification-service',
    /:2 id: "notification-service" is also the id of /,
  ],
  [
    'no such format',
    question,
    'format: system-design',
    'format: cooking',
    /:4 format: there is no format "cooking"/,
  ],
  [
    'a level of another format',
    question,
    'levels: [mid,',
    'levels: [junior, mid,',
    /levels\.0: "junior" is not a level of system-design/,
  ],
  [
    'HTML',
    question,
    'Our public API',
    'Our <b onclick="x()">public</b> API',
    /candidate\.statement: holds HTML \(“<b”\); write Markdown/,
  ],
  [
    'HTML in the reveal',
    question,
    'A limiter inside',
    '<img src=x> A limiter inside',
    /reveal\.referenceAnswer: holds HTML/,
  ],
  [
    'a range without its answer',
    question,
    'answer: 1.5,\n',
    '\n',
    /estimations\.1\.answer: is missing; expected a number/,
  ],
  [
    'an answer outside its range',
    question,
    'accept: [0.5, 5]',
    'accept: [5, 50]',
    /estimations\.1\.answer: 1\.5 lies outside accept/,
  ],
  [
    'a range upside down',
    question,
    'accept: [0.5, 5]',
    'accept: [5, 0.5]',
    /estimations\.1\.accept: needs low <= high/,
  ],
  [
    'a working that does not hold',
    question,
    "'300,000 / 25,000'",
    "'300,000 / 20,000'",
    /working: comes to 15, the answer is 12/,
  ],
  [
    'two hints',
    question,
    "'What happens at 12:00:59 and 12:01:00?',",
    '',
    /hintLadder: needs exactly three hints/,
  ],
  [
    'no such criterion in a deep dive',
    question,
    'criterion: tradeoffs',
    'criterion: trade',
    /deepDives\.0\.criterion: names the criterion "trade"/,
  ],
  [
    'no such phase',
    question,
    'phase: deep-dive',
    'phase: deep',
    /curveballs\.0\.phase: "deep" is no phase of system-design/,
  ],
  [
    'no diagram in words',
    question,
    /\n {4}description: >-\n(?: {6}.*\n)+/,
    '\n',
    /reveal\.diagram\.description: is missing; expected a text/,
  ],
  [
    'too few mistakes',
    question,
    /( {4}- 'R.*\n| {4}- 'Re.*\n| {4}- 'K.*\n| {4}- 'S.*\n| {4}- 'F.*\n| {4}- 'C.*\n)/g,
    '',
    /mistakes: .* asks for at least \d of these, found/,
  ],
  [
    'the answer in the statement',
    question,
    'Our public API',
    'Our public API with 12 shards',
    /answer: 12 stands in the candidate block/,
  ],
  [
    'a copied sentence',
    question,
    'brief: >-\n',
    'brief: >-\n    Our public API runs on many servers. Design the part.\n',
    /interviewer\.brief: repeats the candidate block/,
  ],
  [
    'an address that is none',
    question,
    "url: 'https://stripe",
    "url: 'javascript:stripe",
    /furtherReading\.\d\.url: must begin with https/,
  ],
  [
    'a drill of half an hour',
    drill,
    'minutes: 6',
    'minutes: 30',
    /one-case\.yaml:6 minutes: must be 10 or less/,
  ],
  [
    'a drill with one point',
    drill,
    /points:\n( {2}- .*\n)+/,
    'points: [One]\n',
    /one-case\.yaml:\d+ points: needs at least 3 points/,
  ],
  [
    'a drill for no such format',
    drill,
    'formats: [coding]',
    'formats: [cooking]',
    /one-case\.yaml:\d+ formats\.0: there is no format "cooking"/,
  ],
  ['a drill for gaps without words', drill, /about: .*/, '', /one-case\.yaml:\d+ about: is empty; name/],
  [
    'a phrase for a word',
    drill,
    'about: [testing,',
    'about: [testing well,',
    /about\.0: must be one word in small letters/,
  ],
  ['a drill’s twin', drill, 'id: one-case', 'id: numbers', /:2 id: "numbers" is also the id of /],
];

test.each(cases)('[CO4] %s is refused: %s', async (_what, file, from, to, message) => {
  const folder = await aContentFolder();
  await edit(folder, file, from, to);
  await expect(loadContent(folder)).rejects.toThrow(message);
});

const files: [what: string, bytes: string | Uint8Array, message: RegExp][] = [
  [
    '5 MB',
    `id: big\ntitle: ${'x'.repeat(5 * 1024 * 1024)}\n`,
    /big\.yaml:1 is 5120 KB long; a content file has at most 512 KB/,
  ],
  ['a bomb of aliases', bomb(), /big\.yaml:1 repeats itself too often/],
  ['nested without end', `a: ${'['.repeat(100_000)}`, /big\.yaml:1 (is nested too deeply|is not YAML)/],
  ['prose', 'Dear reader, this is no YAML of ours.\n', /big\.yaml:1 is not YAML with fields/],
  ['a list', '- id: x\n', /big\.yaml:1 is not YAML with fields/],
  ['empty', '', /big\.yaml:1 is not YAML with fields/],
  ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe]), /big\.yaml:1 is not a text in UTF-8/],
  ['two documents', 'id: a\n---\nid: b\n', /big\.yaml:\d is not YAML: Source contains multiple documents/],
];

test.each(files)('a file that is %s is refused with its name', async (_what, bytes, message) => {
  const folder = await aContentFolder();
  await writeFile(join(folder, 'questions/big.yaml'), bytes);
  await expect(loadContent(folder)).rejects.toThrow(message);
});

/** Nine lists of nine aliases each: a few hundred bytes that would be a billion words. */
function bomb(): string {
  const lines = ['a0: &a0 [lol]'];
  for (let i = 1; i <= 9; i++)
    lines.push(
      `a${i}: &a${i} [${Array(9)
        .fill(`*a${i - 1}`)
        .join(', ')}]`,
    );
  return lines.join('\n');
}

test('every broken file is named, in the order of their names and not of their reading', async () => {
  const folder = await aContentFolder();
  await edit(folder, question, 'difficulty: ', 'difficulty: very ');
  await writeFile(join(folder, 'rubrics/broken.yaml'), 'id: 5\n');
  await expect(loadContent(folder)).rejects.toThrow(/rate-limiter\.yaml[\s\S]*broken\.yaml/);
});

test('a folder without content says so', async () => {
  const folder = await aFolder();
  await mkdir(join(folder, 'formats'));
  await expect(loadContent(folder)).rejects.toThrow(/holds no format/);
  await expect(loadContent(join(folder, 'nowhere'))).rejects.toThrow(/holds no format/);
});

test('the examples of the guide can be used as they stand', async () => {
  const guide = await readFile('rubrics/README.md', 'utf8');
  const examples = [...guide.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
  const folder = await aFolder();
  for (const [i, name] of ['formats', 'rubrics', 'questions', 'drills'].entries()) {
    await mkdir(join(folder, name));
    await writeFile(join(folder, name, 'example.yaml'), examples[i] ?? '');
  }
  const content = await loadContent(folder);
  expect(content.questions.map(({ format: id }) => id)).toEqual(content.formats.map(({ id }) => id));
  expect(content.drills.flatMap((one) => one.formats)).toEqual(content.formats.map(({ id }) => id));
});
