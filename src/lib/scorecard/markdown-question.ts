// What the question expects, as Markdown: its figures beside the candidate's, its statement, its reference answer.
import { plain, section, whenOf } from './markdown-words.ts';
import type { Report } from './report.ts';

export function numberParts({ estimates, figures }: Report): string[] {
  const rows = estimates.flatMap(({ ask, own, answer, accept }) =>
    own ? [[ask, own.figure, answer, accept, own.isWithin ? 'yes' : 'no']] : [],
  );
  const table = [
    ['Asked', 'Own', 'Reference', 'Good enough', 'Within'],
    ['---', '---', '---', '---', '---'],
    ...rows.map((row) => row.map(plain)),
  ].map((cells) => `| ${cells.join(' | ')} |`);
  const written = figures.map(({ moment, text }) => `- ${whenOf(moment)} ${plain(text)}`);
  const expected = estimates.map(
    ({ ask, answer, working }) => `- ${plain(ask)}: ${plain(answer)} (${plain(working)})`,
  );
  return [
    ...section('Estimates', rows.length > 0 ? table : []),
    ...section('Figures written down', written),
    ...section('Reference figures', expected),
  ];
}

/** The statement and the reference answer come from a content file, where they are Markdown already. */
export function questionParts({ statement, reference }: Report): string[] {
  return [
    ...section('The question', statement === null ? [] : [statement.trim()]),
    ...(reference ? section('Reference answer', referenceLines(reference)) : []),
  ];
}

function referenceLines({
  referenceAnswer,
  referenceCode,
  ceiling,
  diagram,
  furtherReading,
}: NonNullable<Report['reference']>): string[] {
  const ceilingWords =
    ceiling && `The ceiling was ${ceiling.total.toLocaleString('en')}. ${plain(ceiling.note)}`;
  return [
    referenceAnswer.trim(),
    ...(referenceCode ? fenced(referenceCode.language, referenceCode.code) : []),
    ...(ceilingWords ? ['', ceilingWords] : []),
    ...(diagram ? [...fenced('mermaid', diagram.mermaid), plain(diagram.description)] : []),
    ...(furtherReading.length > 0 ? [''] : []),
    ...furtherReading.map(({ title, url }) => `- [${plain(title)}](${url})`),
  ];
}

function fenced(language: string, text: string): string[] {
  return ['', `\`\`\`${language}`, text.trimEnd(), '```', ''];
}
