// A whole interview over the wire: two people with real sockets, an observer, and what each may not read.
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Command } from '#domain/protocol.ts';
import {
  interviewerCanary,
  minute,
  noteCanary,
  ratingCanary,
  revealCanary,
} from '../support/an-interview.ts';
import { startServer } from '../support/server.ts';
import type { Guest } from '../support/guest.ts';
import type { TestServer } from '../support/server.ts';
import type { Tab } from '../support/tab.ts';
import { WoundClock } from '../support/wound-clock.ts';

let server: TestServer;
let clock: WoundClock;
beforeAll(async () => {
  clock = new WoundClock();
  server = await startServer({ clock, connectionsPerAddress: 200 });
});
afterAll(() => server.close());

async function aPair(): Promise<{ interviewId: string; ida: Tab; carl: Tab; olga: Tab; guests: Guest[] }> {
  // The buckets of the wire refill as time passes.
  clock.wind(minute);
  const [ida, carl, olga] = [server.guest(), server.guest(), server.guest()];
  const interviewId = await ida.create();
  const tokens = await ida.tokens(interviewId);
  await carl.join(interviewId, tokens.candidate, 'Carl');
  await olga.join(interviewId, tokens.observer, 'Olga');
  const [idas, carls, olgas] = [
    await ida.open(interviewId),
    await carl.open(interviewId),
    await olga.open(interviewId),
  ];
  return { interviewId, ida: idas, carl: carls, olga: olgas, guests: [ida, carl, olga] };
}

const everyoneAt = (seq: number, ...tabs: Tab[]) =>
  Promise.all(tabs.map((tab) => tab.until(({ state }) => state.seq >= seq)));
const note = (text: string, isPrivate: boolean): Command => ({
  type: 'note.add',
  noteId: `note-${Math.random().toString(36).slice(2, 12)}`,
  text,
  criterion: null,
  isPrivate,
  begunAt: clock.now(),
});

async function rate(tab: Tab): Promise<void> {
  for (const criterion of ['scope', 'depth']) {
    await tab.must({
      type: 'rating.set',
      criterion,
      value: 3,
      behaviours: [],
      evidence: `${ratingCanary} ${tab.me?.role}`,
      notes: [],
    });
  }
  await tab.must({
    type: 'summary.set',
    recommendation: 'yes',
    strength: ratingCanary,
    change: ratingCanary,
  });
}

describe('an interview of two', () => {
  test('[VW1][VW4][VW6] goes through lobby, four phases, rating and reveal; nobody reads early what is not theirs', async () => {
    const { interviewId, ida, carl, olga, guests } = await aPair();
    const [, carlGuest, olgaGuest] = guests as [Guest, Guest, Guest];
    await ida.must({ type: 'interview.start' });
    await Promise.all([carl.join(null), olga.join(null)]);
    expect(carl.state.question?.candidate?.statement).toContain('Design');
    expect(olga.state.question).toBeNull();

    await ida.must(note(`${noteCanary} private`, true));
    await ida.must(note('shared with the candidate', false));
    await carl.must(note('of the candidate', true));
    await ida.must({ type: 'checklist.set', itemId: 'scope.item', done: true });
    await ida.must({ type: 'hint.give', deepDiveId: 'spikes', step: 1 });
    for (const from of ['scope', 'high-level', 'deep-dive', 'wrap-up']) {
      expect(await ida.submit({ type: 'phase.advance', from })).toMatchObject({
        ok: false,
        code: 'needs_confirmation',
      });
      clock.wind(4 * minute);
      await ida.must({ type: 'phase.advance', from, confirmed: true });
    }
    await rate(ida);
    await rate(carl);
    const submitted = await ida.must({ type: 'rating.submit' });
    await everyoneAt(submitted, carl, olga);
    expect(carl.state.stage).toBe('rating');

    const early = [carl.frames, (await carlGuest.get(`/api/interviews/${interviewId}/snapshot`)).text].join();
    expect(early).toContain('First hint');
    for (const canary of [interviewerCanary, revealCanary, noteCanary]) expect(early).not.toContain(canary);
    expect(early).not.toContain(`${ratingCanary} interviewer`);
    expect(early).not.toContain('shared with the candidate');
    expect(ida.frames.join()).not.toContain(`${ratingCanary} candidate`);
    expect(ida.frames.join()).not.toContain('of the candidate');

    const revealed = await carl.must({ type: 'rating.submit' });
    await everyoneAt(revealed, ida, carl, olga);
    await Promise.all([ida.join(null), carl.join(null), olga.join(null)]);
    expect(carl.state.stage).toBe('revealed');
    expect(Object.keys(carl.state.scorecards)).toHaveLength(2);
    expect(carl.state.question?.reveal?.referenceAnswer).toContain(revealCanary);
    expect(carl.state.notes.map((n) => n.text)).toContain('shared with the candidate');
    expect(carl.frames.join()).not.toContain(noteCanary);

    const watched = [
      olga.frames,
      (await olgaGuest.get(`/api/interviews/${interviewId}/snapshot`)).text,
    ].join();
    for (const canary of [interviewerCanary, revealCanary, noteCanary, ratingCanary, 'First hint']) {
      expect(watched).not.toContain(canary);
    }
  });

  test('both see every entry in order, and the same clock', async () => {
    const { ida, carl } = await aPair();
    await ida.must({ type: 'interview.start' });
    const acks = await Promise.all([
      ida.must({ type: 'chat.send', text: 'one' }),
      carl.must({ type: 'chat.send', text: 'two' }),
      ida.must({ type: 'phase.pause' }),
    ]);
    await everyoneAt(Math.max(...acks), ida, carl);
    for (const tab of [ida, carl]) {
      const seqs = tab.entries.map((entry) => entry.seq);
      expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
    }
    expect(carl.state.runs).toEqual(ida.state.runs);
    expect(await carl.socket.emitWithAck('clock')).toBe(clock.now());
  });

  test('a candidate and an observer cannot do what is the interviewer’s', async () => {
    const { ida, carl, olga } = await aPair();
    expect(await carl.submit({ type: 'interview.start' })).toMatchObject({ code: 'not_allowed' });
    await ida.must({ type: 'interview.start' });
    expect(await carl.submit({ type: 'phase.advance', from: 'scope', confirmed: true })).toMatchObject({
      code: 'not_allowed',
    });
    expect(await olga.submit({ type: 'chat.send', text: 'hello' })).toMatchObject({ code: 'not_allowed' });
    expect(await olga.submit({ type: 'phase.pause' })).toMatchObject({ code: 'not_allowed' });
  });
});

describe('coming back', () => {
  test('[RC4] a tab that was away is sent what it lacks', async () => {
    const { interviewId, ida, carl, guests } = await aPair();
    await ida.must({ type: 'interview.start' });
    await carl.join(null);
    const held = carl.state.seq;
    carl.close();
    await ida.must({ type: 'chat.send', text: 'are you there?' });
    const back = await guests[1]!.open(interviewId, carl.state);
    expect(back.entries.map((entry) => entry.seq)).toEqual([held + 1]);
  });

  test('two tabs of one person both work, in one seat', async () => {
    const { interviewId, carl, guests } = await aPair();
    const second = await guests[1]!.open(interviewId);
    expect(second.me).toEqual(carl.me);
    const seq = await second.must({ type: 'ready.set', ready: true });
    await everyoneAt(seq, carl, second);
    expect(Object.keys(carl.state.participants)).toHaveLength(3);
    carl.close();
    clock.wind(10_000);
    await second.must({ type: 'ready.set', ready: false });
    expect(second.people.find((person) => person.participantId === second.me?.participantId)?.status).toBe(
      'here',
    );
  });

  test('a seat whose entry was lost between the two writes is healed when it is opened', async () => {
    const ida = server.guest();
    const interviewId = await ida.create();
    const carl = server.guest();
    await carl.create();
    const user = (await carl.get('/api/me')).body.user as { id: string };
    const seat = { participantId: 'carl-without-entry', interviewId, userId: user.id, name: 'Carl' };
    await server.store.takeSeat({ ...seat, role: 'candidate', isHost: false }, 1);
    const tab = await carl.open(interviewId);
    expect(tab.state.participants['carl-without-entry']).toMatchObject({ role: 'candidate', name: 'Carl' });
  });
});

describe('a store that cannot be read', () => {
  test('[RC6] a snapshot and a join are refused as not saved, and work again afterwards', async () => {
    const { interviewId, ida, guests } = await aPair();
    await sql`alter table entries rename to hidden`.execute(server.database);
    expect(await ida.submit({ type: 'ready.set', ready: true })).toMatchObject({ code: 'not_saved' });
    const snapshot = () => guests[0]!.get(`/api/interviews/${interviewId}/snapshot`);
    const { status, body } = await snapshot();
    expect([status, body.code]).toEqual([503, 'not_saved']);
    expect(await ida.join(null)).toMatchObject({ ok: false, code: 'not_saved' });
    await sql`alter table hidden rename to entries`.execute(server.database);
    expect((await snapshot()).body.seq).toBe(ida.state.seq);
    expect(await ida.join(null)).toMatchObject({ ok: true });
  });
});

describe('a crowd', () => {
  test('is sent what happened gathered, whole and in order, and later comers too', async () => {
    const { interviewId, ida, guests } = await aPair();
    const watching = await Promise.all(Array.from({ length: 6 }, () => guests[2]!.open(interviewId)));
    const framesOf = (tab: Tab) => tab.updates.filter((update) => update.entries).length;
    const before = watching.map(framesOf);
    let seq = 0;
    for (const ready of [true, false, true]) seq = await ida.must({ type: 'ready.set', ready });
    const late = await guests[1]!.open(interviewId);
    clock.wind(50);
    await everyoneAt(seq, ida, late, ...watching);
    expect(watching.map(framesOf)).toEqual(before.map((count) => count + 1));
    expect(late.state.participants).toEqual(ida.state.participants);
  });
});

describe('presence', () => {
  test('here, away, typing, and lost only after a short grace', async () => {
    const { ida, carl } = await aPair();
    const statusOfCarl = (tab: Tab) =>
      tab.people.find((person) => person.participantId === carl.me?.participantId);
    carl.socket.emit('pointer', { isTyping: true });
    await ida.until((tab) => statusOfCarl(tab)?.isTyping === true);
    carl.socket.emit('pointer', { isAway: true, isTyping: false });
    await ida.until((tab) => statusOfCarl(tab)?.status === 'away');
    const gone = new Promise((resolve) => carl.socket.once('disconnect', resolve));
    carl.close();
    await gone;
    await ida.must({ type: 'ready.set', ready: true });
    expect(statusOfCarl(ida)?.status).not.toBe('lost');
    // The server may hear of the end a moment later; its grace begins then.
    while (statusOfCarl(ida)?.status !== 'lost') {
      clock.wind(1_000);
      await ida.socket.emitWithAck('clock');
    }
  });

  test('an observer’s pointer is shown to nobody', async () => {
    const { ida, carl, olga } = await aPair();
    olga.socket.emit('pointer', { pointer: { x: 1, y: 1, button: 'up' }, isTyping: true });
    await ida.until((tab) => tab.people.some((person) => person.isTyping));
    carl.socket.emit('pointer', { pointer: { x: 2, y: 2, button: 'up' } });
    await ida.until((tab) => Object.keys(tab.pointers).length > 0);
    expect(Object.keys(ida.pointers)).toEqual([carl.me?.participantId]);
  });

  test('pointers reach the others, the latest only, and never come back to their sender', async () => {
    const { ida, carl } = await aPair();
    const at = (x: number) => ({ pointer: { x, y: 0, button: 'up' } });
    carl.socket.emit('pointer', at(1));
    for (let x = 2; x < 20; x++) carl.socket.emit('pointer', at(x));
    const id = carl.me?.participantId ?? '';
    await ida.until((tab) => tab.pointers[id] !== undefined);
    await carl.socket.emitWithAck('clock');
    clock.wind(50);
    await ida.until((tab) => tab.pointers[id]?.pointer?.x === 19);
    expect(ida.updates.filter((update) => update.pointers).length).toBe(2);
    expect(carl.pointers).toEqual({});
  });
});
