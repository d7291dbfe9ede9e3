// Settings and content files that cannot be used are named, all at once, in words.
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../server/config.ts';
import { loadContent } from '../../server/content.ts';
import { aFolder } from '../support/server.ts';

describe('settings', () => {
  test('without any the defaults hold', () => {
    expect(readConfig({})).toMatchObject({ port: 3000, host: '127.0.0.1', origins: [], logLevel: 'info' });
    expect(readConfig({ PORT: ' ' }).port).toBe(3000);
  });

  test('an origin is a list, without paths', () => {
    expect(readConfig({ ORIGIN: 'https://a.example, http://b.example:8080/' }).origins).toEqual([
      'https://a.example',
      'http://b.example:8080',
    ]);
  });

  test.each([
    ['PORT', 'http'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '3e3'],
    ['HOST', 'not a host'],
    ['ORIGIN', 'a.example'],
    ['ORIGIN', 'https://a.example/path'],
    ['ORIGIN', 'ftp://a.example'],
    ['LOG_LEVEL', 'loud'],
    ['DATABASE_URL', 'postgres://db'],
    ['REDIS_URL', 'redis://cache'],
    ['CONNECTIONS_PER_ADDRESS', '0'],
  ])('%s=%s is refused by name', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(new RegExp(name));
  });

  test('all wrong values are named at once, and none of them shows a password', () => {
    const read = () => readConfig({ PORT: 'x', LOG_LEVEL: 'y', DATABASE_URL: 'postgres://user:hunter2@db' });
    expect(read).toThrow(/PORT=x[\s\S]*LOG_LEVEL=y[\s\S]*DATABASE_URL/);
    expect(read).not.toThrow(/hunter2/);
  });
});

describe('content files', () => {
  /** The shipped content with one text replaced in one file. */
  async function broken(file: string, from: string, to: string): Promise<string> {
    const folder = await aFolder();
    await cp('rubrics', folder, { recursive: true });
    const text = await readFile(join(folder, file), 'utf8');
    if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
    await writeFile(join(folder, file), text.replace(from, to));
    return folder;
  }

  test('the shipped ones can be used', async () => {
    const content = await loadContent('rubrics');
    expect(content.formats.map((format) => format.id)).toContain('system-design');
    expect(content.questions.map((question) => question.id)).toContain('notification-service');
  });

  test.each([
    [
      'formats/system-design.yaml',
      'maxMinutes: 5',
      'maxMinutes: five',
      /system-design\.yaml:\d+ phases\.0\.maxMinutes/,
    ],
    [
      'formats/system-design.yaml',
      'minMinutes: 3',
      'minMinutes: 30',
      /phases\.0\.minMinutes: needs min <= target <= max/,
    ],
    ['formats/system-design.yaml', 'system-design-core@1', 'other@1', /rubric: there is no rubric "other@1"/],
    ['formats/system-design.yaml', 'id: system-design', 'id: [', /system-design\.yaml:\d+ /],
    [
      'rubrics/system-design-core.yaml',
      'value: 1,',
      'value: 9,',
      /system-design-core\.yaml:\d+ scale\.0\.value/,
    ],
    [
      'questions/notification-service.yaml',
      'difficulty: medium',
      'difficulty: brutal',
      /notification-service\.yaml:5 difficulty/,
    ],
    ['questions/rate-limiter.yaml', 'id: rate-limiter', 'id: notification-service', /is also the id of/],
    [
      'questions/rate-limiter.yaml',
      'format: system-design',
      'format: cooking',
      /format: there is no format "cooking"/,
    ],
  ])('%s with %s -> %s names file, line and field', async (file, from, to, message) => {
    await expect(loadContent(await broken(file, from, to))).rejects.toThrow(message);
  });

  test('the examples of the guide can be used as they stand', async () => {
    const guide = await readFile('rubrics/README.md', 'utf8');
    const examples = [...guide.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
    const folder = await aFolder();
    for (const [i, name] of ['formats', 'rubrics', 'questions'].entries()) {
      await mkdir(join(folder, name));
      await writeFile(join(folder, name, 'example.yaml'), examples[i] ?? '');
    }
    const content = await loadContent(folder);
    expect(content.questions.map((question) => question.format)).toEqual(
      content.formats.map((format) => format.id),
    );
  });

  test('every broken file is named, not only the first', async () => {
    const folder = await broken('questions/rate-limiter.yaml', 'difficulty: ', 'difficulty: very ');
    await writeFile(join(folder, 'rubrics/broken.yaml'), 'id: 5\n');
    await expect(loadContent(folder)).rejects.toThrow(/broken\.yaml[\s\S]*rate-limiter\.yaml/);
  });

  test('a folder without content says so', async () => {
    const folder = await aFolder();
    await mkdir(join(folder, 'formats'));
    await expect(loadContent(folder)).rejects.toThrow(/holds no format/);
    await expect(loadContent(join(folder, 'nowhere'))).rejects.toThrow(/holds no format/);
  });
});
