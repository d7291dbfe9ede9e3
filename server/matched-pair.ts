// The two interviews of a pair that was matched or appointed: two seats each, roles swapped, two distinct questions.
// It makes what is to be kept and keeps nothing itself.
import { randomInt } from 'node:crypto';
import { questionsFor } from '#domain/content-choice.ts';
import { questionsToDraw } from '#domain/pairing.ts';
import type { Question } from '#domain/question.ts';
import { newId, newInterview } from './new-interview.ts';
import { plannedBreakMs } from './pairings.ts';
import type { PairingsParts } from './pairings.ts';
import type { NewPair, PairingPerson } from './store/queue-store.ts';
import { givenUpPrefix } from './store/store.ts';
import type { NewInterview, NewPairing } from './store/store.ts';

export type PairWish = {
  formatId: string;
  /** Given where the same pair must not be made twice. */
  id?: string;
  kind: 'matched' | 'appointed';
  /** When both are expected. */
  startsAt: number;
  /** The first of the two is the candidate first. */
  people: readonly [PersonWish, PersonWish];
};
type PersonWish = { userId: string; alias: string; level: string; avoid: readonly string[] };

/** Null when the content does not hold two questions for these two any more. */
export async function matchedPair(parts: PairingsParts, wish: PairWish): Promise<NewPair | null> {
  const { clock } = parts;
  const [first, second] = wish.people;
  const one = await interviewFor(parts, wish, { candidate: first, interviewer: second, taken: null });
  const taken = one?.questionId ?? null;
  const two = one && (await interviewFor(parts, wish, { candidate: second, interviewer: first, taken }));
  if (!one || !two) return null;
  const { kind, startsAt } = wish;
  const pairing: NewPairing = {
    id: wish.id ?? newId(),
    kind,
    breakMs: plannedBreakMs,
    createdAt: clock.now(),
    startsAt,
  };
  return { pairing, interviews: [one, two], people: wish.people };
}

/** They left, were said to, or took everything along with them. */
export function isNotComing({ userId, missedAt }: Pick<PairingPerson, 'userId' | 'missedAt'>): boolean {
  return missedAt !== null || userId.startsWith(givenUpPrefix);
}

type Casting = { candidate: PersonWish; interviewer: PersonWish; taken: string | null };

async function interviewFor(
  parts: PairingsParts,
  { formatId }: PairWish,
  { candidate, interviewer, taken }: Casting,
): Promise<NewInterview | null> {
  const { content, store, clock } = parts;
  const format = content.formats.find(({ id }) => id === formatId);
  if (!format) return null;
  const open = questionsToDraw(questionsFor(format, content.formats, content.questions), {
    hadByCandidate: new Set(await store.questionsHad(candidate.userId)),
    hadByInterviewer: new Set(await store.questionsHad(interviewer.userId)),
    taken: new Set(taken === null ? [] : [taken]),
    level: candidate.level,
    avoid: candidate.avoid,
  });
  const question: Question | undefined = open.length > 0 ? open[randomInt(open.length)] : undefined;
  if (!question) return null;
  const seatOf = ({ userId, alias }: PersonWish, role: 'interviewer' | 'candidate') => ({
    ...{ userId, name: alias, role, isHost: role === 'interviewer' },
  });
  return newInterview(parts, {
    ...{ format, question, level: candidate.level, isHidden: true, at: clock.now() },
    seats: [seatOf(interviewer, 'interviewer'), seatOf(candidate, 'candidate')],
  });
}
