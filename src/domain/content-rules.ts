// What must hold between content files: formats name rubrics, criteria and banks that exist; every criterion is seen
// in some phase and has a bar for every level; a question fits its format and has what the format asks for; drills name
// formats that exist.
// It knows neither files nor any format by name.
import type { Bank } from './bank.ts';
import type { CalibrationRound } from './calibration-round.ts';
import type { ContentProblem } from './content.ts';
import { sharesQuestions } from './content-choice.ts';
import type { Drill } from './drill.ts';
import type { CountedPart, Format } from './format.ts';
import type { Question } from './question.ts';
import type { Rubric } from './rubric.ts';

export type Content = {
  formats: Format[];
  rubrics: Rubric[];
  questions: Question[];
  banks: Bank[];
  calibrations: CalibrationRound[];
  drills: Drill[];
};
export type ContentKind = keyof Content;
/** A problem of the file of `kind` with this id. */
export type RuleProblem = ContentProblem & { kind: ContentKind; id: string };

/** The rubric a format names as `id@major`, or undefined. */
export function rubricOf(
  content: Pick<Content, 'rubrics'>,
  format: Pick<Format, 'rubric'>,
): Rubric | undefined {
  return content.rubrics.find((rubric) => `${rubric.id}@${rubric.version.split('.')[0]}` === format.rubric);
}

/** The rubric by which the candidate rates the interviewer, where the format names one that exists. */
export function interviewerRubricOf(
  content: Pick<Content, 'rubrics'>,
  { interviewerRubric }: Pick<Format, 'interviewerRubric'>,
): Rubric | undefined {
  return interviewerRubric === undefined ? undefined : rubricOf(content, { rubric: interviewerRubric });
}

/** Every broken rule between the files, each with the file and field to mend. */
export function contentProblems(content: Content): RuleProblem[] {
  const { formats, rubrics, questions } = content;
  return [
    ...formats.flatMap((format) => ofFile('formats', format.id, formatProblems(content, format))),
    ...rubrics.flatMap((rubric) => ofFile('rubrics', rubric.id, rubricProblems(content, rubric))),
    ...questions.flatMap((question) => ofFile('questions', question.id, questionProblems(content, question))),
    ...content.calibrations.flatMap((round) =>
      ofFile('calibrations', round.id, calibrationProblems(content, round)),
    ),
    ...content.drills.flatMap((drill) => ofFile('drills', drill.id, drillProblems(content, drill))),
  ];
}

const ofFile = (kind: ContentKind, id: string, problems: ContentProblem[]): RuleProblem[] =>
  problems.map((problem) => ({ kind, id, ...problem }));

function formatProblems(content: Content, format: Format): ContentProblem[] {
  const rubric = rubricOf(content, format);
  if (!rubric) {
    const known = content.rubrics.map(({ id, version }) => `${id}@${version.split('.')[0]}`).join(', ');
    return [{ path: ['rubric'], message: `there is no rubric "${format.rubric}" (there are: ${known})` }];
  }
  const criteria = new Set(rubric.criteria.map(({ id }) => id));
  const unknown = (id: string) => `names the criterion "${id}", which ${rubric.id} does not have`;
  const problems: ContentProblem[] = [];
  if (format.isDefault && content.formats.some((other) => other.isDefault && other.id !== format.id)) {
    problems.push({ path: ['isDefault'], message: 'is true in more than one format' });
  }
  format.phases.forEach((phase, i) => {
    phase.criteria.forEach((id, at) => {
      if (!criteria.has(id)) problems.push({ path: ['phases', i, 'criteria', at], message: unknown(id) });
    });
    phase.checklist.forEach(({ criterion: id }, at) => {
      if (criteria.has(id)) return;
      problems.push({ path: ['phases', i, 'checklist', at, 'criterion'], message: unknown(id) });
    });
    if (phase.bank !== undefined && !content.banks.some(({ id }) => id === phase.bank)) {
      problems.push({ path: ['phases', i, 'bank'], message: `there is no bank "${phase.bank}"` });
    }
  });
  problems.push(...interviewerRubricProblems(content, format, criteria));
  const seen = new Set(format.phases.flatMap((phase) => phase.criteria));
  for (const id of [...criteria].filter((name) => !seen.has(name))) {
    problems.push({ path: ['phases'], message: `never name the criterion "${id}", so nobody could show it` });
  }
  return problems;
}

function calibrationProblems(
  content: Content,
  { rubric: name, samples }: CalibrationRound,
): ContentProblem[] {
  const rubric = rubricOf(content, { rubric: name });
  if (!rubric) return [{ path: ['rubric'], message: `there is no rubric "${name}"` }];
  return samples.flatMap(({ criterion }, i) =>
    rubric.criteria.some(({ id }) => id === criterion)
      ? []
      : [
          {
            path: ['samples', i, 'criterion'],
            message: `names the criterion "${criterion}", which ${rubric.id} does not have`,
          },
        ],
  );
}

function drillProblems({ formats }: Content, drill: Drill): ContentProblem[] {
  return drill.formats.flatMap((name, i) =>
    formats.some(({ id }) => id === name)
      ? []
      : [{ path: ['formats', i], message: `there is no format "${name}"` }],
  );
}

function interviewerRubricProblems(
  content: Content,
  format: Format,
  criteria: ReadonlySet<string>,
): ContentProblem[] {
  const refuse = (message: string): ContentProblem[] => [{ path: ['interviewerRubric'], message }];
  if (rubricOf(content, format)?.rates === 'interviewer')
    return [{ path: ['rubric'], message: 'rates interviewers; it belongs into interviewerRubric' }];
  if (format.interviewerRubric === undefined) return [];
  const rubric = interviewerRubricOf(content, format);
  if (!rubric) return refuse(`there is no rubric "${format.interviewerRubric}"`);
  if (rubric.rates !== 'interviewer') return refuse('does not rate interviewers');
  // Both stand on one form.
  const twin = rubric.criteria.find(({ id }) => criteria.has(id));
  return twin ? refuse(`has the criterion "${twin.id}", as the format's rubric has`) : [];
}

function rubricProblems({ formats }: Content, rubric: Rubric): ContentProblem[] {
  const problems: ContentProblem[] = [];
  const users = formats.filter((format) => rubricOf({ rubrics: [rubric] }, format));
  if (rubric.rates === 'candidate' && !formats.some(({ id }) => id === rubric.format)) {
    problems.push({ path: ['format'], message: `there is no format "${rubric.format}"` });
  }
  const phases = new Set(users.flatMap((format) => format.phases.map(({ id }) => id)));
  const levels = [...new Set(users.flatMap((format) => format.levels))];
  rubric.criteria.forEach((criterion, i) => {
    for (const level of levels.filter((name) => criterion.bar[name] === undefined)) {
      problems.push({ path: ['criteria', i, 'bar'], message: `needs a bar for the level ${level}` });
    }
    if (users.length === 0) return;
    criterion.phases.forEach((id, at) => {
      if (!phases.has(id))
        problems.push({ path: ['criteria', i, 'phases', at], message: `"${id}" is no phase of its formats` });
    });
  });
  return problems;
}

function questionProblems(content: Content, question: Question): ContentProblem[] {
  const format = content.formats.find(({ id }) => id === question.format);
  const twin = content.questions.find(({ title, id }) => title === question.title && id !== question.id);
  if (twin) return [{ path: ['title'], message: `is also the title of ${twin.id}` }];
  if (!format) return [{ path: ['format'], message: `there is no format "${question.format}"` }];
  const rubric = rubricOf(content, format);
  return [
    ...levelProblems(format, question),
    ...(rubric ? criterionProblems(rubric, question) : []),
    ...content.formats
      .filter((other) => sharesQuestions(other, format))
      .flatMap((other) => phaseProblems(other, question)),
    ...needProblems(format, question),
  ];
}

function levelProblems({ id, levels }: Format, { levels: own, interviewer }: Question): ContentProblem[] {
  const problems: ContentProblem[] = [];
  const message = (level: string) => `"${level}" is not a level of ${id} (${levels.join(', ')})`;
  own.forEach((level, i) => {
    if (!levels.includes(level)) problems.push({ path: ['levels', i], message: message(level) });
  });
  interviewer.deepDives.forEach((dive, i) =>
    dive.expected.forEach(({ level }, at) => {
      if (levels.includes(level)) return;
      const path = ['interviewer', 'deepDives', i, 'expected', at, 'level'];
      problems.push({ path, message: message(level) });
    }),
  );
  return problems;
}

function criterionProblems(
  { id, criteria, signalAreas }: Rubric,
  { interviewer }: Question,
): ContentProblem[] {
  const problems: ContentProblem[] = [];
  interviewer.deepDives.forEach(({ criterion }, i) => {
    if (criteria.some((known) => known.id === criterion)) return;
    const message = `names the criterion "${criterion}", which ${id} does not have`;
    problems.push({ path: ['interviewer', 'deepDives', i, 'criterion'], message });
  });
  interviewer.signalAreas.forEach((area, i) => {
    if (signalAreas.includes(area)) return;
    problems.push({
      path: ['interviewer', 'signalAreas', i],
      message: `"${area}" is not a signal area of ${id}`,
    });
  });
  return problems;
}

function phaseProblems(format: Format, { interviewer }: Question): ContentProblem[] {
  return interviewer.curveballs.flatMap(({ phase }, i) =>
    format.phases.some(({ id }) => id === phase)
      ? []
      : [
          {
            path: ['interviewer', 'curveballs', i, 'phase'],
            message: `"${phase}" is no phase of ${format.id}`,
          },
        ],
  );
}

function needProblems({ id, questionNeeds }: Format, question: Question): ContentProblem[] {
  return Object.entries(questionNeeds).flatMap(([part, least]) => {
    const { path, count } = partOf(question, part as CountedPart);
    if (count >= least) return [];
    return [{ path, message: `${id} asks for at least ${least} of these, found ${count}` }];
  });
}

function partOf(question: Question, part: CountedPart): { path: string[]; count: number } {
  const block =
    part === 'situationCard'
      ? 'candidate'
      : part === 'diagram' || part === 'referenceCode' || part === 'ceiling'
        ? 'reveal'
        : 'interviewer';
  const value = (question[block] as Record<string, unknown>)[part];
  return { path: [block, part], count: countOf(value, part) };
}

/** A list counts its items; a map of lists the lists that are not empty; anything else counts as one. */
function countOf(value: unknown, part: CountedPart): number {
  if (value === undefined) return 0;
  if (Array.isArray(value)) return value.length;
  const isMap = ['requirements', 'probes', 'strongSigns', 'warningSigns', 'levelNotes'].includes(part);
  if (!isMap || typeof value !== 'object' || value === null) return 1;
  return Object.values(value).filter((item) => !Array.isArray(item) || item.length > 0).length;
}
