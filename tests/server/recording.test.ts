// The recording as the replay fetches it, over real HTTP: sealed for whoever asks, whole, and readable when it is damaged.
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fold } from '#domain/fold.ts';
import type { WireEntry } from '#domain/recording.ts';
import type { RecordingAnswer } from '#domain/replay.ts';
import { aCreation } from '../support/board.ts';
import { aNote } from '../support/house.ts';
import { startServer } from '../support/server.ts';
import type { Guest } from '../support/guest.ts';
import type { TestServer } from '../support/server.ts';
import type { Tab } from '../support/tab.ts';

let server: TestServer;
let ida: Guest;
let carl: Guest;
let room: { id: string; idas: Tab; carls: Tab };

beforeEach(async () => {
  server = await startServer();
  [ida, carl] = [server.guest(), server.guest()];
  const id = await ida.create();
  await carl.join(id, (await ida.tokens(id)).candidate, 'Carl');
  room = { id, idas: await ida.open(id), carls: await carl.open(id) };
  await room.idas.must({ type: 'interview.start' });
});
afterEach(() => server.close());

const path = (after?: number) =>
  `/api/interviews/${room.id}/recording${after === undefined ? '' : `?after=${after}`}`;
const recordingOf = async (guest: Guest) => (await guest.get(path())).body as RecordingAnswer;
const kinds = (entries: readonly WireEntry[]) =>
  entries.map((entry) => ('sealed' in entry ? 'sealed' : entry.type));
const damage = (seq: number, body: string) =>
  sql`UPDATE entries SET body = ${body} WHERE interview_id = ${room.id} AND seq = ${seq}`.execute(
    server.database,
  );

test('[VW1] a participant reads every entry up to now, those of the other sealed', async () => {
  await room.idas.must({ ...aNote('mine'), isPrivate: false } as ReturnType<typeof aNote>);
  const forIda = await recordingOf(ida);
  expect(forIda).toMatchObject({ isRunning: true, missing: [], me: { role: 'interviewer' } });
  expect(kinds(forIda.entries).at(-1)).toBe('note.added');
  const forCarl = await recordingOf(carl);
  expect(kinds(forCarl.entries).at(-1)).toBe('sealed');
  expect(JSON.stringify(forCarl)).not.toContain('canary-interviewer');
  expect(forCarl.entries.map(({ seq }) => seq)).toEqual(forCarl.entries.map((_, i) => i + 1));
  expect(fold(forIda.entries).notes).toHaveLength(1);
});

test('who came and went while it went on comes along, and not who looks in afterwards', async () => {
  const watching = await carl.open(room.id);
  watching.close();
  room.carls.close();
  await expect.poll(async () => (await recordingOf(ida)).comings.length).toBe(3);
  await room.idas.must({ type: 'interview.end' });
  (await carl.open(room.id)).close();
  const { comings } = await recordingOf(ida);
  expect(comings.map(({ participantId, isHere }) => [participantId, isHere])).toEqual([
    [room.idas.me!.participantId, true],
    [room.carls.me!.participantId, true],
    [room.carls.me!.participantId, false],
  ]);
});

test('nobody else learns whether there is such an interview', async () => {
  const stranger = server.guest();
  await stranger.create();
  for (const address of [path(), '/api/interviews/made-up/recording'])
    expect(await stranger.get(address)).toMatchObject({ status: 404, body: { code: 'unknown_interview' } });
});

test('what came after a seq is asked for by that seq; anything else is refused', async () => {
  const { entries } = await recordingOf(ida);
  await room.carls.must({ type: 'chat.send', text: 'later' });
  expect(kinds((await ida.get(path(entries.length))).body.entries as WireEntry[])).toEqual(['chat.sent']);
  expect(await ida.get(`${path()}?after=-1`)).toMatchObject({ status: 400, body: { code: 'bad_request' } });
});

test('[RP2] a damaged entry is named, and the rest comes', async () => {
  await room.idas.must({ type: 'board.change', deltas: [aCreation('first'), aCreation('second')] });
  const before = (await recordingOf(ida)).entries.length;
  await room.carls.must({ type: 'chat.send', text: 'lost' });
  await room.carls.must({ type: 'chat.send', text: 'kept' });
  await damage(before + 1, '{"seq":');
  const { entries, missing } = await recordingOf(carl);
  expect(missing).toEqual([before + 1]);
  expect(kinds(entries).slice(-2)).toEqual(['sealed', 'chat.sent']);
  const state = fold(entries);
  expect(state.chat.map(({ text }) => text)).toEqual(['kept']);
  expect(state.scene.size).toBe(2);
});

test('[VW6] in a damaged recording the other’s notes stay sealed: the lost entry may have made one private', async () => {
  await room.idas.must({ ...aNote('secret'), isPrivate: false } as ReturnType<typeof aNote>);
  const seq = (await recordingOf(ida)).entries.length;
  await room.idas.must({
    ...{ type: 'note.edit', noteId: 'note-secret', text: 'secret', criterion: null },
    isPrivate: true,
  });
  await damage(seq + 1, 'torn');
  // As if both had rated: the last entry that can be read reveals.
  const reveal = { type: 'rating.submitted', reveals: true, by: 'clock', at: Date.now() };
  await room.carls.must({ type: 'chat.send', text: 'last' });
  await damage(seq + 2, JSON.stringify({ ...reveal, seq: seq + 2, clientId: null, clientSeq: null }));
  expect(JSON.stringify(await recordingOf(carl))).not.toContain('secret');
  expect(JSON.stringify(await recordingOf(ida))).toContain('secret');
});

test('a long recording is sent compressed', async () => {
  const answer = await ida.get(path(), { 'accept-encoding': 'br' });
  expect(answer.headers.get('content-encoding')).toBe('br');
});
