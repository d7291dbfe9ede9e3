// A content folder with one small format, for tests of the process: they must not depend on what is shipped.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { aFormat, aQuestion, aRubric } from './an-interview.ts';

let made: string | null = null;

export function contentFolder(): string {
  if (made) return made;
  made = mkdtempSync(join(tmpdir(), 'fourstep-content-'));
  const files = { formats: aFormat(), rubrics: aRubric(), questions: aQuestion() };
  for (const [folder, content] of Object.entries(files)) {
    mkdirSync(join(made, folder));
    writeFileSync(join(made, folder, `${content.id}.yaml`), stringify(content));
  }
  return made;
}
