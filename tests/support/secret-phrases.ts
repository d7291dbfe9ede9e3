// What of the shipped content nobody may read before its time, as phrases to look for in whatever reaches somebody;
// and how an interview on it goes on.
import { rubricOf } from '#domain/content-rules.ts';
import { textsOf } from '#domain/content.ts';
import type { Format } from '#domain/format.ts';
import { answersOf, guideOf } from '#domain/guide.ts';
import { unitsOf } from '#domain/parts.ts';
import type { Question } from '#domain/question.ts';
import { loadContent } from '../../server/content.ts';
import { publicContent } from '../../server/content-view.ts';
import { unzipped } from './unzipped.ts';
import type { Guest } from './guest.ts';
import type { Tab } from './tab.ts';

/** So many words in a row are nobody's chance wording. */
export const phraseWords = 6;

export const content = await loadContent('rubrics');
export const wordsOf = (text: string) =>
  text
    .toLowerCase()
    .replaceAll(/\\[nrt"]/g, ' ')
    .match(/[\p{L}\p{N}]+/gu) ?? [];
export const flat = (text: string) => ` ${wordsOf(text).join(' ')} `;
const open = flat(
  JSON.stringify([
    publicContent(content),
    [content.rubrics, content.banks, content.calibrations, content.drills],
    content.formats.flatMap(({ phases }) =>
      phases.map(({ goals, candidatePrompts }) => [goals, candidatePrompts]),
    ),
    content.questions.map(({ candidate, title }) => [candidate, title]),
  ]),
);

/** One phrase of each text of `value` that is long enough, unless it is public anyway. */
function phrasesOf(value: unknown): string[] {
  return textsOf(value).flatMap((found) => {
    const words = wordsOf(found.value);
    if (words.length < phraseWords) return [];
    const from = Math.floor((words.length - phraseWords) / 2);
    const phrase = ` ${words.slice(from, from + phraseWords).join(' ')} `;
    return open.includes(phrase) ? [] : [phrase];
  });
}

export const secretsOf = ({ interviewer, reveal }: Question) => phrasesOf({ interviewer, reveal });
export const found = (phrases: readonly string[], text: string) => {
  const all = flat(text);
  return phrases.filter((phrase) => all.includes(phrase));
};

export async function rate(tab: Tab, question: Question): Promise<void> {
  const format = content.formats.find(({ id }) => id === question.format);
  const rubric = format && rubricOf(content, format);
  if (!rubric) throw new Error('no rubric');
  for (const { key } of unitsOf(tab.state)) {
    const form = { value: 3 as const, behaviours: [], evidence: '', notes: [] };
    await tab.must({ type: 'rating.set', criterion: key, ...form });
  }
  const recommendation = rubric.recommendations[2] ?? null;
  await tab.must({ type: 'summary.set', recommendation, strength: 'x', change: 'y' });
  await tab.must({ type: 'rating.submit' });
}

/** The texts given by one click each. */
export async function giveOneOfEach(tab: Tab, question: Question): Promise<string[]> {
  const guide = guideOf(question);
  if (!guide) throw new Error('no guide');
  const [answer] = answersOf(guide);
  const [dive] = guide.deepDives;
  const [curveball] = guide.curveballs;
  if (answer) await tab.must({ type: 'answer.give', clarificationId: answer.id });
  if (dive) await tab.must({ type: 'hint.give', deepDiveId: dive.id, step: 1 });
  if (curveball) await tab.must({ type: 'curveball.play', curveballId: curveball.id });
  const texts = [answer?.ask, answer?.answer, dive?.hintLadder[0], curveball?.text];
  return texts.filter((text) => text !== undefined);
}

/** What only the interviewer reads of a format: its checklists and what it says to them. */
export const checklistPhrases = ({ phases }: Format) => phrasesOf(phases.map(({ checklist }) => checklist));
export const promptPhrases = ({ phases }: Format) =>
  phrasesOf(phases.map(({ interviewerPrompts }) => interviewerPrompts));

const everybodys = ['content', 'rubrics', 'banks', 'drills', 'interviews', 'me', 'history', 'calibrations'];
const interviews = ['', '/snapshot', '/invites', '/recording', '/comments', '/pairing'];

/** Everything somebody can get hold of: the frames of their page, every address that answers them, and all that is
 * in the archive of what is kept of them. The archive may be asked for ten times a minute. */
export async function allThatReaches(guest: Guest, tab: Tab, hasArchive = false): Promise<string> {
  const paths = [
    ...everybodys.map((name) => `/api/${name}`),
    ...interviews.map((name) => `/api/interviews/${tab.interviewId}${name}`),
  ];
  const answers = await Promise.all(paths.map((path) => guest.get(path)));
  if (answers.some(({ status }) => status === 429)) throw new Error('asked too often to be told anything');
  const { scene: _scene, ...state } = tab.state;
  const archive = hasArchive ? await archiveOf(guest) : [];
  return [...tab.frames, JSON.stringify(state), ...answers.map(({ text }) => text), ...archive].join('\n');
}

async function archiveOf(guest: Guest): Promise<string[]> {
  const response = await fetch(`${guest.origin}/api/me/export`, { headers: { cookie: guest.cookie } });
  if (response.status !== 200) throw new Error(`no archive: ${response.status}`);
  const files = unzipped(Buffer.from(await response.arrayBuffer()));
  return [...files].map(([path, bytes]) => `${path}\n${bytes.toString()}`);
}
