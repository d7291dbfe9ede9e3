// What someone has done with a question before, from the list of their interviews. The list names a question by its
// title, which the content files keep unique.
import type { InterviewSummary } from '$lib/history/interviews.ts';
import { dateOf } from '$lib/ui/words.ts';

export type Past = { isDone: boolean; words: string };

/** The past of the question called `title`, or null when there is none. */
export function pastOf(title: string, interviews: readonly InterviewSummary[]): Past | null {
  const own = interviews.filter((interview) => interview.title === title && interview.role !== 'observer');
  const done = own.find(({ stage, role }) => stage === 'revealed' && role === 'candidate');
  if (done) return { isDone: true, words: `Done ${dateOf(done.endedAt ?? done.createdAt)}` };
  const given = own.find(({ stage }) => stage === 'revealed');
  if (given)
    return { isDone: true, words: `Interviewed with it ${dateOf(given.endedAt ?? given.createdAt)}` };
  return own.some(({ stage }) => stage !== 'abandoned') ? { isDone: false, words: 'Begun' } : null;
}
