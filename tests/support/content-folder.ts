// A content folder to break: all that is shipped, but of the questions only the two that came first.
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { aFolder } from './server.ts';

const questions = ['notification-service.yaml', 'rate-limiter.yaml'];

export async function aContentFolder(): Promise<string> {
  const folder = await aFolder();
  for (const name of ['formats', 'rubrics', 'banks', 'calibrations', 'drills']) {
    await cp(join('rubrics', name), join(folder, name), { recursive: true });
  }
  await mkdir(join(folder, 'questions'));
  for (const file of questions) {
    await cp(join('rubrics/questions', file), join(folder, 'questions', file));
  }
  return folder;
}

/** Replaces one text in one file; the text must be there. */
export async function edit(folder: string, file: string, from: string | RegExp, to: string): Promise<void> {
  const text = await readFile(join(folder, file), 'utf8');
  const edited = text.replace(from, to);
  if (edited === text) throw new Error(`${file} has no ${String(from)}`);
  await writeFile(join(folder, file), edited);
}
