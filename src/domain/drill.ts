// A drill: a task of three to ten minutes, what a good answer has, and the gaps it is for. Read from
// rubrics/drills/*.yaml; whether its formats exist is checked between the files. Which one is next, drills.ts says.
import * as v from 'valibot';
import { parseContent, refuseContent, repeated, semver, shortText, slug, text } from './content.ts';
import { stem } from './script-words.ts';

const fewestPoints = 3;
/** The place of those that name none. */
const last = 1000;

const word = v.pipe(
  v.string(),
  v.maxLength(40, 'is longer than 40 characters'),
  v.regex(/^[\p{Ll}\p{Lo}\p{Lm}]+$/u, 'must be one word in small letters'),
);

export const drillSchema = v.strictObject({
  id: slug,
  version: semver,
  title: shortText,
  /** Smaller ones come first: in the list, and where two are as good for a gap. Of equals the first file. */
  place: v.optional(
    v.pipe(v.number(), v.integer('must be a whole number'), v.minValue(0), v.maxValue(last)),
    last,
  ),
  minutes: v.pipe(
    v.number(),
    v.integer('must be a whole number'),
    v.minValue(3, 'must be 3 or more'),
    v.maxValue(10, 'must be 10 or less'),
  ),
  prompt: text,
  /** To tick afterwards: what a good answer has. */
  points: v.pipe(v.array(shortText), v.minLength(fewestPoints, `needs at least ${fewestPoints} points`)),
  /** Ids of the formats whose gaps it is for; without any it is there to be chosen only. */
  formats: v.optional(v.array(slug), []),
  /** Gaps whose criterion or text has one of these words, in any form, are worked on with it. */
  about: v.optional(v.array(word), []),
});

export type Drill = v.InferOutput<typeof drillSchema>;

/** Reads one drill file's data. Throws a ContentError that names each broken field. */
export function parseDrill(data: unknown): Drill {
  const drill = parseContent('drill', drillSchema, data);
  const { points, formats, about } = drill;
  const twice = (field: string, found: readonly string[]) =>
    found.map((name) => ({ path: [field], message: `has "${name}" twice` }));
  const stems = about.map(stem);
  const sameWords = about.filter((_, i) => stems.indexOf(stems[i]!) !== i);
  refuseContent(`drill ${drill.id}`, [
    ...twice('points', repeated(points)),
    ...twice('formats', repeated(formats)),
    // One word in two forms would count as two.
    ...twice('about', sameWords),
    ...(formats.length > 0 && about.length === 0
      ? [{ path: ['about'], message: 'is empty; name the words of the gaps it is for, or no formats' }]
      : []),
    ...(about.length > 0 && formats.length === 0
      ? [{ path: ['formats'], message: 'is empty; name the formats whose gaps it is for' }]
      : []),
  ]);
  return drill;
}
