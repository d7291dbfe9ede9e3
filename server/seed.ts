// `npm run seed`: one finished demo interview to look at. Nobody sits in it yet; the printed links give its
// seats to whoever opens them first, and it is in their history from then on.
import { join } from 'node:path';
import { roles } from '#domain/protocol.ts';
import { readConfig } from './config.ts';
import { loadContent } from './content.ts';
import type { Content } from '#domain/content-rules.ts';
import { playDemo } from './demo/demo-interview.ts';
import { demoPictures } from './demo/demo-pictures.ts';
import { demoComments, demoDrop } from './demo/demo-script.ts';
import type { Person } from './demo/demo-script.ts';
import { newId } from './new-interview.ts';
import { openInvites } from './invites.ts';
import type { Invites } from './invites.ts';
import { finishedOf, projectionOf } from './projection.ts';
import { readSecret } from './secret.ts';
import { StartError } from './start-error.ts';
import { openSqlite } from './store/sqlite.ts';
import { unclaimed } from './store/store.ts';
import type { Seat, Store } from './store/store.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

async function seed(): Promise<void> {
  const config = readConfig();
  const content = await loadContent(config.rubricsDir);
  const invites = openInvites(await readSecret(config.dataDir));
  const { store } = await openSqlite(join(config.dataDir, 'fourstep.db'));
  const interviewId = await addDemo(store, content, invites, Date.now() - dayMs);
  await store.close();
  const origin = config.origins[0] ?? `http://localhost:${config.port}`;
  console.log('A finished demo interview is in. Start the server and open one of these links:');
  for (const role of ['interviewer', 'candidate'] as const) {
    console.log(`  as its ${role.padEnd(11)} ${origin}${invites.pathOf(interviewId, role)}`);
  }
}

/** Adds the demo, created at `createdAt`, with both seats to be claimed. */
export async function addDemo(
  store: Store,
  content: Content,
  invites: Invites,
  createdAt: number,
): Promise<string> {
  const interviewId = newId();
  const ids = { interviewer: newId(), candidate: newId() };
  const { state, entries } = playDemo(content, interviewId, ids, createdAt);
  const seatOf = (role: 'interviewer' | 'candidate'): Seat => ({
    participantId: ids[role],
    interviewId,
    userId: unclaimed(ids[role]),
    role,
    name: state.participants[ids[role]]?.name ?? role,
    isHost: role === 'interviewer',
  });
  await store.create({
    row: {
      id: interviewId,
      title: state.question?.title ?? '',
      formatTitle: state.format.title,
      level: state.level,
      createdAt,
      ...projectionOf(state),
    },
    host: seatOf('interviewer'),
    invites: roles.map((role) => ({
      role,
      tokenHash: invites.hashOf(invites.tokenOf(interviewId, role)),
    })),
    entries,
    ...finishedOf(state),
  });
  await store.takeSeat(seatOf('candidate'), 0);
  await addBeside(store, interviewId, ids, createdAt);
  return interviewId;
}

/** What stands beside a recording: its pictures, who was there when, and what was pinned to its moments afterwards. */
async function addBeside(
  store: Store,
  interviewId: string,
  ids: Record<Person, string>,
  createdAt: number,
): Promise<void> {
  const at = (minutes: number) => createdAt + Math.round(minutes * minuteMs);
  for (const { file: hash, mime, bytes, takenAt } of demoPictures) {
    const file = { interviewId, hash, mime, bytes, uploadedBy: ids.interviewer, at: at(takenAt) };
    await store.putFile(file, demoPictures.length);
  }
  const comings = [
    ...Object.values(ids).map((participantId) => ({ participantId, at: createdAt, isHere: true })),
    { participantId: ids.candidate, at: at(demoDrop.from), isHere: false },
    { participantId: ids.candidate, at: at(demoDrop.to), isHere: true },
  ];
  for (const coming of comings) await store.addComing(interviewId, coming, comings.length);
  for (const { by, text, at: pinned, writtenAt } of demoComments) {
    const comment = { id: newId(), by: ids[by], text, pinnedAt: at(pinned), writtenAt: at(writtenAt) };
    await store.addComment(interviewId, comment, demoComments.length);
  }
}

if (import.meta.main) {
  seed().catch((error: unknown) => {
    console.error(error instanceof StartError ? error.message : error);
    process.exit(1);
  });
}
