// Everything of one person as files of an archive: each interview as they may read it, its board, its pictures, its
// recording, and what history keeps. Recordings are read from the store one at a time, so no room is loaded for it.
import { archiveOf } from '#domain/archive.ts';
import { boardFile, picturesOn } from '#domain/board-file.ts';
import type { BoardPicture } from '#domain/board-file.ts';
import { commentsFor } from '#domain/comment.ts';
import { toSnapshot } from '#domain/fold.ts';
import { sealOutcome } from '#domain/outcome.ts';
import { isSealed } from '#domain/recording.ts';
import type { RoomState } from '#domain/room.ts';
import { sealState } from '#domain/view.ts';
import { sha256 } from './hashes.ts';
import { mendedFor, recordingAnswer, sealedSince } from './sealed-recording.ts';
import type { Seat, Store } from './store/store.ts';
import type { ZipFile } from './zip.ts';

type Parts = {
  store: Pick<
    Store,
    | 'seatsOf'
    | 'readable'
    | 'comings'
    | 'file'
    | 'outcomes'
    | 'comments'
    | 'drillsOf'
    | 'interviewDayOf'
    | 'appointmentsOf'
    | 'withPartners'
  >;
};

const extensions: Record<string, string> = { 'image/png': 'png', 'image/jpeg': 'jpg', 'image/webp': 'webp' };

const readme = `Everything Fourstep keeps of you on this server.

practice.json                         the drills you did, and the day of your interview
appointments.json                     times you proposed or agreed on, with the address and the zone you gave
partners.json                         your place in the queue, the times you were expected, ways to reach you that you
                                      gave, whom you blocked and what you reported
history.json                          what history is drawn from: one line of figures for each finished interview
interviews/<day> <title> <id>/
  interview.json                      the interview as you may read it: your notes and ratings, the timeline, and
                                      after the reveal the other side too. A finished one can be imported again.
  comments.json                       what was pinned to moments of it afterwards, where there is any
  board.excalidraw                    the board, to be opened in Excalidraw
  pictures/                           the board as it stood after each phase, and images that were pasted
recordings/<id>.json                  all that happened in it, entry by entry, as its replay shows it to you
`;

export async function* everythingOf({ store }: Parts, userId: string, now: number): AsyncGenerator<ZipFile> {
  yield textFile('README.txt', readme, now);
  const seats = await store.seatsOf(userId);
  const roles = new Map(seats.map(({ interviewId, role }) => [interviewId, role]));
  const outcomes = await store.outcomes([...roles.keys()]);
  const past = outcomes.map((outcome) => {
    const role = roles.get(outcome.interviewId) ?? 'observer';
    return { role, outcome: sealOutcome(outcome, role) };
  });
  yield textFile('history.json', `${JSON.stringify(past, null, 1)}\n`, now);
  const practice = { interviewAt: await store.interviewDayOf(userId), drills: await store.drillsOf(userId) };
  yield textFile('practice.json', `${JSON.stringify(practice, null, 1)}\n`, now);
  const agreed = (await store.appointmentsOf(userId)).map(({ host, guest, ...appointment }) => ({
    ...appointment,
    me: host.userId === userId ? host : guest,
  }));
  yield textFile('appointments.json', `${JSON.stringify(agreed, null, 1)}\n`, now);
  yield textFile('partners.json', `${JSON.stringify(await store.withPartners(userId), null, 1)}\n`, now);
  for (const seat of seats) yield* filesOf(store, seat);
}

async function* filesOf(store: Parts['store'], seat: Seat): AsyncGenerator<ZipFile> {
  const recording = await mendedFor(store, seat);
  // Deleted meanwhile, or nothing of it can be read.
  if (recording.entries.every(isSealed)) return;
  const state = sealState(recording.state, seat);
  const folder = `interviews/${folderName(state)}`;
  const at = state.endedAt ?? state.startedAt ?? state.createdAt;
  yield textFile(`${folder}/interview.json`, archiveFile(state, seat), at);
  const comments = commentsFor(await store.comments(seat.interviewId), state, seat);
  if (comments.length > 0)
    yield textFile(`${folder}/comments.json`, `${JSON.stringify(comments, null, 1)}\n`, at);
  const onBoard = new Map<string, BoardPicture>();
  const shown = picturesOn(state.scene.values());
  for (const hash of new Set([...Object.values(state.pictures), ...shown])) {
    const file = await store.file(seat.interviewId, hash);
    if (!file) continue;
    if (shown.includes(hash))
      onBoard.set(hash, { mime: file.mime, base64: Buffer.from(file.bytes).toString('base64') });
    const phase = state.format.phases.find(({ id }) => state.pictures[id] === hash)?.id;
    const name = [phase, hash.slice(0, 12)].filter(Boolean).join('-');
    yield { path: `${folder}/pictures/${name}.${extensions[file.mime] ?? 'bin'}`, bytes: file.bytes, at };
  }
  yield textFile(`${folder}/board.excalidraw`, boardFile(state.scene.values(), onBoard), at);
  const replay = await recordingAnswer(store, seat, sealedSince(recording, seat));
  yield textFile(`recordings/${seat.interviewId}.json`, `${JSON.stringify(replay)}\n`, at);
}

function archiveFile(state: RoomState, { participantId, role }: Seat): string {
  const archive = archiveOf({ owner: { participantId, role }, state: toSnapshot(state) }, sha256);
  return `${JSON.stringify(archive)}\n`;
}

/** "2030-01-31 notification-service 4fQ2xa": sorted by day, told apart by the id, safe on every disk. */
function folderName({ createdAt, startedAt, question, format, interviewId }: RoomState): string {
  const day = new Date(startedAt ?? createdAt).toISOString().slice(0, 10);
  const title = (question?.title ?? format.title).toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return [day, title.replaceAll(/^-|-$/g, '').slice(0, 60), interviewId.slice(0, 8)]
    .filter(Boolean)
    .join(' ');
}

function textFile(path: string, text: string, at: number): ZipFile {
  return { path, bytes: Buffer.from(text), at };
}
