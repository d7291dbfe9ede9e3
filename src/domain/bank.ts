// A bank: questions the candidate may ask the interviewer, in groups. Read from rubrics/banks/*.yaml; a format's
// phase names the bank it offers. Everyone may read it.
import * as v from 'valibot';
import { parseContent, refuseContent, repeated, semver, shortText, slug, text } from './content.ts';

const bankQuestion = v.strictObject({
  id: slug,
  text,
  /** What a good answer tells, and what a bad one does. */
  listenFor: v.optional(text),
});

export const bankSchema = v.strictObject({
  id: slug,
  version: semver,
  title: shortText,
  summary: text,
  groups: v.pipe(
    v.array(
      v.strictObject({
        id: slug,
        title: shortText,
        questions: v.pipe(v.array(bankQuestion), v.minLength(1, 'needs at least one question')),
      }),
    ),
    v.minLength(1, 'needs at least one group'),
  ),
});

export type Bank = v.InferOutput<typeof bankSchema>;

/** Reads one bank file's data. Throws a ContentError that names each broken field. */
export function parseBank(data: unknown): Bank {
  const bank = parseContent('bank', bankSchema, data);
  const ids = [...bank.groups.map((g) => g.id), ...bank.groups.flatMap((g) => g.questions.map((q) => q.id))];
  refuseContent(
    `bank ${bank.id}`,
    repeated(ids).map((id) => ({ path: ['groups'], message: `has "${id}" twice` })),
  );
  return bank;
}
