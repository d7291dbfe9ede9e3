// In development, content files are read again when they change: a file that was added is offered at once, and one
// that broke is named on the pages while the content read before stays in use.
import { watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import type { Logger } from 'pino';
import { ContentFilesError, loadContent, problemLine } from './content.ts';
import type { ContentInUse } from './content-view.ts';

/** An editor saves in several steps. */
const settlesAfterMs = 150;

export function watchContent(
  folder: string,
  inUse: ContentInUse,
  log: Pick<Logger, 'info' | 'warn'>,
): FSWatcher {
  let timer: NodeJS.Timeout | undefined;
  let reading = Promise.resolve();
  const read = () => {
    reading = reading.then(() => readAgain(folder, inUse, log));
  };
  return watch(folder, { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(read, settlesAfterMs).unref();
  });
}

/** Puts what is there now in use, or says why it cannot be. */
export async function readAgain(
  folder: string,
  inUse: ContentInUse,
  log: Pick<Logger, 'info' | 'warn'>,
): Promise<void> {
  try {
    Object.assign(inUse, await loadContent(folder), { problems: [] });
    log.info({ questions: inUse.questions.length }, 'content files were read again');
  } catch (error) {
    inUse.problems = error instanceof ContentFilesError ? error.problems.map(problemLine) : [String(error)];
    log.warn({ problems: inUse.problems }, 'content files cannot be used; those read before stay in use');
  }
}
