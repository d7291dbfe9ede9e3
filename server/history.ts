// Somebody's past interviews: what matches a filter as a page of lines, and the figures of all of it. Reads rows,
// never recordings, and seals each before anything is counted (VW1). It knows nothing of HTTP.
import type { Filter } from '#domain/history.ts';
import {
  figuresOf,
  isIn,
  labelKeys,
  optionsOf,
  sealKept,
  trimLabels,
  verdictOf,
} from '#domain/history-answer.ts';
import type { HistoryAnswer, HistoryLine, HistoryPage, Kept } from '#domain/history-answer.ts';
import { listedFor } from './interviews.ts';
import type { Store } from './store/store.ts';

type Parts = { store: Pick<Store, 'pastOf' | 'linesOf' | 'labels'> };

export const linesAtOnce = 100;

/** The newest first lines that match, with the figures of all that do. */
export async function historyFor(parts: Parts, userId: string, filter: Filter): Promise<HistoryAnswer> {
  const all = (await parts.store.pastOf(userId)).map(sealKept);
  const found = all.filter((kept) => isIn(filter, kept));
  const options = optionsOf(filter, all);
  const history = figuresOf(found);
  const labels = await parts.store.labels(labelKeys(options, history));
  return {
    ...(await pageOf(parts, userId, found, null)),
    history,
    options,
    labels: trimLabels(labels, history),
  };
}

/** The lines that follow `before`, the cursor of a page. */
export async function moreHistory(
  parts: Parts,
  userId: string,
  filter: Filter,
  before: string,
): Promise<HistoryPage> {
  const found = (await parts.store.pastOf(userId)).map(sealKept).filter((kept) => isIn(filter, kept));
  return pageOf(parts, userId, found, before);
}

async function pageOf(
  { store }: Parts,
  userId: string,
  found: readonly Kept[],
  before: string | null,
): Promise<HistoryPage> {
  const inOrder = found.toSorted(newestFirst);
  const start = before === null ? 0 : inOrder.findIndex((kept) => isAfter(kept, before));
  const kept = start < 0 ? [] : inOrder.slice(start, start + linesAtOnce);
  const lines = new Map(
    (
      await store.linesOf(
        userId,
        kept.map(({ interviewId }) => interviewId),
      )
    ).map((line) => [line.id, line]),
  );
  const isMore = start >= 0 && start + linesAtOnce < inOrder.length;
  return {
    total: found.length,
    interviews: kept.flatMap(({ interviewId, outcome }): HistoryLine[] => {
      const line = lines.get(interviewId);
      if (!line) return [];
      const { lastAt: _lastAt, dueAt: _dueAt, ...shown } = listedFor(line);
      return [{ ...shown, ...verdictOf(outcome) }];
    }),
    next: isMore ? cursorOf(kept.at(-1)!) : null,
  };
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
