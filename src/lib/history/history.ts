// Past interviews as the server answers them, and the filters as they stand in a page's address.
import type { HistoryAnswer, HistoryPage } from '#domain/history-answer.ts';
import { api } from '$lib/ui/api.ts';
import type { Answer } from '$lib/ui/api.ts';

export const filterNames = ['format', 'level', 'mode', 'rubric', 'question', 'role', 'days'] as const;
export type FilterName = (typeof filterNames)[number];
/** What is set, as in the address; `days`: only the last so many. */
export type Filters = Partial<Record<FilterName, string>>;

const dayMs = 24 * 60 * 60_000;

export function filtersIn(params: URLSearchParams): Filters {
  const set = filterNames.flatMap((name) => {
    const value = params.get(name);
    return value ? [[name, value] as const] : [];
  });
  return Object.fromEntries(set);
}

/** The address of the page with these filters: the shortest that means the same. */
export function addressWith(filters: Filters): string {
  const params = new URLSearchParams();
  for (const name of filterNames) if (filters[name]) params.set(name, filters[name]);
  const query = params.toString();
  return query ? `/history?${query}` : '/history';
}

export const loadHistory = (filters: Filters): Promise<Answer<HistoryAnswer>> =>
  api.get<HistoryAnswer>(`/api/history?${queryOf(filters).toString()}`);

export function loadMore(filters: Filters, before: string): Promise<Answer<HistoryPage>> {
  const query = queryOf(filters);
  query.set('before', before);
  return api.get<HistoryPage>(`/api/history?${query.toString()}`);
}

export const deleteInterview = (id: string): Promise<Answer<{ left: 'given_up' | 'deleted' }>> =>
  api.delete(`/api/interviews/${encodeURIComponent(id)}`);

function queryOf({ days, ...filters }: Filters): URLSearchParams {
  const query = new URLSearchParams(filters);
  // From the start of a day, so that going back and forth asks for the same.
  const today = Math.floor(Date.now() / dayMs) * dayMs;
  if (Number(days) > 0) query.set('from', String(today - Number(days) * dayMs));
  return query;
}
