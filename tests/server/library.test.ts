// The library as shipped: it is whole, its numbers hold, its code runs, and its files name their schema.
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { calculate, isNear } from '#domain/arithmetic.ts';
import { questionsFor } from '#domain/content-choice.ts';
import { rubricOf } from '#domain/content-rules.ts';
import { drillFor } from '#domain/drills.ts';
import { offerTotals } from '#domain/question-checks.ts';
import { archiveKind, archiveVersion } from '#domain/archive-schema.ts';
import { oldSchemas } from '../../server/content-schemas.ts';
import { loadContent } from '../../server/content.ts';

const content = await loadContent('rubrics');
const { formats, questions, banks } = content;
const of = (kind: string) => {
  const format = formats.find((one) => one.kind === kind);
  return format ? questionsFor(format, formats, questions) : [];
};

test('every kind has its questions, and both shapes of system design offer the same', () => {
  expect(of('system-design').map(({ id }) => id)).toHaveLength(15);
  expect(of('behavioral').length).toBeGreaterThanOrEqual(10);
  expect(of('coding').length).toBeGreaterThanOrEqual(6);
  expect(of('negotiation').length).toBeGreaterThanOrEqual(5);
  const withQuestions = formats.filter(({ kind }) => kind === 'system-design');
  expect(withQuestions.map((format) => questionsFor(format, formats, questions).length)).toEqual([15, 15]);
});

test.each(of('system-design').map((question) => [question.id, question] as const))(
  '%s is complete: it can be asked by somebody who never asked it',
  (_id, { interviewer, reveal, levels }) => {
    expect(interviewer.clarifications.length).toBeGreaterThanOrEqual(8);
    expect(interviewer.estimations.length).toBeGreaterThanOrEqual(6);
    expect(interviewer.deepDives.length).toBeGreaterThanOrEqual(5);
    expect(interviewer.deepDives.length).toBeLessThanOrEqual(6);
    expect(interviewer.curveballs.length).toBeGreaterThanOrEqual(3);
    for (const { hintLadder, followUps } of interviewer.deepDives) {
      expect(hintLadder).toHaveLength(3);
      expect(followUps.length).toBeGreaterThanOrEqual(1);
    }
    for (const part of ['api', 'dataModel', 'components', 'dataFlow', 'mistakes', 'wrapUpProbes'] as const)
      expect(interviewer[part].length).toBeGreaterThanOrEqual(2);
    expect(Object.keys(interviewer.levelNotes)).toEqual(levels);
    expect(reveal.diagram?.description.length).toBeGreaterThan(100);
  },
);

test('[CO3] every estimate is calculated again from its working', () => {
  const estimations = questions.flatMap(({ id, interviewer }) =>
    interviewer.estimations.map((item) => ({ ...item, where: `${id}.${item.id}` })),
  );
  expect(estimations.length).toBeGreaterThanOrEqual(90);
  const off = estimations.filter(({ working, answer, accept: [low, high] }) => {
    const calculated = calculate(working);
    if (calculated.kind !== 'value') return true;
    return !isNear(calculated.value, answer) || calculated.value < low || calculated.value > high;
  });
  expect(off.map(({ where }) => where)).toEqual([]);
});

test('[CO3] every offer adds up, and its ceiling is above it', () => {
  const sheets = questions.flatMap(({ interviewer, candidate }) => [
    ...(interviewer.offer ? [interviewer.offer] : []),
    ...(candidate.situationCard?.offers ?? []),
  ]);
  expect(sheets.length).toBeGreaterThanOrEqual(5);
  for (const offer of sheets) {
    const { firstYear, laterYears } = offerTotals(offer);
    expect(offer.firstYear, offer.name).toBeCloseTo(firstYear, 1);
    expect(offer.laterYears, offer.name).toBeCloseTo(laterYears, 1);
  }
  for (const { interviewer, reveal } of questions.filter((one) => one.interviewer.offer)) {
    expect(interviewer.ceilingTotal).toBeGreaterThan(interviewer.offer?.firstYear ?? Infinity);
    expect(reveal.ceiling?.total).toBe(interviewer.ceilingTotal);
  }
});

const coded = questions.filter(({ reveal }) => reveal.referenceCode);
const cases = coded.flatMap(({ id, interviewer, reveal }) =>
  interviewer.testCases.map((one) => [id, one.name, one, reveal.referenceCode] as const),
);

test.each(cases)(
  '[CO3] %s: the reference code answers “%s”',
  (_id, _name, { input, expected }, reference) => {
    const call = `${reference?.code ?? ''}\nJSON.stringify(${reference?.entry ?? ''}(...${JSON.stringify(input)}))`;
    const answer = runInNewContext(call, {}, { timeout: 2_000 }) as string;
    expect(JSON.parse(answer)).toEqual(expected);
  },
);

test('the bank of questions to ask has something for every part of a job', () => {
  const [bank] = banks;
  expect(bank?.groups.length).toBeGreaterThanOrEqual(10);
  expect(formats.flatMap(({ phases }) => phases.map((phase) => phase.bank)).filter(Boolean)).toContain(
    bank?.id,
  );
});

test('[CB2] every rubric of an interview has a calibration round of four samples', () => {
  for (const { rubric, kind } of formats) {
    const rounds = content.calibrations.filter((round) => round.rubric === rubric);
    expect(
      rounds.map(({ samples }) => samples.length),
      kind,
    ).toEqual([4]);
  }
});

test('[DR3] every format has drills', () => {
  for (const { id } of formats)
    expect(content.drills.filter((drill) => drill.formats.includes(id)).length, id).toBeGreaterThanOrEqual(2);
});

test('[DR3] whatever a coding scorecard finds missing has a drill', () => {
  const coding = formats.find(({ kind }) => kind === 'coding')!;
  const musts = coding.phases.flatMap(({ checklist }) => checklist.filter(({ must }) => must));
  const gaps = [
    ...rubricOf(content, coding)!.criteria.map(({ id, title }) => ({ criterion: id, text: title })),
    ...musts.map(({ id, text }) => ({ criterion: id, text })),
  ];
  const drilled = gaps.map((gap) => [
    gap.criterion,
    drillFor(content.drills, { ...gap, formatId: coding.id })?.id,
  ]);
  expect(Object.fromEntries(drilled)).toEqual({
    understanding: 'edges-first',
    approach: 'cost-aloud',
    complexity: 'cost-aloud',
    implementation: 'one-case',
    testing: 'one-case',
    communication: 'one-case',
    'code.restate': 'edges-first',
    'code.limits': 'edges-first',
    'code.better': 'cost-aloud',
    'code.cost': 'cost-aloud',
    'code.whole': 'one-case',
    'code.aloud': 'one-case',
    'code.trace': 'one-case',
    'code.edge': 'edges-first',
  });
});

test.each([
  ['system-design', 'estimation', 'Average and peak rate', 'numbers'],
  ['system-design', 'hld.endpoints', 'Endpoints with method and path', 'contract'],
  ['system-design', 'deep.retry', 'Bounded retries with backoff and jitter', 'break-it'],
  ['system-design', 'scope.agree', 'Scope said back in one breath and agreed', 'ask-first'],
  ['system-design', 'scope.users', 'Daily active users or daily volume known', 'numbers'],
  ['system-design-with-questions', 'wrap.weak', 'At least one real weakness named', 'minute'],
  ['negotiation', 'neg.thanks', 'Showed interest in the work', null],
  ['negotiation', 'neg.number', 'Specific figure, above the target', 'first-figure'],
  ['behavioral-star', 'action', 'Action', 'action-only'],
])('[DR3] as shipped, in %s the drill for %s, %s is %s', (formatId, criterion, text, id) => {
  expect(drillFor(content.drills, { criterion, text, formatId })?.id ?? null).toBe(id);
});

test('every file names its schema, and the schemas are those of the parser', async () => {
  for (const folder of ['formats', 'rubrics', 'questions', 'banks', 'calibrations', 'drills']) {
    for (const file of await readdir(join('rubrics', folder))) {
      const [first] = (await readFile(join('rubrics', folder, file), 'utf8')).split('\n');
      const name = folder.slice(0, -1);
      expect(first, file).toBe(`# yaml-language-server: $schema=../schemas/${name}.schema.json`);
    }
  }
  expect(await oldSchemas()).toEqual([]);
});

test('[AR1] a saved scorecard has a JSON Schema, of the version this installation writes', async () => {
  const file = new URL('../../rubrics/schemas/scorecard.schema.json', import.meta.url);
  const { properties, required } = JSON.parse(await readFile(file, 'utf8'));
  expect(required).toEqual(['kind', 'version', 'digest', 'owner', 'state']);
  expect([properties.kind.const, properties.version.const]).toEqual([archiveKind, archiveVersion]);
  const { notes, scorecards, rubric } = properties.state.properties;
  expect(notes.items.required).toContain('text');
  expect(scorecards.additionalProperties.properties.ratings.additionalProperties.required).toContain(
    'evidence',
  );
  expect(rubric).toEqual({ $ref: '#/$defs/rubric' });
});
