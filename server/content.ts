// The content: formats, rubrics and questions from rubrics/**. Read once at start; a broken file stops the
// start and is named with its line and field. It knows the files; what a good one is, the domain says.
import { readFile, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { LineCounter, isNode, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import { ContentError } from '#domain/content.ts';
import type { ContentProblem } from '#domain/content.ts';
import { parseFormat } from '#domain/format.ts';
import type { Format } from '#domain/format.ts';
import { parseQuestion } from '#domain/question.ts';
import type { Question } from '#domain/question.ts';
import { parseRubric } from '#domain/rubric.ts';
import type { Rubric } from '#domain/rubric.ts';
import { StartError, errorCode } from './start-error.ts';

export type Content = { formats: Format[]; rubrics: Rubric[]; questions: Question[] };
export type FileProblem = { file: string; line: number; field: string; message: string };

/** Content files that cannot be used; `problems` has one line for each broken field. */
export class ContentFilesError extends StartError {
  readonly problems: readonly FileProblem[];

  constructor(problems: readonly FileProblem[]) {
    const lines = problems.map((p) => `  ${p.file}:${p.line} ${p.field ? `${p.field}: ` : ''}${p.message}`);
    super(`These content files cannot be used:\n${lines.join('\n')}`);
    this.name = 'ContentFilesError';
    this.problems = problems;
  }
}

type Loaded<T> = { value: T; file: string };

/** Loads every content file of `folder` or throws a ContentFilesError that names them all. */
export async function loadContent(folder: string): Promise<Content> {
  const problems: FileProblem[] = [];
  const [formats, rubrics, questions] = await Promise.all([
    loadFolder(folder, 'formats', parseFormat, problems),
    loadFolder(folder, 'rubrics', parseRubric, problems),
    loadFolder(folder, 'questions', parseQuestion, problems),
  ]);
  for (const loaded of [formats, rubrics, questions]) findTwins(loaded, problems);
  if (problems.length === 0) findDangling(formats, rubrics, questions, problems);
  if (problems.length === 0 && formats.length === 0) {
    problems.push({ file: join(folder, 'formats'), line: 1, field: '', message: 'holds no format (*.yaml)' });
  }
  if (problems.length > 0) throw new ContentFilesError(problems);
  const values = <T>(loaded: Loaded<T>[]) => loaded.map((item) => item.value);
  return { formats: values(formats), rubrics: values(rubrics), questions: values(questions) };
}

/** The rubric a format names as `id@major`, or undefined. */
export function rubricOf(content: Pick<Content, 'rubrics'>, format: Format): Rubric | undefined {
  return content.rubrics.find((rubric) => `${rubric.id}@${rubric.version.split('.')[0]}` === format.rubric);
}

async function loadFolder<T>(
  root: string,
  name: string,
  parse: (data: unknown) => T,
  problems: FileProblem[],
): Promise<Loaded<T>[]> {
  const folder = join(root, name);
  const files = await readdir(folder, { recursive: true }).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return [];
    throw new StartError(`The content folder ${folder} cannot be read: ${String(error)}`);
  });
  const yamlFiles = files.filter((file) => /\.ya?ml$/.test(file)).sort();
  const loaded = await Promise.all(yamlFiles.map((file) => loadFile(join(folder, file), parse, problems)));
  return loaded.filter((item) => item !== null);
}

async function loadFile<T>(
  path: string,
  parse: (data: unknown) => T,
  problems: FileProblem[],
): Promise<Loaded<T> | null> {
  const file = relative(process.cwd(), path);
  const lines = new LineCounter();
  const document = parseDocument(await readFile(path, 'utf8'), { lineCounter: lines });
  for (const error of document.errors) {
    const [firstLine = ''] = error.message.split('\n');
    problems.push({
      file,
      line: lines.linePos(error.pos[0]).line,
      field: '',
      message: firstLine.replace(/ at line.*$/, ''),
    });
  }
  if (document.errors.length > 0) return null;
  try {
    return { value: parse(document.toJS()), file };
  } catch (error) {
    if (!(error instanceof ContentError)) throw error;
    for (const problem of error.problems) problems.push(located(problem, document, lines, file));
    return null;
  }
}

/** A missing field has no line of its own, so the nearest thing around it gives the line. */
function located(
  { path, message }: ContentProblem,
  document: Document,
  lines: LineCounter,
  file: string,
): FileProblem {
  for (let depth = path.length; depth >= 0; depth--) {
    const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) {
      return { file, line: lines.linePos(node.range[0]).line, field: path.join('.'), message };
    }
  }
  return { file, line: 1, field: path.join('.'), message };
}

function findTwins(loaded: Loaded<{ id: string }>[], problems: FileProblem[]): void {
  const seen = new Map<string, string>();
  for (const { value, file } of loaded) {
    const other = seen.get(value.id);
    if (other)
      problems.push({ file, line: 1, field: 'id', message: `"${value.id}" is also the id of ${other}` });
    seen.set(value.id, file);
  }
}

function findDangling(
  formats: Loaded<Format>[],
  rubrics: Loaded<Rubric>[],
  questions: Loaded<Question>[],
  problems: FileProblem[],
): void {
  const known = { rubrics: rubrics.map((item) => item.value) };
  for (const { value: format, file } of formats) {
    const rubric = rubricOf(known, format);
    if (!rubric) {
      problems.push({ file, line: 1, field: 'rubric', message: `there is no rubric "${format.rubric}"` });
      continue;
    }
    const criteria = new Set(rubric.criteria.map((criterion) => criterion.id));
    const named = format.phases.flatMap((p) => [...p.criteria, ...p.checklist.map((item) => item.criterion)]);
    for (const id of new Set(named.filter((name) => !criteria.has(name)))) {
      problems.push({
        file,
        line: 1,
        field: 'phases',
        message: `names the criterion "${id}", which ${rubric.id} does not have`,
      });
    }
  }
  const formatIds = new Set(formats.map((item) => item.value.id));
  for (const { value: question, file } of questions) {
    if (formatIds.has(question.format)) continue;
    problems.push({ file, line: 1, field: 'format', message: `there is no format "${question.format}"` });
  }
}
