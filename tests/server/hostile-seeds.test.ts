// Fifty thousand hostile messages out of a seed, over three connections into one room: each that asks is answered
// with a code, nothing crashes, nothing piles up, and the pair in that room works on and agrees with the recording.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { protocolVersion, refusals } from '#domain/protocol.ts';
import { MoveWriter } from '#domain/wire.ts';
import { aCreation } from '../support/board.ts';
import { HostileSeeds } from '../support/hostile-seeds.ts';
import type { Hostile } from '../support/hostile-seeds.ts';
import { aPair, expectHonest } from '../support/honest-pair.ts';
import type { HonestPair } from '../support/honest-pair.ts';
import { RawWire } from '../support/raw-wire.ts';
import { startServer } from '../support/server.ts';
import type { Guest } from '../support/guest.ts';
import type { TestServer } from '../support/server.ts';
import { WoundClock } from '../support/wound-clock.ts';

const seed = 20_300_101;
const total = 50_000;
/** Sound ones, and one at the end that may end the connection. */
const batchSize = 34;
const batchesBetweenLooks = 150;
const mayGrowBytes = 64 * 1024 * 1024;

const everyDoor = [
  ...['ok', 'bad_message', 'bad_element', 'not_allowed', 'not_joined'],
  ...['unknown_interview', 'unknown_item', 'wrong_stage', 'already_done'],
];

const clock = new WoundClock();
let server: TestServer;
let pair: HonestPair;
beforeAll(async () => {
  server = await startServer({ clock, connectionsPerAddress: 1_000 });
  pair = await aPair(server);
});
afterAll(() => server.close());

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
function heapBytes(): number {
  // What the honest tabs keep for other tests to look at.
  for (const tab of [pair.idasTab, pair.carlsTab])
    for (const kept of [tab.frames, tab.entries, tab.updates]) kept.length = 0;
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Somebody who sends whatever comes, and comes back when cut. */
class Attacker {
  readonly #guest: Guest;
  #wire: RawWire | null = null;
  #writer = new MoveWriter();
  #clientSeq = 0;

  constructor(guest: Guest) {
    this.#guest = guest;
  }

  async wire(): Promise<RawWire> {
    if (this.#wire && !this.#wire.isClosed) return this.#wire;
    this.#writer = new MoveWriter();
    this.#wire = await RawWire.open(server.origin, this.#guest.cookie);
    const { seq } = pair.idasTab.state;
    await this.#wire.ask('join', { interviewId: pair.interviewId, lastSeq: seq, protocol: protocolVersion });
    return this.#wire;
  }

  /** The next short frame of this connection, to be bent. */
  aMove(seeds: HostileSeeds): Uint8Array | null {
    const draw = {
      clientId: 'hostile-moves',
      clientSeq: ++this.#clientSeq,
      deltas: [aCreation(`seed-${seeds.below(40)}`)],
    };
    return this.#writer.write({ draw, pointing: { pointer: { x: seeds.below(900), y: 5, button: 'up' } } });
  }

  close(): void {
    this.#wire?.close();
  }
}

test(
  '50,000 seeded messages: answers with codes, no crash, no harm to others, no memory kept',
  { timeout: 120_000 },
  async () => {
    const [olga, stranger] = [server.guest(), server.guest()];
    await olga.join(pair.interviewId, (await pair.ida.tokens(pair.interviewId)).observer, 'Olga');
    await stranger.create();
    const attackers = [pair.carl, olga, stranger].map((guest) => new Attacker(guest));
    const seeds = new HostileSeeds(seed);
    const answered = new Map<string, number>();
    let [sent, cuts, heapAtFirst] = [0, 0, 0];
    for (let batch = 0; sent < total; batch++) {
      const attacker = attackers[batch % attackers.length]!;
      const wire = await attacker.wire();
      const asked = Array.from({ length: batchSize - 1 }, () => seeds.message());
      const answers = asked.map(async (hostile) => note(answered, hostile, await wire.answerTo(hostile.id)));
      for (const { text } of asked) wire.text(text);
      await Promise.all(answers);
      const last = seeds.cutting(seeds.below(2) === 0 ? attacker.aMove(seeds) : null);
      if (last.bytes) wire.binary(last.bytes);
      else wire.text(last.text ?? '');
      if ((await wire.ask('clock')) === 'cut') cuts += 1;
      sent += batchSize;
      clock.wind(10_000);
      if (batch % batchesBetweenLooks !== batchesBetweenLooks - 1) continue;
      await expectHonest(pair);
      heapAtFirst ||= heapBytes();
    }
    await expectHonest(pair);
    expect(heapBytes() - heapAtFirst).toBeLessThan(mayGrowBytes);
    expect(({} as Record<string, unknown>).isHost).toBeUndefined();
    // The seeds reach every door: what is right is done, and each way to be wrong is told apart.
    expect([...answered.keys()]).toEqual(expect.arrayContaining(everyDoor));
    // A batch that happens to be full of joins.
    expect(answered.get('too_fast') ?? 0).toBeLessThan(50);
    expect(cuts).toBeGreaterThan(500);
    for (const attacker of attackers) attacker.close();
  },
);

function note(answered: Map<string, number>, { kind, event, text }: Hostile, answer: unknown): void {
  // The time is told as a number, and a pointer that was taken has no answer worth a word.
  const isBare = event === 'clock' ? typeof answer === 'number' : event === 'pointer' && answer == null;
  const { ok, code, message } = (isBare ? { ok: true } : (answer ?? {})) as {
    ok: boolean;
    code?: string;
    message?: string;
  };
  if (ok !== true && (ok !== false || !code || !(code in refusals) || !message))
    throw new Error(`${kind} was answered ${JSON.stringify(answer)}: ${text.slice(0, 300)}`);
  const name = ok ? 'ok' : (code ?? '');
  answered.set(name, (answered.get(name) ?? 0) + 1);
}
