// What format, rubric and question files share: ids, texts, and the error that names the field.
// It knows nothing of YAML or folders; the server turns a path into a line number.
import * as v from 'valibot';

export const slug = v.pipe(
  v.string(),
  v.regex(/^[a-z0-9]+(?:[-_.][a-zA-Z0-9]+)*$/, 'must be a lower-case id'),
);
export const text = v.pipe(v.string(), v.trim(), v.minLength(1, 'must not be empty'), v.maxLength(20_000));
export const shortText = v.pipe(text, v.maxLength(500));
export const semver = v.pipe(v.string(), v.regex(/^\d+\.\d+\.\d+$/, 'must be a version like 1.0.0'));
/** Minutes may be fractions, so a test can use a format whose phases last seconds (PH1). */
export const minutes = v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(240));

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
      message: issue.message,
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
