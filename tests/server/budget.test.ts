// What one socket may send in messages and in bytes, and that a client which waits as ours does gets through.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ack, Command } from '#domain/protocol.ts';
import { limits } from '#domain/protocol.ts';
import { Budget, longestCatchUpBytes } from '../../server/socket-limits.ts';
import { aCreation } from '../support/board.ts';
import { startServer } from '../support/server.ts';
import type { Guest } from '../support/guest.ts';
import type { TestServer } from '../support/server.ts';
import type { Tab } from '../support/tab.ts';
import { WoundClock } from '../support/wound-clock.ts';

/** How many of `perSecond` messages a second of this size get through in `seconds`. */
function through({
  bytes,
  perSecond,
  seconds,
}: {
  bytes: number;
  perSecond: number;
  seconds: number;
}): number {
  const budget = new Budget(0);
  const times = Array.from({ length: perSecond * seconds }, (_, i) => (i * 1_000) / perSecond);
  return times.filter((at) => budget.take(at, 1, bytes)).length;
}

describe('a budget', () => {
  test('leaves drawing alone', () => {
    expect(through({ bytes: 4 * 1024, perSecond: 30, seconds: 600 })).toBe(30 * 600);
  });

  test('does not let the longest message through sixty times a second', () => {
    expect(through({ bytes: limits.messageBytes, perSecond: 60, seconds: 60 })).toBeLessThan(60 * 6);
  });

  test('a refused message costs nothing, so that a join after it is never refused', () => {
    const budget = new Budget(0);
    for (let i = 0; i < 1_000; i++) budget.take(0, 1, limits.messageBytes);
    expect(budget.take(0, 10, 100)).toBe(true);
  });
});

describe('over the wire', () => {
  let server: TestServer;
  let clock: WoundClock;
  beforeAll(async () => {
    clock = new WoundClock();
    server = await startServer({ clock });
  });
  afterAll(() => server.close());

  async function aTab(): Promise<{ ida: Guest; interviewId: string; tab: Tab }> {
    const ida = server.guest();
    const interviewId = await ida.create();
    const tab = await ida.open(interviewId);
    await tab.must({ type: 'interview.start', confirmed: true });
    return { ida, interviewId, tab };
  }

  const points = Array.from({ length: 6_500 }, (_, i) => [i + 0.25, i + 0.5]);
  /** A stroke of some 100 KB. */
  const aStroke = (id: string): Command => ({
    type: 'board.change',
    deltas: [aCreation(id, 'freedraw', { points, pressures: [] })],
  });

  test('a paste of 5,000 elements goes through at once', async () => {
    const { tab } = await aTab();
    const acks = await Promise.all(Array.from({ length: 30 }, (_, i) => tab.submit(aStroke(`paste-${i}`))));
    expect(acks.filter((ack) => !ack.ok)).toEqual([]);
  });

  test('twice that is told to wait, and gets through by joining again every two seconds', async () => {
    const { tab } = await aTab();
    let waiting = Array.from({ length: 60 }, (_, i) => ({
      command: aStroke(`more-${i}`),
      clientSeq: 100 + i,
    }));
    const left = [waiting.length];
    while (waiting.length > 0 && left.length < 10) {
      const acks = await Promise.all(
        waiting.map(({ command, clientSeq }): Promise<Ack> => tab.submit(command, clientSeq)),
      );
      const refused = acks.filter((ack) => !ack.ok);
      expect(new Set(refused.map((ack) => !ack.ok && ack.code)).difference(new Set(['too_fast']))).toEqual(
        new Set(),
      );
      waiting = waiting.filter((_, i) => !acks[i]?.ok);
      left.push(waiting.length);
      clock.wind(2_000);
      expect(await tab.join(tab.state.seq)).toMatchObject({ ok: true });
    }
    expect(left[1]).toBeGreaterThan(0);
    expect(left.at(-1)).toBe(0);
    expect(left.length).toBeLessThanOrEqual(6);
    expect(tab.state.scene.size).toBe(60);
  });

  test('whoever was away is sent the whole state when the missing entries are more bytes than that', async () => {
    const { ida, interviewId, tab } = await aTab();
    const held = tab.state.seq;
    const answered = async (strokes: number) => {
      for (let i = 0; i < strokes; i++) await tab.must(aStroke(`${interviewId.slice(0, 4)}-${strokes}-${i}`));
      const away = await ida.open(interviewId);
      clock.wind(60_000);
      return away.join(held);
    };
    expect(await answered(2)).toHaveProperty('entries');
    expect(await answered(Math.ceil(longestCatchUpBytes / 80_000))).toHaveProperty('snapshot');
  });
});
