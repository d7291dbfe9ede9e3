// What the scripted interviewer says when it is asked: only what the question's author wrote down for it, found by
// words and not by guessing. Whatever does not match gets a clear sentence, never silence and never more than asked.
import type { Phase } from './format.ts';
import { answersOf, guideOf } from './guide.ts';
import type { Clarification } from './question.ts';
import type { Happening } from './recording.ts';
import type { RoomState } from './room.ts';
import { nextHint } from './script-hints.ts';
import { answerFor, isReadable, sameWords } from './script-words.ts';
import { shuffled } from './seeded.ts';
import type { SaidKind, Solo, Wish } from './solo.ts';
import { phaseTime } from './clock.ts';

/** Questions that sound right and change nothing; the list mixes some of them in. */
const decoys = [
  'Which programming language should I use?',
  'Which cloud provider do we run on?',
  'How many developers are in the team?',
  'Is there a style guide?',
  'Which framework does the front end use?',
  'What is the budget for hosting?',
  'Who wrote the system before?',
  'When is the release?',
] as const;
const decoysShown = 4;

const words = {
  absurd:
    'I could not read a question in that. Ask in a sentence, for example about users, volume, speed, limits or failures.',
  unknown: 'I have nothing on that. Make an assumption, say it aloud, and go on.',
  decoy: 'That changes nothing here. Decide it as you like.',
  examStuck: 'In an exam I give no hints. Say what you know, name what is missing, and go on from there.',
  examList: 'In an exam you ask in your own words.',
  noHint: 'I have no further hint for this. Say what you would try first, and go on.',
  noList: 'There is nothing left to ask that I could answer.',
  list: 'Some of these I can answer, others change nothing. Choose what matters.',
} as const;

/** What the script does about a wish: an answer, a hint, or a sentence. It always takes the wish away. */
export function replyTo(state: RoomState, solo: Solo, phase: Phase, wish: Wish): Happening {
  const say = (text: string, kind: SaidKind = 'reply', more: { options?: string[] } = {}): Happening => ({
    ...{ type: 'script.said', id: `reply:${wish.seq}`, kind, text, ...more },
    ...(wish.kind === 'question' && { ask: wish.text }),
    ...{ phaseId: phase.id, replyTo: wish.seq },
  });
  if (wish.kind === 'stuck') {
    if (solo.help === 'exam') return say(words.examStuck);
    const hint = nextHint(state, solo, phase, phaseTime(state, wish.at)?.elapsedMs ?? 0);
    return hint ? ({ ...hint, replyTo: wish.seq } as Happening) : say(words.noHint);
  }
  const answers = answersTo(state);
  if (wish.kind === 'list') {
    if (solo.help === 'exam') return say(words.examList);
    const options = optionsOf(state, solo, answers);
    return options.length > 0 ? say(words.list, 'list', { options }) : say(words.noList);
  }
  return answerTo(state, answers, wish, say);
}

function answerTo(
  state: RoomState,
  answers: readonly Clarification[],
  wish: Wish,
  say: (text: string) => Happening,
): Happening {
  if (!isReadable(answers, wish.text)) return say(words.absurd);
  if (decoys.some((decoy) => sameWords(decoy, wish.text))) return say(words.decoy);
  const found = answerFor(answers, wish.text);
  if (!found) return say(words.unknown);
  if (state.answers.some(({ clarificationId }) => clarificationId === found.id))
    return say(`As I said: ${found.answer}`);
  return {
    ...{ type: 'answer.given', clarificationId: found.id, ask: found.ask, text: found.answer },
    ...{ phaseId: state.stage, replyTo: wish.seq },
  };
}

function answersTo(state: RoomState): Clarification[] {
  const guide = guideOf(state.question);
  return guide ? answersOf(guide) : [];
}

/** The questions that are still open, with decoys between them, in the order of this interview. */
function optionsOf(state: RoomState, solo: Solo, answers: readonly Clarification[]): string[] {
  const given = new Set(state.answers.map(({ clarificationId }) => clarificationId));
  const open = answers.filter(({ id }) => !given.has(id)).map(({ ask }) => ask);
  if (open.length === 0) return [];
  const some = shuffled(solo.seed, 'decoys', decoys).slice(0, decoysShown);
  return shuffled(solo.seed, 'list', [...open, ...some]);
}
