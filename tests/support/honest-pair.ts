// Two people at work in one room while somebody else misbehaves: they must be able to go on, and see the same.
import { expect } from 'vitest';
import { apply, toSnapshot } from '#domain/fold.ts';
import { protocolVersion } from '#domain/protocol.ts';
import { emptyRoom } from '#domain/room.ts';
import { sealState } from '#domain/view.ts';
import { aCreation } from './board.ts';
import { RawWire } from './raw-wire.ts';
import type { Guest } from './guest.ts';
import type { TestServer } from './server.ts';
import type { Tab } from './tab.ts';

export type HonestPair = {
  server: TestServer;
  interviewId: string;
  ida: Guest;
  carl: Guest;
  idasTab: Tab;
  carlsTab: Tab;
  turns: number;
};

/** Ida and Carl in the first phase, a tab each. */
export async function aPair(server: TestServer): Promise<HonestPair> {
  const [ida, carl] = [server.guest(), server.guest()];
  const interviewId = await ida.create();
  await carl.join(interviewId, (await ida.tokens(interviewId)).candidate, 'Carl');
  const idasTab = await ida.open(interviewId);
  await idasTab.must({ type: 'interview.start' });
  const carlsTab = await carl.open(interviewId);
  const note = { text: 'Hers', criterion: null, isPrivate: true, begunAt: 0 };
  await idasTab.must({ type: 'note.add', noteId: 'note-of-ida', ...note });
  return { server, interviewId, ida, carl, idasTab, carlsTab, turns: 0 };
}

/** Each draws and the other sees it; what both hold is the fold of the recording, sealed for them. */
export async function expectHonest(pair: HonestPair): Promise<void> {
  const { idasTab, carlsTab } = pair;
  const turn = ++pair.turns;
  await idasTab.must({ type: 'board.change', deltas: [aCreation(`ida-${turn}`)] });
  const seq = await carlsTab.must({ type: 'board.change', deltas: [aCreation(`carl-${turn}`)] });
  for (const tab of [idasTab, carlsTab]) await tab.until(({ state }) => state.seq >= seq);
  const recorded = emptyRoom();
  const entries = await pair.server.store.entries(pair.interviewId);
  for (const entry of entries) apply(recorded, entry);
  for (const { me, state } of [idasTab, carlsTab]) {
    if (!me) throw new Error('not joined');
    // A sealed entry hides its time, and so the last one may be unknown (VW2).
    expect(toSnapshot({ ...state, lastAt: 0 })).toEqual(toSnapshot(sealState(recorded, me)));
  }
}

/** A connection of Carl's that obeys nobody: it holds a seat, so that nothing stops it at the door. */
export async function aHostileSeat({ server, carl, interviewId }: HonestPair): Promise<RawWire> {
  const wire = await RawWire.open(server.origin, carl.cookie);
  const join = { interviewId, lastSeq: null, protocol: protocolVersion };
  expect(await wire.ask('join', join)).toMatchObject({ ok: true, me: { role: 'candidate' } });
  return wire;
}
