// Taking scorecard files in: each is read, sent and answered for itself, so one bad file keeps no other out. The
// server takes a few a minute; what is beyond that waits for its turn.
import { archiveBytes } from '#domain/export.ts';
import { api } from '$lib/ui/api.ts';
import { unzip } from './unzip.ts';

export type TakenIn = { name: string; id: string | null; message: string };
/** How far it has come. `waitSeconds`: until the server takes the next. */
export type Progress = { done: number; of: number; waitSeconds: number };

type Source = { name: string; size: number; text: () => Promise<string> };
type Watch = {
  result: (result: TakenIn) => void;
  progress: (progress: Progress) => void;
  /** Ends early when it is not wanted any more. */
  signal?: AbortSignal;
  sleep?: (ms: number) => Promise<void>;
};

const inArchive = 'interview.json';
const aSecond = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Takes all of them in, one after the other; an archive's scorecards each for itself. Never throws. */
export async function takeIn(files: readonly File[], watch: Watch): Promise<void> {
  const sources: Source[] = [];
  for (const file of files) {
    const found = await sourcesIn(file);
    if (found.length > 0) sources.push(...found);
    else
      watch.result({
        name: file.name,
        id: null,
        message: 'This archive cannot be read, or holds no scorecards.',
      });
  }
  for (const [done, source] of sources.entries()) {
    if (watch.signal?.aborted) return;
    watch.progress({ done, of: sources.length, waitSeconds: 0 });
    watch.result(await takeOneIn(source, watch, { done, of: sources.length }));
  }
}

async function sourcesIn(file: File): Promise<Source[]> {
  if (!file.name.endsWith('.zip')) return [{ name: file.name, size: file.size, text: () => file.text() }];
  const inside = (await unzip(file)) ?? [];
  return inside
    .filter(({ path }) => path === inArchive || path.endsWith(`/${inArchive}`))
    .map(({ path, size, bytes }) => ({
      name: path.split('/').at(-2) ?? path,
      size,
      text: async () => new TextDecoder().decode(await bytes()),
    }));
}

/** `id` of what it has become here, or null with the reason why it was refused. */
async function takeOneIn(source: Source, watch: Watch, at: { done: number; of: number }): Promise<TakenIn> {
  const { name } = source;
  const refused = (message: string): TakenIn => ({ name, id: null, message });
  if (source.size > archiveBytes) return refused('This is larger than any scorecard file.');
  const data = await source.text().then(jsonIn, () => null);
  if (data === null) return refused('This is no scorecard file of Fourstep (JSON, from “Download JSON”).');
  const { sleep = aSecond } = watch;
  for (;;) {
    const answer = await api.post<{ id: string }>('/api/imports', data);
    if (answer.ok) return { name, id: answer.data.id, message: 'Taken in' };
    if (answer.retryAfterSeconds === undefined) return refused(answer.message);
    for (let waitSeconds = answer.retryAfterSeconds; waitSeconds > 0; waitSeconds -= 1) {
      if (watch.signal?.aborted) return refused('Not taken in: you left before its turn.');
      watch.progress({ ...at, waitSeconds });
      await sleep(1_000);
    }
  }
}

function jsonIn(text: string): object | null {
  try {
    const data: unknown = JSON.parse(text);
    return typeof data === 'object' ? data : null;
  } catch {
    return null;
  }
}
