// The content: formats, rubrics, questions, banks, calibration rounds and drills from rubrics/**. Read once at start; a
// broken file stops the start and is named with its line and field. What a good one is, and what must hold between
// them, the domain says.
import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { parseBank } from '#domain/bank.ts';
import { parseCalibration } from '#domain/calibration-round.ts';
import { contentProblems } from '#domain/content-rules.ts';
import type { Content } from '#domain/content-rules.ts';
import { parseDrill } from '#domain/drill.ts';
import { parseFormat } from '#domain/format.ts';
import { parseQuestion } from '#domain/question.ts';
import { parseRubric } from '#domain/rubric.ts';
import { readContentFile } from './content-file.ts';
import type { ContentFile, FileProblem } from './content-file.ts';
import { StartError, errorCode } from './start-error.ts';

/** Content files that cannot be used; `problems` has one line for each broken field. */
export class ContentFilesError extends StartError {
  readonly problems: readonly FileProblem[];

  constructor(problems: readonly FileProblem[]) {
    // Files are read at the same time and complain in any order; whoever mends them goes through them file by file.
    const inOrder = problems.toSorted((a, b) =>
      a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1,
    );
    super(`These content files cannot be used:\n${inOrder.map((p) => `  ${problemLine(p)}`).join('\n')}`);
    this.name = 'ContentFilesError';
    this.problems = inOrder;
  }
}

export const problemLine = ({ file, line, field, message }: FileProblem): string =>
  `${file}:${line} ${field ? `${field}: ` : ''}${message}`;

const folders = ['formats', 'rubrics', 'questions', 'banks', 'calibrations', 'drills'] as const;

/** Loads every content file of `folder` or throws a ContentFilesError that names them all. */
export async function loadContent(folder: string): Promise<Content> {
  const problems: FileProblem[] = [];
  const paths = await yamlIn(folder);
  const load = <T>(name: (typeof folders)[number], parse: (data: unknown) => T) =>
    loadFiles(
      paths.filter((path) => folderOf(path) === name).map((path) => join(folder, path)),
      parse,
      problems,
    );
  const [formats, rubrics, questions, banks, calibrations, drills] = await Promise.all([
    load('formats', parseFormat),
    load('rubrics', parseRubric),
    load('questions', parseQuestion),
    load('banks', parseBank),
    load('calibrations', parseCalibration),
    load('drills', parseDrill),
  ]);
  const known = new Set<string>(folders);
  for (const path of paths.filter((one) => !known.has(folderOf(one)))) {
    const file = relative(process.cwd(), join(folder, path));
    const message = `would be ignored here; content files stand in one of the folders ${folders.join(', ')}`;
    problems.push({ file, line: 1, field: '', message });
  }
  const files = { formats, rubrics, questions, banks, calibrations, drills };
  for (const loaded of Object.values(files)) findTwins(loaded, problems);
  const values = <T>(loaded: ContentFile<T>[]) => loaded.map((item) => item.value);
  const content: Content = {
    formats: values(formats).toSorted((a, b) => Number(b.isDefault) - Number(a.isDefault)),
    rubrics: values(rubrics),
    questions: values(questions),
    banks: values(banks),
    calibrations: values(calibrations),
    drills: values(drills).toSorted((a, b) => a.place - b.place),
  };
  // A file that was refused above is missing here, and would only make others look wrong.
  if (problems.length === 0) {
    for (const { kind, id, ...problem } of contentProblems(content)) {
      const file = (files[kind] as ContentFile<{ id: string }>[]).find(({ value }) => value.id === id);
      if (file) problems.push(file.locate(problem));
    }
  }
  if (problems.length === 0 && formats.length === 0) {
    const empty = relative(process.cwd(), join(folder, 'formats'));
    problems.push({ file: empty, line: 1, field: '', message: 'holds no format (*.yaml)' });
  }
  if (problems.length > 0) throw new ContentFilesError(problems);
  return content;
}

/** Every YAML file under `folder`, however its ending is written; what is hidden is left alone. */
async function yamlIn(folder: string): Promise<string[]> {
  const files = await readdir(folder, { recursive: true }).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return [];
    throw new StartError(`The content folder ${folder} cannot be read: ${String(error)}`);
  });
  const isHidden = (file: string) => file.split(sep).some((part) => part.startsWith('.'));
  return files.filter((file) => /\.ya?ml$/i.test(file) && !isHidden(file)).sort();
}

/** The first part of a path inside the content folder; of a file that stands in it directly, nothing. */
const folderOf = (path: string): string => path.split(sep).slice(0, -1)[0] ?? '';

async function loadFiles<T>(
  paths: readonly string[],
  parse: (data: unknown) => T,
  problems: FileProblem[],
): Promise<ContentFile<T>[]> {
  const loaded = await Promise.all(paths.map((path) => readContentFile(path, parse, problems)));
  return loaded.filter((item) => item !== null);
}

function findTwins(loaded: ContentFile<{ id: string }>[], problems: FileProblem[]): void {
  const seen = new Map<string, string>();
  for (const { value, file, locate } of loaded) {
    const other = seen.get(value.id);
    if (other) problems.push(locate({ path: ['id'], message: `"${value.id}" is also the id of ${other}` }));
    seen.set(value.id, file);
  }
}
