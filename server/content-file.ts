// One content file: read within limits, parsed as YAML, handed to the domain, and every complaint told with its
// line. It knows YAML and files; what a good file holds, the domain says.
import { readFile, stat } from 'node:fs/promises';
import { relative } from 'node:path';
import { LineCounter, isMap, isNode, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import { ContentError } from '#domain/content.ts';
import type { ContentProblem } from '#domain/content.ts';
import { errorCode } from './start-error.ts';

/** The largest of ours has 40 KB. */
const longestBytes = 512 * 1024;
/** Aliases repeat a checklist; more of them than this multiply into memory. */
const mostAliases = 100;

export type FileProblem = { file: string; line: number; field: string; message: string };
/** `locate` finds the line of a field, for rules that are found broken when all files are read. */
export type ContentFile<T> = { value: T; file: string; locate: (problem: ContentProblem) => FileProblem };

/** Reads one file, or adds why it cannot be used to `problems` and returns null. */
export async function readContentFile<T>(
  path: string,
  parse: (data: unknown) => T,
  problems: FileProblem[],
): Promise<ContentFile<T> | null> {
  const file = relative(process.cwd(), path);
  const refuse = (message: string, line = 1): null => {
    problems.push({ file, line, field: '', message });
    return null;
  };
  const source = await readSource(path);
  if (source.kind === 'refused') return refuse(source.message);
  const lines = new LineCounter();
  const document = documentOf(source.text, lines);
  if (!document) return refuse('is nested too deeply');
  const faults = [...document.errors, ...document.warnings].map(({ code, message, pos }) => ({
    line: lines.linePos(pos[0]).line,
    message: code === 'DUPLICATE_KEY' ? twiceWords(source.text, pos[0]) : faultWords(message),
  }));
  // One bracket that is missing is a fault for each thing that stands inside it.
  const isFirst = (fault: (typeof faults)[number], i: number) =>
    faults.findIndex(({ line, message }) => line === fault.line && message === fault.message) === i;
  for (const { line, message } of faults.filter(isFirst)) refuse(message, line);
  if (faults.length > 0) return null;
  if (!isMap(document.contents))
    return refuse('is not YAML with fields; expected “id: …” and the other fields');
  const data = dataOf(document);
  if (data.kind === 'refused') return refuse(data.message);
  const locate = (problem: ContentProblem) => located(problem, document, lines, file);
  try {
    return { value: parse(data.value), file, locate };
  } catch (error) {
    if (!(error instanceof ContentError)) throw error;
    problems.push(...error.problems.map(locate));
    return null;
  }
}

type Refused = { kind: 'refused'; message: string };

async function readSource(path: string): Promise<{ kind: 'text'; text: string } | Refused> {
  try {
    const { size } = await stat(path);
    if (size > longestBytes) {
      const found = (size / 1024).toFixed(0);
      return {
        kind: 'refused',
        message: `is ${found} KB long; a content file has at most ${longestBytes / 1024} KB`,
      };
    }
    const bytes = await readFile(path);
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (error) {
    if (error instanceof TypeError) return { kind: 'refused', message: 'is not a text in UTF-8' };
    return { kind: 'refused', message: `cannot be read: ${errorCode(error) ?? String(error)}` };
  }
}

function documentOf(text: string, lineCounter: LineCounter): Document.Parsed | null {
  try {
    return parseDocument(text, { lineCounter, uniqueKeys: true });
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function dataOf(document: Document): { kind: 'data'; value: unknown } | Refused {
  try {
    return { kind: 'data', value: document.toJS({ maxAliasCount: mostAliases }) };
  } catch (error) {
    if (error instanceof RangeError) return { kind: 'refused', message: 'is nested too deeply' };
    if (error instanceof ReferenceError)
      return {
        kind: 'refused',
        message: `repeats itself too often (more than ${mostAliases} aliases, *name)`,
      };
    throw error;
  }
}

function faultWords(message: string): string {
  const [first = ''] = message.split('\n');
  return `is not YAML: ${first.replace(/ at line.*$/, '').replace(/:$/, '')}`;
}

/** `at` is where the name stands for the second time. */
function twiceWords(text: string, at: number): string {
  const name = /^(?:"[^"\n]*"|'[^'\n]*'|[^:\n]*)/.exec(text.slice(at))?.[0].trim() ?? '';
  return `has the same field twice: ${name.slice(0, 80)}`;
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
