// What a schema cannot say about a question: ids, ranges, sums, ladders, markup in fields that go by any name. It
// knows the question alone; whether it fits its format and rubric, content-rules.ts says.
import { calculate, isNear } from './arithmetic.ts';
import { markupFault, repeated, textsOf } from './content.ts';
import type { ContentProblem } from './content.ts';
import { lineBreak, parseDiagram } from './diagram.ts';
import { leakProblems } from './question-leaks.ts';
import type { Offer, Question } from './question.ts';
import { unitOf } from './units.ts';

/** Levels at which a deep dive must know what to expect, if the question is asked at them. */
const expectedLevels = ['mid', 'senior'];

type Problems = ContentProblem[];

export function questionProblems(question: Question): Problems {
  return [
    ...idProblems(question),
    ...estimationProblems(question),
    ...deepDiveProblems(question),
    ...levelProblems(question),
    ...offerProblems(question),
    ...diagramProblems(question),
    ...markupProblems(question),
    ...leakProblems(question),
  ];
}

function idProblems({ interviewer }: Question): Problems {
  const problems: Problems = [];
  for (const list of ['estimations', 'deepDives', 'curveballs', 'components'] as const) {
    for (const id of repeated(interviewer[list].map((item) => item.id))) {
      problems.push({ path: ['interviewer', list], message: `has "${id}" twice` });
    }
  }
  const answers = [...interviewer.clarifications, ...interviewer.heldBackFacts];
  for (const id of repeated(answers.map((item) => item.id))) {
    problems.push({ path: ['interviewer', 'clarifications'], message: `has "${id}" twice` });
  }
  return problems;
}

function estimationProblems({ interviewer }: Question): Problems {
  const problems: Problems = [];
  interviewer.estimations.forEach((item, i) => {
    const at = (field: string) => ['interviewer', 'estimations', i, field];
    const [low, high] = item.accept;
    if (low > high)
      problems.push({ path: at('accept'), message: `needs low <= high, found ${low} > ${high}` });
    else if (item.answer < low || item.answer > high) {
      problems.push({ path: at('answer'), message: `${item.answer} lies outside accept [${low}, ${high}]` });
    }
    const working = calculate(item.working);
    if (working.kind === 'wrong') problems.push({ path: at('working'), message: working.message });
    if (working.kind === 'value' && !isNear(working.value, item.answer)) {
      problems.push({
        path: at('working'),
        message: `comes to ${working.value}, the answer is ${item.answer}`,
      });
    }
    if (!unitOf(item.unit)) problems.push({ path: at('unit'), message: `“${item.unit}” is not one unit` });
  });
  return problems;
}

function deepDiveProblems({ interviewer, levels }: Question): Problems {
  return interviewer.deepDives.flatMap((dive, i) =>
    expectedLevels
      .filter((level) => levels.includes(level) && !dive.expected.some((point) => point.level === level))
      .map((level) => ({
        path: ['interviewer', 'deepDives', i, 'expected'],
        message: `needs at least one point at level ${level}`,
      })),
  );
}

function levelProblems({ interviewer, levels }: Question): Problems {
  return (['levelNotes', 'strongSigns', 'warningSigns'] as const).flatMap((field) =>
    Object.keys(interviewer[field])
      .filter((level) => !levels.includes(level))
      .map((level) => ({
        path: ['interviewer', field, level],
        message: `is not one of the question's levels (${levels.join(', ')})`,
      })),
  );
}

function offerProblems({ candidate, interviewer, reveal }: Question): Problems {
  const problems = (candidate.situationCard?.offers ?? []).flatMap((offer, i) =>
    totalProblems(offer, ['candidate', 'situationCard', 'offers', i]),
  );
  const { offer, ceilingTotal } = interviewer;
  if (offer) problems.push(...totalProblems(offer, ['interviewer', 'offer']));
  if (offer && ceilingTotal === undefined) {
    problems.push({ path: ['interviewer', 'ceilingTotal'], message: 'is missing; an offer has its ceiling' });
  }
  if (offer && ceilingTotal !== undefined && ceilingTotal < offer.firstYear) {
    problems.push({
      path: ['interviewer', 'ceilingTotal'],
      message: `is below the offer (${offer.firstYear})`,
    });
  }
  if (ceilingTotal !== undefined && reveal.ceiling?.total !== ceilingTotal) {
    problems.push({ path: ['reveal', 'ceiling'], message: `needs the total ${ceilingTotal}, the ceiling` });
  }
  return problems;
}

/** What an offer is worth in its first year and in each later one, in the offer's own unit. */
export function offerTotals(offer: Offer): { firstYear: number; laterYears: number } {
  const laterYears = offer.base * (1 + offer.bonusPercent / 100) + offer.equity / offer.equityYears;
  return { firstYear: laterYears + offer.signOn, laterYears };
}

function totalProblems(offer: Offer, path: (string | number)[]): Problems {
  const totals = offerTotals(offer);
  return (['firstYear', 'laterYears'] as const)
    .filter((field) => !isNear(offer[field], totals[field], 0.0005))
    .map((field) => ({
      path: [...path, field],
      message: `is ${offer[field]}, but adds up to ${totals[field]}`,
    }));
}

function diagramProblems({ reveal: { diagram } }: Question): Problems {
  if (!diagram) return [];
  return parseDiagram(diagram.mermaid).problems.map(({ line, message }) => ({
    path: ['reveal', 'diagram', 'mermaid'],
    message: `line ${line} ${message}`,
  }));
}

/** The fields that a question may name as it likes, and the words in the boxes of its diagram. */
function markupProblems({
  interviewer: { api, dataModel, components },
  reveal: { diagram },
}: Question): Problems {
  return textsOf({
    interviewer: { api, dataModel, components },
    reveal: { diagram: { mermaid: diagram?.mermaid.replaceAll(lineBreak, ' ') } },
  }).flatMap(({ path, value }) => {
    const message = markupFault(value);
    return message ? [{ path, message }] : [];
  });
}
