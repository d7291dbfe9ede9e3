// Runs one seed from the first step to the last check, and says which promise was broken, if any.
import type { Kysely } from 'kysely';
import { openSqlite } from '../../../server/store/sqlite.ts';
import type { Tables } from '../../../server/store/schema.ts';
import type { Store } from '../../../server/store/store.ts';
import { check } from './checks.ts';
import { Failure } from './failure.ts';
import { begin, happen, mend } from './scenario.ts';
import type { Tab } from './tab.ts';
import { enterWorld } from './virtual-browser.ts';
import { World } from './world.ts';
import type { Trace } from './world.ts';

export type Outcome = {
  seed: number;
  entries: number;
  events: number;
  bytes: number;
  stage: string;
  trouble: Record<string, number>;
  failure: { invariant: string; message: string } | null;
};

export class Simulator {
  readonly #store: Store;
  readonly #database: Kysely<Tables>;
  readonly #trace: Trace;
  #world: World | null = null;

  private constructor(store: Store, database: Kysely<Tables>, trace: Trace) {
    this.#store = store;
    this.#database = database;
    this.#trace = trace;
    process.on('unhandledRejection', (error) => this.#world?.fail('no promise is left unhandled', error));
  }

  /** One real store for all seeds of this process. */
  static async open(trace: Trace): Promise<Simulator> {
    const { store, database } = await openSqlite(':memory:');
    return new Simulator(store, database, trace);
  }

  /** Plays a seed, or a script with the chance of that seed. */
  async run(seed: number, script: (world: World) => Promise<void> = play): Promise<Outcome> {
    const world = new World(seed, this.#store, this.#trace);
    this.#world = world;
    enterWorld(world);
    try {
      await script(world);
    } catch (error) {
      world.fail('no exception in the simulation', error);
    }
    if (world.failure) this.#trace?.(world.failure);
    world.server?.die();
    await this.#forget(world);
    return outcomeOf(world);
  }

  /** A deadline of this seed must not wake its room in the next one. */
  async #forget({ interviewId }: World): Promise<void> {
    const forgotten = { due_at: null };
    await this.#database.updateTable('interviews').set(forgotten).where('id', '=', interviewId).execute();
  }
}

async function play(world: World): Promise<void> {
  await begin(world);
  const length = Math.trunc(world.between(24, 64));
  for (let i = 0; i < length && !world.failure; i++) await happen(world);
  if (world.failure) return;
  await mend(world);
  await nudge(world);
  do await rest(world);
  while (!world.failure && !(await check(world)));
}

/** Until nothing moves any more. */
async function rest(world: World): Promise<void> {
  let [quiet, length] = [0, 0];
  for (let i = 0; i < 240; i++) {
    await world.scheduler.pass(500);
    for (const tab of world.tabs.filter((one) => isTooLate(world, one))) await tab.close();
    for (const tab of world.tabs) if (!tab.sync) await tab.do(() => undefined);
    if (world.failure) return;
    // What a deadline did may still be on its way.
    const isQuiet = world.recording.length === length && world.tabs.every((tab) => tab.isAtRest);
    quiet = isQuiet ? quiet + 1 : 0;
    length = world.recording.length;
    if (quiet > 2) return;
  }
  const restless = world.tabs.filter((tab) => !tab.isAtRest);
  const why = restless.map(({ name, room, submitted }) => {
    const waiting = submitted.filter(({ ack }) => !ack).map(({ command }) => command.type);
    return `${name} ${room.connection} ${room.refusal?.code ?? ''} unsent ${room.unsent} ${waiting.join()}`;
  });
  throw new Failure('everything comes to rest', why.join('; '));
}

/** Whoever came too late for a seat has nothing to wait for. */
function isTooLate({ ledger }: World, { room, person }: Tab): boolean {
  return room.refusal !== null && ledger.roleOf(person.participantId) === undefined;
}

/** A lost broadcast is noticed with the next one, or with the next connection. */
async function nudge(world: World): Promise<void> {
  const asker = world.tabs.find((tab) => !tab.isObserver && !isTooLate(world, tab));
  if (asker && world.ledger.stage !== 'abandoned')
    return asker.do(() => asker.submit({ type: 'name.set', name: 'The last' }));
  for (const tab of world.tabs) if (tab.socket?.link?.hasLost) tab.socket.link.cut();
}

function outcomeOf({ seed, failure, recording, scheduler, watch, ledger, trouble }: World): Outcome {
  const { invariant = '', message = '' } = failure ?? {};
  return {
    seed,
    entries: recording.length,
    events: scheduler.happened,
    bytes: watch.bytes,
    stage: ledger.stage,
    trouble,
    failure: failure && { invariant, message },
  };
}
