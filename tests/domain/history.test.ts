// What is kept of finished interviews, cut for a viewer, and the figures drawn from many of them.
import { expect, test } from 'vitest';
import { historyOf, matches } from '#domain/history.ts';
import type { Past } from '#domain/history.ts';
import { labelsOf, outcomeOf, sealOutcome } from '#domain/outcome.ts';
import type { Outcome, Side } from '#domain/outcome.ts';
import type { RatingValue } from '#domain/protocol.ts';
import { aStartedInterview, carl, finish, ida, minute, rate } from '../support/an-interview.ts';

test('[HI1] a revealed interview is kept with both sides, its times and what was missed', () => {
  const room = aStartedInterview();
  room.must(ida, { type: 'checklist.set', itemId: 'scope.item', done: true });
  rate(rate(finish(room), ida, 3), carl, 4);
  expect(outcomeOf(room.state)).toMatchObject({
    interviewId: 'interview-1',
    level: 'senior',
    mode: 'observed',
    isRevealed: true,
    partner: { values: { scope: 3, depth: 3 }, recommendation: 'yes', suggestion: 'yes' },
    self: { values: { scope: 4, depth: 4 }, suggestion: 'strong_yes' },
    actualMs: { scope: minute },
    difficulty: room.state.question?.difficulty,
  });
  expect(outcomeOf(room.state)?.difficulty).toMatch(/easy|medium|hard/);
  expect(outcomeOf(room.state)?.missed).not.toContain('scope.item');
});

test('[HI1] nothing is kept before the reveal, of a rehearsal, or of a form that was never submitted', () => {
  expect(outcomeOf(rate(finish(aStartedInterview()), ida).state)).toBeNull();
  expect(outcomeOf(rate(finish(aStartedInterview({ without: [carl] })), ida).state)).toBeNull();
  const closed = finish(aStartedInterview());
  closed.must(ida, {
    ...{ type: 'rating.set', criterion: 'scope', value: 2 },
    ...{ behaviours: [], evidence: '', notes: [] },
  });
  closed.record({ type: 'interview.closed' }, 'clock');
  expect(outcomeOf(closed.state)).toMatchObject({ isRevealed: false, self: null, partner: null });
});

test('[HI2] of a one-sided interview each keeps their own side only, an observer never a rating', () => {
  const oneSided = anOutcome({ isRevealed: false });
  expect(sealOutcome(oneSided, 'candidate')).toMatchObject({ partner: null, missed: [] });
  expect(sealOutcome(oneSided, 'interviewer')).toMatchObject({ self: null, ofInterviewer: {} });
  expect(sealOutcome(anOutcome({}), 'observer')).toMatchObject({
    ...{ self: null, partner: null, missed: [], questionId: null },
  });
  expect(sealOutcome(anOutcome({}), 'candidate')).toEqual(anOutcome({}));
});

test('labels say how the ids read', () => {
  const labels = labelsOf(aStartedInterview().state);
  expect(Object.values(labels.rubrics)[0]?.criteria[0]).toEqual({ id: 'scope', title: 'Criterion scope' });
  expect(Object.values(labels.formats)[0]?.items['scope.item']).toBeTypeOf('string');
});

const side = (value: RatingValue): Side => ({
  values: { scope: value, depth: 3 },
  recommendation: 'yes',
  suggestion: 'yes',
});

function anOutcome(change: Partial<Outcome>): Outcome {
  return {
    interviewId: 'one',
    formatId: 'system-design',
    questionId: 'rate-limiter',
    level: 'senior',
    rubric: 'core@1',
    mode: 'observed',
    isRevealed: true,
    startedAt: 1_000,
    self: side(4),
    partner: side(3),
    interviewerRubric: 'interviewer@1',
    ofInterviewer: { listened: 3 },
    actualMs: { scope: 4 * minute },
    missed: ['scope.rates'],
    hints: 1,
    ...change,
  };
}

/** As candidate, one a day; `values` are the partner's on `scope`. */
const days = (values: RatingValue[], change: Partial<Outcome> = {}): Past[] =>
  values.map((value, i) => ({
    role: 'candidate',
    outcome: anOutcome({ interviewId: `i${i}`, startedAt: i * 1_000, partner: side(value), ...change }),
  }));

test('[TR1] nothing is pooled across formats, levels, rubric majors or modes', () => {
  const past = [
    ...days([1, 2]),
    ...days([3], { level: 'staff' }),
    ...days([3], { rubric: 'core@2' }),
    ...days([3], { formatId: 'coding' }),
    ...days([3], { mode: 'solo' }),
  ];
  const { series } = historyOf(past);
  expect(series.map(({ count }) => count)).toEqual([2, 1, 1, 1, 1]);
});

test('[TR2] a criterion has its points in order of time and its trend; not observed is a gap, not a point', () => {
  const [first] = historyOf(days([1, 2, 'not_observed', 4, 3]).toReversed()).series;
  const scope = first!.criteria.find(({ criterion }) => criterion === 'scope')!;
  expect(scope.observed.map(({ value }) => value)).toEqual([1, 2, 4, 3]);
  expect(scope.trend).toMatchObject({ count: 4, median: 3, confidence: 'fair' });
  expect(first!.confidence).toBe('fair');
});

test('[HI3] solo practice is read from one’s own ratings', () => {
  const [solo] = historyOf(days([2], { mode: 'solo', partner: null, self: side(2) })).series;
  expect(solo!.criteria.find(({ criterion }) => criterion === 'scope')).toMatchObject({
    observed: [],
    trend: { median: 2 },
  });
});

test('[HI3] most missed items, time per phase and the view of oneself', () => {
  const past = days([3, 3, 3]);
  past[0]!.outcome.missed = ['scope.rates', 'scope.said-back'];
  past[2]!.outcome.actualMs = { scope: 10 * minute };
  const [first] = historyOf(past).series;
  expect(first!.missed).toEqual([
    { itemId: 'scope.rates', missed: 3, of: 3, lastIn: 'i2' },
    { itemId: 'scope.said-back', missed: 1, of: 3, lastIn: 'i0' },
  ]);
  expect(first!.phases[0]).toMatchObject({ phaseId: 'scope', medianMs: 4 * minute });
  expect(first!.selfViews[0]).toMatchObject({ bias: 0.5, distance: 0.5 });
  expect(first!.gaps).toEqual({ scope: [1, 1, 1], depth: [0, 0, 0] });
});

test('[HI3] how hard its question was stands beside each interview that kept it', () => {
  const past = days([3, 3]);
  past[0]!.outcome.difficulty = 'hard';
  expect(historyOf(past).series[0]!.difficulties).toEqual({ i0: 'hard' });
  expect(JSON.stringify(sealOutcome(past[0]!.outcome, 'observer'))).not.toContain('hard');
});

test('[HI3] an item is counted against the interviews that reached its phase', () => {
  const past = days([3, 3, 3]);
  for (const { outcome } of past) Object.assign(outcome, { missed: [], musts: ['scope.rates'] });
  Object.assign(past[1]!.outcome, { missed: ['wrap.summary'], musts: ['scope.rates', 'wrap.summary'] });
  expect(historyOf(past).series[0]!.missed).toEqual([
    { itemId: 'wrap.summary', missed: 1, of: 1, lastIn: 'i1' },
  ]);
});

test('[CA4] severity is the rater’s alone and needs five interviews', () => {
  const asRater = (n: number): Past[] =>
    days(Array<RatingValue>(n).fill(3)).map((p) => ({ ...p, role: 'interviewer' }));
  expect(historyOf(asRater(4)).rater).toMatchObject({ interviews: 4, kinds: [] });
  expect(historyOf(asRater(5)).rater.kinds).toMatchObject([{ severity: -0.5, agreement: { pairs: 10 } }]);
  expect(historyOf(asRater(5)).series).toEqual([]);
  expect(historyOf(asRater(1)).rater.feedback).toMatchObject([
    { criterion: 'listened', trend: { median: 3 } },
  ]);
});

test('[CA4] severity is of one kind of interview: levels and rubrics are not pooled', () => {
  const led = (change: Partial<Outcome>): Past[] =>
    days([3, 3, 3]).map(({ outcome }) => ({ role: 'interviewer', outcome: { ...outcome, ...change } }));
  expect(historyOf([...led({}), ...led({ level: 'staff' })]).rater).toMatchObject({
    interviews: 6,
    kinds: [],
  });
  const { kinds } = historyOf([...led({}), ...led({}), ...led({ rubric: 'core@9' })]).rater;
  expect(kinds).toMatchObject([{ severity: -0.5, agreement: { pairs: 12 } }]);
});

test('[TR1] candidates’ ratings of an interviewer are not pooled across rubrics', () => {
  const asRater = (interviewerRubric: string | null, startedAt: number, value: RatingValue): Past => ({
    role: 'interviewer',
    outcome: anOutcome({ startedAt, interviewerRubric, ofInterviewer: { listened: value } }),
  });
  const { rater } = historyOf([
    asRater('interviewer@1', 1, 1),
    asRater('interviewer@2', 2, 4),
    asRater(null, 3, 1),
  ]);
  expect(rater.rubric).toBe('interviewer@2');
  expect(rater.feedback).toMatchObject([{ observed: [{ value: 4 }] }]);
});

test('[HI4] a long history answers with the latest of each series and counts all', () => {
  const [first] = historyOf(days(Array<RatingValue>(200).fill(3))).series;
  expect(first!.count).toBe(200);
  expect(first!.criteria[0]!.observed).toHaveLength(60);
  expect(first!.criteria[0]!.observed.at(-1)!.interviewId).toBe('i199');
});

test.each([
  [{ format: 'system-design' }, true],
  [{ format: 'coding' }, false],
  [{ level: 'staff' }, false],
  [{ mode: 'solo' as const }, false],
  [{ rubric: 'core@2' }, false],
  [{ question: 'rate-limiter' }, true],
  [{ role: 'interviewer' as const }, false],
  [{ from: 1_000, to: 1_001 }, true],
  [{ to: 1_000 }, false],
  [{ from: 1_001 }, false],
])('a filter %j', (filter, isIn) => {
  expect(matches(filter, { role: 'candidate', outcome: anOutcome({}) })).toBe(isIn);
});
