// History's figures as shapes and as words: where dots, medians and breaks stand, what a plot is called and how it
// is walked, and sentences that promise no more than there is.
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, describe, expect, test } from 'vitest';
import type { CriterionTrend, Point, Series } from '#domain/history.ts';
import { trendOf } from '#domain/trend.ts';
import CriterionPlot from '$lib/history/CriterionPlot.svelte';
import FormatHistory from '$lib/history/FormatHistory.svelte';
import {
  confidenceWords,
  raterWords,
  tooFewLedWords,
  rubricTitle,
  selfViewWords,
  seriesTitle,
  trendWords,
} from '$lib/history/history-words.ts';
import { addressWith, filtersIn } from '$lib/history/history.ts';
import { blocksOf, criteriaOf, plotOf, swarm } from '$lib/history/panels.ts';

const day = 24 * 60 * 60_000;
const points = (values: number[], from = 0): Point[] =>
  values.map((value, i) => ({ interviewId: `i${from + i}`, at: (from + i) * day, value }));

function aSeries(values: number[], change: Partial<Series> & { from?: number } = {}): Series {
  const { from = 0, ...rest } = change;
  const observed = points(values, from);
  const self = observed.slice(0, 2);
  const criterion: CriterionTrend = { criterion: 'scope', observed, self, trend: trendOf(values) };
  return {
    ...{ formatId: 'system-design', level: 'senior', rubric: 'core@1', mode: 'observed' },
    ...{ count: values.length, confidence: 'fair', criteria: [criterion] },
    ...{ phases: [], missed: [], selfViews: [], gaps: {}, difficulties: {} },
    ...rest,
  };
}

describe('panels', () => {
  test('[TR1] series stand side by side with a free place between, oldest first, and are never joined', () => {
    const blocks = blocksOf([
      aSeries([3, 3, 3], { level: 'staff', from: 10 }),
      aSeries([1, 2, 3, 4]),
      aSeries([2, 2], { rubric: 'core@2' }),
    ]);
    expect(blocks.map(({ series, sessions }) => [series.level, sessions.length])).toEqual([
      ['senior', 4],
      ['staff', 3],
    ]);
    expect(blocks[0]!.to).toBeLessThan(blocks[1]!.from);
    const { medians, bands, dots } = plotOf('scope', blocks);
    expect(dots).toHaveLength(7);
    expect(medians.every(({ x2 }) => x2 <= blocks[0]!.to)).toBe(true);
    // Three at staff level have no interval to be drawn.
    expect(bands).toMatchObject([{ from: blocks[0]!.from, to: blocks[0]!.to }]);
  });

  test('[TR2] the median of the last three begins with the fourth', () => {
    expect(plotOf('scope', blocksOf([aSeries([1, 2, 3])])).medians).toEqual([]);
    const { medians } = plotOf('scope', blocksOf([aSeries([1, 2, 3, 4, 4, 1])]));
    expect(medians.map(({ y1, y2 }) => [y1, y2])).toEqual([
      [3, 4],
      [4, 4],
    ]);
    // With exactly four there is one median and nothing to join it to: a short bar, inside its own series.
    const four = blocksOf([aSeries([1, 2, 3, 4]), aSeries([3, 3, 3, 3], { level: 'staff', from: 10 })]);
    const bars = plotOf('scope', four).medians;
    expect(bars.map(({ y1, y2 }) => [y1, y2])).toEqual([
      [3, 3],
      [3, 3],
    ]);
    for (const [i, { x1, x2 }] of bars.entries()) {
      expect(x2 - x1).toBeGreaterThan(3);
      expect((x1 + x2) / 2).toBeCloseTo(four[i]!.sessions[3]!.x);
      expect(x1).toBeGreaterThanOrEqual(four[i]!.from);
      expect(x2).toBeLessThanOrEqual(four[i]!.to);
    }
  });

  test('a criterion nobody rated any more still has its panel, after those of the latest series', () => {
    const old = aSeries([1, 1, 1]);
    const now = aSeries([2, 2, 2], { rubric: 'core@2', from: 9 });
    now.criteria = [{ ...now.criteria[0]!, criterion: 'numbers' }];
    expect(criteriaOf(blocksOf([old, now]))).toEqual(['numbers', 'scope']);
  });

  test('points that would cover each other take rows of their own', () => {
    const rows = swarm(points([5, 5, 5, 50]), 2).map(({ row }) => row);
    expect(rows).toEqual([0, -1, 1, 0]);
  });
});

describe('words', () => {
  test('a trend says what it rests on, and nothing of chances to pass', () => {
    expect(trendWords(null)).toBe('Not observed yet');
    expect(trendWords(trendOf([3]))).toBe('Rated once: 3');
    expect(trendWords(trendOf([3, 3, 3, 3, 3]))).toBe('Always 3');
    expect(trendWords(trendOf([2, 3]))).toBe('Median 2.5, from 2 to 3');
    expect(trendWords(trendOf([2, 3, 3, 4]))).toMatch(
      /^Median of the last three 3; mean likely \d\.\d–\d\.\d$/,
    );
    expect(confidenceWords(aSeries([1, 2, 3], { confidence: 'provisional' }))).toMatch(/provisional/);
  });

  test('series are told apart by what differs', () => {
    const [senior, solo, second] = [
      aSeries([1]),
      aSeries([1], { mode: 'solo' }),
      aSeries([1], { rubric: 'core@2' }),
    ];
    expect(seriesTitle(senior, [senior, solo])).toBe('Senior');
    expect(seriesTitle(solo, [senior, solo])).toBe('Senior, solo');
    expect(seriesTitle(second, [senior, second])).toBe('Senior, rubric 2');
    expect(rubricTitle('core@2', { rubrics: {}, formats: {}, questions: {} })).toBe('Core, version 2');
  });

  test('neither side is called right', () => {
    expect(selfViewWords({ bias: -1, distance: 1 })).toBe(
      '1.0 lower than your interviewer, 1.0 apart on average',
    );
    expect(selfViewWords({ bias: 0, distance: 0.5 })).toBe('no lean, 0.5 apart on average');
  });

  test('[CA3] [CA4] agreement stands beside what chance would give, from five interviews on', () => {
    const rater = { interviews: 4, kinds: [], rubric: null, feedback: [] };
    expect(tooFewLedWords(rater)).toContain(
      'from five shared interviews of one kind on; you have led 4 interviews',
    );
    const agreement = {
      ...{ pairs: 20, exact: 0.5, withinOne: 0.9, meanDifference: 0.5 },
      ...{ chanceExact: 0.25, chanceWithinOne: 0.6 },
    };
    const [lean, shares] = raterWords({
      ...{ formatId: 'system-design', level: 'senior', rubric: 'core@1', mode: 'observed', severity: 0.5 },
      agreement,
    });
    expect(lean).toContain('0.5 higher than they rate themselves');
    expect(shares).toContain('Of 20 ratings 10 were the same as the candidate’s (by chance alone about 5)');
  });
});

test('filters are read from an address and written back the same', () => {
  const address = '/history?format=system-design&level=staff&role=candidate&days=90';
  expect(addressWith(filtersIn(new URL(address, 'http://here').searchParams))).toBe(address);
  expect(addressWith(filtersIn(new URLSearchParams('level=&other=1')))).toBe('/history');
});

let shown: object | undefined;
afterEach(async () => {
  if (shown) await unmount(shown);
  document.body.replaceChildren();
});

describe('a format', () => {
  const labels = { rubrics: {}, formats: {}, questions: {} };
  function show(series: Series[]): void {
    const drills = { 'system-design': { 'scope.rates': { id: 'numbers', title: 'Three numbers' } } };
    const addressOf = ({ level }: Series) => `#${level}`;
    const props = { formatId: 'system-design', series, labels, drills, addressOf };
    shown = mount(FormatHistory, { target: document.body, props });
    flushSync();
  }
  const textIn = (selector: string) =>
    [...document.querySelectorAll(selector)].map((element) =>
      (element.textContent ?? '').replaceAll(/\s+/g, ' ').trim(),
    );

  test('[TR2] of two there is a table with median and range, and no plot', () => {
    show([aSeries([2, 3])]);
    expect(textIn('h2')).toEqual(['System design']);
    expect(textIn('caption b')).toEqual(['Senior: 2 interviews, provisional.']);
    expect(textIn('thead th')).toEqual(['Criterion', '1 Jan 1970', '2 Jan 1970', 'Median and range']);
    expect(textIn('tbody tr:first-child > *')).toEqual([
      'Scope',
      '2 / 2',
      '3 / 3',
      'Median 2.5, from 2 to 3',
    ]);
    expect(document.querySelector('thead a')?.getAttribute('href')).toBe('/interview/i0/scorecard');
    expect(document.querySelector('svg')).toBeNull();
  });

  test('[TR1] beside a series that is drawn the short ones keep tables of their own', () => {
    const solo = aSeries([2], { mode: 'solo', from: 20 });
    solo.criteria[0] = { ...solo.criteria[0]!, observed: [] };
    show([aSeries([2, 3, 4]), aSeries([1, 1], { level: 'staff', from: 10 }), solo]);
    expect(textIn('caption b')).toEqual([
      'Staff: 2 interviews, provisional.',
      'Senior, solo: 1 interview, provisional.',
    ]);
    expect(textIn('section > .scroll:last-child tbody tr > *')).toEqual(['Scope', '2', 'Rated once: 2']);
  });

  test('[DR1] what is missed leads to its moment and to its drill, where there is one', () => {
    const item = (itemId: string) => ({ itemId, missed: 1, of: 3, lastIn: 'i2' });
    show([aSeries([2, 3, 4], { missed: [item('scope.rates'), item('wrap.weak')] })]);
    const rows = [...document.querySelectorAll('tr:has(a[href*="?item="])')];
    expect(
      rows.map((row) => [...row.querySelectorAll('a')].map((link) => link.getAttribute('href'))),
    ).toEqual([
      ['/interview/i2/replay?item=scope.rates', '/drills?drill=numbers&gap=item.scope.rates'],
      ['/interview/i2/replay?item=wrap.weak'],
    ]);
    expect(rows[0]?.textContent).toContain('Drill: Three numbers');
  });

  test('of ratings nobody opened to one yet there is nothing', () => {
    show([{ ...aSeries([1]), criteria: [] }]);
    expect(document.body.textContent?.trim()).toBe('');
  });
});

describe('a plot', () => {
  function show(change: Partial<Series> = {}): HTMLElement {
    const blocks = blocksOf([aSeries([2, 3, 4], change)]);
    const plot = plotOf('scope', blocks);
    const props = { title: 'Scope', plot, blocks, summary: 'Median 3' };
    shown = mount(CriterionPlot, { target: document.body, props });
    flushSync();
    return document.body;
  }
  const links = (page: HTMLElement) => [...page.querySelectorAll('a')];

  test('is called by its criterion, and each dot by its day and values', () => {
    const page = show();
    expect(page.querySelector('svg')?.getAttribute('aria-label')).toBe('Scope, 3 ratings over time');
    expect(links(page).map((link) => link.getAttribute('aria-label'))).toEqual([
      '1 Jan 1970: interviewer 2, you 2',
      '2 Jan 1970: interviewer 3, you 3',
      '3 Jan 1970: interviewer 4',
    ]);
    expect(links(page)[0]?.getAttribute('href')).toBe('/interview/i0/scorecard');
    // Told apart without colour: what the other saw is filled, what one said of oneself hollow.
    expect(page.querySelectorAll('.observed')).toHaveLength(3);
    expect(page.querySelectorAll('.self')).toHaveLength(2);
  });

  test('shows and says how hard the question was, where that is known', () => {
    const page = show({ difficulties: { i0: 'easy', i1: 'hard' } });
    expect(links(page)[1]?.getAttribute('aria-label')).toBe(
      '2 Jan 1970: interviewer 3, you 3, hard question',
    );
    const [easy = 0, hard = 0, unknown = 0] = [...page.querySelectorAll('.observed')].map((dot) =>
      Number(dot.getAttribute('r')),
    );
    expect(easy).toBeLessThan(unknown);
    expect(unknown).toBeLessThan(hard);
    expect([...page.querySelectorAll('.self')].map((dot) => Number(dot.getAttribute('r')))).toEqual([
      easy + 3.5,
      hard + 3.5,
    ]);
  });

  test('is one stop of the Tab key, the latest first, and walked by the arrow keys', async () => {
    const page = show();
    const stops = () => links(page).map((link) => link.getAttribute('tabindex'));
    expect(stops()).toEqual(['-1', '-1', '0']);
    const last = links(page)[2]! as unknown as HTMLElement;
    last.focus();
    last.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft', bubbles: true }));
    await expect.poll(stops).toEqual(['-1', '0', '-1']);
    expect(document.activeElement).toBe(links(page)[1]);
    await expect.poll(() => page.textContent).toContain('2 Jan 1970: interviewer 3, you 3');
  });
});
