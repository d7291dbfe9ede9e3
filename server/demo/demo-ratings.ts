// What the two people of the demo rate: the interviewer the candidate, the candidate themselves and the interviewer.
import type { Command, RatingValue } from '#domain/protocol.ts';

type Form = {
  ratings: Record<string, [value: RatingValue, behaviours: string[], evidence: string, notes?: string[]]>;
  recommendation: string;
  strength: string;
  change: string;
};

const interviewersForm: Form = {
  ratings: {
    scope: [3, ['scope.3a', 'scope.3b'], 'Features, latency and loss came unprompted.', ['scope']],
    estimation: [
      4,
      ['est.3a', 'est.3b', 'est.4c'],
      'Average, peak and the outage backlog, each used for a choice.',
      ['numbers', 'backlog'],
    ],
    hld: [3, ['hld.3a', 'hld.3b'], 'Contract and parts were complete.', ['contract', 'trace']],
    depth: [2, [], 'Priority split and the atomic claim both needed hints.', ['priority', 'claim']],
    resilience: [3, [], 'Breaker, bounded retries, an owner for dead letters.', ['backlog']],
    tradeoffs: [3, [], 'Weighed two queues against priorities in one.', ['weak']],
    communication: [3, [], ''],
  },
  recommendation: 'yes',
  strength: 'Numbers that decide something: the backlog of the outage set the expiry of codes.',
  change: 'Before drawing a second box, say what two workers can do to each other at the same moment.',
};

const candidatesForm: Form = {
  ratings: {
    scope: [3, ['scope.3a', 'scope.3c'], 'I said the scope back and got a yes.'],
    estimation: [3, ['est.3a'], ''],
    hld: [3, ['hld.3a', 'hld.3b'], ''],
    depth: [3, [], 'The claim came late, but I got there.'],
    resilience: [3, [], ''],
    tradeoffs: [2, [], ''],
    communication: [4, [], 'I asked for agreement before going deeper.'],
    'interviewer.prepared': [
      4,
      ['prepared.3a', 'prepared.4a'],
      'The outage hit the one place I had not looked at.',
    ],
    'interviewer.listened': [3, ['listened.3a', 'listened.3b'], ''],
    'interviewer.hints': [3, ['hints.3a'], 'The second hint on duplicates came when I was really stuck.'],
    'interviewer.feedback': [2, ['feedback.2a'], 'Kind, but I would have liked a moment to look at.'],
  },
  recommendation: 'yes',
  strength: 'Calm with the curveball.',
  change: 'Trace a read as well as a write.',
};

/** All of a form and its submission. */
function commandsOf(form: Form): Command[] {
  const ratings = Object.entries(form.ratings).map(
    ([criterion, [value, behaviours, evidence, notes = []]]): Command => ({
      type: 'rating.set',
      criterion,
      value,
      behaviours,
      evidence,
      notes: notes.map((id) => `demo-note-${id}`),
    }),
  );
  const { recommendation, strength, change } = form;
  return [...ratings, { type: 'summary.set', recommendation, strength, change }, { type: 'rating.submit' }];
}

export const interviewersRating = commandsOf(interviewersForm);
export const candidatesRating = commandsOf(candidatesForm);
