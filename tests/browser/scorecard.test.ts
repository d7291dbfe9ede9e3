// The scorecard as a report: what each viewer reads, the three lines, the judgement, and what is said when names are not.
import { expect, test } from 'vitest';
import { shareOf } from '#domain/share.ts';
import { newSolo } from '#domain/solo.ts';
import { sealState } from '#domain/view.ts';
import { byGap } from '$lib/scorecard/criteria.ts';
import { addressOfEarlier } from '$lib/scorecard/earlier.ts';
import { toMarkdown } from '$lib/scorecard/markdown.ts';
import { reportOf } from '$lib/scorecard/report.ts';
import {
  anInterview,
  aStartedInterview,
  carl,
  finish,
  ida,
  minute,
  ofStories,
  olga,
} from '../support/an-interview.ts';
import { aRevealedInterview, rate, reportFor, submit } from './a-scorecard.ts';

test('both views stand beside the bar of the level', () => {
  const { criteria } = reportFor(carl, 'candidate');
  expect(
    criteria.map(({ id, bar, self, interviewer }) => [id, bar, self?.words, interviewer?.words]),
  ).toEqual([
    ['scope', 3, '3 Solid', '3 Solid'],
    ['depth', 3, 'Not observed', '2 Partial'],
  ]);
});

test('the strongest line is a behaviour of the highest rating that came with evidence, and leads to its moment', () => {
  const report = reportFor(carl, 'candidate');
  expect(report.lines.strongest).toMatchObject({
    behaviour: 'Does scope 3a',
    criterion: 'Criterion scope',
    words: '3 Solid',
    evidence: 'Asked for the volume',
    moment: { phaseId: 'scope', time: '1:30' },
  });
  expect(toMarkdown(report)).toContain('**Strongest:** Does scope 3a (Criterion scope: 3 Solid). Asked for');
});

test.each([
  ['the highest ticked', ['scope.2a', 'scope.4b', 'scope.3a'], 'Does scope 4b'],
  ['its level’s own where none is ticked', [], 'Does scope 4a'],
  ['never one that says what was missing', ['scope.1a'], 'Does scope 4a'],
])('the strongest behaviour is %s', (_which, behaviours, text) => {
  const room = finish(aStartedInterview());
  rate(room, ida, 'scope', 4, 'Seen.', behaviours);
  rate(room, ida, 'depth', 2);
  for (const criterion of ['scope', 'depth']) rate(room, carl, criterion, 2);
  submit(room, ida);
  submit(room, carl);
  const { strongest } = reportFor(carl, 'candidate', room).lines;
  expect(strongest).toMatchObject({ behaviour: text, evidence: 'Seen.', moment: null });
});

test('the change is an anchor of the next level that was not ticked yet', () => {
  expect(reportFor(carl, 'candidate').lines.change).toEqual({
    criterion: 'Criterion depth',
    behaviour: 'Does depth 3b',
    from: '2 Partial',
    to: '3 Solid',
  });
});

test('among equals the strongest is not also the one to change', () => {
  const room = anInterview();
  room.must(ida, { type: 'interview.start' });
  room.wind(4 * minute).must(ida, { type: 'interview.end' });
  for (const criterion of ['scope', 'depth']) rate(room, ida, criterion, 2, 'Seen.');
  for (const criterion of ['scope', 'depth']) rate(room, carl, criterion, 2, 'Seen.');
  submit(room, ida);
  submit(room, carl);
  const { strongest, change } = reportFor(carl, 'candidate', room).lines;
  expect([strongest?.criterion, change?.criterion]).toEqual(['Criterion scope', 'Criterion depth']);
});

test('what to practise is said in the candidate’s own words first', () => {
  expect(reportFor(ida, 'interviewer').lines.practise?.text).toBe('Say one number aloud in every phase.');
});

test('moments are minutes and seconds into their phase', () => {
  const { notes, answers } = reportFor(carl, 'candidate');
  expect(answers[0]?.moment).toMatchObject({ phaseId: 'scope', time: '1:30' });
  expect(notes.find(({ text }) => text === 'Asked for the volume')?.moment.time).toBe('1:30');
});

test('planned and actual time, and phases never reached, come from the clock', () => {
  const { phases, lengthMs } = reportFor(carl, 'candidate');
  expect(phases.map(({ actualMs }) => actualMs)).toEqual([4 * minute, 16 * minute, null, null]);
  expect(phases.map(({ targetMs }) => targetMs / minute)).toEqual([4, 12, 18, 4]);
  expect(lengthMs).toBe(20 * minute);
});

test('the checklist says what was done and what was missed', () => {
  const [scope, next, ...notReached] = reportFor(carl, 'candidate').phases;
  expect(notReached.map(({ missed }) => missed)).toEqual([[], []]);
  expect([scope?.done.length, scope?.missed.length, next?.done.length, next?.missed.length]).toEqual([
    1, 0, 0, 1,
  ]);
});

test('[VW3] an observer’s report has time and board, and no rating, note or answer', () => {
  const report = reportFor(olga, 'observer');
  expect(report.hasRatings).toBe(false);
  expect(report.phases.map(({ actualMs }) => actualMs)).toEqual([4 * minute, 16 * minute, null, null]);
  const { raters, notes, answers, statement, reference } = report;
  expect({ raters, notes, answers, statement, reference }).toEqual({
    raters: [],
    notes: [],
    answers: [],
    statement: null,
    reference: null,
  });
  expect(toMarkdown(report)).not.toContain('Ratings');
});

test('the rule’s suggestion stands beside each recommendation, with what it rests on', () => {
  const { raters } = reportFor(carl, 'candidate');
  const [self, interviewer] = raters;
  expect(self?.judgement).toMatchObject({ suggestion: 'Insufficient evidence', fragile: null });
  expect(self?.judgement?.reasons[0]).toBe('Core and not observed: Criterion depth.');
  expect(interviewer?.judgement).toMatchObject({ suggestion: 'No', coverage: 1 });
  expect(interviewer?.judgement?.reasons).toContain('Below the bar: Criterion depth.');
  expect(interviewer?.judgement?.difference).toContain('The rule knows the ratings alone');
});

test('[SC6] insufficient evidence has its possible range', () => {
  const [self] = reportFor(carl, 'candidate').raters;
  expect(self?.judgement?.reasons).toContain('What was not observed could move the mean from 2.0 to 3.5.');
});

test('[SC9] whoever was alone reads the suggestion in softer words, its reasons too', () => {
  const alone = aRevealedInterview().state;
  const solo = { seed: 1, help: 'standard', focus: null, prediction: null, pauseAfterMs: minute } as const;
  const further = { said: [], wishes: [], away: null, points: {}, rerates: {}, inputAt: 0 };
  const card = { ...alone.scorecards[ida]!, by: carl, role: 'candidate' as const };
  const state = { ...alone, solo: { ...solo, ...further }, scorecards: { [carl]: card } };
  const judged = reportOf(state, 'candidate').raters[0]?.judgement;
  expect(judged?.suggestion).toBe('Close');
  expect(judged?.fragile).toContain('would turn “Close” into “At the bar”');
});

test('[EX1] [VW9] without names a role is said once', () => {
  const room = aRevealedInterview();
  const report = reportOf(
    shareOf(room.state, { participantId: carl, role: 'candidate' }, false),
    'candidate',
  );
  expect(report.people).toEqual([
    { name: '', role: 'interviewer' },
    { name: '', role: 'candidate' },
  ]);
  expect(report.raters.map(({ name }) => name)).toEqual(['', '']);
  expect(report.lines.practise?.source).toBe('In the candidate’s words');
  const markdown = toMarkdown(report);
  expect(markdown).toContain('\n- Interviewer\n- Candidate\n');
  expect(markdown).toContain('\n- Self: **Yes**\n');
  const named = reportOf(shareOf(room.state, { participantId: carl, role: 'candidate' }, true), 'candidate');
  expect(named.lines.practise?.source).toBe(`In the words of ${carl}`);
});

test('each criterion says what its next level looks like, less what was seen of it', () => {
  const { criteria } = reportFor(carl, 'candidate');
  expect(criteria.map(({ next }) => next)).toEqual([
    { words: '4 Leading', behaviours: ['Does scope 4a', 'Does scope 4b'] },
    { words: '3 Solid', behaviours: ['Does depth 3b'] },
  ]);
  expect(toMarkdown(reportFor(carl, 'candidate'))).toContain(
    '**The next level, 3 Solid**\n\n- Does depth 3b\n',
  );
});

test('the profile begins furthest below the bar and ends with what nobody saw', () => {
  const room = aRevealedInterview();
  const { criteria } = reportFor(carl, 'candidate', room);
  expect(byGap(criteria).map(({ id }) => id)).toEqual(['depth', 'scope']);
  const unseen = criteria.map((one) =>
    one.id === 'depth' ? { ...one, self: null, interviewer: null } : one,
  );
  expect(byGap(unseen).map(({ id }) => id)).toEqual(['scope', 'depth']);
});

test('gaps between self and interviewer are read with their noise', () => {
  const { gaps } = reportFor(carl, 'candidate');
  expect(gaps?.lines).toEqual([
    expect.objectContaining({ criterion: 'Criterion scope', gap: 0, reading: 'same' }),
  ]);
});

test('a rehearsal has one view only and still three lines', () => {
  const room = anInterview({ without: [carl] });
  room.must(ida, { type: 'interview.start', confirmed: true });
  room.wind(minute);
  room.must(ida, { type: 'interview.end' });
  rate(room, ida, 'scope', 4, 'All of it.');
  rate(room, ida, 'depth', 4, 'All of it.');
  submit(room, ida, 'Nothing.');
  const report = reportFor(ida, 'interviewer', room);
  expect(report.isRehearsal).toBe(true);
  expect(report.raters.map(({ view }) => view)).toEqual(['interviewer']);
  expect(report.criteria.every(({ self }) => self === null)).toBe(true);
  expect(report.lines).toMatchObject({ change: null, practise: { text: 'Nothing.' } });
});

test('[CA2] with the interviews before in hand, one step that keeps coming back is no noise', () => {
  const room = aRevealedInterview({ carlsScope: 4 });
  const state = sealState(room.state, { participantId: carl, role: 'candidate' });
  const readingWith = (gaps: Record<string, number[]>) =>
    reportOf(state, 'candidate', { count: 2, gaps }).gaps?.lines[0]?.reading;
  expect(readingWith({})).toBe('noise');
  expect(readingWith({ scope: [1, 1] })).toBe('recurring');
  expect(readingWith({ scope: [-1, 0, 1] })).toBe('noise');
});

test('[TR2] a scorecard is provisional until there are four of its kind, for whoever may know', () => {
  const room = aRevealedInterview();
  const state = sealState(room.state, { participantId: carl, role: 'candidate' });
  const words = [0, 2, 3].map((count) => reportOf(state, 'candidate', { count, gaps: {} }).provisional);
  expect(words).toEqual(['Provisional: first of its kind', 'Provisional: third of its kind', null]);
  expect(reportFor(ida, 'interviewer').provisional).toBeNull();
  expect(toMarkdown(reportOf(state, 'candidate', { count: 1, gaps: {} }))).toContain('second of its kind');
});

test('[TR1] practice counts what was practised before, an observed interview the observed ones', () => {
  const { state } = aRevealedInterview();
  const plan = { seed: 1, help: 'exam' as const, focus: null, prediction: null, pauseAfterMs: 60_000 };
  expect(addressOfEarlier(state)).toMatch(/mode=observed/);
  expect(addressOfEarlier({ ...state, solo: newSolo(plan) })).toMatch(/mode=solo/);
});

test('what the candidate wrote with figures stands beside the reference; evidence is counted', () => {
  const { figures, raters } = reportFor(
    carl,
    'candidate',
    aRevealedInterview({ carlsNote: '115/s, peak 1,150/s' }),
  );
  expect(figures.map(({ text }) => text)).toEqual(['115/s, peak 1,150/s']);
  expect(reportFor(carl, 'candidate').figures).toEqual([]);
  expect(raters.map(({ evidence }) => evidence)).toEqual([
    'Evidence for 0 of 1 ratings',
    'Evidence for 2 of 2 ratings',
  ]);
});

test('[RB7] each story has its value and evidence under the median', () => {
  const room = finish(aStartedInterview(ofStories()));
  for (const [story, value] of [
    [1, 2],
    [2, 4],
  ] as const)
    for (const criterion of ['scope', 'depth'])
      rate(room, ida, `${criterion}:story-${story}`, value, `Told in ${story}`, [`${criterion}.3a`]);
  for (const key of ['scope:story-1', 'depth:story-1', 'scope:story-2', 'depth:story-2'])
    rate(room, carl, key, 3);
  submit(room, ida);
  submit(room, carl);
  const report = reportFor(carl, 'candidate', room);
  expect(report.criteria[0]?.interviewer).toMatchObject({
    words: '2 Partial',
    parts: [
      { title: 'Story 1', words: '2 Partial', evidence: 'Told in 1' },
      { title: 'Story 2', words: '4 Leading', evidence: 'Told in 2' },
    ],
  });
  expect(report.raters[1]?.judgement?.suggestion).toBe('No');
  expect(report.gaps?.lines.map(({ gap }) => gap)).toEqual([1, 1]);
  expect(report.lines.strongest?.evidence).toBe('Story 1: Told in 1\nStory 2: Told in 2');
  const text = toMarkdown(report);
  expect(text).toContain('**Interviewer: 2 Partial** (Story 1 2 Partial, Story 2 4 Leading)');
  expect(text).toContain('**Interviewer, Story 2: 4 Leading**');
});
