// Taking many scorecards in: the server takes a few a minute, and none is left out for that.
import { afterEach, expect, test, vi } from 'vitest';
import { takeIn } from '$lib/history/take-in.ts';
import type { Progress, TakenIn } from '$lib/history/take-in.ts';

afterEach(() => vi.unstubAllGlobals());

/** A server that takes five, then none until it was waited for. */
function aServer(): { waited: () => void } {
  let left = 5;
  let ids = 0;
  vi.stubGlobal('fetch', (_: string, { body }: { body: string }) => {
    const answer = (status: number, data: object) => Promise.resolve(Response.json(data, { status }));
    if (left === 0)
      return answer(429, { code: 'too_fast', message: 'Too many requests at once.', retryAfterSeconds: 3 });
    left -= 1;
    if (body.includes('changed')) return answer(422, { code: 'changed', message: 'This file was changed.' });
    return answer(201, { id: `interview-${++ids}` });
  });
  let seconds = 0;
  return { waited: () => void (++seconds % 3 === 0 && (left = 5)) };
}

async function taken(files: File[], waited: () => void, signal?: AbortSignal) {
  const [results, steps]: [TakenIn[], Progress[]] = [[], []];
  await takeIn(files, {
    result: (result) => results.push(result),
    progress: (progress) => steps.push(progress),
    ...(signal && { signal }),
    sleep: async () => waited(),
  });
  return { results, steps };
}

const twelve = () =>
  Array.from({ length: 12 }, (_, n) => new File([n === 6 ? '{"a":"changed"}' : '{}'], `${n + 1}.json`));

test('[AR1] twelve are taken in although the server takes five at once, and every wait is told', async () => {
  const { results, steps } = await taken(twelve(), aServer().waited);
  expect(results.filter(({ id }) => id !== null)).toHaveLength(11);
  expect(results[6]).toEqual({ name: '7.json', id: null, message: 'This file was changed.' });
  expect(steps.filter(({ waitSeconds }) => waitSeconds > 0)).toEqual(
    [5, 10].flatMap((done) => [3, 2, 1].map((waitSeconds) => ({ done, of: 12, waitSeconds }))),
  );
});

test('whoever leaves stops the wait', async () => {
  aServer();
  const leaving = new AbortController();
  const { results } = await taken(twelve(), () => leaving.abort(), leaving.signal);
  expect(results).toHaveLength(6);
  expect(results.at(-1)).toMatchObject({ id: null, message: 'Not taken in: you left before its turn.' });
});

test('[AR2] a file that is no scorecard and an archive that is none are said to be so', async () => {
  const files = [new File(['no json'], 'a.json'), new File(['no zip'], 'b.zip')];
  const { results } = await taken(files, aServer().waited);
  expect(results.map(({ name, message }) => [name, message])).toEqual([
    ['b.zip', 'This archive cannot be read, or holds no scorecards.'],
    ['a.json', 'This is no scorecard file of Fourstep (JSON, from “Download JSON”).'],
  ]);
});
