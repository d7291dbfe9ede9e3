// A pairing: two interviews of the same two people with the roles swapped. Here is when the second one begins to
// exist and what it asks. It knows nothing of seats, links or the store.
import type { Question } from './question.ts';

export type SwapFacts = {
  /** The first interview's. */
  stage: string;
  isRehearsal: boolean;
  /** Whether the two agreed on both interviews before the first. */
  isPlanned: boolean;
  /** Whether the other still holds their seat. */
  isPartnerThere: boolean;
  hasPartnerOffered: boolean;
  /** Whether the second interview is there already, or this is it. */
  isTaken: boolean;
};

export type SwapRefusal = 'wrong_stage' | 'partner_gone' | 'already_done';
/** `made`: the second interview is to be made; `offered`: the other has to want it too. */
export type SwapAnswer = 'made' | 'offered' | SwapRefusal;

/** What comes of one of the two asking to swap roles (PA2). An offer before the reveal says nothing about whether
 * its author's scorecard is in: it can be made at any time after the end (VW4). */
export function swapAnswer(facts: SwapFacts): SwapAnswer {
  if (facts.isTaken) return 'already_done';
  if (!['rating', 'closed', 'revealed'].includes(facts.stage) || facts.isRehearsal) return 'wrong_stage';
  if (!facts.isPartnerThere) return 'partner_gone';
  const isAgreed = facts.stage === 'revealed' || facts.isPlanned || facts.hasPartnerOffered;
  return isAgreed ? 'made' : 'offered';
}

type Asked = Pick<Question, 'id' | 'tags' | 'levels'>;

export type QuestionWish = {
  /** Ids of what each has had, in whichever role. */
  hadByCandidate: ReadonlySet<string>;
  hadByInterviewer: ReadonlySet<string>;
  /** Never drawn: what the pairing asks already. */
  taken: ReadonlySet<string>;
  level: string;
  /** Tags the candidate wants to avoid. */
  avoid: readonly string[];
};

/** What a second interview may ask, the best there is: a question neither has had, else one the candidate has not had,
 * else any other; of those, what suits the level where anything does (PA3). Empty when there is no other question. */
export function questionsToDraw<Q extends Asked>(questions: readonly Q[], wish: QuestionWish): Q[] {
  const open = questions.filter(
    ({ id, tags }) => !wish.taken.has(id) && !tags.some((tag) => wish.avoid.includes(tag)),
  );
  const isNewToCandidate = ({ id }: Q) => !wish.hadByCandidate.has(id);
  const isNewToBoth = (question: Q) => isNewToCandidate(question) && !wish.hadByInterviewer.has(question.id);
  const best = firstFilled(open.filter(isNewToBoth), open.filter(isNewToCandidate), open);
  return firstFilled(
    best.filter(({ levels }) => levels.includes(wish.level)),
    best,
  );
}

function firstFilled<T>(...lists: T[][]): T[] {
  return lists.find((list) => list.length > 0) ?? [];
}
