// Which of a question's answers somebody asks for, by the words they use: endings are taken off, words that ask for the
// same thing stand together, and a word nobody here would use speaks against it. It knows words and nothing of rooms.
import type { Clarification } from './question.ts';

/** Words that ask for the same thing: what people say, and what authors write. A word may ask for several. */
const families: readonly string[] = [
  'many much volume scale traffic load throughput requests users dau mau qps rps tps',
  'users customers people dau mau audience',
  'rate throughput qps rps tps',
  'big large size huge bytes heavy small',
  'latency delay fast quick speed slow soon milliseconds p50 p90 p95 p99 percentile',
  'availability available uptime downtime down fails failure outage crash nines sla slo',
  'loss lose durable durability reliable reliability vanish drop rpo',
  'keep store storage retention retain history delete expire expiry archive ttl lifetime live life last',
  'region country global world worldwide geography datacentre continent where',
  'exact accurate accuracy precise consistent consistency correct correctness stale',
  'order ordered sequence sorted sortable',
  'id identifier',
  'read write ratio mix',
  'peak burst spike maximum busiest max',
  'private privacy public visible visibility',
  'security privacy auth login permission encrypt encryption secret pii gdpr',
  'duplicate twice idempotent idempotency once repeat double again',
  'device client mobile browser platform app phone',
  'input list array',
  'range limit',
  'empty null negative edge invalid',
  'fresh freshness stale recent old outdated',
  'function signature return returns get parameters arguments',
  'spam abuse fraud malicious bot reseller attack',
  'change edit update modify',
  'deadline decide until answer think',
  'remote home office',
  'package offer consist parts salary base pay',
  'shares equity vest stock vesting options',
  'bonus paid',
  'money cost budget expensive price pay',
  'move relocation relocate',
  'growth grow raise increase',
  'connected concurrent simultaneous online',
  'counts analytics statistics stats clicks',
  'remove removal takedown delete deletion block',
];

/** They ask how much of something, and say nothing of what. */
const measures =
  'many much big large small long fast quick slow soon old high low often far good bad hard size';
/** They say nothing of what is asked about. */
const stopWords = `
  a an the is are be do does did of to in on at for with and or we i you it this that what which who how
  can may should would will there any have has our us me my your their they them from by as if so up out
  about could must shall let lets im were was been am its not no yes all some every each one per than
  then when need needs want wants expect expected assume please tell know like kind type typical
  typically usually roughly approximately average requirement requirements required strong strongly
  allowed allow possible support supported worry care acceptable okay ok ask question say something
  someone anything thing things just also important handle multi multiple custom sure put work happen
  happens too well still only really actually get gets
`;

const irregular = new Map(
  ['kept keep', 'lost lose', 'sent send', 'held hold', 'sold sell'].map(
    (pair) => pair.split(' ') as [string, string],
  ),
);
const isVowel = /[aeiouy]/;
const plural = /(?<![siu])s$/;

/** `messages` and `message`, `retries` and `retry`, `stored` and `store` come to the same. */
export function stem(word: string): string {
  let end = word.replace(/[’']s?$/, '');
  end = irregular.get(end) ?? end;
  if (end.length > 4) end = end.replace(/ie[sd]$/, 'y');
  if (end.length > 2) end = end.replace(plural, '');
  for (const ending of ['ing', 'ed', 'ly']) {
    const rest = end.slice(0, -ending.length);
    if (end.endsWith(ending) && rest.length > 2 && isVowel.test(rest)) end = rest;
  }
  if (end.length > 3) end = end.replace(/e$/, '');
  if (end.length > 3) end = end.replace(plural, '');
  return end.replace(/([bdgmnprt])\1$/, '$1');
}

const stemsOf = (list: string): string[] => list.trim().split(/\s+/).map(stem);
const stops = new Set(stemsOf(stopWords));
const measuring = new Set(stemsOf(measures));
const familiesOf = Map.groupBy(
  families.flatMap((family, i) => stemsOf(family).map((word) => ({ word, family: `#${i}` }))),
  ({ word }) => word,
);
const familyNames = (word: string): string[] => familiesOf.get(word)?.map(({ family }) => family) ?? [];

const tokens = (text: string): string[] =>
  (text.toLowerCase().match(/[\p{L}\d]+(?:[’'][\p{L}]+)?/gu) ?? []).map(stem);
/** What is left of the words that carry meaning. */
export const stems = (text: string): string[] => tokens(text).filter((word) => !stops.has(word));

export const sameWords = (a: string, b: string): boolean => tokens(a).join(' ') === tokens(b).join(' ');

/** At least one word somebody could mean something by: known here, or one that can be spoken and is not one letter
 * over and over. */
export function isReadable(answers: readonly Clarification[], text: string): boolean {
  const known = new Set(answers.flatMap(({ ask }) => stems(ask)));
  if (stems(text).some((word) => known.has(word) || familiesOf.has(word))) return true;
  const found = text.toLowerCase().match(/\p{L}{2,}/gu) ?? [];
  return found.some((word) => /[aeiouyäöüаеиоуыэюя]|[^\u0000-\u024f]/u.test(word) && new Set(word).size > 1);
}

type Known = { answer: Clarification; ask: Set<string>; families: Set<string>; told: Set<string> };

/** Of what is asked so much must be about the answer. */
const leastShare = 0.45;

/** The answer that is asked for, or null. A word two questions share says more when few of the questions have it; one
 * that none of them has speaks against all. */
export function answerFor(answers: readonly Clarification[], text: string): Clarification | null {
  const verbatim = answers.find(({ ask }) => sameWords(ask, text));
  if (verbatim) return verbatim;
  const known = answers.map(wordsOf);
  const asked = [...new Set(stems(text))];
  const scored = known.map((one) => ({ answer: one.answer, score: scoreOf(asked, one, known) }));
  const best = scored.reduce<(typeof scored)[number] | null>(
    (top, one) => (one.score > (top?.score ?? 0) ? one : top),
    null,
  );
  return best?.answer ?? null;
}

function wordsOf(answer: Clarification): Known {
  const ask = stems(`${answer.ask} ${answer.id.replaceAll(/[-_.]/g, ' ')}`);
  const told = new Set(stems(answer.answer));
  return { answer, ask: new Set(ask), families: new Set(ask.flatMap(familyNames)), told };
}

/** Zero: not asked for. */
function scoreOf(asked: readonly string[], one: Known, known: readonly Known[]): number {
  const found = asked.map((word) => matchOf(word, one, known));
  const sum = (pick: (match: Match) => number) => found.reduce((all, match) => all + pick(match), 0);
  const told = found.filter(({ by }) => by === 'told').length;
  const isOnlyWord = asked.length === 1 && known.filter((other) => other.told.has(asked[0]!)).length === 1;
  const isMeant = found.some(({ by }) => by === 'ask') || told > 1 || (told === 1 && isOnlyWord);
  const isMost = sum(({ met }) => met) >= leastShare * sum(({ weight }) => weight);
  return isMeant && isMost ? sum(({ score }) => score) : 0;
}

/** How far one asked word is about an answer, of how much it weighs in the question. */
type Match = { by: 'ask' | 'told' | null; score: number; met: number; weight: number };

function matchOf(word: string, { ask, families: near, told }: Known, known: readonly Known[]): Match {
  const weight = measuring.has(word) ? 0.5 : 1;
  const met = (by: 'ask' | 'told', score: number): Match => ({
    by,
    score: weight * score,
    met: weight,
    weight,
  });
  if (ask.has(word)) return met('ask', 1 + rarity(known, (other) => other.ask.has(word)));
  const shared = familyNames(word).filter((name) => near.has(name));
  if (shared.length > 0)
    return met(
      'ask',
      0.6 + Math.max(...shared.map((name) => rarity(known, (other) => other.families.has(name)))),
    );
  if (told.has(word)) return met('told', 0.3 + 0.2 * rarity(known, (other) => other.told.has(word)));
  // What other answers are about says little against this one.
  const isKnown = known.some((other) => other.ask.has(word) || other.told.has(word)) || familiesOf.has(word);
  return { by: null, score: 0, met: 0, weight: isKnown ? weight * 0.4 : weight };
}

const rarity = (known: readonly Known[], has: (one: Known) => boolean): number =>
  1 / (1 + known.filter(has).length);
