// How large one recording may become, and how full the disk: what is refused beyond, what goes on, and that a restart
// counts the same.
import { rm } from 'node:fs/promises';
import { afterEach, expect, test } from 'vitest';
import { refusals } from '#domain/protocol.ts';
import type { Command } from '#domain/protocol.ts';
import { aCreation } from '../support/board.ts';
import { figuresOf } from '../support/figures.ts';
import { House, aNote } from '../support/house.ts';
import { aFolder, startServer } from '../support/server.ts';
import type { Guest } from '../support/guest.ts';
import type { ServerWish, TestServer } from '../support/server.ts';
import type { Tab } from '../support/tab.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** Of which an eighth, 600 KB, is for entries. */
const ceiling = 4_800_000;
const points = Array.from({ length: 6_000 }, (_, i) => [i + 0.25, i + 0.5]);
/** A stroke of some 100 KB. */
const stroke = (id: string): Command => ({
  type: 'board.change',
  deltas: [aCreation(id, 'freedraw', { points, pressures: [] })],
});
const full = { ok: false, code: 'recording_full', message: refusals.recording_full };

class Place {
  readonly dataDir: string;
  server!: TestServer;

  constructor(dataDir: string) {
    this.dataDir = dataDir;
  }

  static async open(wish: ServerWish): Promise<Place> {
    const place = new Place(await aFolder());
    closing.push(() => rm(place.dataDir, { recursive: true, force: true }));
    await place.start(wish);
    closing.push(() => place.server.close());
    return place;
  }

  async start(wish: ServerWish): Promise<void> {
    this.server = await startServer({ ...wish, dataDir: this.dataDir });
  }

  /** Another life on the same data; whoever was there has the same cookie. */
  async restart(wish: ServerWish): Promise<void> {
    await this.server.close();
    await this.start(wish);
  }

  again(guest: Guest): Guest {
    const back = this.server.guest();
    back.cookie = guest.cookie;
    return back;
  }
}

async function twoPeople({ server }: Place) {
  const [ida, carl] = [server.guest(), server.guest()];
  const interviewId = await ida.create();
  const { candidate } = await ida.tokens(interviewId);
  await carl.join(interviewId, candidate, 'Carl');
  const tabs = { ida: await ida.open(interviewId), carl: await carl.open(interviewId) };
  await tabs.ida.must({ type: 'interview.start' });
  return { ida, carl, interviewId, tabs };
}

/** Draws until it is refused; answers how many strokes were taken, and the refusal. */
async function drawUntilRefused(tab: Tab) {
  for (let taken = 0; taken < 50; taken++) {
    const ack = await tab.submit(stroke(`stroke-${taken}`));
    if (!ack.ok) return { taken, ack };
  }
  throw new Error('nothing was refused');
}

test('[RC7] a full recording refuses the board, tells both, and takes everything else up to the reveal', async () => {
  const place = await Place.open({ recordingBytes: ceiling });
  const { tabs } = await twoPeople(place);
  const { taken, ack } = await drawUntilRefused(tabs.carl);
  expect(ack).toEqual(full);
  expect(taken).toBeGreaterThanOrEqual(5);
  expect(taken).toBeLessThanOrEqual(7);
  // Who did not draw is told as well.
  await tabs.ida.until(({ state }) => state.isFull === true);
  expect(await tabs.ida.submit(stroke('of-another'))).toEqual(full);

  await tabs.ida.must(aNote('afterwards'));
  await tabs.carl.must({ type: 'chat.send', text: 'The board is full.' });
  await tabs.ida.must({ type: 'phase.pause' });
  await tabs.ida.must({ type: 'phase.resume' });
  await tabs.ida.must({ type: 'phase.advance', from: 'scope', confirmed: true });
  await tabs.ida.must({ type: 'interview.end' });
  for (const tab of [tabs.ida, tabs.carl]) {
    for (const { id } of tab.state.rubric.criteria)
      await tab.must({
        ...{ type: 'rating.set', criterion: id, value: 3 },
        ...{ behaviours: [], evidence: '', notes: [] },
      });
    await tab.must({ type: 'summary.set', recommendation: 'yes', strength: '', change: '' });
    await tab.must({ type: 'rating.submit' });
  }
  await tabs.carl.until(({ state }) => state.stage === 'revealed');
  expect(tabs.carl.state.scene.size).toBe(taken);
});

test('[RC7] a restart counts the same, loses nothing, and draws again where more is allowed', async () => {
  const place = await Place.open({ recordingBytes: ceiling });
  const { ida, carl, interviewId, tabs } = await twoPeople(place);
  const { taken } = await drawUntilRefused(tabs.carl);
  await place.restart({ recordingBytes: ceiling });
  const back = await place.again(carl).open(interviewId);
  expect([back.state.scene.size, back.state.isFull]).toEqual([taken, true]);
  expect(await back.submit(stroke('still-too-much'))).toEqual(full);

  await place.restart({ recordingBytes: 2 * ceiling });
  const later = await place.again(ida).open(interviewId);
  expect(later.state.isFull).toBeUndefined();
  const more = await drawUntilRefused(later);
  expect(more.ack).toMatchObject({ code: 'recording_full' });
  expect(more.taken).toBeGreaterThanOrEqual(5);
});

test('[RC7] what was drawn before a restart counts after it, though nothing was refused before', async () => {
  const place = await Place.open({ recordingBytes: ceiling });
  const { carl, interviewId, tabs } = await twoPeople(place);
  for (let i = 0; i < 4; i++) await tabs.carl.must(stroke(`before-${i}`));
  await place.restart({ recordingBytes: ceiling });
  const { taken } = await drawUntilRefused(await place.again(carl).open(interviewId));
  expect(taken).toBeLessThanOrEqual(3);
});

test('[RC7] images count, after a restart too; the same one twice is one', async () => {
  const place = await Place.open({ recordingBytes: 2_000_000 });
  const { carl, interviewId, tabs } = await twoPeople(place);
  const image = (i: number) => {
    const bytes = Buffer.alloc(2_000_000, i);
    bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    return bytes;
  };
  const files = `/api/interviews/${interviewId}/files`;
  for (let i = 0; i < 20; i++) expect((await carl.post(files, image(0))).status).toBe(201);
  expect(await tabs.ida.submit(stroke('beside-an-image'))).toEqual(full);
  const answers = [];
  for (let i = 1; i < 20; i++) answers.push(await carl.post(files, image(i)));
  // Pictures of the board have room beyond the ceiling, and that ends as well.
  expect(answers[0]?.status).toBe(201);
  expect([answers.at(-1)?.status, answers.at(-1)?.body.code]).toEqual([409, 'recording_full']);
  await place.restart({ recordingBytes: 2_000_000 });
  const back = place.again(carl);
  expect((await back.post(files, image(50))).body.code).toBe('recording_full');
  expect((await back.open(interviewId)).state.isFull).toBe(true);
});

test('[RC7] one person’s words end somewhere; the other’s do not, nor what ends the interview', async () => {
  const house = await House.open();
  closing.push(() => house.close());
  const { room, ida, carl } = await house.aRoom();
  let clientSeq = 0;
  const ask = (by: string, command: Command) =>
    room.submit(by, { clientId: `client-${by.slice(0, 8)}`, clientSeq: ++clientSeq, command });
  expect((await ask(ida, { type: 'interview.start' })).ok).toBe(true);
  const note = { ...aNote('again-and-again'), text: 'é'.repeat(4_000), begunAt: 0 } as Command;
  await ask(carl, note);
  const edit = { ...note, type: 'note.edit' } as Command;
  delete (edit as { begunAt?: number }).begunAt;
  const codes = new Set<string>();
  for (let i = 0; i < 6; i++)
    for (const ack of await Promise.all(Array.from({ length: 450 }, () => ask(carl, edit))))
      codes.add(ack.ok ? 'ok' : ack.code);
  expect(codes).toEqual(new Set(['ok', 'recording_full']));
  expect(await ask(carl, { type: 'phase.pause' })).toMatchObject({ code: 'recording_full' });
  expect((await ask(ida, aNote('of-the-other'))).ok).toBe(true);
  house.restart();
  const codeOfNote = await house.rooms.with(room.interviewId, async (again) => {
    const ack = await again.submit(carl, { clientId: 'client-after', clientSeq: 1, command: edit });
    return ack.ok ? 'ok' : ack.code;
  });
  expect(codeOfNote).toBe('recording_full');
  const ended = await house.rooms.with(room.interviewId, (again) =>
    again.submit(carl, { clientId: 'client-after', clientSeq: 2, command: { type: 'interview.end' } }),
  );
  expect(ended?.ok).toBe(true);
});

test('with little room on the disk no interview begins, and those that have go on', async () => {
  const place = await Place.open({ minimumFreeBytes: 1 });
  const { ida, interviewId } = await twoPeople(place);
  await place.restart({ minimumFreeBytes: Number.MAX_SAFE_INTEGER });
  const back = place.again(ida);
  for (const [path, body] of [
    ['/api/interviews', {}],
    ['/api/imports', {}],
    ['/api/match/enter', {}],
    ['/api/appointments', {}],
  ] as const) {
    const { status, body: answer } = await back.post(path, body);
    expect([path, status, answer.code]).toEqual([path, 507, 'disk_low']);
    expect(answer.message).toContain('short of disk space');
  }
  const tab = await back.open(interviewId);
  await tab.must(stroke('all-the-same'));
  const figures = figuresOf(await (await fetch(`${place.server.origin}/metrics`)).text());
  expect(figures('fourstep_disk_free_bytes')).toBeGreaterThan(0);
  expect(figures('fourstep_disk_free_bytes')).toBeLessThan(Number.MAX_SAFE_INTEGER);
  expect(figures('fourstep_refusals_total', { via: 'http', code: 'disk_low' })).toBe(4);
});
