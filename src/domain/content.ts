// What format, rubric, question and bank files share: ids, texts, and the error that names the field.
// It knows nothing of YAML or folders; the server turns a path into a line number.
import * as v from 'valibot';
import { htmlIn } from './html.ts';

export const slug = v.pipe(
  v.string(),
  v.maxLength(80, 'is longer than 80 characters'),
  v.regex(
    /^[a-z0-9]+(?:[-_.][a-zA-Z0-9]+)*$/,
    'must be a lower-case id: letters and digits, with - . _ between',
  ),
);
/** Markdown without HTML; code goes between backticks, where `<` is only a sign. */
export const text = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1, 'must not be empty'),
  v.maxLength(20_000, 'is longer than 20,000 characters'),
  v.rawCheck(({ dataset, addIssue }) => {
    const message = dataset.typed ? markupFault(dataset.value) : null;
    if (message) addIssue({ message });
  }),
);
export const shortText = v.pipe(text, v.maxLength(500, 'is longer than 500 characters'));
export const texts = v.array(text);
export const semver = v.pipe(
  v.string('expected a version like "1.0.0", in quotes'),
  v.regex(/^\d+\.\d+\.\d+$/, 'must be a version like 1.0.0'),
);
/** Minutes may be fractions, so a test can use a format whose phases last seconds (PH1). */
export const minutes = v.pipe(
  v.number(),
  v.finite(),
  v.minValue(0, 'must be 0 or more'),
  v.maxValue(240, 'must be 240 or less'),
);

export type ContentProblem = { path: readonly (string | number)[]; message: string };

/** A content file that cannot be used. `problems` names each field by its path from the file's root. */
export class ContentError extends Error {
  readonly problems: readonly ContentProblem[];

  constructor(what: string, problems: readonly ContentProblem[]) {
    super(`${what}: ${problems.map((p) => `${p.path.join('.') || '(file)'} ${p.message}`).join('; ')}`);
    this.name = 'ContentError';
    this.problems = problems;
  }
}

/** Parses `data` or throws a ContentError that lists every broken field. */
export function parseContent<S extends v.GenericSchema>(
  what: string,
  schema: S,
  data: unknown,
): v.InferOutput<S> {
  const parsed = v.safeParse(schema, data);
  if (parsed.success) return parsed.output;
  throw new ContentError(
    what,
    parsed.issues.map((issue) => ({
      path: (issue.path ?? []).map((item) => item.key as string | number),
      message: wordsOf(issue, schema),
    })),
  );
}

/** Throws a ContentError when `problems` is not empty. */
export function refuseContent(what: string, problems: readonly ContentProblem[]): void {
  if (problems.length > 0) throw new ContentError(what, problems);
}

/** The ids that stand more than once in `ids`. */
export function repeated(ids: readonly string[]): string[] {
  return [...new Set(ids.filter((id, i) => ids.indexOf(id) !== i))];
}

/** Every text inside `value`, with its path. */
export function textsOf(
  value: unknown,
  path: (string | number)[] = [],
): { path: (string | number)[]; value: string }[] {
  if (typeof value === 'string') return [{ path, value }];
  if (Array.isArray(value)) return value.flatMap((item, i) => textsOf(item, [...path, i]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => textsOf(item, [...path, key]));
}

/** Why `markdown` cannot stand in a content file, or null. */
export function markupFault(markdown: string): string | null {
  const found = htmlIn(markdown);
  if (found === null) return null;
  const begins = found.length > 30 ? `${found.slice(0, 30)}…` : found;
  return `holds HTML (“${begins}”); write Markdown, code between backticks, and a space behind a “<” that means less`;
}

type Issue = v.BaseIssue<unknown>;

/** What stands there and what was expected, for someone who writes YAML and not TypeScript. */
function wordsOf(issue: Issue, root: v.GenericSchema): string {
  const { expected, received, message } = issue;
  const isOurs = !message.startsWith('Invalid ');
  if (issue.kind !== 'schema') return isOurs ? message : limitWords(issue);
  if (isOurs)
    return received === 'undefined' ? `is missing; ${message}` : `${message}, found ${foundWords(received)}`;
  if (expected === 'never') return 'is not a field here; check the spelling and the indentation';
  if (received === 'undefined') return `is missing; ${expectedAt(root, issue)}`;
  const isBare = expected === 'string' && ['number', 'boolean'].includes(typeof issue.input);
  return `expected ${expectedWords(expected)}, found ${foundWords(received)}${isBare ? '; write it in quotes' : ''}`;
}

function limitWords({ type, expected, received, requirement }: Issue): string {
  if (type === 'finite') return `expected a number that ends, found ${received}`;
  if (type === 'integer') return `expected a whole number, found ${received}`;
  if (type === 'length') return `needs exactly ${String(requirement)} of these, found ${received}`;
  if (type === 'min_value') return `must be ${String(requirement)} or more, found ${received}`;
  return `expected ${expected ?? 'something else'}, found ${received}`;
}

const typeNames: Record<string, string> = {
  Object: 'fields (name: value)',
  Array: 'a list',
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
};

/** `("a" | "b")` as it stands in a sentence. */
function expectedWords(expected: string | null): string {
  return (
    typeNames[expected ?? ''] ??
    expected?.replace(/^\((.*)\)$/, '$1').replaceAll(' | ', ' or ') ??
    'something else'
  );
}

/** What the schema holds where a field is missing: the complaint itself knows only the field's name. */
function expectedAt(root: v.GenericSchema, issue: Issue): string {
  let at: SchemaNode | undefined = root;
  for (const { key } of issue.path ?? []) {
    while (at?.wrapped) at = at.wrapped;
    const fields: (Record<string, SchemaNode> | undefined)[] = [at, ...(at?.options ?? [])].map(
      (one) => one?.entries,
    );
    at = fields.find((entries) => entries?.[String(key)])?.[String(key)] ?? at?.item ?? at?.value;
  }
  return at?.message ?? `expected ${expectedWords(at?.expects ?? null)}`;
}

type SchemaNode = {
  expects?: string;
  message?: string;
  wrapped?: SchemaNode;
  entries?: Record<string, SchemaNode>;
  options?: SchemaNode[];
  item?: SchemaNode;
  value?: SchemaNode;
};

function foundWords(received: string): string {
  return received === 'null' ? 'nothing' : (typeNames[received] ?? received);
}
