// What each person in the queue is shown, and the streams that show it: what concerns somebody at once, how many
// others wait every few seconds. It knows nothing of requests and answers.
import { longWaitMs } from '#domain/match-view.ts';
import type { MatchView, Stranger } from '#domain/match-view.ts';
import { meetingOf } from '#domain/queue.ts';
import { reliabilityOf, timesCounted } from '#domain/reliability.ts';
import { estimateWait, lookBackMs } from '#domain/waits.ts';
import type { Estimate, Wait } from '#domain/waits.ts';
import type { Clock } from './clock.ts';
import type { Matchmaker } from './matchmaker.ts';
import type { Store } from './store/store.ts';

const refreshMs = 5_000;
/** Waits and counts are the same for everybody, so they are read once for all who look within this. */
const freshMs = 2_000;
const waitsAtMost = 2_000;
const bucketMs = 30_000;

type Parts = { matchmaker: Matchmaker; store: Store; clock: Clock };

export class MatchViews {
  readonly #parts: Parts;
  #counts: { at: number; byFormat: Map<string, number> } = { at: -Infinity, byFormat: new Map() };
  #waits = new Map<string, { at: number; waits: Wait[] }>();
  readonly #estimates = new Map<string, Estimate>();
  readonly #streams = new Map<string, Set<() => void>>();
  readonly #ends = new Set<() => void>();

  constructor(parts: Parts) {
    this.#parts = parts;
    parts.matchmaker.onChange((userIds) => {
      for (const userId of userIds) for (const show of this.#streams.get(userId) ?? []) show();
    });
  }

  async of(userId: string): Promise<MatchView> {
    const { matchmaker, clock } = this.#parts;
    const { queue } = matchmaker;
    const serverAt = clock.now();
    const ticket = queue.tickets.get(userId);
    if (!ticket) return { serverAt, ...(await this.#outside(userId)) };
    const { formatId, since } = ticket;
    const meeting = meetingOf(queue, userId);
    if (!meeting) {
      const byFormat = this.#countsAt(serverAt);
      return {
        ...{ serverAt, is: 'waiting', formatId, since, isLong: serverAt - since >= longWaitMs },
        others: Math.max(0, (byFormat.get(formatId) ?? 1) - 1),
        everybody: queue.tickets.size,
        estimate: await this.#estimate(formatId, serverAt - since, serverAt),
      };
    }
    const other = meeting.userIds.find((id) => id !== userId) ?? '';
    return {
      ...{ serverAt, is: 'meeting', meetingId: meeting.id, formatId, until: meeting.until },
      isConfirmed: meeting.here.includes(userId),
      partner: await this.strangerOf(other, queue.tickets.get(other)),
    };
  }

  /** All a stranger is told (MQ5). */
  async strangerOf(userId: string, as?: { alias: string; level: string }): Promise<Stranger> {
    const attendances = await this.#parts.store.attendances(userId, 3 * timesCounted);
    return { alias: as?.alias ?? '', level: as?.level ?? '', reliability: reliabilityOf(attendances) };
  }

  /** Shows `userId` what changes until the answer is called; `end` is called when the server closes. */
  stream(userId: string, show: (view: MatchView) => void, end: () => void): () => void {
    const leavePage = this.#parts.matchmaker.arrive(userId);
    const mine = this.#streams.get(userId) ?? new Set();
    this.#streams.set(userId, mine);
    let cancel: () => void = () => undefined;
    let isOver = false;
    let asked = 0;
    const push = () => {
      cancel();
      // One that took longer to make must not be shown over one that was asked for later.
      const turn = (asked += 1);
      void this.of(userId).then((view) => {
        if (isOver || turn !== asked) return;
        show(view);
        cancel();
        cancel = this.#parts.clock.setTimer(push, refreshMs);
      }, stop);
    };
    const stop = () => {
      if (isOver) return;
      isOver = true;
      cancel();
      mine.delete(push);
      if (mine.size === 0) this.#streams.delete(userId);
      this.#ends.delete(endNow);
      leavePage();
      end();
    };
    const endNow = () => stop();
    mine.add(push);
    this.#ends.add(endNow);
    push();
    return stop;
  }

  close(): void {
    for (const end of this.#ends) end();
  }

  /** Whoever was paired and has not begun is led to their pairing. */
  async #outside(userId: string) {
    const { matchmaker } = this.#parts;
    const pairingId = await matchmaker.openPairingOf(userId);
    if (pairingId !== null) return { is: 'paired', pairingId } as const;
    const because = matchmaker.becauseOf(userId);
    return { is: 'out', because: because === 'paired' ? null : because } as const;
  }

  #countsAt(at: number): Map<string, number> {
    if (at - this.#counts.at < freshMs) return this.#counts.byFormat;
    const byFormat = new Map<string, number>();
    for (const { formatId } of this.#parts.matchmaker.queue.tickets.values())
      byFormat.set(formatId, (byFormat.get(formatId) ?? 0) + 1);
    this.#counts = { at, byFormat };
    return byFormat;
  }

  async #estimate(formatId: string, waitedMs: number, at: number): Promise<Estimate> {
    const known = this.#waits.get(formatId);
    const isFresh = known && at - known.at < 15 * freshMs;
    const waits = isFresh
      ? known.waits
      : await this.#parts.store.waits(formatId, at - lookBackMs, waitsAtMost);
    if (!isFresh) {
      this.#waits.set(formatId, { at, waits });
      this.#estimates.clear();
    }
    const bucket = Math.floor(waitedMs / bucketMs);
    const key = `${formatId} ${bucket}`;
    const estimate = this.#estimates.get(key) ?? estimateWait(waits, bucket * bucketMs, at);
    this.#estimates.set(key, estimate);
    return estimate;
  }
}
