// What to practise alone: the criteria somebody is weakest in, and a question that trains them and was not seen for a
// while. Pure; it reads what is kept of past interviews.
import { median } from './trend.ts';
import type { Outcome, OutcomeHead } from './outcome.ts';
import type { Question } from './question.ts';
import { weighted } from './seeded.ts';

const weekMs = 7 * 24 * 60 * 60_000;
/** The same question is not drawn again for so long, as long as there is another. */
const restMs = 3 * weekMs;
const lastFew = 3;
const weakest = 2;

/** The criteria of one rubric that were rated, weakest first: by the median of the last three, as others saw them
 * where they did. */
export function weakFirst(outcomes: readonly Outcome[]): string[] {
  const values = new Map<string, number[]>();
  for (const { partner, self } of outcomes.toSorted((a, b) => b.startedAt - a.startedAt)) {
    for (const [id, value] of Object.entries(partner?.values ?? self?.values ?? {})) {
      const known = values.get(id) ?? [];
      if (typeof value === 'number' && known.length < lastFew) values.set(id, [...known, value]);
    }
  }
  return [...values]
    .map(([id, known]) => ({ id, value: median(known) }))
    .sort((a, b) => a.value - b.value)
    .map(({ id }) => id);
}

type Candidate = Pick<Question, 'id' | 'levels' | 'interviewer'>;

/** A question for the level, three times as likely for each of the weakest criteria it goes into. */
export function drawQuestion<Q extends Candidate>(
  questions: readonly Q[],
  past: readonly Pick<OutcomeHead, 'questionId' | 'startedAt'>[],
  weak: readonly string[],
  { level, now, seed }: { level: string; now: number; seed: number },
): Q | undefined {
  const seen = new Set(
    past.filter(({ startedAt }) => startedAt > now - restMs).map(({ questionId }) => questionId),
  );
  const fitting = questions.filter(({ levels }) => levels.includes(level));
  const fresh = fitting.filter(({ id }) => !seen.has(id));
  const wanted = new Set(weak.slice(0, weakest));
  const weightOf = ({ interviewer }: Candidate) => {
    const trained = new Set(interviewer.deepDives.map(({ criterion }) => criterion));
    return 3 ** [...trained].filter((id) => wanted.has(id)).length;
  };
  return weighted(seed, 'question', fresh.length > 0 ? fresh : fitting, weightOf);
}
