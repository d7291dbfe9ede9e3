// Somebody's past interviews: what matches a filter as a page of lines, and the figures of all of it. Reads rows,
// never recordings, and seals each before anything is counted (VW1). It knows nothing of HTTP.
import type { Content } from '#domain/content-rules.ts';
import { drawnFrom, historyOf } from '#domain/history.ts';
import type { Filter, Past } from '#domain/history.ts';
import {
  isIn,
  knownOf,
  labelKeys,
  missedDrills,
  optionsOf,
  trimLabels,
  verdictOf,
} from '#domain/history-answer.ts';
import type { HistoryAnswer, HistoryLine, HistoryPage, Kept } from '#domain/history-answer.ts';
import { sealHead, sealOutcome } from '#domain/outcome.ts';
import type { Outcome } from '#domain/outcome.ts';
import { listedFor } from './interviews.ts';
import type { Store } from './store/store.ts';

type Parts = { store: Pick<Store, 'pastOf' | 'outcomes' | 'linesOf' | 'labels'> };
/** By interview, each as its person may read it (HI2). */
type Sealed = ReadonlyMap<string, Past>;

export const linesAtOnce = 100;

/** The newest lines that match, with the figures of all that do. */
export async function historyFor(
  parts: Parts & { content: Pick<Content, 'drills'> },
  userId: string,
  filter: Filter,
): Promise<HistoryAnswer> {
  const all = await keptOf(parts, userId);
  const found = all.filter((kept) => isIn(filter, kept));
  const { kept, next } = pageIn(found, null);
  const drawn = drawnFrom(knownOf(found));
  const sealed = await read(parts, found, [
    ...drawn.interviewIds,
    ...kept.map(({ interviewId }) => interviewId),
  ]);
  const history = historyOf(pick(sealed, drawn.interviewIds), drawn.counts);
  const options = optionsOf(filter, knownOf(all));
  const labels = trimLabels(await parts.store.labels(labelKeys(options, history)), history);
  const interviews = await linesFor(parts, userId, kept, sealed);
  const drills = missedDrills(parts.content.drills, history, labels);
  return { total: found.length, interviews, next, history, options, labels, drills };
}

/** The lines that follow `before`, the cursor of a page. */
export async function moreHistory(
  parts: Parts,
  userId: string,
  filter: Filter,
  before: string,
): Promise<HistoryPage> {
  const found = (await keptOf(parts, userId)).filter((kept) => isIn(filter, kept));
  const { kept, next } = pageIn(found, before);
  const sealed = await read(
    parts,
    found,
    kept.map(({ interviewId }) => interviewId),
  );
  return { total: found.length, interviews: await linesFor(parts, userId, kept, sealed), next };
}

async function keptOf({ store }: Parts, userId: string): Promise<Kept[]> {
  return (await store.pastOf(userId)).map((kept) =>
    kept.outcome ? { ...kept, outcome: sealHead(kept.outcome, kept.role) } : kept,
  );
}

async function read({ store }: Parts, found: readonly Kept[], interviewIds: string[]): Promise<Sealed> {
  const roles = new Map(found.map(({ interviewId, role }) => [interviewId, role]));
  const outcomes = await store.outcomes([...new Set(interviewIds)]);
  return new Map(
    outcomes.flatMap((outcome: Outcome) => {
      const role = roles.get(outcome.interviewId);
      return role ? [[outcome.interviewId, { role, outcome: sealOutcome(outcome, role) }] as const] : [];
    }),
  );
}

const pick = (sealed: Sealed, interviewIds: readonly string[]): Past[] =>
  interviewIds.flatMap((interviewId) => sealed.get(interviewId) ?? []);

function pageIn(found: readonly Kept[], before: string | null): { kept: Kept[]; next: string | null } {
  const inOrder = found.toSorted(newestFirst);
  const start = before === null ? 0 : inOrder.findIndex((kept) => isAfter(kept, before));
  const kept = start < 0 ? [] : inOrder.slice(start, start + linesAtOnce);
  const isMore = start >= 0 && start + linesAtOnce < inOrder.length;
  return { kept, next: isMore ? cursorOf(kept.at(-1)!) : null };
}

async function linesFor(
  { store }: Parts,
  userId: string,
  kept: readonly Kept[],
  sealed: Sealed,
): Promise<HistoryLine[]> {
  const found = await store.linesOf(
    userId,
    kept.map(({ interviewId }) => interviewId),
  );
  const lines = new Map(found.map((line) => [line.id, line]));
  return kept.flatMap(({ interviewId }): HistoryLine[] => {
    const line = lines.get(interviewId);
    if (!line) return [];
    const { lastAt: _lastAt, dueAt: _dueAt, ...shown } = listedFor(line);
    return [{ ...shown, ...verdictOf(sealed.get(interviewId)?.outcome ?? null) }];
  });
}

const cursorOf = ({ at, interviewId }: Kept) => `${at}.${interviewId}`;

function newestFirst(a: Kept, b: Kept): number {
  return b.at - a.at || (a.interviewId < b.interviewId ? 1 : -1);
}

/** Whether a line stands after the cursor, also when the one it named is gone. */
function isAfter(kept: Kept, before: string): boolean {
  const dot = before.indexOf('.');
  const at = Number(before.slice(0, dot));
  return kept.at < at || (kept.at === at && kept.interviewId < before.slice(dot + 1));
}
