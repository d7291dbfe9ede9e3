// The report as Markdown: pasted into a note, a ticket or a mail, it still reads well as plain text.
import { capitalised, dateOf, minutesAndSeconds, plannedWindow } from '../ui/words.ts';
import type { CriterionReport, RatedView } from './criteria.ts';
import type { Gaps } from './gaps.ts';
import type { Looks } from './looks.ts';
import type { Judgement } from './judgement.ts';
import type { Given, PhaseReport } from './happened.ts';
import type { Report } from './report.ts';

/** What was said must not turn into markup of its own. */
export const plain = (text: string): string =>
  text.replaceAll(/([\\`*_[\]<>|#])/g, '\\$1').replaceAll(/\s*\n\s*/g, ' ');
const quoted = (text: string): string => `> ${plain(text)}`;
const section = (title: string, lines: string[]): string[] =>
  lines.length > 0 ? [`## ${title}`, '', ...lines, ''] : [];

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
    ...section(
      'Reference figures',
      report.estimates.map(
        ({ ask, answer, working }) => `- ${plain(ask)}: ${plain(answer)} (${plain(working)})`,
      ),
    ),
    ...section('Answers given', report.answers.map(givenLine)),
    ...section('Hints', report.hints.map(givenLine)),
    ...section('Curveballs', report.curveballs.map(givenLine)),
    ...section(
      'Notes',
      report.notes.map(({ moment, author, text }) => `- ${whenOf(moment)} ${plain(author)}: ${plain(text)}`),
    ),
    ...section(
      'Board',
      report.outline.map((line) => `- ${plain(line)}`),
    ),
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
    ...people.map(({ name, role }) => `- ${capitalised(role)}: ${plain(name)}`),
  ];
}

function ratingParts(report: Report): string[] {
  const { strongest, change, practise } = report.lines;
  const lines = [
    ...(strongest
      ? [`- **Strongest:** ${plain(strongest.criterion)} (${strongest.words}). ${plain(strongest.evidence)}`]
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
      ...report.criteria.map(
        ({ title, self, interviewer, bar }) =>
          `| ${plain(title)} | ${self?.words ?? '–'} | ${interviewer?.words ?? '–'} | ${bar ?? '–'} |`,
      ),
    ]),
    ...section('Own view over time', report.looks ? lookLines(report.looks) : []),
    ...section(
      'Recommendations',
      report.raters.flatMap(({ name, view, recommendation, judgement, strength, change: toChange }) => [
        `- ${plain(name)} (${view}): **${recommendation}**`,
        ...(judgement
          ? [`  - The rule suggests **${judgement.suggestion}**. ${plain(reasonsOf(judgement))}`]
          : []),
        ...(strength ? [`  - Strength: ${plain(strength)}`] : []),
        ...(toChange ? [`  - Change: ${plain(toChange)}`] : []),
      ]),
    ),
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

function evidenceLines({ title, self, interviewer }: CriterionReport): string[] {
  const lines = [...viewLines('Self', self), ...viewLines('Interviewer', interviewer)];
  return lines.length > 0 ? [`### ${plain(title)}`, '', ...lines, ''] : [];
}

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

const whenOf = ({ phase, time }: { phase: string; time: string }): string =>
  time ? `[${time}, ${plain(phase)}]` : `[${plain(phase)}]`;

function givenLine({ moment, title, text }: Given): string {
  const stop = title.endsWith('?') ? '' : ':';
  return `- ${whenOf(moment)} ${plain(title)}${stop} ${plain(text)}`;
}

function lookLines({ titles, rows }: Looks): string[] {
  return [
    `| Criterion | ${titles.join(' | ')} |`,
    `| --- | ${titles.map(() => '---').join(' | ')} |`,
    ...rows.map(({ title, words }) => `| ${plain(title)} | ${words.join(' | ')} |`),
  ];
}
