// `npm run content`: loads the content files as a start of the server would, says what is wrong with them, counts
// them, and checks that the JSON Schemas for editors are those of the parser. `--write` writes the schemas.
import { relative } from 'node:path';
import { calculate } from '#domain/arithmetic.ts';
import { questionsFor } from '#domain/content-choice.ts';
import type { Content } from '#domain/content-rules.ts';
import { readConfig } from './config.ts';
import { loadContent } from './content.ts';
import { oldSchemas, writeSchemas } from './content-schemas.ts';
import { StartError } from './start-error.ts';

try {
  const content = await loadContent(readConfig().rubricsDir);
  console.log(countsOf(content));
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
if (process.argv.includes('--write')) await writeSchemas();
const old = await oldSchemas();
if (old === null)
  console.log('The schemas were not checked: their generator comes with the development packages.');
else if (old.length === 0) console.log('The schemas in rubrics/schemas are up to date.');
else {
  console.error(`These schemas are old; run "npm run content -- --write":\n${old.map(nearby).join('\n')}`);
  process.exitCode = 1;
}

function nearby(path: string): string {
  return `  ${relative(process.cwd(), path)}`;
}

function countsOf({ formats, rubrics, questions, banks, calibrations, drills }: Content): string {
  const guides = questions.map(({ interviewer }) => interviewer);
  const count = (size: (guide: (typeof guides)[number]) => number) =>
    guides.reduce((sum, guide) => sum + size(guide), 0);
  const estimations = guides.flatMap((guide) => guide.estimations);
  const calculated = estimations.filter(({ working }) => calculate(working).kind === 'value');
  const behaviours = rubrics.flatMap(({ criteria }) =>
    criteria.flatMap(({ levels }) => Object.values(levels).flat()),
  );
  const rows = [
    ...formats.map((format): [number, string] => [
      questionsFor(format, formats, questions).length,
      `questions for ${format.id} (${format.phases.length} phases, ${format.slotMinutes} minutes)`,
    ]),
    [
      rubrics.length,
      `rubrics with ${rubrics.flatMap((r) => r.criteria).length} criteria, ${behaviours.length} behaviours`,
    ],
    [
      banks.length,
      `bank(s) of ${banks.flatMap(({ groups }) => groups.flatMap((g) => g.questions)).length} questions to ask the interviewer`,
    ],
    [calibrations.flatMap(({ samples }) => samples).length, 'written samples to calibrate on'],
    [drills.length, 'drills for what a scorecard found missing'],
    [count((g) => g.clarifications.length + g.heldBackFacts.length), 'answers to give when asked'],
    [estimations.length, `estimates, ${calculated.length} of them calculated again from their working`],
    [count((g) => g.deepDives.length), `deep dives, ${count((g) => g.deepDives.length * 3)} hints`],
    [count((g) => g.curveballs.length), 'curveballs and next questions'],
    [count((g) => g.testCases.length), 'test cases'],
  ] satisfies [number, string][];
  const width = Math.max(...rows.map(([figure]) => String(figure).length));
  const total = `${formats.length} formats, ${rubrics.length} rubrics, ${questions.length} questions and ${banks.length} bank(s) are well formed.`;
  return [total, ...rows.map(([figure, what]) => `  ${String(figure).padStart(width)} ${what}`)].join('\n');
}
