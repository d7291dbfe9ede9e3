// The report as Markdown: pasted into a note, a ticket or a mail, it still reads well as plain text.
import { capitalised, dateOf, minutesAndSeconds, plannedWindow } from '../ui/words.ts';
import { byGap } from './criteria.ts';
import type { CriterionReport, RatedView } from './criteria.ts';
import type { Gaps } from './gaps.ts';
import type { Given, NoteLine, PhaseReport } from './happened.ts';
import type { Looks } from './looks.ts';
import type { Judgement } from './judgement.ts';
import { numberParts, questionParts } from './markdown-question.ts';
import { plain, section, whenOf } from './markdown-words.ts';
import type { Rater } from './raters.ts';
import type { Report } from './report.ts';

const quoted = (text: string): string => `> ${plain(text)}`;
export function toMarkdown(report: Report): string {
  const parts = [
    ...frontMatter(report),
    `# Scorecard: ${plain(report.title)}`,
    '',
    ...aboutLines(report),
    '',
    ...(report.hasRatings ? ratingParts(report) : []),
    ...section('Time', [
      '| Phase | Planned | Actual |',
      '| --- | --- | ---: |',
      ...report.phases.map(timeRow),
    ]),
    ...section('Checklist', report.phases.flatMap(checklistLines)),
    ...numberParts(report),
    ...section('Answers given', report.answers.map(givenLine)),
    ...section('Hints', report.hints.map(givenLine)),
    ...section('Curveballs', report.curveballs.map(givenLine)),
    ...section('Notes', report.notes.map(noteLine)),
    ...section(
      'Board',
      report.outline.map((line) => `- ${plain(line)}`),
    ),
    ...questionParts(report),
  ];
  return `${parts
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trimEnd()}\n`;
}

/** What a program sorts notes by; values are quoted, so that nobody's title becomes another key. */
function frontMatter({
  title,
  level,
  startedAt,
  versions,
  isRehearsal,
  isSolo,
  raters,
  interviewId,
}: Report): string[] {
  const partner = raters.find(({ view }) => view === 'interviewer') ?? raters[0];
  const fields: [string, string | number | null | undefined][] = [
    ['interview', interviewId],
    ['title', title],
    ...Object.entries(versions),
    ['level', level],
    ['date', startedAt === null ? null : new Date(startedAt).toISOString().slice(0, 10)],
    ['mode', isSolo ? 'solo' : isRehearsal ? 'rehearsal' : 'observed'],
    ['coverage', partner?.judgement?.coverage.toFixed(2)],
    ['suggestion', partner?.judgement?.suggestion],
    ['recommendation', partner?.recommendationId],
  ];
  const lines = fields.flatMap(([key, value]) => (value == null ? [] : [`${key}: ${JSON.stringify(value)}`]));
  return ['---', ...lines, '---', ''];
}

function aboutLines({
  format,
  level,
  startedAt,
  lengthMs,
  people,
  isRehearsal,
  provisional,
}: Report): string[] {
  return [
    `- ${plain(format)}, ${capitalised(level)} level${isRehearsal ? ', a rehearsal' : ''}`,
    ...(provisional ? [`- ${provisional}`] : []),
    ...(startedAt === null ? [] : [`- ${dateOf(startedAt)}, ${minutesAndSeconds(lengthMs)} minutes`]),
    ...people.map(({ name, role }) => `- ${capitalised(role)}${name && `: ${plain(name)}`}`),
  ];
}

function ratingParts(report: Report): string[] {
  const { strongest, change, practise } = report.lines;
  const lines = [
    ...(strongest
      ? [
          `- **Strongest:** ${plain(strongest.behaviour)} (${plain(strongest.criterion)}: ${strongest.words}). ${plain(strongest.evidence)}`,
        ]
      : []),
    ...(change
      ? [
          `- **Change:** ${plain(change.behaviour)} (${plain(change.criterion)}: ${change.from} to ${change.to})`,
        ]
      : []),
    ...(practise ? [`- **Practise next:** ${plain(practise.text)}`] : []),
  ];
  return [
    ...lines,
    '',
    ...section('Ratings', [
      '| Criterion | Self | Interviewer | Bar |',
      '| --- | --- | --- | ---: |',
      ...byGap(report.criteria).map(
        ({ title, self, interviewer, bar }) =>
          `| ${plain(title)} | ${self?.words ?? '–'} | ${interviewer?.words ?? '–'} | ${bar ?? '–'} |`,
      ),
    ]),
    ...section('Own view over time', report.looks ? lookLines(report.looks) : []),
    ...section('Recommendations', report.raters.flatMap(raterLines)),
    ...section('Self and interviewer', report.gaps ? gapLines(report.gaps) : []),
    ...section(
      'About the interviewer',
      report.ofInterviewer.map(
        ({ title, words, evidence }) =>
          `- ${plain(title)}: ${words}${evidence ? `. ${plain(evidence)}` : ''}`,
      ),
    ),
    ...section('Evidence', report.criteria.flatMap(evidenceLines)),
  ];
}

function raterLines({
  name,
  view,
  recommendation,
  judgement,
  evidence,
  strength,
  change: toChange,
}: Rater): string[] {
  return [
    `- ${name ? `${plain(name)} (${view})` : capitalised(view)}: **${recommendation}**`,
    ...(judgement
      ? [`  - The rule suggests **${judgement.suggestion}**. ${plain(reasonsOf(judgement))}`]
      : []),
    `  - ${evidence}`,
    ...(strength ? [`  - Strength: ${plain(strength)}`] : []),
    ...(toChange ? [`  - Change: ${plain(toChange)}`] : []),
  ];
}

const reasonsOf = ({ reasons, fragile }: Judgement): string =>
  [fragile, ...reasons].filter(Boolean).join(' ');

function gapLines({ summary, lines }: Gaps): string[] {
  const different = lines.filter(({ reading }) => reading !== 'same');
  return [
    plain(summary),
    '',
    ...different.map(({ criterion, words, advice }) => `- ${plain(criterion)}: ${words}. ${advice}`),
  ];
}

function evidenceLines({ title, self, interviewer, next }: CriterionReport): string[] {
  const seen = [...viewLines('Self', self), ...viewLines('Interviewer', interviewer)];
  const lines = [...seen, ...(seen.length > 0 && next ? nextLines(next) : [])];
  return lines.length > 0 ? [`### ${plain(title)}`, '', ...lines, ''] : [];
}

const nextLines = ({ words, behaviours }: NonNullable<CriterionReport['next']>): string[] => [
  `**The next level, ${words}**`,
  '',
  ...behaviours.map((text) => `- ${plain(text)}`),
  '',
];

function viewLines(who: string, view: RatedView | null): string[] {
  if (!view) return [];
  if (view.parts.length === 0) return seenLines(who, view);
  const parts = view.parts.map(({ title, words }) => `${plain(title)} ${words}`);
  return [
    `**${who}: ${view.words}** (${parts.join(', ')})`,
    '',
    ...view.parts.flatMap((part) => seenLines(`${who}, ${plain(part.title)}`, part)),
  ];
}

function seenLines(who: string, view: Omit<RatedView, 'parts'>): string[] {
  const lines = [
    ...view.behaviours.map(({ level, text }) => `- ${level}: ${plain(text)}`),
    ...view.moments.map(({ moment, text }) => `- ${whenOf(moment)} ${plain(text)}`),
    ...(view.evidence ? ['', quoted(view.evidence)] : []),
  ];
  return lines.length > 0 ? [`**${who}: ${view.words}**`, '', ...lines, ''] : [];
}

function timeRow({ title, minMs, maxMs, actualMs }: PhaseReport): string {
  const actual = actualMs === null ? 'not reached' : minutesAndSeconds(actualMs);
  return `| ${plain(title)} | ${plannedWindow(minMs, maxMs)} | ${actual} |`;
}

function checklistLines({ title, done, missed }: PhaseReport): string[] {
  if (done.length + missed.length === 0) return [];
  const line = (box: string) => (item: PhaseReport['done'][number]) => `- [${box}] ${plain(item.text)}`;
  return [`### ${plain(title)}`, '', ...done.map(line('x')), ...missed.map(line(' ')), ''];
}

function givenLine({ moment, title, text }: Given): string {
  const stop = title.endsWith('?') ? '' : ':';
  return `- ${whenOf(moment)} ${plain(title)}${stop} ${plain(text)}`;
}

function noteLine({ moment, author, text, criterion }: NoteLine): string {
  return `- ${whenOf(moment)} ${plain(author)}: ${plain(text)}${criterion ? ` (${plain(criterion)})` : ''}`;
}

function lookLines({ titles, rows }: Looks): string[] {
  return [
    `| Criterion | ${titles.join(' | ')} |`,
    `| --- | ${titles.map(() => '---').join(' | ')} |`,
    ...rows.map(({ title, words }) => `| ${plain(title)} | ${words.join(' | ')} |`),
  ];
}
