// The design written up as a document for a portfolio: what was asked, what was decided, how it looks. It is made
// of the candidate's own notes, the checklist, what was drawn and what was asked on the way; no rating is in it.
import { boardOutline } from '#domain/board-outline.ts';
import type { Element } from '#domain/board.ts';
import type { Note, RoomState } from '#domain/room.ts';
import { plain } from './markdown.ts';
import { phaseTitle } from './moments.ts';

/** The sentence a call stands in may go on after it. */
const endpoint = /\b(?:GET|POST|PUT|PATCH|DELETE)\s+\/(?:\S*[^\s.,;:!?)\]])?/g;

export function toPortfolio(state: RoomState): string {
  const title = state.question?.title ?? state.format.title;
  const notes = designNotes(state);
  const calls = endpointsIn(state, notes);
  const parts = [
    `# ${plain(title)}`,
    '',
    ...(state.question?.candidate ? [plain(state.question.candidate.statement), ''] : []),
    ...section(
      'Agreed on the way',
      state.answers.map(({ ask, text }) => `- ${plain(ask)} ${plain(text)}`),
    ),
    ...state.format.phases.flatMap((phase) =>
      section(phaseTitle(state, phase.id), phaseLines(state, phase.id, notes)),
    ),
    ...section(
      'API',
      calls.map((call) => `- \`${call.replaceAll('`', '')}\``),
    ),
    ...section(
      'Architecture',
      boardOutline(state.scene).map((line) => `- ${plain(line)}`),
    ),
    ...section(
      'What changed on the way',
      state.curveballs.map(({ text }) => `- ${plain(text)}`),
    ),
  ];
  return `${parts
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trimEnd()}\n`;
}

const section = (title: string, lines: string[]): string[] =>
  lines.length > 0 ? [`## ${plain(title)}`, '', ...lines, ''] : [];

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
    ...(covered.length > 0 ? ['', `Covered: ${covered.map(({ text }) => plain(text)).join('; ')}.`] : []),
  ];
}

/** Calls such as `POST /v1/links`, wherever they were written down. */
function endpointsIn({ scene }: RoomState, notes: readonly Note[]): string[] {
  const texts = [...scene.values()].flatMap((item) => (item.isDeleted ? [] : [textOf(item)]));
  const all = [...texts, ...notes.map(({ text }) => text)].join('\n');
  return [...new Set(all.match(endpoint) ?? [])];
}

const textOf = ({ text, originalText }: Element): string => originalText ?? text ?? '';
