// Kills a server again and again while people write: with SIGKILL, at moments a seed picks, some of them before it
// has listened. After every kill the recordings are held against what was acknowledged.
import { once } from 'node:events';
import type { Command } from '#domain/protocol.ts';
import { aCreation } from '../support/board.ts';
import { RecordingAudit } from '../support/recording-audit.ts';
import { Guest } from '../support/guest.ts';
import { ServerProcess } from '../support/server-process.ts';
import { SteadyWriter } from '../support/steady-writer.ts';
import { randomOf } from './soak.ts';

export type KillRun = {
  kills: number;
  killsBeforeListening: number;
  acknowledged: number;
  entries: number;
  problems: string[];
};
export type KillWish = {
  dataDir: string;
  kills: number;
  rooms: number;
  /** Acknowledged commands between two kills, at least. */
  perKill: number;
  seed: number;
  tell?: (done: number, run: KillRun) => void;
};

export async function killAgainAndAgain(wish: KillWish): Promise<KillRun> {
  const random = randomOf(wish.seed);
  const server = await new ServerProcess(wish.dataDir).start();
  const writers = await seatWriters(server.origin, wish.rooms);
  const audit = new RecordingAudit(wish.dataDir, writers);
  const run: KillRun = {
    kills: 0,
    killsBeforeListening: 0,
    acknowledged: 0,
    entries: 0,
    problems: audit.problems,
  };
  while (run.kills < wish.kills) {
    const isEarly = run.kills % 10 === 8;
    await acknowledged(writers, isEarly ? 0 : wish.perKill + Math.floor(random() * wish.perKill * 0.2));
    await server.kill();
    run.kills += 1;
    if (isEarly) {
      await killWhileStarting(server, random() * 400);
      run.kills += 1;
      run.killsBeforeListening += 1;
    }
    await server.start();
    audit.check();
    Object.assign(run, { acknowledged: audit.acknowledged, entries: audit.entries });
    wish.tell?.(run.kills, run);
  }
  for (const writer of writers) writer.rest();
  await until(writers, () => writers.every((writer) => writer.underWay === 0));
  audit.check();
  for (const writer of writers) writer.close();
  await server.kill();
  return { ...run, acknowledged: audit.acknowledged, entries: audit.entries };
}

/** An interviewer and a candidate in each room, who move an own shape and now and then say something. */
export async function seatWriters(origin: string, rooms: number): Promise<SteadyWriter[]> {
  const seated = Array.from({ length: rooms }, async () => {
    const [ida, carl] = [new Guest(origin), new Guest(origin)];
    const interviewId = await ida.create();
    await carl.join(interviewId, (await ida.tokens(interviewId)).candidate, 'Carl');
    const tab = await ida.open(interviewId);
    await tab.must({ type: 'interview.start' });
    tab.close();
    return [ida, carl].map((guest, i) => new SteadyWriter(guest, interviewId, aWriting(`shape-${i}`)));
  });
  return (await Promise.all(seated)).flat();
}

const aWriting =
  (shape: string) =>
  (n: number): Command => {
    if (n === 1) return { type: 'board.change', deltas: [aCreation(shape)] };
    if (n % 8 === 0) return { type: 'chat.send', text: `${shape} says ${n}` };
    const before = n % 8 === 1 ? n - 2 : n - 1;
    const base = { version: before, versionNonce: before };
    return {
      type: 'board.change',
      deltas: [{ id: shape, base, version: n, versionNonce: n, props: { x: n } }],
    };
  };

async function acknowledged(writers: readonly SteadyWriter[], more: number): Promise<void> {
  const count = () => writers.reduce((sum, writer) => sum + writer.acknowledged.size, 0);
  const goal = count() + more;
  await until(writers, () => count() >= goal);
}

/** Looks again at every answer. */
export function until(writers: readonly SteadyWriter[], isDone: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => isDone() && resolve();
    for (const writer of writers) writer.onAnswer = look;
    look();
  });
}

async function killWhileStarting(server: ServerProcess, afterMs: number): Promise<void> {
  const child = server.launch();
  await Promise.race([new Promise((go) => setTimeout(go, afterMs)), once(child, 'exit')]);
  await server.kill();
}
