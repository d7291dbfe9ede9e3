// Drills of three to ten minutes: what they ask, what they are ticked against, and when a gap is looked at again. Pure.
// A gap comes from a scorecard, a drill is what one does about it.
import type { Gap } from './outcome.ts';
import { stem } from './script-words.ts';

export type Drill = {
  id: string;
  title: string;
  minutes: number;
  prompt: string;
  /** To tick afterwards: what a good answer has. */
  points: readonly string[];
  /** Ids of the formats whose gaps it is for. */
  formats: readonly string[];
  /** Gaps whose criterion or text has one of these words, in any form, are worked on with it. */
  about: readonly string[];
};

const systemDesign = ['system-design', 'system-design-with-questions'];

export const drills: readonly Drill[] = [
  {
    ...{ id: 'numbers', title: 'Three numbers', minutes: 6 },
    prompt:
      'Take any system you used today. Estimate its peak requests a second, what it stores in a year, and what it sends out in a second at peak.',
    points: [
      'Said what one user does in a day',
      'Average, then peak, both with units',
      'Stored bytes with copies and years',
      'Each figure changed a decision',
    ],
    formats: systemDesign,
    about: ['estimation', 'number', 'rate', 'figure', 'daily', 'peak'],
  },
  {
    ...{ id: 'ask-first', title: 'Ask first', minutes: 5 },
    prompt:
      'Take a system you have never designed. Ask the five questions whose answers would change its design, aloud, and say the scope in one breath.',
    points: [
      'Who uses it, and for what',
      'How much of it, with a number',
      'What may be slow, stale or lost',
      'What is left out, said aloud',
    ],
    formats: systemDesign,
    about: ['scope', 'feature', 'requirement'],
  },
  {
    ...{ id: 'contract', title: 'One contract', minutes: 7 },
    prompt: 'Write one endpoint of a system you know: method, path, headers, body, answers and errors.',
    points: [
      'Method and path',
      'Headers that matter: auth, idempotency',
      'Request and answer with their fields',
      'Errors with status codes, and what the caller does about them',
    ],
    formats: systemDesign,
    about: ['hld', 'endpoint', 'payload', 'contract', 'api', 'header'],
  },
  {
    ...{ id: 'trace', title: 'Trace one request', minutes: 3 },
    prompt:
      'Follow one request from the client to storage and back in ninety seconds, aloud, naming every box it passes.',
    points: [
      'Started at the client',
      'Named what each box adds',
      'Said where data becomes durable',
      'Came back to the client with an answer',
    ],
    formats: systemDesign,
    about: ['hld', 'flow', 'trace'],
  },
  {
    ...{ id: 'break-it', title: 'Break it', minutes: 6 },
    prompt:
      'Pick a box of your last design. Name one way it fails, how you would notice within a minute, and what happens to users meanwhile.',
    points: [
      'A failure of that box, not of “the system”',
      'A signal with a threshold',
      'What users see',
      'How it comes back without a second failure',
    ],
    formats: systemDesign,
    about: ['resilience', 'depth', 'failure', 'retry'],
  },
  {
    ...{ id: 'two-ways', title: 'Two ways', minutes: 6 },
    prompt:
      'Take one decision of your last design. Compare it with the other way it could be done, and name what would make you change your mind.',
    points: [
      'Two ways that would both work',
      'One cost of each, measured in something',
      'A choice',
      'What would flip it',
    ],
    formats: systemDesign,
    about: ['tradeoffs', 'alternative', 'depth'],
  },
  {
    ...{ id: 'minute', title: 'One minute', minutes: 3 },
    prompt: 'Sum up your last design in sixty seconds, for somebody who has just come into the room.',
    points: [
      'Under sixty seconds',
      'What it does before how it does it',
      'The one part that decides',
      'One honest weakness',
    ],
    formats: systemDesign,
    about: ['communication', 'summary', 'summed', 'wrap'],
  },
  {
    ...{ id: 'action-only', title: 'Action only', minutes: 5 },
    prompt: 'Tell only the action of one of your stories, in two minutes: what you did, in order, and why.',
    points: [
      '“I”, with the part of others named',
      'At least three steps in order',
      'One decision with its reason',
      'Two minutes',
    ],
    formats: ['behavioral-star'],
    about: ['action', 'ownership'],
  },
  {
    ...{ id: 'not-yet', title: 'Not yet', minutes: 4 },
    prompt: 'Put off the question about pay, aloud, in three ways that you would really say.',
    points: [
      'Friendly, in one sentence',
      'Interest in the work in it',
      'A question back, such as the range',
      'Three that differ',
    ],
    formats: ['negotiation'],
    about: ['information', 'salary', 'range'],
  },
  {
    ...{ id: 'spikes', title: 'Traffic spikes', minutes: 4 },
    prompt: 'Traffic to a notification pipeline rises tenfold within a minute. What keeps it alive?',
    points: [
      'A broker between gateway and workers',
      'Accepted at once, with 202',
      'Workers go at their own pace',
      'What is downstream is protected',
      'More workers by how far behind they are, and a lane of its own for what is urgent',
    ],
    formats: systemDesign,
    about: ['queue', 'spike', 'burst', 'depth'],
  },
  {
    ...{ id: 'duplicates', title: 'Sent twice', minutes: 4 },
    prompt: 'A provider times out after it may have sent. How does nobody get it twice?',
    points: [
      'A unique key for each',
      'Checked first, and a stored answer used again',
      'The outcome stored',
      'The claim is one atomic step',
      'The gap that stays, said aloud',
    ],
    formats: systemDesign,
    about: ['idempotency', 'idempotent', 'duplicate', 'twice'],
  },
  {
    ...{ id: 'stampede', title: 'Cache stampede', minutes: 4 },
    prompt: 'A hot key expires. What happens, and what do you do about it?',
    points: [
      'What it is',
      'A lock, so that one refreshes',
      'Refreshed before it expires',
      'Refreshed in the background',
      'Expiry spread, and stale served meanwhile',
    ],
    formats: systemDesign,
    about: ['cache', 'stampede', 'hot', 'depth'],
  },
  {
    ...{ id: 'why-action', title: 'Why action matters', minutes: 3 },
    prompt: 'Why is the action the longest part of a STAR answer?',
    points: [
      'It shows the own contribution',
      'Decisions and their reasons',
      'How things were carried out',
      '“I”, and about half of the time',
    ],
    formats: ['behavioral-star'],
    about: ['action'],
  },
  {
    ...{ id: 'first-figure', title: 'The first figure', minutes: 3 },
    prompt: 'Why not name a figure early?',
    points: [
      'It sets the base line',
      'Too low anchors, too high sorts out',
      'Market and value come after fit',
    ],
    formats: ['negotiation'],
    about: ['counter', 'anchor', 'figure'],
  },
  {
    ...{ id: 'cv-tables', title: 'Tables in a CV', minutes: 3 },
    prompt: 'Why do tables in a CV break parsers?',
    points: [
      'Text extraction loses the layout',
      'Columns are merged',
      'One column and clear headings instead',
    ],
    formats: [],
    about: [],
  },
];

/** What came of a drill: how many of its points were there, as 1 to 4. */
export type DrillResult = { drillId: string; gapId: string | null; at: number; value: 1 | 2 | 3 | 4 };

const dayMs = 24 * 60 * 60_000;
/** By the last result: soon after a miss, weeks after a good one. */
const gapDays = { 1: 1.5, 2: 3.5, 3: 9, 4: 21 } as const;

/** The share of the days left that a gap may take: more the nearer the interview is. */
const shareOf = (daysLeft: number): number => (daysLeft <= 10 ? 0.3 : daysLeft <= 60 ? 0.2 : 0.1);

/** When something is looked at again that went so well at `at`; never after the real interview (DR2). */
export function nextLook(value: DrillResult['value'], at: number, interviewAt: number | null): number {
  const days = gapDays[value];
  if (interviewAt === null || interviewAt <= at) return at + days * dayMs;
  const left = (interviewAt - at) / dayMs;
  return at + Math.min(days, left * shareOf(left)) * dayMs;
}

/** The value of a drill from the share of its points that were there. */
export function valueOf(ticked: number, points: number): DrillResult['value'] {
  const share = points === 0 ? 1 : ticked / points;
  return share >= 1 ? 4 : share >= 0.7 ? 3 : share >= 0.4 ? 2 : 1;
}

/** A gap, with the start and the format of the interview it was found in. */
export type FoundGap = Gap & { at: number; formatId: string };

export type Suggested = { drillId: string; gap: Gap | null; dueAt: number };

/** What to practise next, most urgent first: gaps of the latest scorecards, each with the drill for it, then drills
 * that are due again (DR1). One of a drill at a time, so that topics mix. */
export function practiseNext(
  gaps: readonly FoundGap[],
  results: readonly DrillResult[],
  interviewAt: number | null,
): Suggested[] {
  const lastOf = (key: (result: DrillResult) => boolean) =>
    results.filter(key).toSorted((a, b) => b.at - a.at)[0];
  const latest = new Map(gaps.toSorted((a, b) => a.at - b.at).map((gap) => [gap.id, gap]));
  const fromGaps = [...latest.values()].flatMap((gap): Suggested[] => {
    const drill = drillFor(gap);
    if (!drill) return [];
    const done = lastOf(({ gapId, at }) => gapId === gap.id && at >= gap.at);
    const from = done ?? { value: gap.value, at: gap.at };
    return [{ drillId: drill.id, gap, dueAt: nextLook(from.value, from.at, interviewAt) }];
  });
  const again = drills.flatMap(({ id }): Suggested[] => {
    const done = lastOf(({ drillId }) => drillId === id);
    return done ? [{ drillId: id, gap: null, dueAt: nextLook(done.value, done.at, interviewAt) }] : [];
  });
  const inOrder = [...fromGaps, ...again].sort((a, b) => a.dueAt - b.dueAt);
  return inOrder.filter(({ drillId }, i) => inOrder.findIndex((other) => other.drillId === drillId) === i);
}

/** The drill whose words stand in what is missing; null where none is for it: a wrong one is worse. */
export function drillFor({
  criterion,
  text,
  formatId,
}: Pick<FoundGap, 'criterion' | 'text' | 'formatId'>): Drill | null {
  const read = new Set((`${criterion} ${text}`.toLowerCase().match(/\p{L}+/gu) ?? []).map(stem));
  const scored = drills
    .filter(({ formats }) => formats.includes(formatId))
    .map((drill) => ({ drill, score: drill.about.filter((word) => read.has(stem(word))).length }))
    .filter(({ score }) => score > 0);
  return scored.sort((a, b) => b.score - a.score)[0]?.drill ?? null;
}
