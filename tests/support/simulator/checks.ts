// What must hold when everything has come to rest: one recording, one state, one picture for everybody.
import { fold, toSnapshot } from '#domain/fold.ts';
import type { Command } from '#domain/protocol.ts';
import type { Entry } from '#domain/recording.ts';
import type { RoomState } from '#domain/room.ts';
import { sealState } from '#domain/view.ts';
import { byIndex } from '../../../src/lib/board/editor.ts';
import { pictureOf } from '../board-room.ts';
import { Failure } from './failure.ts';
import { nobody } from './scheduler.ts';
import { ReferenceBoard } from './reference-board.ts';
import type { Tab } from './tab.ts';
import type { World } from './world.ts';

/** False when a deadline came while the room was read: nobody has come to rest then. */
export async function check(world: World): Promise<boolean> {
  checkDeadlines(world);
  const { length } = world.recording;
  const live = await liveState(world);
  if (world.recording.length > length) return false;
  const stored = await world.store.entries(world.interviewId);
  checkRecording(world, stored);
  checkSame('the fold of the recording is the live state', snapshotOf(fold(stored)), snapshotOf(live));
  checkBoard(world, live);
  for (const tab of world.tabs) checkTab(world, tab, live);
  for (const tab of world.closed) checkClosed(world, tab);
  return true;
}

/** A copy of what the server's room holds. */
async function liveState(world: World): Promise<RoomState> {
  let state: RoomState | null = null;
  const { rooms } = world.server!;
  await world.scheduler.as(nobody, () => {
    const reading = rooms.with(world.interviewId, (room) =>
      room.read((present) => void (state = structuredClone(present))),
    );
    reading.catch((error: unknown) => world.fail('the room can be read', error));
  });
  await world.scheduler.pass(50);
  if (!state) throw new Failure('the room can be read', 'no answer');
  return state;
}

const snapshotOf = (state: RoomState) => ({ ...toSnapshot(state), lastAt: 0 });

/** What the store holds is what it said yes to, and each command is in it once and as it was asked. */
function checkRecording({ recording, asked }: World, stored: readonly Entry[]): void {
  const isWhole = stored.length === recording.length;
  if (!isWhole || stored.some((entry, i) => JSON.stringify(entry) !== recording[i]?.json))
    throw new Failure('the recording is what was committed', `${stored.length} of ${recording.length}`);
  const keys = new Set<string>();
  for (const entry of stored) {
    if (entry.clientId === null) continue;
    const key = keyOf(entry);
    if (keys.has(key)) throw new Failure('no command happens twice', `${key} at ${entry.seq}`);
    keys.add(key);
    const command = asked.get(key);
    if (!command || !answers(entry, command))
      throw new Failure('what happens was asked for', `${JSON.stringify(entry).slice(0, 200)}`);
  }
}

const keyOf = ({ by, clientId, clientSeq }: Entry): string => `${by}:${clientId}:${clientSeq}`;

/** Whether the entry says what the command asked. */
function answers(entry: Entry, command: Command): boolean {
  const [noun] = command.type.split('.');
  // Moving on from the last phase ends the interview (PH3).
  const isLast = command.type === 'phase.advance' && entry.type === 'interview.ended';
  if (!entry.type.startsWith(`${noun}.`) && !isLast) return false;
  const fields = Object.entries(command).filter(
    ([name]) => name in entry && !['type', 'begunAt', 'deltas'].includes(name),
  );
  return fields.every(
    ([name, value]) => JSON.stringify(value) === JSON.stringify(entry[name as keyof Entry]),
  );
}

function checkDeadlines(world: World): void {
  const { dueAt, stage } = world.ledger;
  // Whoever sets the server's clock forward has the timers that were set before fire late.
  if (!world.hasClockJumped && dueAt < world.serverTime() - 1_000)
    throw new Failure('deadlines fire once and at their own time', `${stage} was due at ${dueAt}`);
}

function checkBoard({ recording, asked }: World, { scene }: RoomState): void {
  const board = new ReferenceBoard();
  for (const { entry } of recording) {
    if (entry.type !== 'board.changed') continue;
    const command = asked.get(keyOf(entry));
    if (command?.type === 'board.change') board.take(command.deltas, entry.changes);
  }
  board.compare(scene);
}

function checkTab(world: World, tab: Tab, live: RoomState): void {
  const { room, editor, sync, person, submitted } = tab;
  const sealed = snapshotOf(sealState(live, person));
  checkSame(`every client converges`, snapshotOf(room.state!), sealed);
  for (const { command, ack } of submitted) checkAck(world, command, ack);
  if (!sync) return;
  const truth = pictureOf([...live.scene.values()].sort(byIndex));
  checkSame('everybody sees one picture', pictureOf(editor.list), truth);
}

/** Nothing of a closed page goes on: no connection, no timer. */
function checkClosed({ scheduler }: World, tab: Tab): void {
  const waiting = scheduler.waitingFor(tab);
  if (tab.socket?.connected || waiting > 0)
    throw new Failure(
      'a closed page falls silent',
      `${tab.name} connected ${tab.socket?.connected}, ${waiting} timers`,
    );
}

function checkAck(
  { recording, keys, repeated }: World,
  command: Command,
  ack: Tab['submitted'][number]['ack'],
): void {
  const key = keys.get(command);
  if (!ack) throw new Failure('every command is answered', command.type);
  if (ack.ok) {
    const entry = recording[ack.seq - 1]?.entry;
    // Without a key it was another tab that sent it, from what this one had left on the device.
    const isIts = entry && answers(entry, command) && keyOf(entry) === (key ?? keyOf(entry));
    if (!isIts) throw new Failure('no answered command is lost', `${command.type} ${ack.seq}`);
    return;
  }
  const isFinal = ack.code !== 'not_saved' && key !== undefined && !repeated.has(key);
  if (isFinal && recording.some(({ entry }) => keyOf(entry) === key))
    throw new Failure('what was refused did not happen', `${command.type}: ${ack.code}`);
}

function checkSame(invariant: string, found: unknown, wanted: unknown): void {
  const [left, right] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (left === right) return;
  let at = 0;
  while (left[at] === right[at]) at += 1;
  const around = (text: string): string => text.slice(Math.max(0, at - 120), at + 120);
  throw new Failure(invariant, `found ...${around(left)}... wanted ...${around(right)}...`);
}
