// Calibration rounds: short written samples with the value their authors agree on, to be rated before one rates a
// person. Read from rubrics/calibrations/*.yaml; which rubric and criteria there are is checked between the files.
import * as v from 'valibot';
import { parseContent, refuseContent, repeated, semver, shortText, slug, text } from './content.ts';
import { levelValues } from './levels.ts';

/** Few enough for five minutes. */
const fewest = 4;

const sample = v.strictObject({
  id: slug,
  criterion: slug,
  title: shortText,
  /** What was said and done, as somebody in the room would have noted it. */
  text,
  agreed: v.picklist(levelValues),
  /** Why this value and not the next one. */
  why: text,
});

export const calibrationSchema = v.strictObject({
  id: slug,
  version: semver,
  /** As `id@major`. */
  rubric: v.pipe(
    v.string(),
    v.regex(/^[a-z0-9][\w.-]*@\d+$/, 'must be a rubric and its major version, like core@1'),
  ),
  samples: v.pipe(v.array(sample), v.minLength(fewest, `needs at least ${fewest} samples`)),
});

export type CalibrationRound = v.InferOutput<typeof calibrationSchema>;
export type CalibrationSample = CalibrationRound['samples'][number];

/** Reads one file's data. Throws a ContentError that names each broken field. */
export function parseCalibration(data: unknown): CalibrationRound {
  const round = parseContent('calibration', calibrationSchema, data);
  const twice = repeated(round.samples.map(({ id }) => id));
  const values = new Set(round.samples.map(({ agreed }) => agreed));
  refuseContent(`calibration ${round.id}`, [
    ...twice.map((id) => ({ path: ['samples'], message: `has "${id}" twice` })),
    // Whoever always says "3" must not come out as well calibrated.
    ...(values.size < 3
      ? [{ path: ['samples'], message: 'agrees on fewer than three different values' }]
      : []),
  ]);
  return round;
}

export type Calibrated = { exact: number; within1: number; of: number; severity: number };

/** How somebody's values stand to the agreed ones. `severity` is the mean of theirs less the agreed (CB1). */
export function calibrated(
  samples: readonly Pick<CalibrationSample, 'id' | 'agreed'>[],
  given: Readonly<Record<string, number>>,
): Calibrated {
  const rated = samples.filter(({ id }) => given[id] !== undefined);
  const gaps = rated.map(({ id, agreed }) => given[id]! - agreed);
  return {
    exact: gaps.filter((gap) => gap === 0).length,
    within1: gaps.filter((gap) => Math.abs(gap) <= 1).length,
    of: rated.length,
    severity: rated.length === 0 ? 0 : gaps.reduce((sum, gap) => sum + gap, 0) / rated.length,
  };
}
