// The design written up as a document for a portfolio: requirements, API, architecture, deep dives. It is made of the
// candidate's own notes and figures, the checklist, what was drawn and what was asked on the way; no rating is in it.
import { boardParts } from '#domain/board-outline.ts';
import type { Phase } from '#domain/format.ts';
import type { Note, RoomState } from '#domain/room.ts';
import { plain, section } from './markdown-words.ts';
import { phaseTitle } from './moments.ts';
import { figureOf, ownEstimates } from './numbers.ts';

/** The sentence a call stands in may go on after it. */
const endpoint = /\b(?:GET|POST|PUT|PATCH|DELETE)\s+\/(?:\S*[^\s.,;:!?)\]])?/g;

/** The content hash of the board as it stood at the end; null where no picture was kept. */
export function pictureFor({ format, pictures, isImported }: RoomState): string | null {
  // An import brings no files along.
  const kept = isImported ? [] : format.phases.flatMap(({ id }) => pictures[id] ?? []);
  return kept.at(-1) ?? null;
}

/** `picture`: the board's as a data address, which makes the document one file. */
export function toPortfolio(state: RoomState, picture: string | null = null): string {
  const notes = designNotes(state);
  const isDesign = state.format.phases.some(({ guide }) => guide.includes('design'));
  const parts = [
    `# ${plain(state.question?.title ?? state.format.title)}`,
    '',
    ...(state.question?.candidate ? [plain(state.question.candidate.statement), ''] : []),
    ...(isDesign ? asDesign(state, notes, picture) : asTold(state, notes)),
    ...(picture && isDesign ? [`[board]: ${picture}`] : []),
  ];
  return `${parts
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trimEnd()}\n`;
}

/** Phases are put under what they are about, as the format's guide says; one that is about nothing of it keeps its title. */
function asDesign(state: RoomState, notes: readonly Note[], picture: string | null): string[] {
  const { phases } = state.format;
  const heading = ({ id, guide }: Phase) =>
    guide.includes('answers')
      ? 'Requirements'
      : guide.includes('design')
        ? 'Architecture'
        : guide.includes('deepDives')
          ? 'Deep dives'
          : phaseTitle(state, id);
  const of = (title: string) =>
    phases.filter((phase) => heading(phase) === title).flatMap(({ id }) => phaseLines(state, id, notes));
  const named = ['Requirements', 'Architecture', 'Deep dives'];
  const others = [...new Set(phases.map(heading))].filter((title) => !named.includes(title));
  return [
    ...section('Requirements', [...agreed(state), ...of('Requirements'), ...estimateLines(state, '###')]),
    ...section('API', apiLines(state, notes)),
    ...section('Architecture', [
      ...(picture ? ['![The board at the end][board]', ''] : []),
      ...of('Architecture'),
      ...boardLines(state),
    ]),
    ...section('Deep dives', [...of('Deep dives'), ...changes(state)]),
    ...others.flatMap((title) => section(title, of(title))),
  ];
}

/** Where nothing was designed, in the order it was told. */
function asTold(state: RoomState, notes: readonly Note[]): string[] {
  return [
    ...section('Agreed on the way', agreed(state)),
    ...state.format.phases.flatMap(({ id }) => section(phaseTitle(state, id), phaseLines(state, id, notes))),
    ...estimateLines(state, '##'),
    ...section('API', apiLines(state, notes)),
    ...section('On the board', boardLines(state)),
    ...section('What changed on the way', changes(state)),
  ];
}

const agreed = ({ answers }: RoomState) => answers.map(({ ask, text }) => `- ${plain(ask)} ${plain(text)}`);
const changes = ({ curveballs }: RoomState) =>
  curveballs.map(({ text }) => `- Then it changed: ${plain(text)}`);

/** The candidate's notes: an interviewer's are about the person, not the design. */
function designNotes({ notes, participants }: RoomState): Note[] {
  return notes
    .filter(({ by }) => participants[by]?.role === 'candidate')
    .toSorted((a, b) => a.begunAt - b.begunAt);
}

function phaseLines({ format, ticks }: RoomState, phaseId: string, notes: readonly Note[]): string[] {
  const ticked = new Set(ticks.map(({ itemId }) => itemId));
  const covered =
    format.phases.find(({ id }) => id === phaseId)?.checklist.filter(({ id }) => ticked.has(id)) ?? [];
  return [
    ...notes.filter((note) => note.phaseId === phaseId).map(({ text }) => `- ${plain(text)}`),
    ...(covered.length > 0 ? ['', `Covered: ${covered.map(({ text }) => plain(text)).join('; ')}.`, ''] : []),
  ];
}

function estimateLines(state: RoomState, mark: '##' | '###'): string[] {
  const lines = ownEstimates(state).map((one) => {
    const working = one.working ? ` (${plain(one.working)})` : '';
    return `- ${plain(one.name)}: ${plain(figureOf(one))}${working}`;
  });
  return lines.length > 0 ? ['', `${mark} Estimates`, '', ...lines, ''] : [];
}

/** Calls such as `POST /v1/links`, wherever they were written down; what a text on the board says of its call comes along. */
function apiLines({ scene }: RoomState, notes: readonly Note[]): string[] {
  const { texts, parts } = boardParts(scene);
  const all = [...texts, ...parts.map(({ label }) => label), ...notes.map(({ text }) => text)];
  const calls = new Set(all.flatMap((text) => text.match(endpoint) ?? []));
  return [...calls].map((call) => {
    const about = texts
      .find((text) => isAbout(text, call))
      ?.slice(call.length)
      .trim();
    return `- \`${call.replaceAll('`', '')}\`${about ? `: ${plain(about)}` : ''}`;
  });
}

const isAbout = (text: string, call: string): boolean =>
  text.startsWith(call) && text.match(endpoint)?.length === 1;

/** Each part with where its arrows lead, then what is written beside them. */
function boardLines({ scene }: RoomState): string[] {
  const { parts, joins, texts } = boardParts(scene);
  const ids = new Set(parts.map(({ id }) => id));
  const said = ({ words: [, sign, to], caption }: (typeof joins)[number]) =>
    `${sign} ${plain(to)}${caption && ` (${plain(caption)})`}`;
  const lines = parts.map(({ id, label }) => {
    const ways = joins.filter(({ from }) => from === id).map(said);
    return [`- **${plain(label)}**`, ways.join(', ').replaceAll(', → ', ', ')].filter(Boolean).join(' ');
  });
  const others = joins
    .filter(({ from }) => from === null || !ids.has(from))
    .map((join) => `- ${plain(join.words[0])} ${said(join)}`);
  const beside = texts
    .filter((text) => !(text.match(endpoint) ?? []).some((call) => isAbout(text, call)))
    .map((text) => `- ${plain(text.replace(/^[·•*-]\s*/, ''))}`);
  const under = (title: string, all: string[]) =>
    all.length > 0 ? ['', `### ${title}`, '', ...all, ''] : [];
  return [...under('Parts', [...lines, ...others]), ...under('Written beside it', beside)];
}
